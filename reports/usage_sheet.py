"""食材用量预算表: what a week's menu needs of each food, day by day, and what that will cost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import groupby
from typing import Final

from nutrition.quantities import Money, UnitPrice
from reports.cells import kilograms, money, unit_price
from reports.frame import Body, Frame, framed
from reports.sheet import Cell, Column, Fact, Kind, Number, Paper, Row, Section, Sheet, Table
from reports.words import Words, words

USAGE: Final = "usage"

MOST_DAYS: Final = 7
"""Days side by side; a longer plan has a table for each week."""


@dataclass(frozen=True, slots=True)
class FoodUse:
    """One food of the plan.

    Attributes:
        grams: day -> grams as bought, for all pupils.
        price: as bought; None where it has none.
        estimated: the price is an estimate; prints 估.
    """

    name: str
    bulk: bool
    grams: Mapping[date, int]
    price: UnitPrice | None
    estimated: bool = False


@dataclass(frozen=True, slots=True)
class UsageView:
    """What the sheet shows.

    Attributes:
        pupils: of all groups.
        plan: number of the plan.
    """

    frame: Frame
    days: tuple[date, ...]
    foods: tuple[FoodUse, ...]
    pupils: int
    price_date: date | None
    plan: str


def usage_sheet(view: UsageView) -> Sheet:
    """Build the sheet: a table for each week, bulk goods first."""
    say = words(view.frame.lang)
    facts = [Fact(say("usage.pupils"), Number(view.pupils), say("usage.people"))]
    if view.price_date is not None:
        facts.append(Fact(say("week.prices"), say.full_date(view.price_date)))
    weeks = [tuple(days) for _, days in groupby(view.days, key=_monday)]
    body = Body(
        tuple(_table(days, view, say) for days in weeks),
        subtitle=say.period(view.days[0], view.days[-1]),
        facts=tuple(facts),
        notes=(say("usage.raw"), say("usage.rounded"), say("usage.estimated")),
        stamp=view.plan,
        paper=Paper.A4_LANDSCAPE,
    )
    return framed(view.frame, body)


def _monday(day: date) -> int:
    return day.toordinal() - day.weekday()


def _table(days: tuple[date, ...], view: UsageView, say: Words) -> Table:
    used = [food for food in view.foods if any(day in food.grams for day in days)]
    parts = (("bulk", [f for f in used if f.bulk]), ("other", [f for f in used if not f.bulk]))
    costs = [cost for food in used if (cost := _cost(food, days)) is not None]
    total = Money(sum(cost.fen for cost in costs))
    return Table(
        title="" if len(days) == len(view.days) else say.period(days[0], days[-1]),
        columns=(
            Column(say("prices.food"), width=1.6),
            *(Column(say.day(day), Kind.NUMBER, over=say("usage.kg"), width=0.95) for day in days),
            Column(say("usage.total"), Kind.NUMBER, unit=say("unit.kg")),
            Column(say("usage.price"), Kind.NUMBER, unit=say("unit.yuan_per_kg")),
            Column(say("prices.amount"), Kind.MONEY, unit=say("unit.yuan"), width=1.1),
        ),
        sections=tuple(
            Section(say(f"prices.{name}"), tuple(_row(food, days, say) for food in foods))
            for name, foods in parts
            if foods
        ),
        footers=(
            (
                Cell(say("prices.sum"), columns=len(days) + 3, header=True),
                money(total, header=True),
            ),
        ),
        name=say("usage.tab"),
        new_page=True,
        empty=say("week.empty"),
    )


def _row(food: FoodUse, days: tuple[date, ...], say: Words) -> Row:
    price = unit_price(food.price)
    if food.estimated and isinstance(price.content, Number):
        marked = Number(price.content.value, decimals=price.content.decimals, mark=say("usage.est"))
        price = Cell(marked, align=price.align)
    return (
        Cell(food.name, header=True),
        *(kilograms(food.grams[day]) if day in food.grams else Cell("") for day in days),
        kilograms(_grams(food, days)),
        price,
        money(_cost(food, days)),
    )


def _grams(food: FoodUse, days: tuple[date, ...]) -> int:
    return sum(food.grams.get(day, 0) for day in days)


def _cost(food: FoodUse, days: tuple[date, ...]) -> Money | None:
    """Return what the food costs in these days: rounded to the fen once."""
    return None if food.price is None else food.price.cost(Fraction(_grams(food, days)))
