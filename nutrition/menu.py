"""Menus: what is served, day by day and meal by meal, in printed grams per group."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from nutrition.dish import Dish, Portion


@dataclass(frozen=True, slots=True)
class Serving:
    """One dish at one meal, with what a pupil of each group gets of it.

    Attributes:
        portions: group code -> portion.
    """

    dish: Dish
    portions: Mapping[str, Portion]


@dataclass(frozen=True, slots=True)
class Meal:
    """One meal of one day."""

    meal: str
    servings: tuple[Serving, ...]


@dataclass(frozen=True, slots=True)
class Day:
    """One day of service.

    Attributes:
        label: as people write it (2026-03-02, or 周一 for a menu without dates).
        date: None when the menu carries no date; rules on seasons then say 无法判定.
        week: days of one week carry the same number; weekly clauses look at each week.
    """

    label: str
    meals: tuple[Meal, ...]
    date: date | None = None
    week: int = 0


@dataclass(frozen=True, slots=True)
class Menu:
    """A menu over one or more days.  Every group gets a portion of every serving."""

    days: tuple[Day, ...]

    def servings(self) -> Iterator[tuple[Day, Meal, Serving]]:
        """Yield every serving with its day and meal, in the order of the menu."""
        for day in self.days:
            for meal in day.meals:
                for serving in meal.servings:
                    yield day, meal, serving

    @property
    def meals_served(self) -> tuple[str, ...]:
        """The meals that occur, in order of first appearance."""
        return tuple(dict.fromkeys(meal.meal for day in self.days for meal in day.meals))
