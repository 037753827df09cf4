"""What payments and the daily charge refuse on purpose."""

from __future__ import annotations

from datetime import date

from canteen.errors import BooksError
from nutrition.quantities import Money


class PaymentNotPositive(BooksError):
    """A payment is above zero; what was paid too much is refunded or the payment is reversed."""

    code = "books.payment-not-positive"

    def __init__(self, pupil: str, amount: Money) -> None:
        super().__init__(f"{pupil} pays {amount} yuan")
        self.pupil = pupil
        self.amount = amount


class NoEaters(BooksError):
    """Food was taken to the kitchen, and nobody has eaten."""

    code = "books.no-eaters"

    def __init__(self, day: date, amount: Money) -> None:
        super().__init__(f"{day}: {amount} yuan of food and no eaters")
        self.day = day
        self.amount = amount


class NothingToCharge(BooksError):
    """Neither food nor eaters: the day has nothing to charge."""

    code = "books.nothing-to-charge"

    def __init__(self, day: date) -> None:
        super().__init__(f"{day}: neither food nor eaters")
        self.day = day


class NegativeCost(BooksError):
    """More food came back from the kitchen than went into it."""

    code = "books.negative-cost"

    def __init__(self, day: date, amount: Money) -> None:
        super().__init__(f"{day}: {amount} yuan of food")
        self.day = day
        self.amount = amount


class CostDiffers(BooksError):
    """The cost to be charged is not what lies on the account of food in the kitchen.

    Attributes:
        amount: to be charged.
        lies: what the account holds at the end of the day.
    """

    code = "books.cost-differs"

    def __init__(self, day: date, amount: Money, lies: Money) -> None:
        super().__init__(f"{day}: {amount} yuan to be charged, {lies} yuan lie in the kitchen")
        self.day = day
        self.amount = amount
        self.lies = lies


class DayCharged(BooksError):
    """The day was charged: what it was charged by stays as it is."""

    code = "books.day-charged"

    def __init__(self, day: date, number: int) -> None:
        super().__init__(f"{day} was charged by record {number}")
        self.day = day
        self.number = number


class ChargedLater(BooksError):
    """Days are charged in their order, and undone from the last; a later one is charged."""

    code = "books.charged-later"

    def __init__(self, day: date, later: date) -> None:
        super().__init__(f"{later} is charged, which is after {day}")
        self.day = day
        self.later = later


class NotCharged(BooksError):
    """The day is not charged, so that there is nothing to undo."""

    code = "books.not-charged"

    def __init__(self, day: date) -> None:
        super().__init__(f"{day} is not charged")
        self.day = day


class MealsNotCharged(BooksError):
    """Prepaid money cannot go back while meals that were eaten are still to be charged."""

    code = "books.meals-not-charged"

    def __init__(self, pupil: str, day: date) -> None:
        super().__init__(f"{pupil} ate on {day}, which is not charged")
        self.pupil = pupil
        self.day = day
