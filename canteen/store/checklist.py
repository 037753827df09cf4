"""The checklist of a month: what has to be in order before it is closed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from sqlalchemy import ColumnElement, func, select

from canteen.calendar import Month
from canteen.ledger.accounts import KITCHEN, OWED_TO_SUPPLIERS
from canteen.ledger.closing import Check, Checklist
from canteen.receipts import FOR_BULK
from canteen.record import Kind
from canteen.store import tables as t
from canteen.store.charged_days import days_charged
from canteen.store.roll_calls import lacking
from canteen.store.stock_state import shelves
from canteen.store.sums import by_account, by_party
from canteen.store.tallying import disagreements
from canteen.store.verifying import verify
from canteen.store.writing import Books
from nutrition.quantities import Money

COUNTED_WITHIN = timedelta(days=6)
"""A shelf is counted on one of the last seven days of the month."""


def checked(books: Books, month: Month) -> Checklist:
    """Return what is in order in a month, and what is missing."""
    return Checklist(
        (
            Check("receipts", (*_receipts(books, month), *_overpaid(books, month))),
            Check("stock", tuple(_not_counted(books, month))),
            Check("kitchen", tuple(_not_charged(books, month))),
            Check("attendance", tuple(_no_call(books, month))),
            _balance(books, month),
            _chain(books),
        )
    )


def _receipts(books: Books, month: Month) -> Iterator[str]:
    """Yield the vouchers of receipts without supplier, or with too few inspectors."""
    record, head, goods = t.record.c, t.receipt.c, t.receipt_line.c
    rows = books.connection.execute(
        select(record.voucher, head.supplier, head.inspectors, func.max(goods.bulk).label("bulk"))
        .join(t.receipt, (head.canteen == record.canteen) & (head.record == record.number))
        .join(t.receipt_line, (goods.canteen == head.canteen) & (goods.record == head.record))
        .where(
            record.canteen == books.canteen,
            record.day.between(month.first, month.last),
            ~_undone(),
        )
        .group_by(record.number, record.voucher, head.supplier, head.inspectors)
        .order_by(record.number)
    )
    for row in rows:
        inspectors = [name for name in row.inspectors.split("、") if name]
        if not row.supplier or len(inspectors) < (FOR_BULK if row.bulk else 1):
            yield row.voucher


def _undone() -> ColumnElement[bool]:
    """Say whether a later record undid a record."""
    record, later = t.record.c, t.record.alias()
    return (
        select(later.c.number)
        .where(later.c.canteen == record.canteen, later.c.reverses == record.number)
        .exists()
    )


def _overpaid(books: Books, month: Month) -> Iterator[str]:
    """Yield the suppliers who were paid more than they are owed, with the amount."""
    for supplier, money in by_party(books, OWED_TO_SUPPLIERS, None, month.last).items():
        if money.fen > 0:
            yield f"{supplier} {money}"


def _not_counted(books: Books, month: Month) -> Iterator[str]:
    """Yield the foods that lie on a shelf and were not counted at the month's end."""
    record, line = t.record.c, t.stock_count.c
    counted = set(
        books.connection.scalars(
            select(line.food)
            .join(t.record, (record.canteen == line.canteen) & (record.number == line.record))
            .where(
                record.canteen == books.canteen,
                record.kind == Kind.COUNT,
                record.day.between(month.last - COUNTED_WITHIN, month.last),
                ~_undone(),
            )
        )
    )
    for food, shelf in shelves(books, month.last).items():
        if shelf.grams and food not in counted:
            yield food


def _not_charged(books: Books, month: Month) -> Iterator[str]:
    """Yield the days since the last charge on which food came into the kitchen."""
    if not by_account(books, month.last).get(KITCHEN, Money(0)).fen:
        return
    c = t.posting.c
    charged = days_charged(books, date.min, month.last)
    since = max(charged, default=date.min)
    found = books.connection.scalars(
        select(c.day)
        .distinct()
        .where(
            c.canteen == books.canteen,
            c.account == KITCHEN,
            c.day.between(since, month.last),
        )
        .order_by(c.day)
    )
    yield from (str(day) for day in found)


def _no_call(books: Books, month: Month) -> Iterator[str]:
    """Yield day, class and meal of each roll call that a charged day lacks."""
    for day in days_charged(books, month.first, month.last):
        for school_class, meal in lacking(books, day):
            yield f"{day} {school_class} {meal}"


def _balance(books: Books, month: Month) -> Check:
    off = sum(money.fen for money in by_account(books, month.last).values())
    return Check("balance", (str(month),) if off else ())


def _chain(books: Books) -> Check:
    flaws = verify(books.connection, only=books.code).flaws or disagreements(books)
    said = (str(flaw.record) if flaw.record else flaw.what for flaw in flaws)
    return Check("chain", tuple(dict.fromkeys(said)))
