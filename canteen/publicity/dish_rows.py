"""The rows of the sheet of finished prices: planned and actual cost beside the price."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from canteen.meal_costs import DishCost, MealCost, Place, Sitting
from nutrition.quantities import Money


@dataclass(frozen=True, slots=True)
class PricedDish:
    """One dish of one meal, or the whole meal where ``dish`` is "".

    Attributes:
        plan: meal plan whose price it is (走读午餐); "" for a dish.
        portions: eaten or cooked; None where nobody counted.
        planned, actual: exact fen of food for one portion; None where not known.
        price: of one portion; None where it has none.
    """

    day: date
    meal: str
    dish: str
    plan: str
    portions: int | None
    planned: Fraction | None
    actual: Fraction | None
    price: Money | None

    @property
    def share(self) -> Fraction | None:
        """Food as a share of the price: of what it really cost, else of what was planned."""
        cost = self.planned if self.actual is None else self.actual
        return cost / self.price.fen if cost is not None and self.price and self.price.fen else None


@dataclass(frozen=True, slots=True)
class DayPrices:
    """What is sold on one day: dish -> price, and meal -> meal plan -> price."""

    dishes: Mapping[str, Money]
    meals: Mapping[str, Mapping[str, Money]]


def priced_dishes(
    meals: Iterable[MealCost],
    planned: Mapping[Place, Fraction],
    prices: Mapping[date, DayPrices],
) -> Iterator[PricedDish]:
    """Yield every dish that was planned or cooked, and after them the whole of each meal.

    By day and meal, as the days of ``prices`` have them.  Planned costs of a meal are the sum of
    those of its dishes.
    """
    cooked = {(meal.day, meal.meal): meal for meal in meals}
    for sitting in sorted(cooked.keys() | {place[:2] for place in planned}):
        own = {place: fen for place, fen in planned.items() if place[:2] == sitting}
        yield from _meal(sitting, cooked.get(sitting), own, prices[sitting[0]])


def _meal(
    sitting: Sitting,
    meal: MealCost | None,
    planned: Mapping[Place, Fraction],
    prices: DayPrices,
) -> Iterator[PricedDish]:
    cooked: dict[Place, DishCost] = {d.place: d for d in meal.dishes} if meal else {}
    for place in sorted(cooked.keys() | planned.keys()):
        dish = cooked.get(place)
        yield PricedDish(
            *place,
            plan="",
            portions=dish.portions if dish else None,
            planned=planned.get(place),
            actual=dish.per_portion if dish else None,
            price=prices.dishes.get(place[2]),
        )
    sold: Mapping[str, Money | None] = prices.meals.get(sitting[1]) or {"": None}
    for plan, price in sorted(sold.items()):
        yield PricedDish(
            *sitting,
            dish="",
            plan=plan,
            portions=meal.portions if meal else None,
            planned=sum(planned.values(), Fraction(0)) if planned else None,
            actual=meal.per_portion if meal else None,
            price=price,
        )
