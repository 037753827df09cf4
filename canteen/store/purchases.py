"""What one canteen bought: the lines of its receipts that nothing has undone."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from canteen.publicity.price_rows import Purchase
from canteen.store import tables as t
from canteen.store.writing import Books
from nutrition.quantities import Money, UnitPrice


def purchases(books: Books, first: date, last: date) -> list[Purchase]:
    """Return what was received from ``first`` to ``last``, by day and then as it was entered."""
    record, undone = t.record.c, t.record.alias()
    head, row = t.receipt.c, t.receipt_line.c
    asked = (
        select(
            record.day,
            head.supplier,
            head.inspectors,
            *(row[name] for name in ("food", "spec", "grams", "fen", "li_per_kg", "origin")),
        )
        .join(t.receipt, (head.canteen == record.canteen) & (head.record == record.number))
        .join(t.receipt_line, (row.canteen == record.canteen) & (row.record == record.number))
        .join(
            undone,
            (undone.c.canteen == record.canteen) & (undone.c.reverses == record.number),
            isouter=True,
        )
        .where(
            record.canteen == books.canteen,
            record.day.between(first, last),
            undone.c.number.is_(None),
        )
        .order_by(record.day, record.number, row.line)
    )
    return [
        Purchase(
            day=r.day,
            food=r.food,
            supplier=r.supplier,
            spec=r.spec or "",
            origin=r.origin or "",
            inspectors=r.inspectors,
            grams=int(r.grams),
            amount=Money(int(r.fen)),
            price=None if r.li_per_kg is None else UnitPrice(int(r.li_per_kg)),
        )
        for r in books.connection.execute(asked)
    ]
