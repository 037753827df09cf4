"""The records of one canteen as an auditor reads them: the journal, one account, all accounts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import case, func, select

from canteen.ledger.entry import Posting
from canteen.ledger.funds import Fund
from canteen.record import Kind
from canteen.store import tables as t
from canteen.store.writing import Books
from nutrition.quantities import Money


@dataclass(frozen=True, slots=True)
class Listed:
    """One record with what it moved.

    Attributes:
        reverses: the record that it undoes, or None.
        reversed_by: the record that undid it, or None.
    """

    number: int
    day: date
    kind: Kind
    voucher: str
    memo: str
    by: str
    reverses: int | None
    reversed_by: int | None
    postings: tuple[Posting, ...]


@dataclass(frozen=True, slots=True)
class Turnover:
    """What an account held before some days, moved on them, and holds after.

    Attributes:
        before, after: debits less credits.
        debit, credit: what was booked on either side, both not below zero.
    """

    account: str
    before: Money
    debit: Money
    credit: Money

    @property
    def after(self) -> Money:
        return Money(self.before.fen + self.debit.fen - self.credit.fen)


def listed(books: Books, first: date, last: date) -> list[Listed]:
    """Return the records of some days, both included, by day and then by number."""
    record, undone = t.record.c, t.record.alias()
    rows = books.connection.execute(
        select(
            *(record[name] for name in ("number", "day", "kind", "voucher", "memo", "by")),
            record.reverses,
            undone.c.number.label("reversed_by"),
        )
        .join(
            undone,
            (undone.c.canteen == record.canteen) & (undone.c.reverses == record.number),
            isouter=True,
        )
        .where(record.canteen == books.canteen, record.day.between(first, last))
        .order_by(record.day, record.number)
    )
    moved = _postings(books, first, last)
    return [
        Listed(
            row.number,
            row.day,
            Kind(row.kind),
            row.voucher or "",
            row.memo or "",
            row.by,
            row.reverses,
            row.reversed_by,
            tuple(moved.get(row.number, ())),
        )
        for row in rows
    ]


def _postings(books: Books, first: date, last: date) -> dict[int, list[Posting]]:
    posting = t.posting.c
    rows = books.connection.execute(
        select(posting.record, posting.account, posting.fen, posting.fund, posting.party)
        .where(posting.canteen == books.canteen, posting.day.between(first, last))
        .order_by(posting.record, posting.line)
    )
    found: defaultdict[int, list[Posting]] = defaultdict(list)
    for row in rows:
        fund = Fund(row.fund) if row.fund else None
        found[row.record].append(Posting(row.account, Money(row.fen), fund, row.party or ""))
    return found


def turnovers(books: Books, first: date, last: date) -> Sequence[Turnover]:
    """Return every account that was used until ``last``, in order; the opening entry is no move."""
    posting, record = t.posting.c, t.record.c
    opened = select(record.number).where(
        record.canteen == books.canteen, record.kind == Kind.OPENING
    )
    before = (posting.day < first) | posting.record.in_(opened)
    sums = [
        func.coalesce(func.sum(case((condition, posting.fen), else_=0)), 0)
        for condition in (before, ~before & (posting.fen > 0), ~before & (posting.fen < 0))
    ]
    rows = books.connection.execute(
        select(posting.account, *sums)
        .where(posting.canteen == books.canteen, posting.day <= last)
        .group_by(posting.account)
        .order_by(posting.account)
    )
    return [
        Turnover(account, Money(int(held)), Money(int(debit)), Money(-int(credit)))
        for account, held, debit, credit in rows
    ]
