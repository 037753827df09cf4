"""Finished prices: what a portion of a dish is sold for, from a day on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from canteen.cost_errors import BadDishPrice
from canteen.pupils import DEAREST
from nutrition.quantities import Money

LONGEST_DISH = 200


@dataclass(frozen=True, slots=True)
class DishPrice:
    """The price of one portion of a dish.

    Attributes:
        dish: its code.
        since: first day on which it holds.
        basis: the document that says so, beside the paper it is entered from; or "".

    Raises:
        BadDishPrice: no dish has such a price.
    """

    dish: str
    price: Money
    since: date
    basis: str = ""

    def __post_init__(self) -> None:
        named = 0 < len(self.dish) <= LONGEST_DISH and self.dish == self.dish.strip()
        if not named or not 0 < self.price.fen <= DEAREST.fen:
            raise BadDishPrice(self.dish, self.price)


def dish_prices_on(day: date, prices: Iterable[DishPrice]) -> dict[str, DishPrice]:
    """Return dish -> the price that holds on ``day`` of ``prices``, in the order of their making.

    The latest first day not after ``day`` holds; of one day, what was entered last.
    """
    found: dict[str, DishPrice] = {}
    for each in sorted(prices, key=lambda p: p.since):
        if each.since <= day:
            found[each.dish] = each
    return dict(sorted(found.items()))
