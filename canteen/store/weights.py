"""What a surplus is divided by: the days that pupils ate, or what their meals were charged."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy import func, select

from canteen.record import Kind, Recorded
from canteen.store import tables as t
from canteen.store.attendance import Register
from canteen.store.choosing import on
from canteen.store.refunds import RefundRequest, Weigh, run
from canteen.store.writing import Books

PREPAID = "2211"


def refund(books: Books, request: RefundRequest, key: str) -> Recorded:
    """Give back a surplus, divided by what the school has set.

    Raises:
        what ``run`` raises.
    """
    return run(books, request, WEIGHTS[on(books, request.day).refund_by], key)


def by_days(books: Books, first: date, last: date) -> Mapping[str, int]:
    """Return pupil -> days on which it ate."""
    return Register(books).person_days(first, last)


def by_paid(books: Books, first: date, last: date) -> Mapping[str, int]:
    """Return pupil -> fen that its meals were charged."""
    posting, record = t.posting.c, t.record.c
    rows = books.connection.execute(
        select(posting.party, func.sum(posting.fen))
        .join(t.record, (record.canteen == posting.canteen) & (record.number == posting.record))
        .where(
            posting.canteen == books.canteen,
            posting.account == PREPAID,
            posting.day.between(first, last),
            record.kind == Kind.CHARGE,
        )
        .group_by(posting.party)
    )
    return {pupil: int(fen) for pupil, fen in rows if fen > 0}


WEIGHTS: Mapping[str, Weigh] = {"days": by_days, "paid": by_paid}
