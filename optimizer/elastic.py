"""Elastic models: rules that may be missed, so that the misses say what stands in the way."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

import pulp

from nutrition.clauses import Clause, Mode, Ratio
from optimizer.errors import Shortfall
from optimizer.model import Model, build
from optimizer.pool import Pool, forbidding, offered
from optimizer.problem import Problem
from optimizer.rules import RULES, apply
from optimizer.spans import Period
from optimizer.task import Task

SMALLEST = 1e-6

Misses = dict[pulp.LpVariable, float]


def hard(problem: Problem) -> list[Clause]:
    """Return the rules that must hold."""
    every = problem.standard.clauses.values()
    return [clause for clause in every if problem.mode(clause) is Mode.HARD]


def elastic(
    task: Task,
    periods: Sequence[Period],
    loose: Collection[str],
    *,
    strict: Collection[str] = (),
    problem: Problem | None = None,
) -> Model:
    """Return a model in which ``loose`` rules may be missed, ``strict`` ones hold, others lack.

    Every miss is priced relative to its limit, and nothing else costs.  ``problem``: with
    dishes that the task's own does not have.
    """
    asked = problem or task.problem
    whole = range(len(periods)) if len(periods) == len(asked.days) else ()
    table = task.table if problem is None else type(task.table)(asked)
    model = build(asked, table, periods, _pool(asked, strict), whole_sizes=whole)
    for clause in hard(asked):
        if clause.id in loose:
            apply(replace(clause, soft_price=1.0), model, Mode.SOFT)
        elif clause.id in strict:
            apply(clause, model, Mode.HARD)
    prices = {slack: 1 / max(1.0, abs(meaning.rhs)) for slack, meaning in model.slacks.items()}
    model.lp.setObjective(pulp.LpAffineExpression(prices))
    return model


def _pool(problem: Problem, strict: Collection[str]) -> Pool:
    """Return what is offered without what the ``strict`` rules keep out, but for locks."""
    forbidden = forbidding(problem, [c for c in hard(problem) if c.id in strict])
    must = {(lock.date, lock.meal, lock.dish) for lock in problem.must_be_served()}
    return offered(problem).only(
        lambda d, m, k: (problem.days[d].date, m, k) in must or not forbidden(d, k)
    )


def missed(model: Model) -> Misses:
    """Return the slacks that the solved model uses."""
    return {
        slack: value
        for slack, meaning in model.slacks.items()
        if (value := float(slack.value() or 0.0)) > SMALLEST * max(1.0, abs(meaning.rhs))
    }


def shortfalls(model: Model, misses: Mapping[pulp.LpVariable, float]) -> Iterator[Shortfall]:
    """Yield what a solved model misses in the clauses' units, per day where means are kept.

    A share is missed by points: its row is  part - share * whole  >=  0.
    """
    clauses = model.problem.standard.clauses
    for slack, value in misses.items():
        meaning = model.slacks[slack]
        clause = clauses[meaning.clause]
        amount = value / meaning.days
        if isinstance(clause.rule, Ratio):
            whole = wholes(model, clause).get(meaning.where)
            amount = value / max(SMALLEST, _sum(whole)) if whole else amount
        yield Shortfall(meaning.clause, meaning.where, amount, clause.unit)


def wholes(model: Model, clause: Clause) -> dict[str, dict[pulp.LpVariable, float]]:
    """Return the whole that each row of a ratio takes its share of, by the row's place."""
    rule = clause.rule
    assert isinstance(rule, Ratio)
    low, high = (side if side is None else side + 1 for side in (rule.low, rule.high))
    moved = replace(clause, rule=replace(rule, low=low, high=high))
    rows = RULES[rule.form](clause, model)
    return {
        row.suffix: {v: each - other.terms.get(v, 0.0) for v, each in row.terms.items()}
        for row, other in zip(rows, RULES[rule.form](moved, model), strict=True)
    }


def _sum(terms: Mapping[pulp.LpVariable, float]) -> float:
    return sum(each * float(variable.value() or 0.0) for variable, each in terms.items())
