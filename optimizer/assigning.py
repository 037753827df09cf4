"""The assignment: tell the days of one week apart, the other weeks staying summed.

The weeks are settled in turn.  The days before are fixed, the days of the week in hand
are told apart and served in printed sizes from few dishes, and every week after it is one
period.  A rule that sums over all weeks so keeps its room, and the last model is the
whole menu.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from nutrition.clauses import Mode
from nutrition.dish import Portion
from nutrition.menu import Day, Meal, Menu, Serving
from optimizer.aggregating import Aggregate, weeks
from optimizer.conflict import explain
from optimizer.dealing import dealt
from optimizer.errors import SolverGaveUp
from optimizer.goals import aim_at, size
from optimizer.model import Model, build
from optimizer.pool import Pool
from optimizer.rolling import (
    HALF,
    NODES,
    Chosen,
    Step,
    fix,
    objective_of,
    rolling,
    search_of,
    served_in,
    wanted,
)
from optimizer.rules import apply
from optimizer.solving import Search, Status, solve
from optimizer.spans import single_days
from optimizer.task import Stage, Task

TARGET_SHARE = 0.95
"""Part of the gap asked at which a search may stop: the cost is only known afterwards."""

SPLIT_SHARE, SPLIT_NODES = 0.4, 50
"""How far the weeks are told apart before their days are."""

EVERY = 10**6

DISHES = ((0, NODES), (1, 500), (4, 5000), (EVERY, 10**9))
"""Dishes beyond those proposed for each serving, and search nodes, until there is a menu."""

PRICING_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Finished:
    """A menu of printed portions.

    Attributes:
        objective: what is minimised; for the cost, with penalties, fen per pupil and day.
        cost: purchase cost, fen per pupil and day, over all pupils.
        size: what a gap is a share of; the cost, where money is minimised.
    """

    chosen: Chosen
    days: tuple[Day, ...]
    objective: float
    cost: float
    size: float

    @property
    def menu(self) -> Menu:
        return Menu(self.days)


def assign(task: Task, found: Aggregate) -> Finished | None:
    """Return a menu of the dishes that the aggregate proposes, or of more where those allow none.

    None when none was found.

    Raises:
        NoLawfulMenu: a single week was searched to the end, over all dishes.
    """
    in_hand = weeks(task.problem)
    proposed, reached = found.counts, found.bound
    if len(in_hand) > 1:
        split = rolling(task, {}, [], task.pool.among(found.kept))
        search = Search(gap=SPLIT_SHARE * task.settings.gap, nodes=SPLIT_NODES, seconds=task.left)
        reached = task.solve(split, Stage.ASSIGN, search).objective or reached
        proposed = served_in(split, 0) or proposed
    last: Finished | None = None
    for n, week in enumerate(in_hand, start=1):
        target = reached + TARGET_SHARE * task.settings.gap * found.size * n / len(in_hand)
        step = Step(week, last.chosen if last else {}, proposed, target)
        model = dealt(task, found, step) or _settled(task, found, step)
        if model is None:
            return None
        last, proposed = finished(model, week[-1] + 1), served_in(model, week[-1] + 1)
    return last


def dealt_again(task: Task, found: Aggregate) -> Finished | None:
    """Return a menu of a single week whose main dishes stand where they are dealt, if there is one.

    For what a sharper aggregate proposes, once a menu is known.
    """
    (week,) = weeks(task.problem)
    target = (task.bound or found.bound) + TARGET_SHARE * task.settings.gap * found.size
    model = dealt(task, found, Step(week, {}, found.counts, target))
    return finished(model, week[-1] + 1) if model is not None else None


def _settled(task: Task, found: Aggregate, step: Step) -> Model | None:
    """Return the solved model of the week in hand, with as few dishes as allow a menu."""
    alone = len(weeks(task.problem)) == 1
    for extra, nodes in DISHES:
        few = wanted(task.problem, found, step.proposed, extra)
        pool = task.pool.only(lambda d, m, k: (m, k) in (few if d in step.days else found.kept))  # noqa: B023
        model = rolling(task, step.before, step.days, pool)
        if task.left <= 0:
            return None
        outcome = task.solve(model, Stage.ASSIGN, search_of(task, step, nodes))
        if outcome.found:
            return model
        if outcome.status is Status.INFEASIBLE and extra == EVERY and alone:
            raise explain(task)
    return None


def finished(model: Model, days: int) -> Finished:
    """Read the menu of the first ``days`` from a solved model of single days in whole sizes."""
    chosen = _served(model, range(days))
    menu = tuple(_days(model, chosen, range(days)))
    return Finished(chosen, menu, objective_of(model), model.cost(), size(model))


def priced(task: Task, menu: Finished) -> Finished:
    """Return ``menu`` measured by the aim in hand, over all weeks and with every soft rule.

    Raises:
        SolverGaveUp: it could not be priced.
    """
    pool = Pool({place: tuple(dishes) for place, dishes in menu.chosen.items()})
    model = build(task.problem, task.table, single_days(len(menu.days)), pool)
    fix(model, menu.chosen)
    for clause in task.problem.standard.clauses.values():
        if task.problem.mode(clause) is Mode.SOFT:
            apply(clause, model, Mode.SOFT)
    aim_at(model)
    search = Search(solver=task.settings.solver, gap=0.0, seconds=PRICING_SECONDS)
    outcome = solve(model.lp, search)
    if outcome.status is not Status.SOLVED or outcome.objective is None:
        raise SolverGaveUp(task.seconds)
    return replace(menu, objective=outcome.objective, cost=model.cost(), size=size(model))


def _served(model: Model, days: Collection[int]) -> Chosen:
    chosen: dict[tuple[int, str], dict[str, dict[str, int]]] = {
        (d, m): {} for d in days for m in model.problem.meal_names
    }
    for (p, m, k), x in model.x.items():
        first = model.periods[p].days[0]
        if first in days and float(x.value() or 0.0) > HALF:
            chosen[first, m][k] = {g: _rung(model, (p, m, k), g) for g in model.weight}
    return chosen


def _rung(model: Model, place: tuple[int, str, str], group: str) -> int:
    climbed = model.t.get((*place, group))
    return round(float(climbed.value() or 0.0)) if climbed is not None else 0


def _days(model: Model, chosen: Chosen, days: Iterable[int]) -> Iterable[Day]:
    for d in days:
        day = model.problem.days[d]
        meals = tuple(
            Meal(plan.meal, tuple(_servings(model, plan.meal, chosen[d, plan.meal])))
            for plan in model.problem.meals
        )
        yield Day(day.date.isoformat(), meals, day.date, day.week)


def _servings(
    model: Model, meal: str, dishes: Mapping[str, Mapping[str, int]]
) -> Iterable[Serving]:
    """Return the dishes of one meal in the order of its slots."""
    problem = model.problem
    plan = next(p for p in problem.meals if p.meal == meal)
    order = {c: s for s, slot in enumerate(plan.slots) for c in slot.categories}
    for k in sorted(dishes, key=lambda k: order[problem.dishes[k].category]):
        portions: dict[str, Portion] = {
            g: model.table.ladders[k, g].portion(rung) for g, rung in dishes[k].items()
        }
        yield Serving(problem.dishes[k], portions)
