"""A dish as the weekly grid prints it: name, method, grams for each group, allergens, marks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.sheet import Cell, Kind, Line, Number, Run, Stack, Style
from reports.words import UNKNOWN, Words, figure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reports.week_view import DayView, DishView, IngredientView


def courses(days: Sequence[DayView], meal: str, say: Words) -> list[str]:
    """Return the rows that a meal has on any day: in serving order, else in that of a menu."""
    served = [m for day in days for m in day.meals if m.meal == meal]
    order = list(dict.fromkeys(course for each in served for course in each.courses))

    def place(row: str) -> tuple[int, str]:
        known = row in order
        return (order.index(row), "") if known else (len(order) + say.order("category", row), row)

    return sorted({dish.category for each in served for dish in each.dishes}, key=place)


def dishes_cell(day: DayView, meal: str, category: str, say: Words) -> Cell:
    """Return the cell of one day: its dishes of that meal and category, or why none."""
    dishes = [
        dish
        for served in day.meals
        if served.meal == meal
        for dish in served.dishes
        if dish.category == category
    ]
    if dishes:
        return Cell(Stack(tuple(_block(dish, say) for dish in dishes)))
    return Cell(day.closed, shaded=bool(day.closed))


def dish_name(dish: DishView, say: Words) -> str:
    """Return the name in the sheet's language; Chinese where there is no other."""
    return dish.name_en if say.lang == "en" and dish.name_en else dish.name


def food_name(food: IngredientView, say: Words) -> str:
    """Return the food's name in the sheet's language, with † where it was recalled."""
    name = food.name_en if say.lang == "en" and food.name_en else food.name
    return f"{name}{'†' if food.recalled else ''}"


def marks(dish: DishView, say: Words) -> list[str]:
    """Return 自拟 and 估价 where they hold."""
    composed = [say("week.composed")] if dish.composed else []
    return composed + ([say("week.estimated")] if dish.estimated else [])


def grams_text(grams: Sequence[float | None]) -> str:
    """Write grams per group as ``65/75``; one figure where all groups get the same."""
    written = [UNKNOWN if g is None else figure(Number(g, Kind.GRAMS)) for g in grams]
    return written[0] if len(set(written)) == 1 else "/".join(written)


def _block(dish: DishView, say: Words) -> tuple[Line, ...]:
    title: list[Run] = [Run(dish_name(dish, say), Style.STRONG)]
    if dish.method:
        title.append(Run(say.name("method", dish.method), Style.SMALL, keep=True))
    title += [Run(mark, Style.TAG, keep=True) for mark in marks(dish, say)]
    foods = [
        Run(f"{food_name(i, say)} {grams_text(i.grams)}", Style.SMALL, keep=True)
        for i in dish.ingredients
    ]
    if dish.allergens:
        names = say.listed([say.name("allergen", a) for a in dish.allergens])
        foods.append(Run(say("week.allergens", names=names), Style.SMALL, keep=True))
    return (tuple(title), tuple(foods)) if foods else (tuple(title),)
