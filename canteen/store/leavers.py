"""Prepaid money of pupils who leave, and of everybody at the end of a term: it becomes claims."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import select

from canteen.calendar import due
from canteen.charge_errors import MealsNotCharged
from canteen.errors import NoVoucher
from canteen.ledger.accounts import MEALS_PREPAID, OWED_TO_PUPILS
from canteen.ledger.entry import Entry, Posting
from canteen.ledger.refund import Share
from canteen.period_errors import NothingToRefund
from canteen.record import Kind, Recorded
from canteen.spans import ONE_DAY
from canteen.store import tables as t
from canteen.store.chain import Value
from canteen.store.charged_days import last_charged
from canteen.store.choosing import on
from canteen.store.claims import ClaimRequest, claim
from canteen.store.journal import Journal, rows_of
from canteen.store.pupil_lines import prepaid
from canteen.store.pupils import Roll
from canteen.store.refunds import claim_row
from canteen.store.register_queries import last_meals
from canteen.store.writing import Books, Draft
from nutrition.quantities import Money


def settle_leaver(
    books: Books, pupil: str, day: date, voucher: str, key: str
) -> tuple[Recorded, ...]:
    """End an enrolment after ``day``, and owe the pupil what is left of its prepaid money.

    Two records, of which the second is wanting where nothing is left.  The share of the surplus
    comes with the next refund.  The same key again changes nothing.

    Raises:
        NotEnrolled, EatenSince: the pupil cannot leave then.
        MealsNotCharged: it ate on a day that is not charged yet.
        PeriodClosed, FutureDay: nothing can be booked on the day.
    """
    left = Roll(books).leave(pupil, day, voucher, f"{key}/leave")
    if left.before:
        has = _claimed(books, f"{key}/claim")
    else:
        _refuse_uncharged(books, (pupil,))
        has = -Journal(books).balance(MEALS_PREPAID, party=pupil)
    if has.fen <= 0:
        return (left,)
    return left, claim(books, ClaimRequest(pupil, has, day, "left", voucher), f"{key}/claim")


def give_back_prepaid(books: Books, day: date, voucher: str, key: str) -> Recorded:
    """Owe every pupil what is left of its prepaid money, in one record.

    The same key again changes nothing; pupils who owe meals go on owing them.

    Raises:
        NothingToRefund: nobody has anything left.
        MealsNotCharged: some of it is for meals of days that are not charged yet.
        PeriodClosed, FutureDay: nothing can be booked on the day.
    """
    asked: dict[str, Value] = {"day": day, "voucher": voucher, "all": "prepaid"}
    draft = Draft(Kind.CLAIM, day, key, asked, voucher=voucher, memo="退全部未就餐伙食费")
    if made := books.made(draft):
        return made
    if not voucher.strip():
        raise NoVoucher
    Journal(books).refuse_day(day)
    left = {pupil: money for pupil, money in prepaid(books).items() if money.fen > 0}
    if not left:
        raise NothingToRefund(Money(0))
    _refuse_uncharged(books, tuple(left))
    postings = [
        posting
        for pupil, money in left.items()
        for posting in (
            Posting(MEALS_PREPAID, money, party=pupil),
            Posting(OWED_TO_PUPILS, -money, party=pupil),
        )
    ]
    until = due(day, on(books, day).refund_working_days)
    rows = [claim_row(Share(p, 0, money), "uneaten", day, until) for p, money in left.items()]
    entry = Entry(day, voucher, draft.memo or "", tuple(postings))
    return books.append(replace(draft, facts={t.posting: rows_of(entry), t.refund_claim: rows}))


def _refuse_uncharged(books: Books, pupils: Sequence[str]) -> None:
    """Refuse to give back what is due for meals of days that are still to be charged."""
    until = last_charged(books)
    since = until + ONE_DAY if until is not None else date.min
    if eaten := last_meals(books, pupils, since):
        pupil, day = min(eaten.items())
        raise MealsNotCharged(pupil, day)


def _claimed(books: Books, key: str) -> Money:
    """Return what a claim made under ``key`` was for; zero where none was made."""
    record, row = t.record.c, t.refund_claim.c
    fen = books.connection.scalar(
        select(row.fen)
        .join(t.record, (record.canteen == row.canteen) & (record.number == row.record))
        .where(record.canteen == books.canteen, record.key == key)
    )
    return Money(int(fen or 0))
