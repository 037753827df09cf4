"""The sums over all days as a relaxation: what it is worth, and what it is worth without a rule."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import pulp

from nutrition.clauses import Clause, Exclusion, Mode, Repetition
from optimizer.again import Again, Answer, Change, Most, Unsolved
from optimizer.aggregating import Place, aggregate_of
from optimizer.errors import SolverGaveUp
from optimizer.model import Model
from optimizer.pool import Pool, lawful
from optimizer.problem import Lock, Problem
from optimizer.rules import RULES
from optimizer.task import Task

Subject = str | Lock
"""A clause, by its id, or a lock."""

NOTHING = 1e-9


@dataclass(frozen=True, slots=True)
class Sums:
    """The relaxation with all rules.

    Attributes:
        rows: clause id -> its rows.
        first: the optimum; its objective is a bound of the whole problem.
        opened: clause id -> the most servings of dishes that it alone keeps out.
    """

    task: Task
    model: Model
    again: Again
    rows: Mapping[str, list[pulp.LpConstraint]]
    first: Answer
    opened: Mapping[str, Most]


@dataclass(frozen=True, slots=True)
class Freed:
    """An optimum of the relaxation without one subject.

    Attributes:
        served: (meal, dish) -> servings over all days.
    """

    value: float
    served: Mapping[Place, float]


def sums(task: Task) -> Sums:
    """Solve the relaxation of the sums.

    Raises:
        SolverGaveUp: the time ran out.
    """
    pools = _wider_pools(task)
    model = aggregate_of(task, _joined([task.pool, *pools.values()]))
    most = _counts(model, task.pool)
    opened = {}
    for clause, pool in pools.items():
        counts = _counts(model, pool)
        opened[clause] = {x: counts[x] for x in counts if counts[x] > most[x]}
    for x, count in most.items():
        x.upBound = count
    try:
        again = Again(model.lp, task.left)
    except Unsolved:
        raise SolverGaveUp(task.seconds) from None
    assert again.first is not None  # a lawful menu exists
    return Sums(task, model, again, rows_of(model), again.first, opened)


def _wider_pools(task: Task) -> dict[str, Pool]:
    """Return the pool without each rule that keeps dishes out of it."""
    found = {}
    for clause in priced_clauses(task.problem):
        keeps_out = isinstance(clause.rule, Exclusion | Repetition)
        if keeps_out and task.problem.mode(clause) is Mode.HARD:
            pool = lawful(without(task.problem, clause.id))
            if pool != task.pool:
                found[clause.id] = pool
    return found


def _joined(pools: Sequence[Pool]) -> Pool:
    """Return the dishes of several pools together."""
    return Pool(
        {
            place: tuple(dict.fromkeys(k for pool in pools for k in pool.dishes[place]))
            for place in pools[0].dishes
        }
    )


def _counts(model: Model, pool: Pool) -> dict[pulp.LpVariable, float]:
    """Return on how many days of its period each dish may be served."""
    found: dict[pulp.LpVariable, float] = {}
    for p, period in enumerate(model.periods):
        for meal in model.problem.meal_names:
            counts = pool.counts(period, meal)
            found |= {model.x[p, meal, k]: float(counts.get(k, 0)) for k in model.pool[p, meal]}
    return found


def rows_of(model: Model) -> dict[str, list[pulp.LpConstraint]]:
    """Return the rows of each clause; a row's name starts with the clause's id and a point."""
    found: dict[str, list[pulp.LpConstraint]] = {c: [] for c in model.problem.standard.clauses}
    for row in model.lp.constraints():
        head, point, rest = row.name.partition(".")
        while point and head not in found:
            more, point, rest = rest.partition(".")
            head = f"{head}.{more}"
        if head in found:
            found[head].append(row)
    return found


def without(problem: Problem, clause: str) -> Problem:
    """Return ``problem`` without one clause; no other comes to hold because of that."""
    modes = {c.id: problem.mode(c) for c in problem.standard.clauses.values()}
    return replace(problem, modes={**modes, clause: Mode.OFF})


def priced_clauses(problem: Problem) -> Iterator[Clause]:
    """Yield the clauses that can cost anything: hard, or soft at a price, and kept by rows."""
    for clause in problem.standard.clauses.values():
        mode = problem.mode(clause)
        counts = mode is Mode.HARD or (mode is Mode.SOFT and clause.soft_price != 0)
        if counts and clause.rule.form in RULES:
            yield clause


def activity(found: Sums, clause: str) -> float:
    """Return how much the first optimum leans on a clause; zero: it is worth as much without."""
    leant = ((abs(found.first.price(row)), abs(row.constant)) for row in found.rows[clause])
    return float(sum(price * max(1.0, rhs) for price, rhs in leant if price > NOTHING))


def let_go(found: Sums, subject: Subject) -> Freed | None:
    """Return the optimum without ``subject``; None when it has no part in the relaxation.

    Raises:
        Unsolved: the time ran out.
    """
    if isinstance(subject, Lock):
        change = _unlocked(found, subject)
    elif subject in found.opened or activity(found, subject):
        most = found.opened.get(subject, {})
        bounds = {x: (float(x.lowBound), count) for x, count in most.items()}
        change = Change(dropped=found.rows[subject], bounds=bounds)
    else:
        return None
    answer = found.again.solve(change, found.task.left)
    return None if answer is None else Freed(answer.objective, servings(found.model, answer))


def servings(model: Model, answer: Answer) -> dict[Place, float]:
    """Return how often an optimum serves each dish at each meal."""
    found: dict[Place, float] = {}
    for (_, meal, dish), x in model.x.items():
        found[meal, dish] = found.get((meal, dish), 0.0) + answer.of(x)
    return found


def _unlocked(found: Sums, lock: Lock) -> Change:
    model = found.model
    for p, period in enumerate(model.periods):
        if any(model.problem.days[d].date == lock.date for d in period.days):
            x = model.x[p, lock.meal, lock.dish]
            return Change(bounds={x: (max(0.0, x.lowBound - 1), x.upBound)})
    raise AssertionError(lock)
