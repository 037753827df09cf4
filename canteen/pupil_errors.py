"""What the books of pupils, meals and the daily charge refuse on purpose."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from canteen.errors import BooksError
from nutrition.quantities import Money


class BadPupilCode(BooksError):
    """A pupil goes by a code of letters, digits and ``_ . -``, never by a name or an ID number."""

    code = "books.bad-pupil-code"

    def __init__(self, pupil: str) -> None:
        super().__init__(f"{pupil!r} is no code of a pupil")
        self.pupil = pupil


class BadClassName(BooksError):
    """A class has a name of one line, not longer than a label."""

    code = "books.bad-class-name"

    def __init__(self, school_class: str) -> None:
        super().__init__(f"{school_class!r} is no name of a class")
        self.school_class = school_class


class LastBeforeFirst(BooksError):
    """Something would end before it began."""

    code = "books.last-before-first"

    def __init__(self, pupil: str, first: date, last: date) -> None:
        super().__init__(f"{pupil}: {last} is before {first}")
        self.pupil = pupil
        self.first = first
        self.last = last


class NotAGrant(BooksError):
    """A pupil is entitled to a grant, and this fund is none."""

    code = "books.not-a-grant"

    def __init__(self, pupil: str, fund: str) -> None:
        super().__init__(f"{pupil}: {fund} is no grant")
        self.pupil = pupil
        self.fund = fund


class BadConsent(BooksError):
    """A consent names neither meals nor the item of a fee, or a paper beyond a line."""

    code = "books.bad-consent"

    def __init__(self, pupil: str, item: str, paper: str) -> None:
        super().__init__(f"{pupil}: consent to {item!r} on {paper!r}")
        self.pupil = pupil
        self.item = item
        self.paper = paper


class BadMeal(BooksError):
    """A meal has a name of one word."""

    code = "books.bad-meal"

    def __init__(self, day: date, meal: str) -> None:
        super().__init__(f"{day}: {meal!r} is no meal")
        self.day = day
        self.meal = meal


class BadMealPrice(BooksError):
    """A plan has no meal, or a meal has a price below zero or beyond any meal."""

    code = "books.bad-meal-price"

    def __init__(self, plan: str, meal: str, amount: Money) -> None:
        super().__init__(f"plan {plan}, meal {meal!r}: {amount} yuan")
        self.plan = plan
        self.meal = meal
        self.amount = amount


class PupilEnrolledAlready(BooksError):
    """A pupil is in one class at a time.

    Attributes:
        other: the class that the pupil is in, from ``first`` on.
    """

    code = "books.pupil-enrolled"

    def __init__(self, pupil: str, school_class: str, other: str, first: date) -> None:
        super().__init__(f"{pupil} cannot be in {school_class}: in {other} since {first}")
        self.pupil = pupil
        self.school_class = school_class
        self.other = other
        self.first = first


class UnknownPupils(BooksError):
    """Nobody was ever enrolled under these codes."""

    code = "books.unknown-pupils"

    def __init__(self, pupils: Sequence[str]) -> None:
        super().__init__(f"never enrolled: {', '.join(pupils)}")
        self.pupils = tuple(pupils)


class NotEnrolled(BooksError):
    """The pupil is in no class on that day."""

    code = "books.not-enrolled"

    def __init__(self, pupil: str, day: date) -> None:
        super().__init__(f"{pupil} is in no class on {day}")
        self.pupil = pupil
        self.day = day


class NotEntitled(BooksError):
    """The grant does not pay for the pupil on that day."""

    code = "books.not-entitled"

    def __init__(self, pupil: str, fund: str, day: date) -> None:
        super().__init__(f"{fund} does not pay for {pupil} on {day}")
        self.pupil = pupil
        self.fund = fund
        self.day = day


class NameNeeded(BooksError):
    """Money of the pupil is not settled, and who is to get it has a name.

    Attributes:
        owed: refunds that were promised and not fetched.
        prepaid, fees: what is left of payments for meals, and for services.
    """

    code = "books.name-needed"

    def __init__(self, pupil: str, owed: Money, prepaid: Money, fees: Money) -> None:
        super().__init__(f"{pupil} is owed {owed} yuan and has paid {prepaid} and {fees} ahead")
        self.pupil = pupil
        self.owed = owed
        self.prepaid = prepaid
        self.fees = fees


class EatenSince(BooksError):
    """Meals were eaten, or taken down, on days from which something would end.

    Attributes:
        last: the last of these days.
    """

    code = "books.eaten-since"

    def __init__(self, pupil: str, day: date, last: date) -> None:
        super().__init__(f"{pupil} ate on {last}, not before {day}")
        self.pupil = pupil
        self.day = day
        self.last = last


class UnknownPlan(BooksError):
    """No meal plan of this name holds on that day."""

    code = "books.unknown-plan"

    def __init__(self, plan: str, day: date, known: Sequence[str]) -> None:
        super().__init__(f"no meal plan {plan!r} on {day}")
        self.plan = plan
        self.day = day
        self.known = tuple(known)


class NoConsent(BooksError):
    """Eating in the canteen is voluntary: without consent to this meal nothing is charged."""

    code = "books.no-consent"

    def __init__(self, day: date, meal: str, pupils: Sequence[str]) -> None:
        super().__init__(f"{day} {meal}: no consent of {', '.join(pupils)}")
        self.day = day
        self.meal = meal
        self.pupils = tuple(pupils)


class NoSuchClass(BooksError):
    """No pupil is in this class on that day."""

    code = "books.no-such-class"

    def __init__(self, school_class: str, day: date, known: Sequence[str]) -> None:
        super().__init__(f"nobody is in class {school_class} on {day}")
        self.school_class = school_class
        self.day = day
        self.known = tuple(known)


class NotInClass(BooksError):
    """Pupils are taken down as present in a class that they are not in on that day."""

    code = "books.not-in-class"

    def __init__(self, school_class: str, day: date, pupils: Sequence[str]) -> None:
        super().__init__(f"{day}: not in {school_class}: {', '.join(pupils)}")
        self.school_class = school_class
        self.day = day
        self.pupils = tuple(pupils)


class PresentTwice(BooksError):
    """Pupils would eat one meal twice: another class has them as present."""

    code = "books.present-twice"

    def __init__(self, day: date, meal: str, pupils: Sequence[str]) -> None:
        super().__init__(f"{day} {meal}: present in another class: {', '.join(pupils)}")
        self.day = day
        self.meal = meal
        self.pupils = tuple(pupils)


class AttendanceTaken(BooksError):
    """The attendance was taken before, by another record; a new one has to name it.

    Attributes:
        who: the class, or ``others`` for staff and guests.
    """

    code = "books.attendance-taken"

    def __init__(self, day: date, meal: str, who: str, number: int) -> None:
        super().__init__(f"{day} {meal} {who}: taken by record {number}")
        self.day = day
        self.meal = meal
        self.who = who
        self.number = number


class NothingToCorrect(BooksError):
    """A correction names a record that took no such attendance."""

    code = "books.nothing-to-correct"

    def __init__(self, day: date, meal: str, number: int) -> None:
        super().__init__(f"{day} {meal}: record {number} took nothing that could be corrected")
        self.day = day
        self.meal = meal
        self.number = number


class BadCount(BooksError):
    """A number of eaters is below zero or beyond any school."""

    code = "books.bad-count"

    def __init__(self, day: date, meal: str, count: int) -> None:
        super().__init__(f"{day} {meal}: {count} eaters")
        self.day = day
        self.meal = meal
        self.count = count
