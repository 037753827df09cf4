"""Lists of a refund run for signature: who gets what, and for how much that counted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from canteen.calendar import Month
from canteen.period_errors import NotRefunded
from canteen.store import tables as t
from canteen.store.pupil_lines import Place, places
from canteen.store.writing import Books
from nutrition.quantities import Money


@dataclass(frozen=True, slots=True)
class RefundRow:
    """One line to sign.

    Attributes:
        place: the class is that of the last day of the span, or the last before it.
        weight: person-days, or fen paid for meals.
    """

    pupil: str
    place: Place
    weight: int
    amount: Money


@dataclass(frozen=True, slots=True)
class RefundList:
    """A refund run; its rows sum to its total."""

    first: date
    last: date
    by: str
    rows: tuple[RefundRow, ...]
    total: Money


def refund_list(books: Books, month: Month) -> RefundList:
    """Return who got what when a month was refunded, by class and list.

    Raises:
        NotRefunded: its surplus was not given back.
    """
    ran, claim = t.refund_run.c, t.refund_claim.c
    found = books.connection.execute(
        select(ran.record, ran.first, ran.last, ran.by, ran.fen).where(
            ran.canteen == books.canteen, ran.first <= month.first, ran.last >= month.last
        )
    ).one_or_none()
    if found is None:
        raise NotRefunded(str(month))
    claims = books.connection.execute(
        select(claim.pupil, claim.weight, claim.fen).where(
            claim.canteen == books.canteen, claim.record == found.record
        )
    )
    shares = {row.pupil: row for row in claims}
    rows = tuple(
        RefundRow(pupil, place, shares[pupil].weight, Money(shares[pupil].fen))
        for pupil, place in places(books, shares, found.last).items()
    )
    return RefundList(found.first, found.last, found.by, rows, Money(found.fen))
