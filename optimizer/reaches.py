"""Problem nutrients: floors that no menu of this library can exceed by much, or only dearly."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pulp

from nutrition.checking.attainment import Attainment
from nutrition.clauses import Amount, Clause, Mode
from nutrition.food import COST
from optimizer.again import Again, Change, Unsolved
from optimizer.aggregating import aggregate_of
from optimizer.reasons import Reach, RulePrice
from optimizer.rules import RULES
from optimizer.sums import Sums

MORE = 1.1
"""A floor is hardly exceeded when no menu brings all groups to this share of it."""


def floors(sums: Sums) -> list[Clause]:
    """Return the clauses that ask for a nutrient."""
    problem = sums.task.problem
    return [
        clause
        for clause in problem.standard.clauses.values()
        if isinstance(clause.rule, Amount)
        and clause.rule.low is not None
        and problem.mode(clause) is Mode.HARD
        and all(term.nutrient not in ("", COST) for term in clause.rule.measure)
    ]


def reaches(
    sums: Sums, lines: Sequence[Attainment], prices: Mapping[str, RulePrice], seconds: float
) -> tuple[tuple[Reach, ...], bool]:
    """Return how far each nutrient can be brought, the dearest first, and if there was time."""
    end = sums.task.seconds + seconds
    found, every = [], True
    for clause in floors(sums):
        share = _share(lines, clause.id)
        price = prices.get(clause.id)
        if share is None or price is None:
            continue
        try:
            dearer = _dearer(sums, clause, end)
            best = _best(sums, clause, end) if dearer is None else None
        except Unsolved:
            every = False
            break
        cost = (price.at_most, price.estimate)
        found.append(Reach(clause.id, share, best, dearer, *cost))
    found.sort(key=lambda reach: (reach.dearer is not None, -(reach.estimate or 0.0)))
    return tuple(found), every


def _dearer(sums: Sums, clause: Clause, end: float) -> float | None:
    """Return what a floor raised to ``MORE`` costs the relaxation; None when none can keep it."""
    raised = {row: -MORE * row.constant for row in sums.rows[clause.id] if _is_floor(row)}
    answer = sums.again.solve(Change(raised=raised), end - sums.task.seconds)
    return None if answer is None else max(0.0, answer.objective - sums.first.objective)


def _is_floor(row: pulp.LpConstraint) -> bool:
    return bool(row.sense == pulp.LpConstraintGE and row.constant < 0)


def _share(lines: Sequence[Attainment], clause: str) -> float | None:
    shares = [
        line.measured / line.low
        for line in lines
        if line.clause == clause and line.low and line.measured is not None
    ]
    return min(shares, default=None)


def _best(sums: Sums, clause: Clause, end: float) -> float | None:
    """Return the largest share of its floor that a nutrient reaches for all groups at once.

    s * floor  <=  amount_g  for every span and group;   s as large as may be
    """
    model = aggregate_of(sums.task, sums.task.pool)
    share = model.lp.add_variable("reach", 0)
    for row in RULES[clause.rule.form](clause, model):
        if row.sense == pulp.LpConstraintGE and row.rhs > 0:
            terms = {**row.terms, share: -row.rhs}
            model.add(terms, pulp.LpConstraintGE, 0, f"reach.{row.suffix}")
    model.lp.setObjective(pulp.LpAffineExpression({share: -1.0}))
    first = Again(model.lp, end - sums.task.seconds).first
    return None if first is None else -first.objective
