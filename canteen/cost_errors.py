"""What costs of dishes, finished prices and the kitchen's account refuse on purpose."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from canteen.errors import BooksError
from nutrition.quantities import Money


class KitchenInCredit(BooksError):
    """More came back to the store, of what was charged before, than was issued since.

    Attributes:
        kind: ``bulk-food`` or ``other-food``: which is in credit.
        credit: by how much, above zero.
        undone: the papers of issues that were undone after their charge.
    """

    code = "books.kitchen-in-credit"

    def __init__(self, day: date, kind: str, credit: Money, undone: Sequence[str]) -> None:
        super().__init__(f"{day}: {kind} in the kitchen is {credit} yuan in credit")
        self.day = day
        self.kind = kind
        self.credit = credit
        self.undone = tuple(undone)


class KitchenByHand(BooksError):
    """The account of food in the kitchen has money that no issue explains.

    Attributes:
        lies: what the account holds at the end of the day.
        issued: what the issues that are not charged come to.
    """

    code = "books.kitchen-by-hand"

    def __init__(self, day: date, lies: Money, issued: Money) -> None:
        super().__init__(f"{day}: {lies} yuan lie in the kitchen, {issued} yuan were issued")
        self.day = day
        self.lies = lies
        self.issued = issued


class BadDishPrice(BooksError):
    """A finished price of nothing or less, a far too high one, or one of no dish."""

    code = "books.bad-dish-price"

    def __init__(self, dish: str, price: Money) -> None:
        super().__init__(f"dish {dish!r} at {price} yuan")
        self.dish = dish
        self.price = price


class DishPricedTwice(BooksError):
    """One paper gives a dish two prices from the same day on."""

    code = "books.dish-priced-twice"

    def __init__(self, voucher: str, dish: str, since: date) -> None:
        super().__init__(f"{voucher} prices {dish} twice from {since}")
        self.voucher = voucher
        self.dish = dish
        self.since = since


class BadPortions(BooksError):
    """A number of portions that cannot have been cooked."""

    code = "books.bad-portions"

    def __init__(self, day: date, meal: str, dish: str, portions: int) -> None:
        super().__init__(f"{portions} portions of {dish} at {meal} of {day}")
        self.day = day
        self.meal = meal
        self.dish = dish
        self.portions = portions
