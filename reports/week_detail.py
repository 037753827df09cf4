"""The list of quantities behind the weekly grid: one row per ingredient, for the workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.sheet import Cell, Column, Kind, Number, Row, Section, Table
from reports.week_dish import dish_name, food_name, marks
from reports.words import Words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reports.week_view import DayView, DishView, WeekView


def detail_table(view: WeekView, say: Words) -> Table:
    """Build the list; its grams are those of the grid, each a number of its own."""
    rows = (row for day in view.days for row in _day_rows(day, len(view.groups), say))
    return Table(
        title=say("detail.title"),
        columns=(
            Column(say("detail.day"), width=1.4),
            Column(say("detail.meal"), width=0.8),
            Column(say("detail.category"), width=0.8),
            Column(say("detail.dish"), width=2.2),
            Column(say("detail.method"), width=0.9),
            Column(say("detail.ingredient"), width=1.5),
            *(Column(g.name, Kind.GRAMS, over=say("detail.over")) for g in view.groups),
            Column(say("detail.allergens"), width=1.6),
            Column(say("detail.marks"), width=1.0),
        ),
        sections=(Section("", tuple(rows)),),
        name=say("detail.tab"),
        new_page=True,
        data_only=True,
    )


def _day_rows(day: DayView, groups: int, say: Words) -> Iterator[Row]:
    when = say.day(day.date) if day.date else day.label
    for served in day.meals:
        for dish in served.dishes:
            head = (
                Cell(when),
                Cell(say.name("meal", served.meal)),
                Cell(say.name("category", dish.category)),
                Cell(dish_name(dish, say)),
                Cell(say.name("method", dish.method)),
            )
            allergens = Cell(say.listed([say.name("allergen", a) for a in dish.allergens]))
            yield from _ingredient_rows(dish, groups, say, head, allergens)


def _ingredient_rows(
    dish: DishView, groups: int, say: Words, head: Row, allergens: Cell
) -> Iterator[Row]:
    """Yield a row per food; in a dish that was read, an amount that was drafted says so."""
    told = marks(dish, say)
    for food in dish.ingredients:
        grams = (Cell(None if g is None else Number(g, Kind.GRAMS)) for g in food.grams)
        drafted = [say("detail.drafted")] if food.drafted and not dish.composed else []
        marked = Cell(say.listed([*told, *drafted]))
        yield (*head, Cell(food_name(food, say)), *grams, allergens, marked)
    if not dish.ingredients:
        empty = (Cell(None) for _ in range(groups))
        yield (*head, Cell(""), *empty, allergens, Cell(say.listed(told)))
