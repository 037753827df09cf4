"""canteen swap: what could stand in place of a dish, what it costs and what it changes."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import typer

from api.attainment_lines import Labels
from api.commands.checking import attainment_data
from api.errors import BadOption, NotInPlan
from api.exchange_lines import NUTRIENTS, print_exchanges
from api.language import Lang
from api.outcome import Exit
from api.places import spot_of
from api.problems import Problems
from api.reopening import Opened, opened
from api.swap_lines import Listed, print_swaps
from api.terminal import print_data, terminal
from food_tables.loading import load_standard_table
from nutrition.exchange import Equal
from nutrition.tables import FoodNames
from optimizer.exchanging import Exchange, exchanges
from optimizer.judging import Change, Spot
from optimizer.swapping import Swap, swaps

MOST_SHOWN = 100

FEW = 3
"""Exchanges of each food that are listed unless one food is asked for."""

STANDARD = "WS/T 554-2017"
"""Whose appendix A it is."""


@dataclass(frozen=True, slots=True)
class SwapRequest:
    """What is asked for."""

    plan: Path
    day: str
    meal: str
    dish: str
    folder: Path | None = None
    best: int = 5
    into: str = ""
    food: str = ""
    as_json: bool = False


def run(request: SwapRequest, lang: Lang) -> Exit:
    """List the replacements of one dish.

    Raises:
        DoorError, TableError, NutritionError: the plan or its folder cannot be read.
        NotInPlan: the plan does not serve the dish there.
        BadOption: ``best`` or ``into`` cannot be.
    """
    if not 1 <= request.best <= MOST_SHOWN:
        raise BadOption("--best", str(request.best), f"1 – {MOST_SHOWN}")
    both = opened(request.plan, request.folder)
    problems = Problems(lang, {})
    for note in both.notes:
        typer.echo(problems.say(note.code, note.facts), err=True)
    spot = spot_of(both.plan.menu, request.day, request.meal, request.dish)
    found = swaps(both.folder.problem, both.plan.menu, spot)
    chosen = _chosen(request, both, found)
    made = _exchanges(request, both, spot)
    if request.as_json:
        print_data(json.dumps(_data(both, spot, found, made), ensure_ascii=False, indent=1))
    else:
        problem = both.folder.problem
        labels = Labels.of(lang, problem.groups, both.plan.menu, problem.foods.values())
        listed = Listed(both, spot, found, chosen, request.best)
        if not request.food:
            print_swaps(terminal(), listed, labels)
        print_exchanges(terminal(), listed, made, labels)
    return Exit.DONE if any(s.lawful for s in found) else Exit.INFEASIBLE


def _exchanges(request: SwapRequest, both: Opened, spot: Spot) -> tuple[Exchange, ...]:
    """Return the exchanges of foods that appendix A allows; of one food alone where asked.

    Raises:
        NotInPlan: the dish has no such food.
    """
    problem = both.folder.problem
    if problem.standard.id != STANDARD:
        return ()
    lines = [Equal.of(row) for row in load_standard_table("exchange_a")]
    most = MOST_SHOWN if request.food or request.as_json else FEW
    found = exchanges(problem, both.plan.menu, spot, lines, (NUTRIENTS, most))
    if not request.food:
        return found
    recipe = [i.food for i in problem.dishes[spot.dish].ingredients]
    code = FoodNames(problem.foods[f] for f in recipe).find(request.food)
    if code is None:
        raise NotInPlan("food", request.food, [problem.foods[f].name for f in recipe])
    return tuple(each for each in found if each.old == code)


def _chosen(request: SwapRequest, both: Opened, found: tuple[Swap, ...]) -> Swap | None:
    """Return the swap whose clauses are shown one by one: the one asked for, or the first."""
    if not request.into:
        return next((s for s in found if s.lawful), None)
    dishes = both.folder.problem.dishes
    for swap in found:
        if request.into.strip() in (swap.dish, dishes[swap.dish].name):
            return swap
    names = "、".join(dishes[s.dish].name for s in found)
    raise BadOption("--to", request.into, names)


def _data(
    both: Opened, spot: Spot, found: tuple[Swap, ...], made: tuple[Exchange, ...]
) -> dict[str, Any]:
    problem = both.folder.problem
    week = next(d.week for d in problem.days if d.date == spot.date)
    days = sum(d.week == week for d in problem.days)
    return {
        "date": spot.date.isoformat(),
        "meal": spot.meal,
        "dish": {"code": spot.dish, "name": problem.dishes[spot.dish].name},
        "swaps": [
            {
                "code": swap.dish,
                "name": problem.dishes[swap.dish].name,
                "lawful": swap.lawful,
                "cost_fen": {"portion": swap.cost, "pupil_and_day": swap.cost / days},
                "portions": {g: dict(p.grams) for g, p in swap.portions.items()},
                "broken": [attainment_data(a) for a in swap.broken],
                "changes": [_change(c) for c in swap.changes],
            }
            for swap in found
        ],
        "exchanges": [
            {
                "food": each.old,
                "name": problem.foods[each.old].name,
                "grams": dict(each.before),
                "instead": each.allowed.food,
                "instead_name": problem.foods[each.allowed.food].name,
                "instead_grams": dict(each.grams),
                "table": each.allowed.line.table,
                "seen": each.allowed.line.seen.value,
                "lawful": each.lawful,
                "cost_fen": each.cost,
                "nutrients": dict(each.figures),
                "broken": [attainment_data(a) for a in each.broken],
            }
            for each in made
        ],
    }


def _change(change: Change) -> dict[str, Any]:
    before, after = attainment_data(change.before), attainment_data(change.after)
    return {**after, "verdict_before": before["verdict"], "measured_before": before["measured"]}
