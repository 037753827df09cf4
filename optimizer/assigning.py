"""The assignment: give the aggregate's servings to days, week by week.

Days already assigned are fixed, the week in hand is told apart day by day, and the weeks
to come stay one period.  The first attempt keeps the aggregate's counts, the later ones
add the dishes that the relaxation priced lowest.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import pulp

from optimizer.aggregating import Aggregate, Place
from optimizer.model import Model, build
from optimizer.pool import Pool
from optimizer.problem import Problem
from optimizer.rules import apply_all
from optimizer.solving import Search
from optimizer.spans import Period
from optimizer.task import Stage, Task

Chosen = dict[tuple[int, str], tuple[str, ...]]

COUNTED_NODES = 200

TARGET_SHARE = 0.6
"""Part of the gap asked that the assignment may spend."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """How freely one attempt may choose.

    Attributes:
        counted: keep the aggregate's servings exactly.
        extra: lowest-priced further dishes for each serving that a slot needs in a week.
        nodes: search limit, so that giving up does not depend on the clock.
    """

    counted: bool
    extra: int
    nodes: int | None


ATTEMPTS = (
    Attempt(counted=True, extra=0, nodes=COUNTED_NODES),
    Attempt(counted=False, extra=1, nodes=2000),
    Attempt(counted=False, extra=4, nodes=None),
    Attempt(counted=False, extra=1000, nodes=None),
)


def assign(task: Task, found: Aggregate) -> Chosen | None:
    """Return the dishes of every day and meal, or None when no attempt found any in time."""
    for attempt in ATTEMPTS:
        chosen = _attempt(task, found, attempt)
        if chosen is not None:
            return chosen
        if task.left <= 0:
            return None
    return None


def _attempt(task: Task, found: Aggregate, attempt: Attempt) -> Chosen | None:
    candidates = wanted(task.problem, found, attempt.extra)
    pool = task.pool.among(candidates)
    chosen: Chosen = {}
    for week in weeks(task.problem):
        model = _rolling(task, pool, chosen, week)
        if attempt.counted:
            _count(model, found.counts)
        target = (task.bound or 0.0) * (1 + TARGET_SHARE * task.settings.gap)
        search = Search(target=target, nodes=attempt.nodes, seconds=task.left)
        if not task.solve(model, Stage.ASSIGN, search).found:
            return None
        chosen |= served(model, week)
    return chosen


def wanted(problem: Problem, found: Aggregate, extra: int) -> Collection[Place]:
    """Return the dishes of the aggregate and the ``extra`` lowest-priced ones of each slot."""
    places = set(found.counts) | {(lock.meal, lock.dish) for lock in problem.locks}
    for plan in problem.meals:
        for slot in plan.slots:
            others = sorted(
                (price, k)
                for (m, k), price in found.prices.items()
                if m == plan.meal
                and problem.dishes[k].category in slot.categories
                and (m, k) not in found.counts
            )
            most = extra * max(1, slot.high) * len(weeks(problem)[0])
            places |= {(plan.meal, k) for _, k in others[:most]}
    return places


def weeks(problem: Problem) -> list[list[int]]:
    """Return the positions of the days, week by week."""
    found: dict[int, list[int]] = {}
    for d, day in enumerate(problem.days):
        found.setdefault(day.week, []).append(d)
    return list(found.values())


def _rolling(task: Task, pool: Pool, chosen: Chosen, week: list[int]) -> Model:
    """The model with the past fixed, ``week`` day by day and the future in one period."""
    future = tuple(range(week[-1] + 1, len(task.problem.days)))
    periods = [Period((d,)) for d in range(week[-1] + 1)] + ([Period(future)] if future else [])
    return fixed_model(task, periods, pool, chosen)


def fixed_model(
    task: Task,
    periods: list[Period],
    pool: Pool,
    chosen: Mapping[tuple[int, str], Collection[str]],
    *,
    whole_sizes: bool = False,
) -> Model:
    """Return a model in which ``chosen`` is served and ``pool`` fills the other places."""
    kept = pool.only(lambda d, m, k: (d, m) not in chosen)
    places = {**kept.dishes, **{place: tuple(dishes) for place, dishes in chosen.items()}}
    model = build(task.problem, task.table, periods, Pool(places), whole_sizes=whole_sizes)
    for (p, m, _), x in model.x.items():
        if (periods[p].days[0], m) in chosen:
            x.lowBound = 1
    apply_all(task.problem.standard.clauses.values(), model)
    return model


def _count(model: Model, counts: Mapping[Place, int]) -> None:
    """Serve every dish exactly as often as the aggregate does."""
    for number, ((meal, dish), count) in enumerate(counts.items()):
        total = model.servings((dish,), [cell for cell in model.pool if cell[1] == meal])
        model.add(total, pulp.LpConstraintEQ, count, f"count.{number}")


def served(model: Model, days: Collection[int]) -> Chosen:
    """Read the dishes of ``days`` from a solved model."""
    chosen: dict[tuple[int, str], list[str]] = {}
    for (p, m, k), x in model.x.items():
        first = model.periods[p].days[0]
        if first in days:
            chosen.setdefault((first, m), [])
            if float(x.value() or 0.0) > HALF:
                chosen[first, m].append(k)
    return {place: tuple(dishes) for place, dishes in chosen.items()}


HALF = 0.5

