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

EVERY = 10**6

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
    Attempt(counted=True, extra=0, nodes=200),
    Attempt(counted=False, extra=1, nodes=1000),
    Attempt(counted=False, extra=4, nodes=5000),
    Attempt(counted=False, extra=EVERY, nodes=None),
)


def assign(
    task: Task, found: Aggregate, attempt: Attempt, margins: dict[str, float]
) -> Chosen | None:
    """Return the dishes of every day and meal, or None when the attempt finds none.

    Limits are moved inwards by ``margins`` (row name -> amount).  Rows that the solution
    leaves no room get more margin for the next round, as whole sizes will need some.
    """
    pool = task.pool.among(wanted(task.problem, found, attempt.extra))
    in_hand = weeks(task.problem)
    chosen: Chosen = {}
    for week in in_hand:
        model = _rolling(task, pool, chosen, week)
        _narrow(model, margins)
        if attempt.counted and len(in_hand) == 1:
            _count(model, found.counts)
        target = (task.bound or 0.0) * (1 + TARGET_SHARE * task.settings.gap)
        spend = ASSIGN_SHARE * task.settings.gap
        search = Search(target=target, gap=spend, nodes=attempt.nodes, seconds=task.left)
        if not task.solve(model, Stage.ASSIGN, search).found:
            return None
        chosen |= served(model, week)
        for row, amount in _tight(model).items():
            margins[row] = margins.get(row, 0.0) + amount
    return chosen


def _tight(model: Model) -> dict[str, float]:
    """Return the rows on sizes that hold with next to no room, and some room for each."""
    sizes = set(model.t.values())
    found = {}
    for row in model.lp.constraints():
        if str(row.name).startswith(STRUCTURE) or not any(v in sizes for v in row):
            continue
        parts = [a * float(v.value() or 0.0) for v, a in row.items()]
        scale = max(abs(row.constant), sum(part for part in parts if part > 0))
        if abs(sum(parts) + row.constant) < ROOM * scale:
            found[str(row.name)] = ROOM * scale
    return found


def _narrow(model: Model, margins: Mapping[str, float]) -> None:
    """Move the limits of rows inwards."""
    for row in model.lp.constraints():
        if row.name in margins:
            inwards = margins[row.name] * (1 if row.sense == pulp.LpConstraintGE else -1)
            row.changeRHS(-row.constant + inwards)


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
    """The model with the past fixed, ``week`` day by day and the future in one loose period."""
    future = tuple(range(week[-1] + 1, len(task.problem.days)))
    periods = [Period((d,)) for d in range(week[-1] + 1)] + ([Period(future)] if future else [])
    model = fixed_model(task, periods, pool, chosen)
    for (p, _, _), x in model.x.items():
        if len(periods[p]) > 1:
            x.cat = pulp.LpContinuous
    return model


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

STRUCTURE = ("size.", "order.")

ROOM = 0.002
"""Room asked for in a tight row, as a share of what it sums."""

ASSIGN_SHARE = 0.4
"""Part of the gap asked that each week's search may leave open."""

