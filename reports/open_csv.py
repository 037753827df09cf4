"""Days of menus as a table: one row for each dish and group of pupils."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Final

from reports.open_day import OpenDay, OpenDish, OpenMeal, OpenPortion
from reports.spreadsheet_text import as_text

HEADERS: Final = (
    "school",
    "school_name",
    "date",
    "meal",
    "group",
    "group_name",
    "pupils",
    "category",
    "dish_code",
    "dish",
    "method",
    "allergens",
    "composed",
    "energy_kcal",
    "protein_g",
    "fat_g",
    "carbohydrate_g",
    "cost_fen",
    "foods_grams",
    "plan",
    "published",
)


def draw(days: Iterable[tuple[OpenDay, str]]) -> bytes:
    """Return the table in UTF-8 with a byte order mark; ``days``: each with when it was shown."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(HEADERS)
    for day, published in days:
        for row in _rows(day, published):
            writer.writerow([as_text(cell) for cell in row])
    return out.getvalue().encode("utf-8-sig")


def _rows(day: OpenDay, published: str) -> Iterator[tuple[str, ...]]:
    for meal in day.meals:
        for dish in meal.dishes:
            for portion in dish.portions:
                yield (*_head(day, meal, portion), *_dish(dish, portion), day.plan, published)


def _head(day: OpenDay, meal: OpenMeal, portion: OpenPortion) -> tuple[str, ...]:
    group = next(each for each in day.groups if each.code == portion.group)
    who = (group.code, group.name, str(group.pupils))
    return day.school, day.school_name, day.date.isoformat(), meal.meal, *who


def _dish(dish: OpenDish, portion: OpenPortion) -> tuple[str, ...]:
    figures = (
        portion.energy_kcal,
        portion.protein_g,
        portion.fat_g,
        portion.carbohydrate_g,
        portion.cost_fen,
    )
    return (
        dish.category,
        dish.code,
        dish.name,
        dish.method,
        ";".join(dish.allergens),
        str(dish.composed).lower(),
        *("" if figure is None else f"{figure:g}" for figure in figures),
        ";".join(f"{food.name}:{food.grams:g}" for food in portion.foods),
    )
