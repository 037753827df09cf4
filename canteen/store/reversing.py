"""Undo a record by its number, whatever it tells: an entry, a payment or a paper of the stock."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from canteen.record import Recorded
from canteen.store import tables as t
from canteen.store.fee_reversing import FEES, reverse_fee
from canteen.store.journal import Journal
from canteen.store.stockroom import UNDOABLE, Stockroom
from canteen.store.writing import Books


def reverse(books: Books, number: int, paper: tuple[date, str], key: str) -> Recorded:
    """Undo a record by its mirror image; ``paper``: day and voucher of the undoing.

    Raises:
        what ``Journal.reverse``, ``Stockroom.reverse`` and ``reverse_fee`` raise.
    """
    record, (day, voucher) = t.record.c, paper
    kind = books.connection.scalar(
        select(record.kind).where(record.canteen == books.canteen, record.number == number)
    )
    if kind in FEES:
        return reverse_fee(books, number, day, voucher, key)
    own = Stockroom(books) if kind in UNDOABLE else Journal(books)
    return own.reverse(number, day, voucher, key)
