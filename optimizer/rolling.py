"""The week in hand: its days told apart, the days before it fixed, the weeks after it summed."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from optimizer.aggregating import Aggregate, Place, weeks
from optimizer.model import Model, build
from optimizer.pool import Pool
from optimizer.problem import Problem
from optimizer.rules import apply_all
from optimizer.solving import Search
from optimizer.spans import Period
from optimizer.task import Task

Chosen = Mapping[tuple[int, str], Mapping[str, Mapping[str, int]]]
"""(day, meal) -> dish -> group -> rung of its ladder."""

HALF = 0.5

NODES = 100

EFFORT = 0.3
"""Part of the work spent on finding menus: proving is the aggregate's part."""


@dataclass(frozen=True, slots=True)
class Step:
    """The week in hand.

    Attributes:
        before: what was settled for the days before it.
        proposed: what the weeks, still summed, serve in it, and how often.
        target: objective of the whole menu at which it is settled.
    """

    days: list[int]
    before: Chosen
    proposed: Mapping[Place, int]
    target: float


def objective_of(model: Model) -> float:
    return float(sum(a * float(v.value() or 0.0) for v, a in model.lp.objective.items()))


def search_of(task: Task, step: Step, nodes: int) -> Search:
    gap = HALF * task.settings.gap
    return Search(target=step.target, gap=gap, nodes=nodes, effort=EFFORT, seconds=task.left)


def rolling(task: Task, before: Chosen, week: list[int], pool: Pool) -> Model:
    """Return the model of the week in hand: days before it fixed, weeks after it summed."""
    model = bare_model(task, before, week, pool)
    apply_all(task.clauses, model)
    return model


def bare_model(task: Task, before: Chosen, week: list[int], pool: Pool) -> Model:
    days = range(week[-1] + 1 if week else 0)
    periods = [Period((d,)) for d in days]
    periods += [Period(tuple(w)) for w in weeks(task.problem) if w[0] >= len(days)]
    dishes = {place: tuple(before.get(place, among)) for place, among in pool.dishes.items()}
    model = build(task.problem, task.table, periods, Pool(dishes), whole_sizes=days)
    fix(model, before)
    return model


def served_in(model: Model, period: int) -> dict[Place, int]:
    """Return what a solved model serves in one of its periods, if it has that one."""
    served = {
        (m, k): round(float(x.value() or 0)) for (p, m, k), x in model.x.items() if p == period
    }
    return {place: count for place, count in served.items() if count}


def fix(model: Model, chosen: Chosen) -> None:
    """Serve the dishes ``chosen`` in their sizes."""
    for p, m, k in model.x:
        sizes = chosen.get((model.periods[p].days[0], m))
        if sizes is None:
            continue
        model.x[p, m, k].lowBound = 1
        for group, rung in sizes[k].items():
            if (p, m, k, group) in model.t:
                climbed = model.t[p, m, k, group]
                climbed.lowBound = climbed.upBound = rung


def wanted(
    problem: Problem, found: Aggregate, proposed: Collection[Place], extra: int
) -> set[Place]:
    """Return the dishes ``proposed`` and the ``extra`` lowest-priced ones of each serving."""
    places = {*proposed, *((lock.meal, lock.dish) for lock in problem.must_be_served())}
    for plan in problem.meals:
        for slot in plan.slots:
            others = sorted(
                (price, k)
                for (m, k), price in found.prices.items()
                if m == plan.meal
                and problem.dishes[k].category in slot.categories
                and (m, k) not in proposed
            )
            most = extra * max(1, slot.high) * len(weeks(problem)[0])
            places |= {(plan.meal, k) for _, k in others[:most]}
    return places
