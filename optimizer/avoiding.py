"""Who may not eat what, the dishes concerned, and what is served instead: plain values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from nutrition.dish import Dish, Portion
from nutrition.menu import Menu
from optimizer.problem import Problem


@dataclass(frozen=True, slots=True)
class Avoiding:
    """A pupil who may not eat some foods.

    Attributes:
        group: whose portions the pupil gets.
        allergens: none of them.
        doubtful: codes of foods of which nobody said what they hold; never a replacement.
        unasked: ids of rules that look at the whole school, not at what one pupil eats.
        prefer_cooked: whether a dish that is cooked that day anyway may cost more.
    """

    group: str
    allergens: frozenset[str]
    doubtful: frozenset[str] = frozenset()
    unasked: frozenset[str] = frozenset()
    prefer_cooked: bool = False


@dataclass(frozen=True, slots=True)
class Replacement:
    """One dish of the menu that the pupil may not eat.

    Attributes:
        new: what is served instead, or "" where nothing could stand in an optional place.
        cooked: whether the school cooks it that day anyway.
        cost: what the pupil's portion costs more, fen.
    """

    date: date
    meal: str
    old: str
    new: str
    portion: Portion
    cooked: bool
    cost: float


@dataclass(frozen=True, slots=True)
class Substitutes:
    """A lawful week for the pupil.

    Attributes:
        resized: day, meal and dish of what stays in other grams.
        cost: what the pupil's whole menu costs more, fen.
        menu: the pupil's own.
    """

    replacements: tuple[Replacement, ...]
    resized: tuple[tuple[date, str, str], ...]
    cost: float
    menu: Menu


def holding(problem: Problem, allergens: frozenset[str]) -> frozenset[str]:
    """Return the codes of the foods with any of ``allergens``."""
    return frozenset(code for code, f in problem.foods.items() if f.allergens & allergens)


def concerned(menu: Menu, foods: frozenset[str]) -> list[tuple[date, str, Dish]]:
    """Return the servings that hold any of ``foods``: day, meal and dish."""
    return [
        (day.date, meal.meal, serving.dish)
        for day, meal, serving in menu.servings()
        if day.date is not None and holds(serving.dish, foods)
    ]


def holds(dish: Dish, foods: frozenset[str]) -> bool:
    """Say whether the recipe has any of ``foods``."""
    return any(i.food in foods for i in dish.ingredients)
