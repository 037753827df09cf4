"""What plan.toml wants to be best, as the aims of a problem and the figures that they need."""

from __future__ import annotations

from dataclasses import replace

from api.bringing import PLAN
from api.folder_tables import Tables
from api.notes import Note
from api.plan_file import Objective, PlanFile
from food_tables.table_errors import Fault
from nutrition.food import COST, priced
from nutrition.ratings import complete
from optimizer.problem import Aim, Problem

AIMS: dict[Objective, tuple[Aim, ...]] = {
    "cost": (Aim.COST,),
    "nutrition": (Aim.WORST, Aim.SHORTFALL, Aim.COST),
    "rating": (Aim.RATING, Aim.COST),
    "robust": (Aim.ROBUST,),
}


def lacks_ratings(plan: PlanFile, tables: Tables) -> list[Fault]:
    """Return the fault of a plan that wants the best rating and has none."""
    if plan.objective != "rating" or tables.ratings:
        return []
    return [Fault("plan.objective-needs-ratings", PLAN, None, "objective", {"value": "rating"})]


def aimed(problem: Problem, plan: PlanFile, tables: Tables) -> tuple[Problem, list[Note]]:
    """Return ``problem`` with its aims, and what is to be said about the figures behind them."""
    problem = replace(problem, aims=AIMS[plan.objective])
    if tables.ratings:
        problem = replace(problem, ratings=complete(tables.ratings, problem.dishes))
    if plan.objective == "robust":
        return _with_prices(problem, tables), []
    if plan.objective != "rating":
        return problem, []
    unrated = sorted(d.name for code, d in problem.dishes.items() if code not in tables.ratings)
    facts = {"number": str(len(unrated)), "dishes": "、".join(unrated[:8])}
    notes = [Note("note.unrated-dishes", facts)] if unrated else []
    return problem, notes


def _with_prices(problem: Problem, tables: Tables) -> Problem:
    """Give every food its cost on each of the other days, as figures of their own."""
    figures = tuple(f"{COST}_{n}" for n, _ in enumerate(tables.other_prices, start=2))
    foods = dict(problem.foods)
    for figure, prices in zip(figures, tables.other_prices, strict=True):
        foods = {code: priced(food, prices[code].price, figure) for code, food in foods.items()}
    return replace(problem, foods=foods, price_lists=figures)
