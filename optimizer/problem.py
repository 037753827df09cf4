"""The week problem as plain values: who eats what, when, from which dishes, under which rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from nutrition.clauses import Clause, Exclusion, Mode, Standard
from nutrition.dish import Dish, Portion, PortionClass
from nutrition.food import Food
from nutrition.pupil import PupilGroup


@dataclass(frozen=True, slots=True)
class Slot:
    """A place in a meal: between ``low`` and ``high`` dishes of some categories.

    A category stands in at most one slot of a meal.
    """

    name: str
    categories: frozenset[str]
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class MealPlan:
    """One meal that is served every day, slot by slot, in serving order."""

    meal: str
    slots: tuple[Slot, ...]


@dataclass(frozen=True, slots=True)
class ServiceDay:
    """A day on which the school cooks; days of one calendar week share ``week``."""

    date: date
    week: int


@dataclass(frozen=True, slots=True)
class Lock:
    """A dish that must be served at one meal of one day."""

    date: date
    meal: str
    dish: str


class Aim(StrEnum):
    """What is made as small as possible; ``optimizer.goals`` says what each one measures."""

    COST = "cost"
    ROBUST = "robust"
    WORST = "worst"
    SHORTFALL = "shortfall"
    RATING = "rating"
    CHANGES = "changes"
    GRAMS = "grams"


Served = Mapping[tuple[date, str], Mapping[str, Mapping[str, Portion]]]
"""(date, meal) -> dish -> group -> what a pupil gets of it."""


@dataclass(frozen=True, slots=True)
class Portioning:
    """How a recipe becomes the printed portions of a group.

    Attributes:
        bands: portion class -> smallest and largest portion, as shares of the recipe.
        exponents: portion class -> e; a group's portion is recipe x factor ** e, where
            factor is the group's size against the reference pupil.
        salt_exponent: the same for foods tagged ``added_salt``.
    """

    bands: Mapping[PortionClass, tuple[float, float]]
    exponents: Mapping[PortionClass, float]
    salt_exponent: float


DEFAULT_PORTIONING = Portioning(
    bands={
        PortionClass.STAPLE: (0.7, 1.3),
        PortionClass.DISH: (0.85, 1.15),
        PortionClass.SOUP: (0.85, 1.15),
        PortionClass.FIXED: (1.0, 1.0),
    },
    exponents={
        PortionClass.STAPLE: 1.0,
        PortionClass.DISH: 0.6,
        PortionClass.SOUP: 0.6,
        PortionClass.FIXED: 0.0,
    },
    salt_exponent=0.3,
)


@dataclass(frozen=True, slots=True)
class Problem:
    """Everything a plan depends on; equal problems have equal fingerprints.

    Attributes:
        days: in order, each date once.
        groups: every group's ``factor`` is set (size against the reference pupil).
        foods: every food carries its purchase cost (``nutrition.food.priced``); a food
            without a price is left out, with every dish that needs it.
        dishes: those that may be served at all (enabled, every food known and priced).
        standard: clauses of the standard and of the school (budget, capacity, supply,
            allergens, bans), under one roof.
        modes: clause id -> mode, where a school departs from the clause's own.
        locks: dishes that must be served.
        history: earlier dates -> dish codes served then.
        kept: meals that are served exactly so, dishes and grams.
        held: dishes that are served in these grams, whatever else the meal serves.
        only: meals that take no other dishes than these.
        near: the menu that the aims ``changes`` and ``grams`` measure from.
        middles: (dish, group) -> a portion that the sizes of the dish are laid around, in
            place of its recipe.
        aims: what is minimised, the first before the second; the last is money.
        reached: aims already settled, and what each may not exceed.
        price_lists: figures of the foods, like ``cost_fen``, of other price lists (``robust``).
        ratings: dish -> 0 to 100, for ``rating``; every dish has one there.
    """

    days: tuple[ServiceDay, ...]
    meals: tuple[MealPlan, ...]
    groups: tuple[PupilGroup, ...]
    foods: Mapping[str, Food]
    dishes: Mapping[str, Dish]
    standard: Standard
    modes: Mapping[str, Mode] = field(default_factory=dict)
    portioning: Portioning = DEFAULT_PORTIONING
    locks: tuple[Lock, ...] = ()
    history: Mapping[date, frozenset[str]] = field(default_factory=dict)
    kept: Served = field(default_factory=dict)
    held: Served = field(default_factory=dict)
    only: Mapping[tuple[date, str], frozenset[str]] = field(default_factory=dict)
    near: Served = field(default_factory=dict)
    middles: Mapping[tuple[str, str], Portion] = field(default_factory=dict)
    aims: tuple[Aim, ...] = (Aim.COST,)
    reached: tuple[tuple[Aim, float], ...] = ()
    price_lists: tuple[str, ...] = ()
    ratings: Mapping[str, float] = field(default_factory=dict)

    @property
    def aim(self) -> Aim:
        """What is minimised now."""
        return self.aims[0]

    @property
    def meal_names(self) -> tuple[str, ...]:
        return tuple(m.meal for m in self.meals)

    def must_be_served(self) -> Iterator[Lock]:
        """Yield every dish that is locked, held, or part of a meal that is kept."""
        yield from self.locks
        for served in (self.kept, self.held):
            for (day, meal), dishes in served.items():
                yield from (Lock(day, meal, dish) for dish in dishes)

    def mode(self, clause: Clause) -> Mode:
        """Return how this school keeps ``clause``; off when it does not concern the school."""
        if not self.standard.holds(clause, self.meal_names) or not self._served(clause):
            return Mode.OFF
        return self.modes.get(clause.id, clause.mode)

    def _served(self, clause: Clause) -> bool:
        """Whether the school may serve what the clause needs (milk, liver) in any slot."""
        if clause.needs is None:
            return True
        bans = [
            c.rule
            for c in self.standard.clauses.values()
            if isinstance(c.rule, Exclusion) and self.modes.get(c.id, c.mode) is Mode.HARD
        ]
        return any(
            any(clause.needs.takes(self.foods[i.food]) for i in dish.ingredients)
            and not any(self.forbids(ban, dish) for ban in bans)
            for dish in self.dishes.values()
            if self._offered(dish)
        )

    def _offered(self, dish: Dish) -> bool:
        """Whether some slot of some meal takes ``dish``."""
        return any(
            dish.category in slot.categories
            for plan in self.meals
            if not dish.meals or plan.meal in dish.meals
            for slot in plan.slots
        )

    def forbids(self, rule: Exclusion, dish: Dish) -> bool:
        """Whether ``rule`` forbids ``dish`` on every day, season apart."""
        if rule.dishes is not None and rule.dishes.takes(dish):
            return True
        foods = (self.foods[i.food] for i in dish.ingredients)
        return any(
            (rule.foods is not None and rule.foods.takes(food))
            or bool(rule.allergens & food.allergens)
            for food in foods
        )
