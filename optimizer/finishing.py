"""Finishing: choose one printed size for every portion, and improve until the gap is proved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from nutrition.dish import Portion
from nutrition.menu import Day, Meal, Menu, Serving
from optimizer.aggregating import Aggregate
from optimizer.assigning import Chosen, fixed_model, served, wanted, weeks
from optimizer.model import Model
from optimizer.problem import Problem
from optimizer.solving import Search
from optimizer.spans import single_days
from optimizer.task import Stage, Task

SIZE_SHARE = 0.1
"""Part of the gap asked that the choice of sizes may spend."""

SIZE_NODES = 300

REPAIR_EXTRA = 2

REPAIR_NODES = 100

REPAIR_SECONDS = 10.0

SMALLEST = 1e-6


@dataclass(frozen=True, slots=True)
class Finished:
    """A menu of printed portions.

    Attributes:
        objective: cost and penalty, fen per pupil and day.
        cost: purchase cost, fen per pupil and day, over all pupils.
    """

    chosen: Chosen
    menu: Menu
    objective: float
    cost: float


def finish(task: Task, chosen: Chosen) -> Finished | None:
    """Choose the sizes for the dishes ``chosen``; None when no sizes are lawful."""
    search = Search(gap=SIZE_SHARE * task.settings.gap, nodes=SIZE_NODES, seconds=task.left)
    return _whole(task, chosen, {}, search)


def improve(task: Task, found: Aggregate, best: Finished) -> Finished:
    """Re-open one neighbourhood after the other until the gap is proved or none helps.

    A neighbourhood is a slot on all days of a week, then two days; everything else stays.
    """
    candidates = wanted(task.problem, found, REPAIR_EXTRA)
    improved = True
    while improved:
        improved = False
        for opened in _neighbourhoods(task.problem):
            if task.left <= 0 or task.good_enough(best.objective, best.cost):
                return best
            pool = {
                (d, m): tuple(
                    k
                    for k in task.pool.dishes[d, m]
                    if (m, k) in candidates and task.problem.dishes[k].category in categories
                )
                for (d, m), categories in opened.items()
            }
            search = Search(nodes=REPAIR_NODES, seconds=min(task.left, REPAIR_SECONDS))
            better = _whole(task, best.chosen, pool, search)
            if better is not None and better.objective < best.objective - SMALLEST:
                best, improved = better, True
                task.incumbent = best.objective
    return best


Opened = dict[tuple[int, str], frozenset[str]]


def _neighbourhoods(problem: Problem) -> Iterator[Opened]:
    """Yield which categories are re-opened at which day and meal."""
    for week in weeks(problem):
        for plan in problem.meals:
            for slot in plan.slots:
                yield {(d, plan.meal): slot.categories for d in week}
        for d in week:
            for e in week:
                if d < e:
                    yield {
                        (day, plan.meal): frozenset(c for s in plan.slots for c in s.categories)
                        for day in (d, e)
                        for plan in problem.meals
                    }


def _whole(
    task: Task, chosen: Chosen, opened: Mapping[tuple[int, str], tuple[str, ...]], search: Search
) -> Finished | None:
    """Solve the day model with whole sizes; dishes in ``opened`` may come and go."""
    problem = task.problem
    free = {place: set(dishes) for place, dishes in opened.items()}
    places: dict[tuple[int, str], tuple[str, ...]] = {}
    for place, dishes in chosen.items():
        more = tuple(k for k in opened.get(place, ()) if k not in dishes)
        places[place] = dishes + more
    model = fixed_model(task, list(single_days(len(problem.days))), task.pool, places, whole_sizes=True)
    locked = {(lock.date, lock.meal, lock.dish) for lock in problem.locks}
    for (p, m, k), x in model.x.items():
        if k in free.get((p, m), ()) and (problem.days[p].date, m, k) not in locked:
            x.lowBound = 0
    stage = Stage.IMPROVE if opened else Stage.SIZE
    outcome = task.solve(model, stage, search)
    if not outcome.found or outcome.objective is None:
        return None
    picked = served(model, range(len(problem.days)))
    penalty = sum(price * float(v.value() or 0.0) for v, price in model.penalty.items())
    return Finished(picked, _menu(model, picked), outcome.objective, outcome.objective - penalty)


def _menu(model: Model, picked: Chosen) -> Menu:
    problem = model.problem
    return Menu(
        tuple(
            Day(
                day.date.isoformat(),
                tuple(
                    Meal(plan.meal, tuple(_servings(model, d, plan.meal, picked[d, plan.meal])))
                    for plan in problem.meals
                ),
                day.date,
                day.week,
            )
            for d, day in enumerate(problem.days)
        )
    )


def _servings(model: Model, d: int, meal: str, dishes: tuple[str, ...]) -> Iterator[Serving]:
    """The dishes of one meal in the order of its slots."""
    problem = model.problem
    plan = next(p for p in problem.meals if p.meal == meal)
    order = {c: s for s, slot in enumerate(plan.slots) for c in slot.categories}
    for k in sorted(dishes, key=lambda k: order[problem.dishes[k].category]):
        portions = {g: _portion(model, (d, meal, k), g) for g in model.weight}
        yield Serving(problem.dishes[k], portions)


def _portion(model: Model, place: tuple[int, str, str], group: str) -> Portion:
    climbed = model.t.get((*place, group))
    rung = round(float(climbed.value() or 0.0)) if climbed is not None else 0
    return model.table.ladders[place[2], group].portion(rung)
