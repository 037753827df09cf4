"""A plan as data: what --json prints and plan.json holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from api.commands.checking import attainment_data
from api.folder import FolderPlan
from api.week_views import Shown, cost_fen
from nutrition.food import Food
from nutrition.menu import Day, Serving
from nutrition.proof import Proof
from optimizer.plans import Plan


def plan_data(folder: FolderPlan, plan: Plan, shown: Shown) -> dict[str, Any]:
    """Return the plan as plain values; money in fen per pupil and day, unrounded."""
    problem = folder.problem
    view = shown.view
    return {
        "school": folder.plan.school.name,
        "plan": view.sources.plan,
        "standard": problem.standard.title,
        "foods": folder.tables.title,
        "price_date": str(folder.plan.prices.date) if folder.plan.prices else None,
        "groups": [
            {"code": g.code, "name": g.name, "pupils": g.headcount, "factor": g.factor}
            for g in problem.groups
        ],
        "cost_fen": {
            "mean": view.mean_cost_fen,
            "groups": {
                g.code: v.cost_fen for g, v in zip(problem.groups, view.groups, strict=True)
            },
            "estimated_share": view.sources.estimated_share,
        },
        "proof": proof_data(plan.proof),
        "days": [day_data(day, problem.foods) for day in plan.menu.days],
        "attainment": [attainment_data(a) for a in plan.attainments],
        "binding": list(plan.binding),
        "notes": list(shown.notes),
        "citations": list(view.sources.citations),
    }


def proof_data(proof: Proof) -> dict[str, Any]:
    """Return what was proved; money in fen per pupil and day."""
    return {
        "objective_fen": proof.objective,
        "cost_fen": proof.cost,
        "penalty_fen": proof.penalty,
        "bound_fen": proof.bound,
        "least_cost_fen": proof.least_cost,
        "gap": proof.gap,
        "stop": proof.stop.value,
        "seconds": proof.seconds,
        "solver": proof.solver,
        "versions": dict(proof.versions),
        "seed": proof.seed,
        "fingerprint": proof.fingerprint,
        "reached": [asdict(each) for each in proof.reached],
        "price_lists": proof.price_lists,
        "kept_meals": proof.kept,
    }


def day_data(day: Day, foods: Mapping[str, Food]) -> dict[str, Any]:
    """Return what a day serves, group by group."""
    return {
        "date": day.label if day.date is None else day.date.isoformat(),
        "meals": [
            {"meal": meal.meal, "dishes": [_serving(s, foods) for s in meal.servings]}
            for meal in day.meals
        ],
    }


def _serving(serving: Serving, foods: Mapping[str, Food]) -> dict[str, Any]:
    dish = serving.dish
    return {
        "code": dish.code,
        "name": dish.name,
        "category": dish.category,
        "method": dish.method,
        "origin": dish.origin.value,
        "portions": {
            group: {
                "cost_fen": cost_fen(portion, foods),
                "foods": [
                    {
                        "food": code,
                        "name": foods[code].name,
                        "grams": grams,
                        "grams_as_bought": round(grams / foods[code].edible, 2),
                    }
                    for code, grams in portion.grams.items()
                ],
            }
            for group, portion in serving.portions.items()
        },
    }
