"""Problem nutrients: floors that even the best menu of this library hardly exceeds, and their price."""

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

AMPLE = 1.5
"""A floor exceeded so far by this menu is no problem, and the best is not worked out."""

BARELY = 1.1
"""Below this share of the floor, the best menu hardly exceeds it."""


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
) -> tuple[Reach, ...]:
    """Return how far each nutrient can be brought, the least first."""
    end = sums.task.seconds + seconds
    menu = {clause.id: _share(lines, clause.id) for clause in floors(sums)}
    open_ = [c for c in floors(sums) if (menu[c.id] or 0.0) < AMPLE]
    best = _best(sums, sorted(open_, key=lambda c: menu[c.id] or 0.0), end)
    found = []
    for code, share in menu.items():
        if share is not None:
            most, price = best.get(code), prices.get(code)
            barely = most is not None and most < BARELY
            cost = (price.at_most, price.estimate) if price else (None, None)
            found.append(Reach(code, share, most, barely, *cost))
    return tuple(sorted(found, key=lambda r: r.best if r.best is not None else r.menu + AMPLE))


def _share(lines: Sequence[Attainment], clause: str) -> float | None:
    shares = [
        line.measured / line.low
        for line in lines
        if line.clause == clause and line.low and line.measured is not None
    ]
    return min(shares, default=None)


def _best(sums: Sums, clauses: Sequence[Clause], end: float) -> dict[str, float]:
    """Return the largest share of its floor that each nutrient reaches for all groups at once.

    s * floor  <=  amount_g  for every span and group;   s as large as may be
    """
    model = aggregate_of(sums.task, sums.task.pool)
    reached: dict[str, pulp.LpVariable] = {}
    for clause in clauses:
        share = model.lp.add_variable(f"reach.{clause.id}", 0)
        for row in RULES[clause.rule.form](clause, model):
            if row.suffix.endswith(".low") and row.rhs > 0:
                terms = {**row.terms, share: -row.rhs}
                model.add(terms, pulp.LpConstraintGE, 0, f"reach.{clause.id}.{row.suffix}")
                reached[clause.id] = share
    found: dict[str, float] = {}
    try:
        again = Again(model.lp, end - sums.task.seconds)
        nothing = dict.fromkeys(model.lp.objective, 0.0)
        for code, share in reached.items():
            costs = {**nothing, share: -1.0}
            answer = again.solve(Change(costs=costs, afresh=True), end - sums.task.seconds)
            if answer is not None:
                found[code] = answer.of(share)
    except Unsolved:
        pass
    return found
