"""Why there is no menu: the nearest one, what it misses, and which rules cannot hold together."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pulp

from nutrition.clauses import Mode
from optimizer.errors import NoLawfulMenu, Shortfall, SolverGaveUp
from optimizer.model import Model, build
from optimizer.pool import offered
from optimizer.rules import apply
from optimizer.solving import Search, Status
from optimizer.spans import Period, one_period, single_days
from optimizer.task import Stage, Task

SMALLEST = 1e-6

RESERVE = 30.0
"""Seconds that an explanation may take beyond a search that proved there is no menu."""


def explain(task: Task) -> NoLawfulMenu:
    """Return the error that says which rules clash and how the nearest menu misses them.

    The sums over all days are asked first, then the days themselves.

    Raises:
        SolverGaveUp: not even the nearest menu was found in time.
    """
    days = len(task.problem.days)
    steps: Iterable[tuple[tuple[Period, ...], bool]] = (
        (one_period(days), True),
        (one_period(days), False),
        (single_days(days), False),
    )
    for periods, relaxed in steps:
        model = _elastic(task, periods)
        misses = _misses(task, model, relaxed=relaxed)
        if misses:
            clauses, minimal = _conflict(task, model, misses, relaxed=relaxed)
            return NoLawfulMenu(clauses, _shortfalls(task, model, misses), minimal=minimal)
    raise SolverGaveUp(task.settings.seconds)


def _elastic(task: Task, periods: tuple[Period, ...]) -> Model:
    """Every hard rule may be missed, at a price relative to its limit; nothing else costs."""
    whole = range(len(periods)) if len(periods) == len(task.problem.days) else ()
    model = build(task.problem, task.table, periods, offered(task.problem), whole_sizes=whole)
    for clause in task.problem.standard.clauses.values():
        if task.problem.mode(clause) is Mode.HARD:
            apply(replace(clause, soft_price=1.0), model, Mode.SOFT)
    prices = {slack: 1 / max(1.0, abs(meaning.rhs)) for slack, meaning in model.slacks.items()}
    model.lp.setObjective(pulp.LpAffineExpression(prices))
    return model


Misses = dict[pulp.LpVariable, float]


def _misses(task: Task, model: Model, *, relaxed: bool) -> Misses | None:
    """Return the slacks of the nearest menu; None when the rows left cannot hold at all."""
    search = Search(relaxed=relaxed, gap=0.05, seconds=max(RESERVE, task.left))
    outcome = task.solve(model, Stage.EXPLAIN, search)
    if outcome.status is Status.INFEASIBLE:
        return None
    if not outcome.found:
        raise SolverGaveUp(task.settings.seconds)
    return {
        slack: value
        for slack, meaning in model.slacks.items()
        if (value := float(slack.value() or 0.0)) > SMALLEST * max(1.0, abs(meaning.rhs))
    }


def _conflict(
    task: Task, model: Model, misses: Misses, *, relaxed: bool
) -> tuple[tuple[str, ...], bool]:
    """Return an irreducible set of rules that cannot hold together, and whether it was shown so.

    Rules that the nearest menu misses are enforced until nothing is left to give; then
    each is let go in turn, and stays out if the rest still cannot hold.
    """
    enforced: list[str] = []
    found: Misses | None = misses
    while found:
        enforced += sorted({model.slacks[s].clause for s in found} - set(enforced))
        _enforce(model, enforced)
        found = _misses(task, model, relaxed=relaxed)
    if found is not None:
        return tuple(enforced), False
    kept = list(enforced)
    for clause in enforced:
        without = [c for c in kept if c != clause]
        _enforce(model, without)
        if without and _misses(task, model, relaxed=relaxed) is None:
            kept = without
    return tuple(kept), True


def _enforce(model: Model, clauses: list[str]) -> None:
    for slack, meaning in model.slacks.items():
        slack.upBound = 0 if meaning.clause in clauses else None


def _shortfalls(task: Task, model: Model, misses: Misses) -> list[Shortfall]:
    """Return what the nearest menu misses in the clauses' units, per day where means are kept."""
    clauses = task.problem.standard.clauses
    found = []
    for slack, value in misses.items():
        meaning = model.slacks[slack]
        unit = clauses[meaning.clause].unit
        found.append(Shortfall(meaning.clause, meaning.where, value / meaning.days, unit))
    return found
