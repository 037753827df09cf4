"""Settling one aim on the days told apart, dishes let in by their price.

The linear relaxation over the whole pool prices every dish.  A search over the dishes that it
serves, or prices low, finds a menu; one that serves a dish set aside is worse by its price at
least, so the bound is one on all dishes.  Where that leaves a gap, every dish that a better
menu could serve is let in, and no menu worse than the one in hand.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from zlib import crc32

import pulp

from optimizer.assigning import Finished, finished
from optimizer.duals import reduced_costs
from optimizer.errors import SolverGaveUp
from optimizer.goals import MONEY
from optimizer.model import Model, build
from optimizer.problem import Aim, Problem
from optimizer.rules import apply_all
from optimizer.solving import Search, Status
from optimizer.spans import single_days
from optimizer.task import Stage, Task

SHARES = (0.01, 0.05, math.inf)
"""Dishes are let in up to these shares of the least cost, one after the other."""

EXCHANGES = (0.0, 0.01, 0.05, 0.15, 0.3, math.inf)
"""The same for dishes exchanged; at 0 only those that the relaxation serves."""

HALF = 0.5

EFFORT = 0.3

SEARCH = 3.0
"""A search takes so many times as long as the relaxation over the same dishes, about."""

FIRST = 0.1
"""Part of the time that the first search may take where no menu is known; the next, twice that."""

ROUND = 1e-6

Place = tuple[int, str, str]


@dataclass(frozen=True, slots=True)
class Prices:
    """The linear relaxation over the whole pool.

    Attributes:
        steps: the prices up to which dishes are let in, one after the other.
        least: its objective.
        served: (day, meal, dish) that it serves, be it a part of one.
        price: (day, meal, dish) -> how much it rises at least when the dish is served.
        seconds: how long it took.
    """

    steps: tuple[float, ...]
    least: float
    served: frozenset[Place]
    price: Mapping[Place, float]
    seconds: float

    def outside(self, kept: Collection[Place]) -> float:
        """Return what no menu undercuts that serves a dish not among ``kept``."""
        aside = (price for place, price in self.price.items() if place not in kept)
        return self.least + min(aside, default=math.inf)

    def timely(self, kept: Collection[Place], left: float) -> set[Place]:
        """Return those of ``kept`` that a search has time for, the best priced first.

        It does not heed its time limit before its own relaxation is solved.
        """
        most = left * len(self.price) / (SEARCH * self.seconds)
        if len(kept) <= most:
            return set(kept)
        ranked = sorted(kept, key=lambda place: (self.price[place], crc32(repr(place).encode())))
        return set(ranked[: int(most)])


def settle(task: Task, start: Finished | None, prices: Prices, order: Prices) -> Finished | None:
    """Return the best menu found in time, and leave what was proved in ``task.bound``.

    None: it was proved that there is none.

    Args:
        task: one aim, and what the aims before it reached.
        start: a menu that is known, measured by this aim, or None.
        prices: of the task.
        order: prices by which dishes are let in; those of another aim where its own say little.

    Raises:
        SolverGaveUp: none was found, and ``start`` is none.
    """
    best = start
    for n, most in enumerate(order.steps):
        if task.left <= 0 or (best and task.good_enough(best.objective, best.size)):
            break
        worth = math.inf if best is None else best.objective - prices.least
        kept = {
            k for k, p in order.price.items() if most and p <= most and prices.price[k] <= worth
        }
        part = 1.0 if best else min(1.0, FIRST * 2**n)
        wanted, kept = len(kept), order.timely(kept, part * task.left)
        late = len(kept) < wanted
        kept |= (_known(task.problem, best) | prices.served) & prices.price.keys()
        found = _search(task, kept, _worth(task, best) if n else math.inf)
        _raise(task, min(found.bound, prices.outside(kept)))
        if found.menu is not None:
            best = min((best or found.menu, found.menu), key=lambda menu: menu.objective)
            task.incumbent = best.objective
        elif math.isinf(found.bound) and best is None and len(kept) == len(prices.price):
            return None
        if late and part == 1.0:
            break
    if best is None:
        raise SolverGaveUp(task.seconds)
    return best


def _known(problem: Problem, best: Finished | None) -> set[Place]:
    """Return what the menu to stay near and the best one serve, and what is locked."""
    day = {each.date: d for d, each in enumerate(problem.days)}
    known = {(day[d], m, k) for (d, m), dishes in problem.near.items() for k in dishes}
    known |= {(day[each.date], each.meal, each.dish) for each in problem.must_be_served()}
    if best is not None:
        known |= {(d, m, k) for (d, m), dishes in best.chosen.items() for k in dishes}
    return known


def prices_of(task: Task) -> Prices | None:
    """Solve the linear relaxation; None when even that cannot be lawful.

    Raises:
        SolverGaveUp: the time ran out before it was solved.
    """
    begun = task.seconds
    model = _model(task, None)
    outcome = task.solve(model, Stage.AGGREGATE, Search(relaxed=True))
    if outcome.status is Status.INFEASIBLE:
        return None
    if outcome.status is not Status.SOLVED or outcome.objective is None:
        raise SolverGaveUp(task.seconds)
    _raise(task, outcome.objective)
    price = {place: max(0.0, each) for place, each in reduced_costs(model.x).items()}
    served = frozenset(place for place, x in model.x.items() if (x.value() or 0.0) > ROUND)
    steps: tuple[float, ...] = EXCHANGES
    if task.problem.aim in MONEY:
        steps = tuple(share * outcome.objective for share in SHARES)
    return Prices(steps, outcome.objective, served, price, task.seconds - begun)


@dataclass(frozen=True, slots=True)
class _Found:
    """What a search over some dishes came to.

    Attributes:
        bound: no menu of these dishes undercuts it; infinite when there is none.
    """

    menu: Finished | None
    bound: float


def _search(task: Task, kept: Collection[Place], below: float) -> _Found:
    """Search among the dishes ``kept`` for a menu in printed sizes no worse than ``below``."""
    model = _model(task, kept)
    if below < math.inf:
        row = pulp.LpAffineExpression(model.lp.objective)
        model.lp.addConstraint(pulp.LpConstraint(row, pulp.LpConstraintLE, "better", below))
    effort = EFFORT if math.isinf(below) else None
    search = Search(gap=HALF * task.settings.gap, effort=effort, seconds=task.left)
    outcome = task.solve(model, Stage.ASSIGN, search)
    if outcome.status is Status.INFEASIBLE:
        return _Found(None, below)
    menu = finished(model, len(task.problem.days)) if outcome.found else None
    return _Found(menu, -math.inf if outcome.bound is None else min(outcome.bound, below))


def _model(task: Task, kept: Collection[Place] | None) -> Model:
    """Return the day model: over the dishes ``kept``, or (None) over all in any size."""
    days = single_days(len(task.problem.days))
    pool = task.pool if kept is None else task.pool.only(lambda d, m, k: (d, m, k) in kept)
    whole = () if kept is None else range(len(days))
    model = build(task.problem, task.table, days, pool, whole_sizes=whole)
    apply_all(task.clauses, model)
    return model


def _worth(task: Task, best: Finished | None) -> float:
    """Return what a menu must not exceed to be worth finding."""
    if best is None:
        return math.inf
    if task.problem.aim is Aim.CHANGES:
        return best.objective - HALF
    return best.objective - HALF * task.settings.gap * best.size


def _raise(task: Task, bound: float) -> None:
    """Raise what is proved; dishes are exchanged whole."""
    if task.problem.aim is Aim.CHANGES and math.isfinite(bound):
        bound = math.ceil(bound - ROUND)
    task.bound = max(task.bound or bound, bound)
