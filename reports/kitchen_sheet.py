"""厨房投料单: what the kitchen weighs for each dish of a day, for all who are expected."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from reports.cells import kilograms
from reports.frame import Body, Frame, framed
from reports.sheet import Cell, Column, Fact, Kind, Row, Section, Sheet, Table
from reports.week_dish import grams_text
from reports.words import Words, words

KITCHEN: Final = "kitchen"


@dataclass(frozen=True, slots=True)
class BatchFood:
    """One food of a dish.

    Attributes:
        each: net grams of one portion, one per group.
        net, bought: grams of the whole batch, without and with what is peeled off.
    """

    name: str
    each: tuple[float | None, ...]
    net: float
    bought: float


@dataclass(frozen=True, slots=True)
class BatchDish:
    """One dish; ``allergens`` in words."""

    name: str
    method: str
    allergens: tuple[str, ...]
    foods: tuple[BatchFood, ...]


@dataclass(frozen=True, slots=True)
class BatchMeal:
    """One meal of a day."""

    meal: str
    dishes: tuple[BatchDish, ...]


@dataclass(frozen=True, slots=True)
class KitchenView:
    """What the sheet shows.

    Attributes:
        days: day -> meals, in order.
        groups: name and head-count, in the order of the grams.
    """

    frame: Frame
    days: tuple[tuple[date, tuple[BatchMeal, ...]], ...]
    groups: tuple[tuple[str, int], ...]
    plan: str


def kitchen_sheet(view: KitchenView) -> Sheet:
    """Build the sheet: a page for each day."""
    say = words(view.frame.lang)
    heads = [say("week.of_group", name=name, count=count) for name, count in view.groups]
    facts = (
        Fact(say("kitchen.heads"), say.listed(heads)),
        Fact(say("kitchen.order"), "/".join(name for name, _ in view.groups)),
    )
    first, last = view.days[0][0], view.days[-1][0]
    body = Body(
        tuple(_day(day, meals, say) for day, meals in view.days),
        subtitle=say.period(first, last),
        facts=facts,
        notes=(say("kitchen.net"), say("kitchen.heads_note")),
        stamp=view.plan,
    )
    return framed(view.frame, body)


def _day(day: date, meals: tuple[BatchMeal, ...], say: Words) -> Table:
    return Table(
        title=say.day(day),
        columns=(
            Column(say("kitchen.dish"), width=1.9),
            Column(say("kitchen.food"), width=1.5),
            Column(say("kitchen.each"), Kind.GRAMS, unit=say("unit.grams"), width=1.0),
            Column(say("kitchen.batch"), Kind.NUMBER, unit=say("unit.kg")),
            Column(say("kitchen.bought"), Kind.NUMBER, unit=say("unit.kg")),
            Column(say("kitchen.weighed"), width=1.0),
        ),
        sections=tuple(
            Section(
                say.name("meal", meal.meal),
                tuple(row for dish in meal.dishes for row in _dish(dish, say)),
            )
            for meal in meals
        ),
        name=say.day(day),
        new_page=True,
        fit=True,
        empty=say("week.empty"),
    )


def _dish(dish: BatchDish, say: Words) -> tuple[Row, ...]:
    """Return a row for each food, the dish before the first of them."""
    if not dish.foods:
        return ((_title(dish, 1, say), *(Cell(None) for _ in range(4)), Cell("")),)
    return tuple(
        (
            *((_title(dish, len(dish.foods), say),) if number == 0 else ()),
            Cell(food.name),
            Cell(grams_text(food.each)),
            kilograms(food.net),
            kilograms(food.bought),
            Cell(""),
        )
        for number, food in enumerate(dish.foods)
    )


def _title(dish: BatchDish, rows: int, say: Words) -> Cell:
    method = say.name("method", dish.method) if dish.method else ""
    allergens = say("week.allergens", names=say.listed(list(dish.allergens)))
    parts = (dish.name, method, allergens if dish.allergens else "")
    return Cell(" ".join(filter(None, parts)), rows=rows, header=True)
