"""Finishing: raise the bound and re-open the menu where the gap is still open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import combinations

import pulp

from optimizer.aggregating import Aggregate, aggregate_of, served, weeks
from optimizer.assigning import Finished, finished
from optimizer.model import Model, build
from optimizer.pool import Pool
from optimizer.problem import Problem
from optimizer.rolling import Chosen
from optimizer.rules import apply_all
from optimizer.solving import Search
from optimizer.spans import single_days
from optimizer.task import Stage, Task

TIGHTEN_NODES = 3000

REOPEN_NODES = 60

REOPEN_SHARE = 0.3
"""Part of the gap asked by which a re-opened menu has to be better."""

EFFORT = 0.3

Opened = Mapping[tuple[int, str], frozenset[str]]
"""(day, meal) -> categories whose dishes may be exchanged."""


def tighten(task: Task, found: Aggregate, best: Finished) -> Aggregate | None:
    """Raise the bound: the aggregate again, in whole sizes and over all dishes that matter.

    A dish whose reduced cost lifts the relaxation above ``best`` is in no better menu.  What
    it serves comes nearer to a menu than what ``found`` does; None where it found nothing, or
    cannot rise far enough.
    """
    enough = best.objective - task.settings.gap * best.size
    if found.whole_sizes and found.objective < enough:
        return None  # what these sums are worth lies below
    kept = found.below(best.objective)
    model = aggregate_of(task, task.pool.among(kept), whole_sizes=True)
    search = Search(
        gap=REOPEN_SHARE * task.settings.gap,
        nodes=TIGHTEN_NODES,
        seconds=task.left / 2,
        enough=enough,
    )
    outcome = task.solve(model, Stage.AGGREGATE, search)
    if outcome.bound is not None:
        bound = min(outcome.bound, found.outside(kept))
        task.bound = max(task.bound or bound, bound)
    return replace(found, counts=served(model)) if outcome.found else None


def improve(task: Task, found: Aggregate, best: Finished) -> Finished:
    """Re-open one neighbourhood after the other until the gap is proved or none helps.

    A neighbourhood is one slot in two weeks, two slots in one week, or two days; the rest stays.
    """
    kept = found.below(best.objective)
    improved = True
    while improved:
        improved = False
        for opened in _neighbourhoods(task.problem):
            if task.left <= 0 or task.good_enough(best.objective, best.size):
                return best
            better = reopened(task, kept, best.chosen, opened, below=_worth(task, best))
            if better is not None:
                best, improved = better, True
                task.incumbent = best.objective
    return best


def _worth(task: Task, best: Finished) -> float:
    return best.objective - REOPEN_SHARE * task.settings.gap * best.size


def repeated(task: Task, before: Task, found: Aggregate, menu: Chosen) -> Finished | None:
    """Return the ``menu`` of the week before again, its first day re-opened.

    None where the week has locks or does not offer the same dishes, or it would be unlawful.
    """
    if task.problem.locks or task.problem.kept or task.problem.held:
        return None
    offered, earlier = task.pool.dishes, before.pool.dishes
    if any(d and earlier.get((d, m)) != dishes for (d, m), dishes in offered.items()):
        return None
    if len(offered) != len(earlier):
        return None
    kept = {
        (d, m): dishes if d else {k: dishes[k] for k in dishes if k in offered[d, m]}
        for (d, m), dishes in menu.items()
    }
    return reopened(task, found.kept, kept, _days(task.problem, (0,)))


def _days(problem: Problem, days: tuple[int, ...]) -> Opened:
    every = {
        plan.meal: frozenset(c for slot in plan.slots for c in slot.categories)
        for plan in problem.meals
    }
    return {(d, meal): every[meal] for d in days for meal in every}


def _neighbourhoods(problem: Problem) -> Iterator[Opened]:
    """Yield which categories are re-opened at which day and meal.

    Weeks that compete for the same dishes gain most by exchanging them: that comes first.
    """
    slots = [(plan.meal, slot.categories) for plan in problem.meals for slot in plan.slots]
    for meal, categories in slots:
        for one, another in combinations(weeks(problem), 2):
            yield {(day, meal): categories for day in (*one, *another)}
    for week in weeks(problem):
        for n, (meal, categories) in enumerate(slots):
            for other, more in slots[n + 1 :]:
                opened: dict[tuple[int, str], frozenset[str]] = {}
                for day in week:
                    opened[day, meal] = opened.get((day, meal), frozenset()) | categories
                    opened[day, other] = opened.get((day, other), frozenset()) | more
                yield opened
        for n, d in enumerate(week):
            for e in week[n + 1 :]:
                yield _days(problem, (d, e))


def reopened(
    task: Task,
    kept: frozenset[tuple[str, str]],
    chosen: Chosen,
    opened: Opened,
    *,
    below: float | None = None,
) -> Finished | None:
    """Return a better menu in which only dishes of the categories ``opened`` are exchanged.

    ``kept``: (meal, dish) that may come in.  ``below``: what its objective must not exceed.
    """
    model = _model(task, kept, chosen, opened)
    if below is not None:
        row = pulp.LpAffineExpression(model.lp.objective)
        model.lp.addConstraint(pulp.LpConstraint(row, pulp.LpConstraintLE, "better", below))
    search = Search(
        gap=REOPEN_SHARE * task.settings.gap,
        nodes=REOPEN_NODES,
        effort=EFFORT,
        seconds=task.left,
    )
    found = task.solve(model, Stage.IMPROVE, search).found
    return finished(model, len(task.problem.days)) if found else None


def _model(task: Task, kept: frozenset[tuple[str, str]], chosen: Chosen, opened: Opened) -> Model:
    """Return the day model in which ``chosen`` is served, but for the categories ``opened``."""
    problem = task.problem
    fixed: dict[tuple[int, str], set[str]] = {}
    places: dict[tuple[int, str], tuple[str, ...]] = {}
    for (d, m), dishes in chosen.items():
        free = opened.get((d, m), frozenset())
        fixed[d, m] = {k for k in dishes if problem.dishes[k].category not in free}
        more = (
            k
            for k in (task.pool.dishes[d, m] if free else ())
            if (m, k) in kept and problem.dishes[k].category in free and k not in dishes
        )
        places[d, m] = (*dishes, *more)
    days = single_days(len(problem.days))
    model = build(problem, task.table, days, Pool(places), whole_sizes=range(len(days)))
    for (p, m, k), x in model.x.items():
        if k in fixed[p, m]:
            x.lowBound = 1
    apply_all(task.clauses, model)
    return model
