"""What service fees refuse on purpose."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from canteen.errors import BooksError


class BadFee(BooksError):
    """An item needs a code, a name, a scope, a unit and a standard above zero."""

    code = "books.bad-fee"

    def __init__(self, item: str, what: str) -> None:
        super().__init__(f"fee {item!r}: bad {what}")
        self.item = item
        self.what = what


class FeeWithoutBasis(BooksError):
    """No document says that the item may be charged for."""

    code = "books.fee-without-basis"

    def __init__(self, item: str, name: str) -> None:
        super().__init__(f"fee {item} ({name}) without a basis")
        self.item = item
        self.name = name


class FeeForbidden(BooksError):
    """The item may not be charged for.

    Attributes:
        word: in the name, by which it is known.
        basis: the document that forbids it.
    """

    code = "books.fee-forbidden"

    def __init__(self, name: str, word: str, basis: str) -> None:
        super().__init__(f"{name}: {word} is not charged for: {basis}")
        self.name = name
        self.word = word
        self.basis = basis


class UnknownFee(BooksError):
    """No such item is offered on the day."""

    code = "books.unknown-fee"

    def __init__(self, item: str, day: date, known: Sequence[str]) -> None:
        super().__init__(f"no fee {item} on {day}; offered: {', '.join(known)}")
        self.item = item
        self.day = day
        self.known = tuple(known)


class NoFeeConsent(BooksError):
    """Nobody agreed for these pupils; a fee is voluntary."""

    code = "books.no-fee-consent"

    def __init__(self, item: str, day: date, pupils: Sequence[str]) -> None:
        super().__init__(f"no consent to {item} on {day}: {', '.join(pupils)}")
        self.item = item
        self.day = day
        self.pupils = tuple(pupils)


class BadUnits(BooksError):
    """A pupil gets a whole number of units, one or more."""

    code = "books.bad-units"

    def __init__(self, item: str, pupil: str, units: int) -> None:
        super().__init__(f"{units} units of {item} for {pupil}")
        self.item = item
        self.pupil = pupil
        self.units = units


class FeeNotPaid(BooksError):
    """More would be delivered to these pupils than they have paid for."""

    code = "books.fee-not-paid"

    def __init__(self, item: str, day: date, pupils: Sequence[str]) -> None:
        super().__init__(f"{item} on {day} is not paid for: {', '.join(pupils)}")
        self.item = item
        self.day = day
        self.pupils = tuple(pupils)


class NothingToGiveBack(BooksError):
    """Nothing is left of what these pupils paid; none are named where nobody has anything."""

    code = "books.nothing-to-give-back"

    def __init__(self, item: str, day: date, pupils: Sequence[str]) -> None:
        super().__init__(f"nothing left of {item} on {day}: {', '.join(pupils)}")
        self.item = item
        self.day = day
        self.pupils = tuple(pupils)


class FeeByHand(BooksError):
    """Service fees change by payments, deliveries and refunds of an item, never by hand."""

    code = "books.fee-by-hand"

    def __init__(self, voucher: str) -> None:
        super().__init__(f"{voucher} posts service fees by hand")
        self.voucher = voucher
