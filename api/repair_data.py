"""A repair as data: what --json prints and repair.json holds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from api.commands.checking import attainment_data
from api.menu_changes import Change, Exchange
from api.near_menu import NearMenu
from api.plan_data import day_data, proof_data
from api.repairs import Before, Option
from nutrition.dish import Dish


def repair_data(near: NearMenu, before: Before, found: Sequence[Option]) -> dict[str, Any]:
    """Return the repair as plain values; money in fen per pupil and day, unrounded."""
    problem = near.problem
    return {
        "menu": near.rows.table.file,
        "standard": problem.standard.title,
        "days": {str(day): label for day, label in near.days.items()},
        "groups": [{"code": g.code, "name": g.name, "pupils": g.headcount} for g in problem.groups],
        "before": {
            "cost_fen": before.cost,
            "broken": list(before.broken),
            "not_judged": list(before.open),
            "misfits": [dict(note.facts) for note in near.misfits],
            "attainment": [attainment_data(line) for line in before.lines],
            "days": [day_data(day, problem.foods) for day in near.menu.days],
        },
        "smallest": _option(found[0], near, before),
        "within": [{"swaps": each.swaps} | _option(each, near, before) for each in found[1:]],
        "notes": [{"code": n.code, **n.facts} for n in near.notes],
    }


def _option(option: Option, near: NearMenu, before: Before) -> dict[str, Any]:
    plan = option.plan
    if plan is None:
        return {"found": False, "proved_impossible": option.impossible}
    reached = {
        each.aim: {"value": each.value, "never_below": each.bound} for each in plan.proof.reached
    }
    return {
        "found": True,
        "reached": reached,
        "cost_fen": plan.proof.cost,
        "saved_fen": option.saved,
        "saved_at_most_fen": before.cost - plan.proof.least_cost,
        "against_unlawful_menu": bool(before.broken or near.misfits),
        "proof": proof_data(plan.proof),
        "changes": [_change(change, near) for change in option.changes],
        "days": [day_data(day, near.problem.foods) for day in plan.menu.days],
        "attainment": [attainment_data(line) for line in plan.attainments],
    }


def _change(change: Change, near: NearMenu) -> dict[str, Any]:
    return {
        "date": str(change.date),
        "meal": change.meal,
        "exchanged": [_exchange(each) for each in change.exchanges],
        "moved": [
            {
                "dish": move.dish.name,
                "group": move.group,
                "food": near.problem.foods[move.food].name,
                "grams": move.grams,
            }
            for move in change.moves
        ],
    }


def _exchange(each: Exchange) -> dict[str, str | None]:
    return {"from": _name(each.given), "to": _name(each.taken)}


def _name(dish: Dish | None) -> str | None:
    return dish.name if dish else None
