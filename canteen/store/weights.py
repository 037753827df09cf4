"""Weights of a refund: the days on which each pupil ate, or what each paid for meals."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, select

from canteen.ledger.accounts import MEALS_PREPAID
from canteen.record import Recorded
from canteen.store import tables as t
from canteen.store.attendance import Register
from canteen.store.choosing import on
from canteen.store.refunds import RefundRequest, Weigh, run
from canteen.store.writing import Books

BY_DAYS = "days"


def by_days(books: Books, first: date, last: date) -> dict[str, int]:
    """Return pupil -> days with at least one meal; pupils who left since are among them."""
    return Register(books).person_days(first, last)


def by_paid(books: Books, first: date, last: date) -> dict[str, int]:
    """Return pupil -> fen charged for meals, charges that were taken back not counted."""
    posting, record, charged = t.posting.c, t.record.c, t.charged_day.c
    days = select(charged.record).where(charged.canteen == books.canteen)
    rows = books.connection.execute(
        select(posting.party, func.sum(posting.fen))
        .join(t.record, (record.canteen == posting.canteen) & (record.number == posting.record))
        .where(
            posting.canteen == books.canteen,
            posting.account == MEALS_PREPAID,
            posting.day.between(first, last),
            record.number.in_(days) | record.reverses.in_(days),
        )
        .group_by(posting.party)
        .order_by(posting.party)
    )
    return {pupil: int(fen) for pupil, fen in rows if fen}


def weigh_by(by: str) -> Weigh:
    """Return what a setting of ``refund_by`` weighs by."""
    return by_days if by == BY_DAYS else by_paid


def refund(books: Books, request: RefundRequest, key: str) -> Recorded:
    """Give the surplus back by what the school has set on the day of the request.

    The same key again changes nothing.

    Raises:
        what ``refunds.run`` raises.
    """
    return run(books, request, weigh_by(on(books, request.day).refund_by), key)
