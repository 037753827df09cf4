"""A given menu in the model's terms: which dishes it serves, in which of their printed sizes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from nutrition.checking.attainment import broken
from nutrition.menu import Menu, Serving
from optimizer.assigning import Finished
from optimizer.errors import MenuNotLawful
from optimizer.goals import size
from optimizer.model import Model, build
from optimizer.planning import check
from optimizer.pool import Pool
from optimizer.rolling import Chosen, fix
from optimizer.rules import apply_all
from optimizer.solving import Search
from optimizer.spans import single_days
from optimizer.task import Stage, Task


def as_served(task: Task, menu: Menu) -> Finished:
    """Return ``menu`` as the optimiser knows its own.

    Raises:
        MenuNotLawful: under this problem it breaks rules, stands on other days, or serves
            what no slot takes or no recipe prints.
    """
    wrong = broken(check(task.problem, menu))
    if wrong:
        raise MenuNotLawful("broken-rules", sorted({line.clause for line in wrong}))
    chosen = _chosen(task, menu)
    model = fixed_model(task, chosen)
    fix(model, chosen)
    if not task.solve(model, Stage.EXPLAIN, Search(gap=0.0)).found:
        raise MenuNotLawful("wrong-places")
    objective = model.cost() + model.missed()
    return Finished(chosen, menu.days, objective, model.cost(), size(model))


def fixed_model(task: Task, chosen: Chosen) -> Model:
    """Return the model of single days over exactly the dishes ``chosen``, sizes free."""
    days = single_days(len(task.problem.days))
    pool = Pool({place: tuple(dishes) for place, dishes in chosen.items()})
    model = build(task.problem, task.table, days, pool)
    for x in model.x.values():
        x.lowBound = 1
    apply_all(task.clauses, model)
    return model


def _chosen(task: Task, menu: Menu) -> Chosen:
    problem = task.problem
    positions: Mapping[date | None, int] = {day.date: d for d, day in enumerate(problem.days)}
    chosen: dict[tuple[int, str], dict[str, dict[str, int]]] = {
        (d, m): {} for d in positions.values() for m in problem.meal_names
    }
    if {day.date for day in menu.days} != set(positions):
        raise MenuNotLawful("other-days")
    for day, meal, serving in menu.servings():
        place = (positions[day.date], meal.meal)
        if place not in chosen or serving.dish.code not in task.pool.dishes[place]:
            raise MenuNotLawful("wrong-places", [serving.dish.code])
        chosen[place][serving.dish.code] = _rungs(task, serving)
    for lock in problem.must_be_served():
        if lock.dish not in chosen[positions[lock.date], lock.meal]:
            raise MenuNotLawful("wrong-places", [lock.dish])
    return chosen


def _rungs(task: Task, serving: Serving) -> dict[str, int]:
    rungs: dict[str, int] = {}
    for group in task.problem.groups:
        portion = serving.portions[group.code]
        rung = task.table.ladders[serving.dish.code, group.code].rung(portion)
        if rung is None:
            raise MenuNotLawful("not-printed", [serving.dish.code])
        rungs[group.code] = rung
    return rungs
