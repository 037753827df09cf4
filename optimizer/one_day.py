"""A menu of which one day at most is open: settled over single days, the rest fixed in its grams.

The aggregate sums days; here there is nothing to sum.  The relaxation over all dishes prices each
of them, and the search among the cheap ones takes a fraction of the time.
"""

from __future__ import annotations

from optimizer.assigning import TARGET_SHARE, Finished, finished
from optimizer.conflict import explain
from optimizer.duals import reduced_costs
from optimizer.errors import SolverGaveUp
from optimizer.goals import size
from optimizer.model import Model, build
from optimizer.problem import Problem
from optimizer.rules import apply_all
from optimizer.solving import Search, Status
from optimizer.spans import single_days
from optimizer.task import Stage, Task

WIDEN = 3.0

Prices = dict[tuple[int, str, str], float]
"""(day, meal, dish) -> least rise of the relaxation when the dish is served."""


def one_day_open(problem: Problem) -> bool:
    """Say whether an earlier menu is kept but for one day or some meals of one."""
    opened = {
        day.date
        for day in problem.days
        for meal in problem.meal_names
        if (day.date, meal) not in problem.kept
    }
    return bool(problem.kept) and len(opened) <= 1


def settled(task: Task) -> Finished:
    """Return the best menu that is found in time, and leave what was proved in ``task.bound``.

    Dishes priced beyond the best menu found are in no better one; where the gap is not proved
    with those looked at, more are looked at, in the end all of them.

    Raises:
        NoLawfulMenu: there is none (proved).
        SolverGaveUp: none was found in time.
    """
    relaxed, asked, prices = _relaxed(task)
    within = asked
    best: Finished | None = None
    while True:
        kept = {place for place, price in prices.items() if price <= within}
        model = _model(task, kept, whole=True)
        enough = TARGET_SHARE * asked
        largest = max(relaxed, best.objective if best else 0.0)
        gap, target = enough / largest, relaxed + enough
        search = Search(gap=gap, target=target, seconds=task.left, restart=False)
        outcome = task.solve(model, Stage.ASSIGN, search)
        every = len(kept) == len(prices)
        if outcome.found:
            best = _better(best, finished(model, len(task.problem.days)))
            task.incumbent = best.objective
        elif every and outcome.status is Status.INFEASIBLE:
            raise explain(task)
        aside = min((price for price in prices.values() if price > within), default=float("inf"))
        if outcome.bound is not None or outcome.status is Status.INFEASIBLE:
            inside = float("inf") if outcome.bound is None else outcome.bound
            task.bound = max(task.bound or relaxed, relaxed, min(inside, relaxed + aside))
        if every or task.left <= 0 or (best and task.good_enough(best.objective, best.size)):
            break
        worth = best.objective - asked - relaxed if best else 0.0
        within = worth if worth > within else max(WIDEN * within, aside)
    if best is None:
        raise SolverGaveUp(task.seconds)
    return best


def _better(best: Finished | None, found: Finished) -> Finished:
    return found if best is None or found.objective < best.objective else best


def _relaxed(task: Task) -> tuple[float, float, Prices]:
    """Return the objective of the relaxation over all dishes, the gap asked, and their prices.

    Raises:
        NoLawfulMenu: not even the relaxation is lawful.
        SolverGaveUp: it was not solved in time.
    """
    model = _model(task, None, whole=False)
    relaxed = task.solve(model, Stage.AGGREGATE, Search(relaxed=True))
    if relaxed.status is Status.INFEASIBLE:
        raise explain(task)
    if relaxed.status is not Status.SOLVED or relaxed.objective is None:
        raise SolverGaveUp(task.seconds)
    task.bound = relaxed.objective
    prices = {place: max(0.0, price) for place, price in reduced_costs(model.x).items()}
    served = {place: 0.0 for place, x in model.x.items() if x.lowBound}
    return relaxed.objective, task.settings.gap * size(model), prices | served


def _model(task: Task, kept: set[tuple[int, str, str]] | None, *, whole: bool) -> Model:
    """Return the day model with all rules over the places ``kept``; None is all."""
    pool = task.pool if kept is None else task.pool.only(lambda d, m, k: (d, m, k) in kept)
    days = single_days(len(task.problem.days))
    sizes = range(len(days)) if whole else ()
    model = build(task.problem, task.table, days, pool, whole_sizes=sizes)
    apply_all(task.clauses, model)
    return model
