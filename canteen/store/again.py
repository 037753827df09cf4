"""Papers that were undone may be entered again; papers that stand are there once."""

from __future__ import annotations

from sqlalchemy import ColumnElement, select

from canteen.receipt_errors import BroughtAlready
from canteen.receipts import Receipt
from canteen.record import Kind
from canteen.store import tables as t
from canteen.store.writing import Books


def key_for(books: Books, key: str) -> str:
    """Return ``key``, or one made of it where what it made was undone: a paper's next turn."""
    turn, each = 1, key
    while _undone(books, t.record.c.key == each):
        turn += 1
        each = f"{key} ({turn})"
    return each


def _undone(books: Books, wanted: ColumnElement[bool]) -> bool:
    """Say whether the record under a key was undone."""
    record, by = t.record.c, t.record.alias()
    asked = (
        select(by.c.number)
        .join(t.record, (by.c.canteen == record.canteen) & (by.c.reverses == record.number))
        .where(record.canteen == books.canteen, wanted)
    )
    return books.connection.scalar(asked) is not None


def refuse_brought(books: Books, receipt: Receipt) -> None:
    """Refuse a delivery note that its supplier brought before, unless that was undone.

    Raises:
        BroughtAlready: a record of it stands.
    """
    record, by = t.record.c, t.record.alias()
    undone = select(by.c.number).where(
        by.c.canteen == record.canteen, by.c.reverses == record.number
    )
    number = books.connection.scalar(
        select(record.number)
        .join(
            t.receipt,
            (t.receipt.c.canteen == record.canteen) & (t.receipt.c.record == record.number),
        )
        .where(
            record.canteen == books.canteen,
            record.kind == Kind.RECEIPT,
            record.voucher == receipt.voucher,
            t.receipt.c.supplier == receipt.supplier,
            ~undone.exists(),
        )
    )
    if number is not None:
        raise BroughtAlready(receipt.supplier, receipt.voucher, number)
