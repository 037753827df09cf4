"""The assignment: tell the days of one week apart, the other weeks staying summed.

The weeks are settled in turn.  The days before are fixed, the days of the week in hand
are told apart and served in printed sizes from few dishes, and every week after it is one
period.  A rule that sums over all weeks so keeps its room, and the last model is the
whole menu.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

import pulp

from nutrition.clauses import Mode
from nutrition.dish import Portion
from nutrition.menu import Day, Meal, Menu, Serving
from optimizer.aggregating import Aggregate, Place, weeks
from optimizer.conflict import explain
from optimizer.errors import SolverGaveUp
from optimizer.goals import aim_at, size
from optimizer.model import Model, build
from optimizer.pool import Pool
from optimizer.problem import Problem
from optimizer.rules import apply, apply_all
from optimizer.solving import Search, Status, solve
from optimizer.spans import Period, single_days
from optimizer.task import Stage, Task

Chosen = Mapping[tuple[int, str], Mapping[str, Mapping[str, int]]]
"""(day, meal) -> dish -> group -> rung of its ladder."""

HALF = 0.5

TARGET_SHARE = 0.95
"""Part of the gap asked at which a search may stop: the cost is only known afterwards."""

SPLIT_SHARE, SPLIT_NODES = 0.4, 50
"""How far the weeks are told apart before their days are."""

EVERY = 10**6

DISHES = ((0, 100), (1, 500), (4, 5000), (EVERY, 10**9))
"""Dishes beyond those proposed for each serving, and search nodes, until there is a menu."""

PRICING_SECONDS = 10.0

EFFORT = 0.3
"""Part of the work spent on finding menus: proving is the aggregate's part."""


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


@dataclass(frozen=True, slots=True)
class _Step:
    """The week in hand.

    Attributes:
        before: what was settled for the days before it.
        proposed: the dishes that the weeks, still summed, serve in it.
        target: objective of the whole menu at which it is settled.
    """

    days: list[int]
    before: Chosen
    proposed: set[Place]
    target: float


def assign(task: Task, found: Aggregate) -> Finished | None:
    """Return a menu of the dishes that the aggregate proposes, or of more where those allow none.

    None when none was found.

    Raises:
        NoLawfulMenu: a single week was searched to the end, over all dishes.
    """
    in_hand = weeks(task.problem)
    proposed, reached = set(found.counts), found.bound
    if len(in_hand) > 1:
        split = _rolling(task, {}, [], task.pool.among(found.kept))
        search = Search(gap=SPLIT_SHARE * task.settings.gap, nodes=SPLIT_NODES, seconds=task.left)
        reached = task.solve(split, Stage.ASSIGN, search).objective or reached
        proposed = _proposed(split, 0) or proposed
    last: Finished | None = None
    for n, week in enumerate(in_hand, start=1):
        target = reached + TARGET_SHARE * task.settings.gap * found.size * n / len(in_hand)
        step = _Step(week, last.chosen if last else {}, proposed, target)
        model = _settled(task, found, step)
        if model is None:
            return None
        last, proposed = finished(model, week[-1] + 1), _proposed(model, week[-1] + 1)
    return last


def _settled(task: Task, found: Aggregate, step: _Step) -> Model | None:
    """Return the solved model of the week in hand, with as few dishes as allow a menu."""
    alone = len(weeks(task.problem)) == 1
    for extra, nodes in DISHES:
        few = wanted(task.problem, found, step.proposed, extra)
        pool = task.pool.only(lambda d, m, k: (m, k) in (few if d in step.days else found.kept))  # noqa: B023
        model = _rolling(task, step.before, step.days, pool)
        search = Search(
            target=step.target,
            gap=HALF * task.settings.gap,
            nodes=nodes,
            effort=EFFORT,
            seconds=task.left,
        )
        if task.left <= 0:
            return None
        outcome = task.solve(model, Stage.ASSIGN, search)
        if outcome.found:
            return model
        if outcome.status is Status.INFEASIBLE and extra == EVERY and alone:
            raise explain(task)
    return None


def _rolling(task: Task, before: Chosen, week: list[int], pool: Pool) -> Model:
    """Return the model of the week in hand: days before it fixed, weeks after it summed."""
    days = range(week[-1] + 1 if week else 0)
    periods = [Period((d,)) for d in days]
    periods += [Period(tuple(w)) for w in weeks(task.problem) if w[0] >= len(days)]
    dishes = {place: tuple(before.get(place, among)) for place, among in pool.dishes.items()}
    model = build(task.problem, task.table, periods, Pool(dishes), whole_sizes=days)
    fix(model, before)
    apply_all(task.clauses, model)
    return model


def _proposed(model: Model, period: int) -> set[Place]:
    """Return the dishes that a solved model serves in one of its periods, if it has that one."""
    return {(m, k) for (p, m, k), x in model.x.items() if p == period and (x.value() or 0) > HALF}


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


def wanted(problem: Problem, found: Aggregate, proposed: set[Place], extra: int) -> set[Place]:
    """Return the dishes ``proposed`` and the ``extra`` lowest-priced ones of each serving."""
    places = proposed | {(lock.meal, lock.dish) for lock in problem.must_be_served()}
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


def finished(model: Model, days: int) -> Finished:
    """Read the menu of the first ``days`` from a solved model of single days in whole sizes."""
    chosen = _served(model, range(days))
    menu = tuple(_days(model, chosen, range(days)))
    objective = float(pulp.value(model.lp.objective))
    return Finished(chosen, menu, objective, model.cost(), size(model))


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
