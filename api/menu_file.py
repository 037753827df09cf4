"""A menu written as a table, in the columns and words of the menu that it was made from."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from api.near_menu import NearMenu
from nutrition.menu import Day, Menu
from nutrition.tables import FoodNames

COLUMNS = ("day", "meal", "dish", "food", "grams", "basis", "tier", "category")

NEEDED = ("day", "dish", "food", "grams")


def menu_csv(near: NearMenu, menu: Menu) -> bytes:
    """Return ``menu`` as CSV: net grams, and a row for each size where groups get several.

    A size is called as the menu calls it, or by the name of its group.
    """
    written = near.rows.table.written
    columns = [c for c in COLUMNS if c in written or c in NEEDED]
    sizes = _sizes(near)
    if len(sizes) > 1 and "tier" not in columns:
        columns.append("tier")
    if "category" not in columns:
        columns.append("category")
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([written.get(column, column) for column in columns])
    for row in _rows(near, menu, sizes):
        writer.writerow([row[column] for column in columns])
    return out.getvalue().encode("utf-8-sig")


def _sizes(near: NearMenu) -> dict[str, str]:
    """Return group -> what its size is called."""
    groups, tiers = near.problem.groups, near.rows.tiers
    if len(groups) == 1 and not tiers:
        lines = (line for _, line in near.rows.lines.values())
        return {groups[0].code: next((line.tier for line in lines), "")}
    return {g.code: tiers.get(g.code) or g.name or g.code for g in groups}


def _rows(near: NearMenu, menu: Menu, sizes: dict[str, str]) -> Iterator[dict[str, str]]:
    names = FoodNames(near.problem.foods.values())
    foods = {
        code: food.name if names.find(food.name) == code else code
        for code, food in near.problem.foods.items()
    }
    for day, meal, serving in menu.servings():
        for group, size in sizes.items():
            for food, grams in serving.portions[group].grams.items():
                yield {
                    "day": _day(near, day),
                    "meal": near.rows.meals.get(meal.meal) or meal.meal,
                    "dish": serving.dish.name,
                    "food": foods[food],
                    "grams": f"{grams:g}",
                    "basis": "net",
                    "tier": size,
                    "category": serving.dish.category,
                }


def _day(near: NearMenu, day: Day) -> str:
    assert day.date is not None
    return near.days[day.date]
