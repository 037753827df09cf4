"""What dishes and meals cost, from what the kitchen really took; against plan and finished price.

    cost per portion = cost / portions            an exact fraction of fen
    share            = cost per portion / price   an exact fraction
    ratio (等值)      = food cost / meal income    of a period

What is not known is None: nobody ate, nothing was planned, nothing was earned.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from canteen.cost_errors import BadPortions
from nutrition.quantities import Money

Place = tuple[date, str, str]
"""(day, meal, dish)."""

Sitting = tuple[date, str]
"""(day, meal)."""

NOTHING = Money(0)


def half_up(fen: Fraction | None) -> Money | None:
    """Return exact fen as people read them, halves away from zero; None stays None.

    >>> half_up(Fraction(5, 2)), half_up(Fraction(-5, 2))
    (Money(fen=3), Money(fen=-3))
    """
    if fen is None:
        return None
    whole = int(abs(fen) + Fraction(1, 2))
    return Money(whole if fen >= 0 else -whole)


@dataclass(frozen=True, slots=True)
class Taken:
    """What one issue, or one that was undone, says: grams and worth above zero where it was taken.

    Attributes:
        meal, dish: what it was for, or "" where nobody said.
    """

    day: date
    meal: str
    dish: str
    grams: int
    worth: Money


@dataclass(frozen=True, slots=True)
class DishCost:
    """What went into a dish at one meal.

    Attributes:
        grams, cost: less what came back that day; below zero where only something came back.
        portions: cooked, or eaten at the meal; None where nobody knows.
    """

    day: date
    meal: str
    dish: str
    grams: int
    cost: Money
    portions: int | None

    @property
    def place(self) -> Place:
        return self.day, self.meal, self.dish

    @property
    def per_portion(self) -> Fraction | None:
        """Fen for one portion, exactly; None where there was none."""
        return _each(self.grams, self.cost, self.portions)

    @property
    def printed(self) -> Money | None:
        """The same as people read it."""
        return half_up(self.per_portion)


@dataclass(frozen=True, slots=True)
class MealCost:
    """What went into one meal: its dishes, and on a line of its own what names no dish.

    Attributes:
        meal: "" for what was issued without naming a meal.
        unnamed_grams, unnamed: of issues that name no dish; never spread over the dishes.
        portions: meals eaten by all who ate; None where nobody knows.
    """

    day: date
    meal: str
    dishes: tuple[DishCost, ...]
    unnamed_grams: int
    unnamed: Money
    portions: int | None

    @property
    def cost(self) -> Money:
        """All that went into the meal, named or not."""
        return sum((each.cost for each in self.dishes), self.unnamed)

    @property
    def grams(self) -> int:
        return self.unnamed_grams + sum(each.grams for each in self.dishes)

    @property
    def per_portion(self) -> Fraction | None:
        """Fen for one who ate, exactly; None where nobody is known to have eaten."""
        return _each(self.grams, self.cost, self.portions)

    @property
    def printed(self) -> Money | None:
        """The same as people read it."""
        return half_up(self.per_portion)


@dataclass(frozen=True, slots=True)
class Portions:
    """How many portions costs are divided by.

    Attributes:
        eaten: meals eaten at each meal, by pupils, staff and guests.
        cooked: portions of a dish where somebody counted them; they go before what was eaten.

    Raises:
        BadPortions: fewer than one were cooked.
    """

    eaten: Mapping[Sitting, int] = field(default_factory=dict)
    cooked: Mapping[Place, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for place, count in self.cooked.items():
            if count < 1:
                raise BadPortions(*place, count)

    def of(self, place: Place) -> int | None:
        """Return how many there were of a dish, or None."""
        return self.cooked.get(place) or self.at(place[:2])

    def at(self, sitting: Sitting) -> int | None:
        """Return how many ate, or None: at no meal, or nobody."""
        return self.eaten.get(sitting) or None


def costs_of(taken: Iterable[Taken], portions: Portions) -> tuple[MealCost, ...]:
    """Add up what was taken by meal and dish; in the order of days, meals and dishes."""
    sums: dict[Place, tuple[int, int]] = {}
    for each in taken:
        place = each.day, each.meal, each.dish
        grams, fen = sums.get(place, (0, 0))
        sums[place] = grams + each.grams, fen + each.worth.fen
    moved = {place: both for place, both in sums.items() if any(both)}
    sittings = sorted({place[:2] for place in moved})
    return tuple(_meal(sitting, moved, portions) for sitting in sittings)


@dataclass(frozen=True, slots=True)
class PlanLine:
    """One dish of a meal as planned and as it was, in exact fen for one portion.

    Attributes:
        planned: None for a dish that nobody planned.
        actual: None for one of which nothing was issued, or whose portions nobody knows.
    """

    day: date
    meal: str
    dish: str
    planned: Fraction | None
    actual: Fraction | None

    @property
    def difference(self) -> Fraction | None:
        """What a portion cost more than planned; None where one of both is not known."""
        if self.planned is None or self.actual is None:
            return None
        return self.actual - self.planned


def against(costs: Iterable[MealCost], planned: Mapping[Place, Fraction]) -> tuple[PlanLine, ...]:
    """Compare each dish that was cooked or planned, in the order of days, meals and dishes.

    ``planned``: exact fen for one portion.  What names no dish has no plan: see ``MealCost``.
    """
    actual = {dish.place: dish.per_portion for meal in costs for dish in meal.dishes}
    places = sorted(actual.keys() | planned.keys())
    return tuple(PlanLine(*place, planned.get(place), actual.get(place)) for place in places)


@dataclass(frozen=True, slots=True)
class FinishedLine:
    """A dish, or a whole meal of a meal plan, with what it costs and what it is sold for.

    Attributes:
        dish: "" for the whole meal.
        plan: the meal plan whose price it is; "" for a dish.
        cost: exact fen of food for one portion, or None.
        price: that holds on the day, or None.
    """

    day: date
    meal: str
    dish: str
    plan: str
    cost: Fraction | None
    price: Money | None

    @property
    def share(self) -> Fraction | None:
        """Food as a share of the price; None where one of both is not known, or it is free."""
        if self.cost is None or self.price is None or not self.price.fen:
            return None
        return self.cost / self.price.fen


@dataclass(frozen=True, slots=True)
class Ratio:
    """Food as a share of what meals earned in a period (等值)."""

    food: Money
    income: Money

    @property
    def exact(self) -> Fraction | None:
        """The share; None where nothing was earned."""
        return Fraction(self.food.fen, self.income.fen) if self.income.fen > 0 else None


@dataclass(frozen=True, slots=True)
class Finished:
    """Costs and prices of a period.

    Attributes:
        ratio: None where nothing was earned.
    """

    lines: tuple[FinishedLine, ...]
    ratio: Ratio | None


def dish_line(cost: DishCost, prices: Mapping[str, Money]) -> FinishedLine:
    price = prices.get(cost.dish)
    return FinishedLine(cost.day, cost.meal, cost.dish, "", cost.per_portion, price)


def meal_lines(cost: MealCost, prices: Mapping[str, Money]) -> tuple[FinishedLine, ...]:
    """Return a line for each plan that has a price for the meal, or one without a price."""
    sold: Mapping[str, Money | None] = prices or {"": None}
    each = cost.per_portion
    return tuple(
        FinishedLine(cost.day, cost.meal, "", plan, each, price)
        for plan, price in sorted(sold.items())
    )


def _each(grams: int, cost: Money, portions: int | None) -> Fraction | None:
    return Fraction(cost.fen, portions) if portions and grams > 0 else None


def _meal(sitting: Sitting, moved: Mapping[Place, tuple[int, int]], portions: Portions) -> MealCost:
    here = sorted(place for place in moved if place[:2] == sitting)
    dishes = tuple(
        DishCost(*place, moved[place][0], Money(moved[place][1]), portions.of(place))
        for place in here
        if place[2]
    )
    grams, fen = moved.get((*sitting, ""), (0, 0))
    return MealCost(*sitting, dishes, grams, Money(fen), portions.at(sitting))
