"""What one menu changes in another: dishes exchanged, and grams moved of dishes that stay."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from nutrition.dish import Dish
from nutrition.menu import Meal, Menu, Serving


@dataclass(frozen=True, slots=True)
class Exchange:
    """A dish given up and the one that comes in its place; either may be None."""

    given: Dish | None
    taken: Dish | None


@dataclass(frozen=True, slots=True)
class Move:
    """Grams that a food of a dish which stays gains, or loses, for one group."""

    dish: Dish
    group: str
    food: str
    grams: float


@dataclass(frozen=True, slots=True)
class Change:
    """What changes at one meal."""

    date: date
    meal: str
    exchanges: tuple[Exchange, ...]
    moves: tuple[Move, ...]


def changes(before: Menu, after: Menu) -> tuple[Change, ...]:
    """Return what changes, meal by meal, in the order of the menu; both have the same meals."""
    found = []
    for day, then in zip(before.days, after.days, strict=True):
        meals = {meal.meal: meal for meal in then.meals}
        for meal in day.meals:
            exchanges, moves = _exchanges(meal, meals[meal.meal]), _moves(meal, meals[meal.meal])
            if exchanges or moves:
                assert day.date is not None
                found.append(Change(day.date, meal.meal, exchanges, moves))
    return tuple(found)


def _exchanges(before: Meal, after: Meal) -> tuple[Exchange, ...]:
    """Pair dishes of one category first, then what is left in order."""
    given, taken = _only(before, after), _only(after, before)
    pairs = []
    for dish in list(given):
        other = next((k for k in taken if k.category == dish.category), None)
        if other is not None:
            pairs.append(Exchange(dish, other))
            given.remove(dish)
            taken.remove(other)
    for n in range(max(len(given), len(taken))):
        old = given[n] if n < len(given) else None
        pairs.append(Exchange(old, taken[n] if n < len(taken) else None))
    return tuple(pairs)


def _only(meal: Meal, other: Meal) -> list[Dish]:
    codes = {s.dish.code for s in other.servings}
    return [s.dish for s in meal.servings if s.dish.code not in codes]


def _moves(before: Meal, after: Meal) -> tuple[Move, ...]:
    later = {s.dish.code: s for s in after.servings}
    return tuple(
        move
        for serving in before.servings
        if serving.dish.code in later
        for move in _moved(serving, later[serving.dish.code])
    )


def _moved(before: Serving, after: Serving) -> Iterator[Move]:
    for group, portion in before.portions.items():
        then = after.portions[group].grams
        for food in dict.fromkeys((*portion.grams, *then)):
            grams = round(then.get(food, 0.0) - portion.grams.get(food, 0.0), 1)
            if grams:
                yield Move(before.dish, group, food, grams)


def count(found: Sequence[Change]) -> int:
    """Return how many dishes are exchanged."""
    return sum(len(change.exchanges) for change in found)
