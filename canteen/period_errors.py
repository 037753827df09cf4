"""What closings, refunds and settings refuse on purpose."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from canteen.errors import BooksError
from nutrition.quantities import Money


class UnknownSetting(BooksError):
    """There is no such setting."""

    code = "books.unknown-setting"

    def __init__(self, name: str, known: Sequence[str]) -> None:
        super().__init__(f"no setting {name}")
        self.name = name
        self.known = tuple(known)


class BadSetting(BooksError):
    """The setting takes no such value, or no document is named for it.

    Attributes:
        choices: words, or the least and the largest whole number.
    """

    code = "books.bad-setting"

    def __init__(self, name: str, value: str, choices: str) -> None:
        super().__init__(f"{name} = {value!r}; takes {choices}")
        self.name = name
        self.value = value
        self.choices = choices


class BasisNeeded(BooksError):
    """A setting that differs from place to place names the document that says so."""

    code = "books.basis-needed"

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} is set without its document")
        self.name = name


class NoSuchMonth(BooksError):
    """A month is written 2026-03."""

    code = "books.no-such-month"

    def __init__(self, month: str) -> None:
        super().__init__(f"no month {month!r}")
        self.month = month


class NothingToRefund(BooksError):
    """The pupils' fund has no surplus.

    Attributes:
        amount: what it has; below zero is a deficit.
    """

    code = "books.nothing-to-refund"

    def __init__(self, amount: Money) -> None:
        super().__init__(f"the pupils' fund has {amount} yuan")
        self.amount = amount


class NobodyToRefund(BooksError):
    """Nobody ate (or paid) in the time whose surplus is given back."""

    code = "books.nobody-to-refund"

    def __init__(self, by: str) -> None:
        super().__init__(f"no pupil has a weight by {by}")
        self.by = by


class NothingUneaten(BooksError):
    """No meal that the pupil's plan has was left on these days."""

    code = "books.nothing-uneaten"

    def __init__(self, pupil: str, days: Sequence[date]) -> None:
        super().__init__(f"{pupil} left no meal on {', '.join(map(str, days))}")
        self.pupil = pupil
        self.days = tuple(str(day) for day in days)


class DayClaimed(BooksError):
    """What a pupil did not eat on a day goes back once."""

    code = "books.day-claimed"

    def __init__(self, pupil: str, day: date, number: int) -> None:
        super().__init__(f"{pupil}: {day} was claimed by record {number}")
        self.pupil = pupil
        self.day = day
        self.number = number


class MonthNotOver(BooksError):
    """A month is closed after its last day."""

    code = "books.month-not-over"

    def __init__(self, month: str, today: date) -> None:
        super().__init__(f"{month} is not over on {today}")
        self.month = month
        self.today = today


class MonthsInOrder(BooksError):
    """An earlier month is still open.

    Attributes:
        earlier: that has to be closed first.
    """

    code = "books.months-in-order"

    def __init__(self, month: str, earlier: str) -> None:
        super().__init__(f"{earlier} is open, so {month} cannot be closed")
        self.month = month
        self.earlier = earlier


class NotReady(BooksError):
    """The checklist of a closing is not met.

    Attributes:
        missing: ids of the checks.
        details: what each lacks, behind its id and a colon.
    """

    code = "books.not-ready"

    def __init__(self, month: str, missing: Sequence[str], details: Sequence[str]) -> None:
        super().__init__(f"{month} cannot be closed: {', '.join(details)}")
        self.month = month
        self.missing = tuple(missing)
        self.details = tuple(details)


class RefundedAlready(BooksError):
    """The surplus of this month was given back before."""

    code = "books.refunded-already"

    def __init__(self, month: str) -> None:
        super().__init__(f"{month} is refunded")
        self.month = month


class NotRefunded(BooksError):
    """The surplus of this month was not given back, so nobody is on its list."""

    code = "books.not-refunded"

    def __init__(self, month: str) -> None:
        super().__init__(f"{month} is not refunded")
        self.month = month


class MonthOpen(BooksError):
    """A surplus is given back for closed months only."""

    code = "books.month-open"

    def __init__(self, month: str) -> None:
        super().__init__(f"{month} is not closed")
        self.month = month


class MoreThanOwed(BooksError):
    """A pupil would get more than it is owed, or nothing.

    Attributes:
        has: what it is owed, or has paid in advance.
    """

    code = "books.more-than-owed"

    def __init__(self, pupil: str, amount: Money, has: Money) -> None:
        super().__init__(f"{pupil}: {amount} of {has} yuan")
        self.pupil = pupil
        self.amount = amount
        self.has = has


class SurplusByHand(BooksError):
    """A surplus is moved by a refund only."""

    code = "books.surplus-by-hand"

    def __init__(self, voucher: str) -> None:
        super().__init__(f"entry {voucher} moves a surplus")
        self.voucher = voucher


class SubsidyToPupils(BooksError):
    """The nutrition plan's money never becomes money of a pupil."""

    code = "books.subsidy-to-pupils"

    def __init__(self, voucher: str) -> None:
        super().__init__(f"entry {voucher} gives the subsidy to pupils")
        self.voucher = voucher


class NothingOwed(BooksError):
    """No pupil is owed a refund."""

    code = "books.nothing-owed"


class MonthNotKept(BooksError):
    """The books know nothing of a month before they were opened, or after today."""

    code = "books.month-not-kept"

    def __init__(self, month: str, opened: date | None, today: date) -> None:
        super().__init__(f"{month} is not between {opened} and {today}")
        self.month = month
        self.opened = opened or today
        self.today = today
