"""What the books refuse on purpose: facts in, stable codes out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import ClassVar

from nutrition.quantities import Money


class BooksError(Exception):
    """Base of every error this room raises on purpose."""

    code: ClassVar[str]

    @property
    def facts(self) -> dict[str, str]:
        """What was found, as the fault of a cell carries it."""
        return {
            name: "、".join(map(str, value)) if isinstance(value, tuple) else str(value)
            for name, value in vars(self).items()
        }


class UnbalancedEntry(BooksError):
    """Debits and credits differ.

    Attributes:
        off: debits less credits.
    """

    code = "books.unbalanced"

    def __init__(self, voucher: str, off: Money) -> None:
        super().__init__(f"entry {voucher} is out of balance by {off} yuan")
        self.voucher = voucher
        self.off = off


class EmptyEntry(BooksError):
    """An entry has fewer than two lines, or a line of nothing."""

    code = "books.empty-entry"

    def __init__(self, voucher: str) -> None:
        super().__init__(f"entry {voucher} has fewer than two lines, or a line of nothing")
        self.voucher = voucher


class NoVoucher(BooksError):
    """An entry cites no paper."""

    code = "books.no-voucher"


class UnknownAccount(BooksError):
    """The chart of accounts has no such account."""

    code = "books.unknown-account"

    def __init__(self, account: str) -> None:
        super().__init__(f"no account {account}")
        self.account = account


class FundNeeded(BooksError):
    """Income, costs and surpluses belong to one fund; the line names none."""

    code = "books.fund-needed"

    def __init__(self, account: str) -> None:
        super().__init__(f"account {account} is kept by fund")
        self.account = account


class FundNotAsked(BooksError):
    """The account is common to all funds, and the line names one."""

    code = "books.fund-not-asked"

    def __init__(self, account: str, fund: str) -> None:
        super().__init__(f"account {account} is common to all funds, not of {fund}")
        self.account = account
        self.fund = fund


class PartyNeeded(BooksError):
    """The account is kept by pupil or by supplier, and the line names none (or is not such)."""

    code = "books.party-needed"

    def __init__(self, account: str, party: str) -> None:
        super().__init__(f"account {account}: party {party!r}")
        self.account = account
        self.party = party


class FundsMixed(BooksError):
    """One entry touches two funds: money of one would pay for the other.

    Attributes:
        funds: that the entry touches.
    """

    code = "books.funds-mixed"

    def __init__(self, voucher: str, funds: Sequence[str]) -> None:
        super().__init__(f"entry {voucher} touches {', '.join(funds)}")
        self.voucher = voucher
        self.funds = tuple(funds)


class CostNotAllowed(BooksError):
    """The fund may not pay this kind of cost.

    Attributes:
        basis: the document that says so.
    """

    code = "books.cost-not-allowed"

    def __init__(self, fund: str, cost: str, basis: str) -> None:
        super().__init__(f"{fund} must not pay {cost}: {basis}")
        self.fund = fund
        self.cost = cost
        self.basis = basis


class AmountTooLarge(BooksError):
    """An amount is beyond what a canteen's books can hold."""

    code = "books.too-large"

    def __init__(self, amount: Money) -> None:
        super().__init__(f"{amount} yuan")
        self.amount = amount


class FutureDay(BooksError):
    """Nothing is booked before it happened."""

    code = "books.future-day"

    def __init__(self, day: date, today: date) -> None:
        super().__init__(f"{day} is after {today}")
        self.day = day
        self.today = today


class BeforeOpening(BooksError):
    """The day lies before the books were opened."""

    code = "books.before-opening"

    def __init__(self, day: date, opened: date) -> None:
        super().__init__(f"{day} is before the opening on {opened}")
        self.day = day
        self.opened = opened


class NotOpened(BooksError):
    """The canteen's books have no opening entry yet."""

    code = "books.not-opened"

    def __init__(self, canteen: str) -> None:
        super().__init__(f"the books of {canteen} are not opened")
        self.canteen = canteen


class OpenedAlready(BooksError):
    """The books were opened before, by another entry."""

    code = "books.opened-already"

    def __init__(self, canteen: str, opened: date) -> None:
        super().__init__(f"the books of {canteen} were opened on {opened}")
        self.canteen = canteen
        self.opened = opened


class PeriodClosed(BooksError):
    """The month is closed and takes no entry."""

    code = "books.period-closed"

    def __init__(self, month: str) -> None:
        super().__init__(f"{month} is closed")
        self.month = month


class KeyUsedOtherwise(BooksError):
    """The same key came with another request before."""

    code = "books.key-used"

    def __init__(self, key: str, number: int) -> None:
        super().__init__(f"key {key!r} made record {number} from another request")
        self.key = key
        self.number = number


class NoSuchRecord(BooksError):
    """The books have no record of this number, or none that can be reversed."""

    code = "books.no-such-record"

    def __init__(self, number: int) -> None:
        super().__init__(f"no record {number} that could be reversed")
        self.number = number


class ReversedAlready(BooksError):
    """A record is reversed once."""

    code = "books.reversed-already"

    def __init__(self, number: int, by: int) -> None:
        super().__init__(f"record {number} was reversed by {by}")
        self.number = number
        self.by = by


class UnknownCanteen(BooksError):
    """The database keeps no books of this canteen."""

    code = "books.unknown-canteen"

    def __init__(self, canteen: str, known: Sequence[str]) -> None:
        super().__init__(f"no books of {canteen}; known: {', '.join(known)}")
        self.canteen = canteen
        self.known = tuple(known)


class BooksUnavailable(BooksError):
    """The database does not answer, is full, or is not this program's.

    Attributes:
        reason: ``busy``, ``full``, ``no-answer``, ``read-only``, ``schema``, ``broken``.
    """

    code = "books.unavailable"

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason = reason
        self.detail = detail


class TextTooLong(BooksError):
    """A voucher, a key or a name has more signs than a record holds.

    Attributes:
        what: ``voucher``, ``key`` or ``by``.
    """

    code = "books.text-too-long"

    def __init__(self, what: str, text: str, limit: int) -> None:
        super().__init__(f"{what} has {len(text)} signs of {limit}")
        self.what = what
        self.text = text
        self.limit = limit


class BadCanteen(BooksError):
    """Books are kept of a canteen with a code and a name."""

    code = "books.bad-canteen"

    def __init__(self, canteen: str, name: str) -> None:
        super().__init__(f"no canteen {canteen!r}, {name!r}")
        self.canteen = canteen
        self.name = name


class UnknownParty(BooksError):
    """An entry by hand names a pupil or a supplier whom nobody entered."""

    code = "books.unknown-party"

    def __init__(self, voucher: str, party: str) -> None:
        super().__init__(f"{voucher}: nobody is entered as {party}")
        self.voucher = voucher
        self.party = party
