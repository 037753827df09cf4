"""Stub."""

from datetime import date

from sqlalchemy import func, select

from canteen.charging import Cost
from canteen.record import Recorded
from canteen.store import tables as t
from canteen.store.charging import charge_day
from canteen.store.writing import Books
from nutrition.quantities import Money


def charge_from_stock(books: Books, day: date, voucher: str, key: str) -> Recorded:
    m = t.stock_move.c
    rows = dict(
        books.connection.execute(
            select(m.bulk, func.sum(m.fen))
            .where(m.canteen == books.canteen, m.day == day, m.reason == "issue")
            .group_by(m.bulk)
        ).all()
    )
    return charge_day(
        books,
        day,
        Cost(Money(-int(rows.get(True, 0))), Money(-int(rows.get(False, 0)))),
        voucher,
        key,
    )
