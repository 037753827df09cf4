"""canteen books costs: what meals and dishes really cost, beside their plan and their price."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

from api.book_dishes import dish_name
from api.books_desk import Desk
from api.books_grid import grid
from api.commands.books_entries import date_given
from api.outcome import Exit
from api.planned_costs import planned_costs
from api.terminal import paragraph, print_data, terminal
from canteen.calendar import Month
from canteen.meal_costs import (
    Finished,
    FinishedLine,
    MealCost,
    Place,
    against,
    half_up,
)
from canteen.store.finished_prices import finished_lines
from canteen.store.kitchen import meal_costs
from reports.words import UNKNOWN, words

DAY_LENGTH = len("2026-03-02")


@dataclass(frozen=True, slots=True)
class Costs:
    """What is shown of a period.

    Attributes:
        planned: exact fen for one portion of a dish.
    """

    meals: Sequence[MealCost]
    finished: Finished
    planned: Mapping[Place, Fraction]

    def of_meal(self, meal: MealCost) -> Fraction | None:
        """Return what a meal was planned to cost; None where nothing of it was planned."""
        own = [fen for place, fen in self.planned.items() if place[:2] == (meal.day, meal.meal)]
        return sum(own, Fraction(0)) if own else None

    def without_plan(self, days: tuple[date, date]) -> Iterable[Place]:
        """Yield what was planned for the days and never issued for."""
        cooked = {dish.place for meal in self.meals for dish in meal.dishes}
        return (p for p in sorted(self.planned) if days[0] <= p[0] <= days[1] and p not in cooked)


def costs_shown(desk: Desk, text: str, plans: Sequence[Path], *, as_json: bool) -> Exit:
    """Print the costs of a day by dish, or of a month by meal."""
    first, last = _period(text)
    with desk.reads() as books:
        costs = Costs(
            meal_costs(books, first, last),
            finished_lines(books, first, last),
            planned_costs(plans),
        )
    if as_json:
        print_data(json.dumps(_data(costs, (first, last)), ensure_ascii=False, indent=1))
    elif first == last:
        _print_day(desk, costs, first)
    else:
        _print_month(desk, costs, text)
    return Exit.DONE


def _period(text: str) -> tuple[date, date]:
    if len(text) >= DAY_LENGTH:
        day = date_given("DAY", text)
        return day, day
    month = Month.named(text)
    return month.first, month.last


def _print_month(desk: Desk, costs: Costs, month: str) -> None:
    console, own, names = terminal(), desk.words, words(desk.lang)
    paragraph(console, own("books.costs", period=month), "bold")
    made = grid(own, ("day", "meal"), ("eaters", "food_cost", "each", "planned", "more"))
    for meal in costs.meals:
        each, planned = meal.per_portion, costs.of_meal(meal)
        made.add_row(
            f"{meal.day}",
            names.name("meal", meal.meal) or UNKNOWN,
            _shown(meal.portions),
            f"{meal.cost}",
            _yuan(each),
            _yuan(planned),
            _yuan(None if each is None or planned is None else each - planned),
        )
    console.print(made)
    _print_ratio(desk, costs.finished)


def _print_day(desk: Desk, costs: Costs, day: date) -> None:
    console, own, names = terminal(), desk.words, words(desk.lang)
    paragraph(console, own("books.costs", period=day), "bold")
    lines = {(x.day, x.meal, x.dish): x for x in against(costs.meals, costs.planned)}
    for meal in costs.meals:
        name = names.name("meal", meal.meal) or own("books.no_meal")
        said = own("books.meal_cost", meal=name, eaters=_shown(meal.portions), cost=meal.cost)
        paragraph(console, said)
        made = grid(own, ("dish",), ("food_cost", "each", "planned", "more", "sold", "food_share"))
        sold = _sold(costs.finished, meal)
        for dish in meal.dishes:
            line = lines[dish.place]
            price = sold.get(dish.dish)
            more = _yuan(line.difference)
            cells = (f"{dish.cost}", _yuan(dish.per_portion), _yuan(line.planned), more)
            made.add_row(dish_name(dish.dish), *cells, *_price(price))
        if meal.unnamed.fen:
            made.add_row(own("books.no_dish"), f"{meal.unnamed}")
        for price in _whole(costs.finished, meal):
            title = " ".join(x for x in (own("books.whole_meal"), price.plan) if x)
            planned = costs.of_meal(meal)
            each = meal.per_portion
            more = _yuan(None if each is None or planned is None else each - planned)
            cells = (f"{meal.cost}", _yuan(each), _yuan(planned), more)
            made.add_row(title, *cells, *_price(price), style="bold")
        console.print(made)
    for place in costs.without_plan((day, day)):
        facts = {"dish": dish_name(place[2]), "meal": names.name("meal", place[1])}
        paragraph(console, own("books.not_cooked", **facts))
    _print_ratio(desk, costs.finished)


def _sold(finished: Finished, meal: MealCost) -> dict[str, FinishedLine]:
    return {x.dish: x for x in finished.lines if (x.day, x.meal) == (meal.day, meal.meal)}


def _whole(finished: Finished, meal: MealCost) -> list[FinishedLine]:
    here = [x for x in finished.lines if (x.day, x.meal) == (meal.day, meal.meal)]
    return [x for x in here if not x.dish]


def _price(line: FinishedLine | None) -> tuple[str, str]:
    if line is None:
        return UNKNOWN, UNKNOWN
    share = UNKNOWN if line.share is None else f"{float(line.share):.1%}"
    return _shown(line.price), share


def _print_ratio(desk: Desk, finished: Finished) -> None:
    ratio, own = finished.ratio, desk.words
    if ratio is None or ratio.exact is None:
        paragraph(terminal(), own("books.no_ratio"))
        return
    facts = {"food": ratio.food, "income": ratio.income, "share": f"{float(ratio.exact):.1%}"}
    paragraph(terminal(), own("books.ratio", **facts))


def _yuan(fen: Fraction | None) -> str:
    return _shown(half_up(fen))


def _shown(value: object) -> str:
    return UNKNOWN if value is None else f"{value}"


def _data(costs: Costs, days: tuple[date, date]) -> dict[str, Any]:
    ratio = costs.finished.ratio
    return {
        "meals": [_meal_data(costs, meal) for meal in costs.meals],
        "dishes": [
            {
                "day": f"{x.day}",
                "meal": x.meal,
                "dish": x.dish,
                "planned_fen": _float(x.planned),
                "actual_fen": _float(x.actual),
            }
            for x in against(costs.meals, costs.planned)
            if days[0] <= x.day <= days[1]
        ],
        "prices": [
            {
                "day": f"{x.day}",
                "meal": x.meal,
                "dish": x.dish or None,
                "plan": x.plan or None,
                "cost_fen": _float(x.cost),
                "price_fen": x.price.fen if x.price else None,
            }
            for x in costs.finished.lines
        ],
        "food_fen": ratio.food.fen if ratio else None,
        "meal_income_fen": ratio.income.fen if ratio else None,
    }


def _meal_data(costs: Costs, meal: MealCost) -> dict[str, Any]:
    return {
        "day": f"{meal.day}",
        "meal": meal.meal or None,
        "eaters": meal.portions,
        "cost_fen": meal.cost.fen,
        "without_dish_fen": meal.unnamed.fen,
        "each_fen": _float(meal.per_portion),
        "planned_fen": _float(costs.of_meal(meal)),
    }


def _float(fen: Fraction | None) -> float | None:
    return None if fen is None else round(float(fen), 4)
