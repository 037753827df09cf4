"""The checklist of a month: what has to be in order before it is closed."""

from __future__ import annotations

from canteen.calendar import Month
from canteen.ledger.closing import Check, Checklist
from canteen.store.sums import by_account
from canteen.store.verifying import verify
from canteen.store.writing import Books


def checked(books: Books, month: Month) -> Checklist:
    """Return what is in order in a month, and what is missing."""
    return Checklist((_balance(books, month), _chain(books)))


def _balance(books: Books, month: Month) -> Check:
    off = sum(money.fen for money in by_account(books, month.last).values())
    return Check("balance", (str(month),) if off else ())


def _chain(books: Books) -> Check:
    flaws = verify(books.connection, only=books.code).flaws
    return Check("chain", tuple(dict.fromkeys(str(flaw.record) for flaw in flaws)))
