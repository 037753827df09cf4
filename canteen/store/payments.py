"""Payments of one canteen's pupils; never commits."""

from __future__ import annotations

from canteen.payments import Payment
from canteen.record import Kind, Recorded
from canteen.store.journal import Journal, draft_of
from canteen.store.pupils import Roll
from canteen.store.writing import Books


def pay(books: Books, payment: Payment, key: str) -> Recorded:
    """Put down what pupils paid in advance; a payment made in error is reversed as an entry is.

    Raises:
        UnknownPupils: somebody was never enrolled.
        EmptyEntry, NoVoucher: nothing was paid, or on no paper.
        FutureDay, BeforeOpening, NotOpened, PeriodClosed: the day takes no entry.
    """
    draft = draft_of(payment.entry, Kind.PAYMENT, key)
    if made := books.made(draft):
        return made
    Journal(books).refuse_day(payment.day)
    Roll(books).refuse_unknown(payment.lines)
    return books.append(draft)
