"""canteen books claim and return: what was paid in advance and not eaten goes back."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

import typer

from api.books_desk import Desk
from api.commands.books_entries import date_given, yuan_given
from api.errors import BadOption
from api.outcome import Exit
from canteen.record import Recorded
from canteen.spans import ONE_DAY
from canteen.store.again import key_for
from canteen.store.claims import ClaimRequest, claim, promised
from canteen.store.day_claims import claim_days
from canteen.store.leavers import give_back_prepaid
from canteen.store.pupils import Roll
from canteen.store.writing import Books
from nutrition.quantities import Money

TO, LONGEST = "..", 366
"""What stands between the days of a range, and how many days a claim may be about."""


def claimed(
    desk: Desk, pupil: str, what: tuple[str, Sequence[str]], paper: tuple[str, str]
) -> Exit:
    """Owe a pupil an amount, or its uneaten meals of some days.

    ``what``: amount and days, one of them empty.  ``paper``: day and voucher.

    Raises:
        BadOption: neither or both are given, or they cannot be read.
    """
    amount, days = what
    if bool(amount) == bool(days):
        raise BadOption("YUAN", amount, desk.words("books.amount_or_days"))
    booked, voucher = date_given("--day", paper[0]), paper[1]
    asked = sorted({each for text in days for each in _days(text)})
    with desk.writes() as books:
        Roll(books).refuse_unknown((pupil,))
        if amount:
            request = ClaimRequest(pupil, yuan_given("YUAN", amount), booked, "uneaten", voucher)
            _say(desk, books, [claim(books, request, key_for(books, f"claim {pupil} {voucher}"))])
            return Exit.DONE
        found = list(claim_days(books, pupil, asked, (booked, voucher)))
        _say(desk, books, [each.made for each in found])
    for each in found:
        typer.echo(desk.words("books.uneaten", day=each.day, amount=each.amount), err=True)
    return Exit.DONE


def returned(desk: Desk, day: str, voucher: str) -> Exit:
    """Owe every pupil what is left of its prepaid money."""
    with desk.writes() as books:
        key = key_for(books, f"return {voucher}")
        made = give_back_prepaid(books, date_given("--day", day), voucher, key)
        _say(desk, books, [made])
    return Exit.DONE


def _say(desk: Desk, books: Books, made: Sequence[Recorded]) -> None:
    found = [claim for each in made for claim in promised(books, each.number)]
    total = Money(sum(each.amount.fen for each in found))
    pupils = len({each.pupil for each in found})
    said = desk.words("books.claimed", count=pupils, total=total, due=found[0].due)
    before = desk.words("books.written_before") if all(each.before for each in made) else ""
    typer.echo(said + before, err=True)


def _days(text: str) -> Iterator[date]:
    """Yield the days of ``2026-03-02`` or ``2026-03-02..2026-03-06``."""
    first, _, last = text.partition(TO)
    day, until = date_given("--days", first), date_given("--days", last or first)
    if not day <= until < day + LONGEST * ONE_DAY:
        raise BadOption("--days", text, f"2026-03-02{TO}2026-03-06")
    while day <= until:
        yield day
        day += ONE_DAY
