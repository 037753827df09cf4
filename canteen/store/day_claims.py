"""Claims for uneaten days, each day once; never commits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from canteen.errors import KeyUsedOtherwise
from canteen.period_errors import DayClaimed
from canteen.record import Recorded
from canteen.store.again import key_for
from canteen.store.claims import ClaimRequest, claim
from canteen.store.uneaten import uneaten
from canteen.store.writing import Books
from nutrition.quantities import Money


@dataclass(frozen=True, slots=True)
class DayClaim:
    """What goes back for one day, and the record that says so."""

    day: date
    amount: Money
    made: Recorded


def claim_days(
    books: Books, pupil: str, days: Iterable[date], paper: tuple[date, str]
) -> Iterator[DayClaim]:
    """Owe a pupil the meals that it did not eat on some days; ``paper``: day and voucher.

    The same again changes nothing.

    Raises:
        UnknownPupils, NothingUneaten: there is nothing to claim.
        DayClaimed: a day was claimed before, on another paper, and not undone.
        what ``claim`` raises.
    """
    booked, voucher = paper
    for day, amount in uneaten(books, pupil, days).items():
        request = ClaimRequest(pupil, amount, booked, "uneaten", voucher, f"{day}")
        key = key_for(books, f"uneaten {pupil} {day}")
        try:
            yield DayClaim(day, amount, claim(books, request, key))
        except KeyUsedOtherwise as used:
            raise DayClaimed(pupil, day, used.number) from None
