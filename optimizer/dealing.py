"""Dealing: on which day of a week the main dishes stand, before a search tells the days apart.

Servings are given to days under the rules that look at a meal, a day or its neighbours; sums
over the week are left aside.  That takes a tenth of a second, and the search that follows ends
in a third of the time.  What is dealt is a proposal: where it allows no menu, it is dropped.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import pulp

from nutrition.clauses import Alike, Clause, Exclusion, Mode, Per, Repetition, Spacing
from optimizer.aggregating import Aggregate, Place
from optimizer.model import Model
from optimizer.problem import Problem
from optimizer.rolling import HALF, NODES, Step, bare_model, objective_of, rolling, search_of
from optimizer.rules import apply
from optimizer.solving import Search
from optimizer.task import Stage, Task

Dealt = Collection[tuple[int, str, str]]
"""(day, meal, dish) as dealt."""

DEALING_NODES = 5

ENOUGH = 0.2
"""Relative gap of the wishes at which the dealing is as good as another."""

MOST: tuple[type[Spacing | Alike], ...] = (Spacing, Alike)
"""Rules that bind dishes of a slot to each other over meals and days: all, or the strictest."""

FEW: tuple[type[Spacing | Alike], ...] = (Spacing,)


def deal(
    task: Task, model: Model, days: Sequence[int], counts: Mapping[Place, int]
) -> Dealt | None:
    """Return the days of the servings ``counts``, or None where their number cannot be dealt.

    ``model``: has these days as single periods, and no rules yet.
    """
    for clause in task.clauses:
        if _looks_at_days(clause):
            apply(clause, model, task.problem.mode(clause))
    for (meal, dish), count in counts.items():
        total = {model.x[d, meal, dish]: 1.0 for d in days if (d, meal, dish) in model.x}
        model.add(total, pulp.LpConstraintEQ, count, f"dealt.{meal}.{dish}")
    model.lp.setObjective(pulp.LpAffineExpression(model.penalty))
    search = Search(gap=ENOUGH, nodes=DEALING_NODES, seconds=task.left)
    if not task.solve(model, Stage.ASSIGN, search).found:
        return None
    return {place for place, x in model.x.items() if float(x.value() or 0.0) > HALF}


def _looks_at_days(clause: Clause) -> bool:
    rule = clause.rule
    return isinstance(rule, Spacing | Repetition | Exclusion) or getattr(rule, "per", None) in (
        Per.MEAL,
        Per.DAY,
    )


def pinned(
    problem: Problem, forms: tuple[type[Spacing | Alike], ...]
) -> frozenset[tuple[str, str]]:
    """Return the (meal, category) whose dishes hard rules of these forms name and bind."""
    rules = [c.rule for c in problem.standard.clauses.values() if problem.mode(c) is Mode.HARD]
    named = {c for r in rules if isinstance(r, forms) for c in r.dishes.categories}
    return frozenset(
        (plan.meal, category)
        for plan in problem.meals
        for slot in plan.slots
        if slot.low and slot.categories & named
        for category in slot.categories
    )


def dealt(task: Task, found: Aggregate, step: Step) -> Model | None:
    """Return the solved model of the week in hand, its main dishes standing where they are dealt.

    First all dishes that rules bind to each other are held there, then, if that allows no menu
    or none good enough, those bound most.  None where no menu was found.
    """
    places = {(d, m, k) for d in step.days for m, k in step.proposed}
    pool = task.pool.only(lambda d, m, k: (d, m, k) in places or d not in step.days)
    bare = bare_model(task, step.before, step.days, pool)
    best: Model | None = None
    held = [pinned(task.problem, forms) for forms in (MOST, FEW)]
    if not any(held) or task.left <= 0:
        return None
    stands = deal(task, bare, step.days, step.proposed)
    if stands is None:
        return None
    for fixed in dict.fromkeys(held):
        pool = task.pool.only(
            lambda d, m, k: (
                (d, m, k) in places
                and ((m, task.problem.dishes[k].category) not in fixed or (d, m, k) in stands)  # noqa: B023
                if d in step.days
                else (m, k) in found.kept
            )
        )
        model = rolling(task, step.before, step.days, pool)
        outcome = task.solve(model, Stage.ASSIGN, search_of(task, step, NODES))
        if outcome.found and (best is None or objective_of(model) < objective_of(best)):
            best = model
        if best is not None and objective_of(best) <= step.target:
            break
    return best
