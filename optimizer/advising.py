"""What would help where no menu is lawful: rules eased one by one, and dishes that lack."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

import pulp

from nutrition.clauses import Amount, Ratio, Supply
from nutrition.food import COST
from optimizer.advice import Advice, Easing, Lack
from optimizer.again import Again, Answer, Change, Unsolved
from optimizer.elastic import SMALLEST, elastic, hard, wholes
from optimizer.goals import purchase
from optimizer.lacking import Elastic, lacking
from optimizer.model import Model
from optimizer.spans import Period
from optimizer.task import Task

EASING_SECONDS, BOTH_SECONDS = 2.5, 4.5
"""Longest time for the first question, and for both."""

SOON = 8.0
"""Seconds into a search after which a question gets half of its time."""

LATE = 2.0
"""Seconds that an explanation may take beyond the time limit."""


def advice(task: Task, sums: Elastic, clauses: Sequence[str]) -> Advice:
    """Return what would let the sums hold that ``clauses`` forbid.

    All figures are of the linear relaxation of the sums over the days: what it rules out is
    ruled out, what it allows need not be a menu yet.
    """
    out = []
    end = _end(task, BOTH_SECONDS)
    try:
        easings = _easings(task, sums.model.periods, clauses)
    except Unsolved:
        easings = ()
    if len(easings) < len(clauses):
        out.append("easings")
    lack: Lack | None = None
    with suppress(Unsolved):
        lack = lacking(task, sums, end)
    if lack is None:
        out.append("dishes")
    return Advice(easings, lack, tuple(out))


def _end(task: Task, seconds: float) -> float:
    now = task.seconds
    soon = max(SOON, now + seconds / 2)
    return min(now + seconds, soon, task.settings.seconds + LATE)


def _easings(task: Task, periods: Sequence[Period], clauses: Sequence[str]) -> tuple[Easing, ...]:
    """Return each rule with what easing it alone does, the cheapest first."""
    end = _end(task, EASING_SECONDS)
    rest = [clause.id for clause in hard(task.problem) if clause.id not in clauses]
    model = elastic(task, periods, clauses, strict=rest)
    room = _room(model, clauses)
    money = purchase(model, COST)
    model.lp.setObjective(pulp.LpAffineExpression(money))
    again = Again(model.lp, end - task.seconds)
    found: dict[str, Easing] = {}
    with suppress(Unsolved):
        for clause in clauses:
            cheapest = again.solve(Change(bounds=_shut(model, clause)), end - task.seconds)
            cost = None if cheapest is None else cheapest.objective
            found[clause] = Easing(clause, cost, None)
    with suppress(Unsolved):
        for clause, easing in found.items():
            if easing.cost is not None:
                costs = {**dict.fromkeys(money, 0.0), **_least_room(model, clause, room)}
                change = Change(costs=costs, bounds=_shut(model, clause), afresh=True)
                nearest = again.solve(change, end - task.seconds)
                if nearest is not None:
                    by = _eased_by(model, clause, nearest, room)
                    found[clause] = replace(easing, by=by)
    return tuple(sorted(found.values(), key=lambda e: (e.cost is None, e.cost or 0.0)))


def _shut(model: Model, clause: str) -> dict[pulp.LpVariable, tuple[float, float]]:
    """Let no rule be missed but ``clause``."""
    return {slack: (0.0, 0.0) for slack, m in model.slacks.items() if m.clause != clause}


def _room(model: Model, clauses: Sequence[str]) -> dict[str, pulp.LpVariable]:
    """Add, for each rule on amounts, the room by which all of its limits move together.

    miss  <=  days * room      for every row
    """
    found: dict[str, pulp.LpVariable] = {}
    for slack, meaning in model.slacks.items():
        rule = model.problem.standard.clauses[meaning.clause].rule
        if meaning.clause in clauses and isinstance(rule, Amount | Supply):
            if meaning.clause not in found:
                found[meaning.clause] = model.lp.add_variable(f"room.{meaning.clause}", 0)
            terms = {slack: 1.0, found[meaning.clause]: -float(meaning.days)}
            model.add(terms, pulp.LpConstraintLE, 0, f"room.{meaning.clause}.{meaning.where}")
    return found


def _least_room(
    model: Model, clause: str, room: dict[str, pulp.LpVariable]
) -> dict[pulp.LpVariable, float]:
    if clause in room:
        return {room[clause]: 1.0}
    return {slack: 1.0 for slack, m in model.slacks.items() if m.clause == clause}


def _eased_by(
    model: Model, clause: str, nearest: Answer, room: dict[str, pulp.LpVariable]
) -> float:
    """Return by how much a rule is eased: its limits, its share, or servings in all."""
    if clause in room:
        return nearest.of(room[clause])
    kept = model.problem.standard.clauses[clause]
    own = {m.where: nearest.of(slack) for slack, m in model.slacks.items() if m.clause == clause}
    if not isinstance(kept.rule, Ratio):
        return sum(own.values())
    of = wholes(model, kept)
    return max(value / max(SMALLEST, nearest.sum(of[where])) for where, value in own.items())
