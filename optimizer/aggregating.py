"""The aggregate: forget the days first, and prove from the sums what no menu can undercut.

Every lawful menu, summed over its days, satisfies the aggregate's rows, so its bound is a
bound of the whole problem.  It closes the weekly counting without interchangeable days.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import groupby

from optimizer.duals import reduced_costs
from optimizer.errors import SolverGaveUp
from optimizer.goals import size
from optimizer.model import Model, build
from optimizer.pool import Pool
from optimizer.problem import Problem
from optimizer.rules import apply_all
from optimizer.solving import Search, Status
from optimizer.spans import Period, single_days
from optimizer.task import Stage, Task

GAP_SHARE = 0.2
"""Part of the gap asked that the aggregate may spend."""

GOOD_SHARE = 0.35
"""Part of the gap asked by which its proposal may lie above the relaxation."""

KEEP_WITHIN, KEPT_AT_MOST = 0.6, 0.003
"""Dishes are set aside when using one costs more: a part of the gap asked, and of the whole."""

WIDEN = 4.0

WHOLE_SHARE = 0.5
"""Part of the gap asked that the aggregate in whole sizes may spend."""

WHOLE_NODES = 3000

Place = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Aggregate:
    """What the aggregate proved and proposes.

    Attributes:
        relaxed: objective of its linear relaxation over all dishes.
        size: what a gap is a share of: the purchase cost of what it proposes, for money.
        counts: (meal, dish) -> servings over all days.
        kept: (meal, dish) not set aside by their price.
        prices: (meal, dish) -> least rise of ``relaxed``, fen per pupil and day, when
            the dish is served; what the other dishes are ranked by.
        whole_sizes: whether rungs, summed, are whole in it.
    """

    objective: float
    bound: float
    relaxed: float
    size: float
    counts: Mapping[Place, int]
    kept: frozenset[Place]
    prices: Mapping[Place, float]
    whole_sizes: bool = False

    def below(self, objective: float) -> frozenset[Place]:
        """Return every (meal, dish) that may be part of a menu better than ``objective``."""
        most = objective - self.relaxed
        return self.kept | {place for place, price in self.prices.items() if price <= most}

    def outside(self, kept: Collection[Place]) -> float:
        """Return what no menu undercuts that serves a dish not among ``kept``."""
        aside = (price for place, price in self.prices.items() if place not in kept)
        return self.relaxed + min(aside, default=float("inf"))


def aggregate(task: Task) -> Aggregate | None:
    """Solve the aggregate, or prove that even the sums cannot be lawful (None).

    First its linear relaxation over all dishes.  A dish whose reduced cost lifts the
    relaxation beyond the gap is set aside; the bound is then the smaller of the integer
    bound over the dishes kept and of the relaxation with the cheapest dish set aside.
    It holds for the whole pool.  Where more dishes have to come in, the sizes are whole too:
    sums in whole sizes are dearer, and nearer to what a week can serve.

    Raises:
        SolverGaveUp: the time ran out before anything was proved.
    """
    model = aggregate_of(task, task.pool)
    relaxed = task.solve(model, Stage.AGGREGATE, Search(relaxed=True))
    if relaxed.status is Status.INFEASIBLE:
        return None
    if relaxed.status is not Status.SOLVED or relaxed.objective is None:
        raise SolverGaveUp(task.seconds)
    prices: dict[Place, float] = {}
    for (_, m, k), price in reduced_costs(model.x).items():
        prices[m, k] = min(max(0.0, price), prices.get((m, k), float("inf")))
    task.bound = relaxed.objective
    slack = GAP_SHARE * task.settings.gap * relaxed.objective
    within = min(KEEP_WITHIN * task.settings.gap, KEPT_AT_MOST) * relaxed.objective
    while True:
        found = _whole(task, prices, within, relaxed.objective)
        if found is not None and found.objective <= found.bound + 2 * slack:
            return found
        if within >= max(prices.values(), default=0.0):
            return found
        if found is None:
            within = max(within * WIDEN, min(price for price in prices.values() if price > within))
            continue
        wider = found.objective - relaxed.objective + slack
        if wider <= within or task.left <= 0:
            return found  # no dish left aside could make it cheaper, or there is no time to try
        if len(seasons(task)) == 1:
            return _in_whole_sizes(task, prices, wider, relaxed.objective) or found
        within = wider


def _in_whole_sizes(
    task: Task, prices: Mapping[Place, float], within: float, relaxed: float
) -> Aggregate | None:
    """Solve over some dishes more than those priced ``within``, in whole sizes, if in time."""
    within += WHOLE_SHARE * task.settings.gap * relaxed
    with suppress(SolverGaveUp):
        return _whole(task, prices, within, relaxed, whole_sizes=True)
    return None


def aggregate_of(task: Task, pool: Pool, *, whole_sizes: bool = False) -> Model:
    """Return the aggregate over ``pool`` with all rules; ``whole_sizes``: rungs, summed, whole."""
    periods = seasons(task)
    whole = range(len(periods)) if whole_sizes else ()
    model = build(task.problem, task.table, periods, pool, whole_sizes=whole)
    apply_all(task.clauses, model)
    return model


def seasons(task: Task) -> list[Period]:
    """Return the periods of the aggregate: whole weeks that offer the same dishes together.

    A week in which the offer changes stays apart, each part of it a period of its own.  What
    is measured from a given menu tells every day apart.
    """
    if task.problem.near:
        return list(single_days(len(task.problem.days)))
    offers = [
        tuple(task.pool.dishes[d, m] for m in task.problem.meal_names)
        for d in range(len(task.problem.days))
    ]
    found: list[tuple[int, ...]] = []
    uniform = False
    for week in weeks(task.problem):
        parts = [tuple(days) for _, days in groupby(week, key=lambda d: offers[d])]
        if uniform and len(parts) == 1 and offers[found[-1][0]] == offers[week[0]]:
            found[-1] += parts[0]
        else:
            found += parts
        uniform = len(parts) == 1
    return [Period(days) for days in found]


def weeks(problem: Problem) -> list[list[int]]:
    """Return the positions of the days, week by week."""
    found: dict[int, list[int]] = {}
    for d, day in enumerate(problem.days):
        found.setdefault(day.week, []).append(d)
    return list(found.values())


def _whole(
    task: Task,
    prices: Mapping[Place, float],
    within: float,
    relaxed: float,
    *,
    whole_sizes: bool = False,
) -> Aggregate | None:
    """Solve over the dishes priced ``within``; None when those alone cannot be lawful."""
    locked = {(lock.meal, lock.dish) for lock in task.problem.must_be_served()}
    kept = {place for place, price in prices.items() if price <= within} | locked
    model = aggregate_of(task, task.pool.among(kept), whole_sizes=whole_sizes)
    share = WHOLE_SHARE if whole_sizes else GAP_SHARE
    good = relaxed + GOOD_SHARE * task.settings.gap * relaxed
    search = Search(
        gap=share * task.settings.gap,
        target=good,
        nodes=WHOLE_NODES if whole_sizes else None,
        seconds=task.left / 2 if whole_sizes else task.left,
    )
    outcome = task.solve(model, Stage.AGGREGATE, search)
    if outcome.status is Status.INFEASIBLE:
        return None
    if not outcome.found or outcome.objective is None:
        raise SolverGaveUp(task.seconds)
    counts = served(model)
    inside = relaxed if outcome.bound is None else outcome.bound
    proposed = outcome.objective, relaxed, relaxed, size(model)
    found = Aggregate(*proposed, counts, frozenset(kept), prices, whole_sizes)
    bound = max(relaxed, min(inside, found.outside(kept)))
    task.bound = max(task.bound or bound, bound)
    return replace(found, bound=bound)


def served(model: Model) -> dict[Place, int]:
    """Return what a solved model serves over all its days, and how often."""
    counts: dict[Place, int] = {}
    for (_, m, k), x in model.x.items():
        if servings := round(float(x.value() or 0.0)):
            counts[m, k] = counts.get((m, k), 0) + servings
    return counts
