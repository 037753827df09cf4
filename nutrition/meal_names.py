"""What people call the meals of a day."""

from __future__ import annotations

from collections.abc import Iterable

from food_tables.cells import plain

MEALS = ("breakfast", "lunch", "dinner")

MEAL_NAMES = {
    "早餐": "breakfast",
    "早饭": "breakfast",
    "早": "breakfast",
    "午餐": "lunch",
    "午饭": "lunch",
    "中餐": "lunch",
    "中饭": "lunch",
    "午": "lunch",
    "晚餐": "dinner",
    "晚饭": "dinner",
    "晚": "dinner",
    "加餐": "snack",
    **{meal: meal for meal in (*MEALS, "snack")},
}


def meal_called(meal: str) -> str:
    """Return the id of a meal with its first Chinese name: ``lunch(午餐)``."""
    name = next((word for word, code in MEAL_NAMES.items() if code == meal), meal)
    return meal if name == meal else f"{meal}({name})"


def meal_id(text: str, known: Iterable[str] = ()) -> str:
    """Return the id of a meal that people write as 早餐, 午饭 or Dinner; others stay.

    A meal of ``known`` is found in capitals and small letters alike, and wins.
    """
    bare = plain(text)
    folded = bare.casefold()
    own = next((meal for meal in known if meal.casefold() == folded), None)
    return own or MEAL_NAMES.get(folded, bare)
