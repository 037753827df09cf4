"""The basket: least-cost amounts of foods that meet requirements, with their prices explained.

Sets       i in I  foods            n in N  nutrients
Data       c_i     price per unit   a_in    nutrient n in one unit of food i
Variables  q_i     units of food i, low_i <= q_i <= high_i, integer on request
Objective  min     sum_i c_i q_i
Rows       low_n  <=  sum_i a_in q_i  <=  high_n
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulp

from optimizer.baskets import Basket, BasketFood, Requirement
from optimizer.duals import duals
from optimizer.errors import BasketHasNoSolution, BasketIsUnbounded, Shortfall, SolverGaveUp
from optimizer.settings import Settings
from optimizer.solving import Search, Status, solve

SMALLEST = 1e-7

DEFAULTS = Settings()


def cheapest(
    foods: Sequence[BasketFood],
    requirements: Sequence[Requirement],
    *,
    integer: bool = False,
    settings: Settings = DEFAULTS,
) -> Basket:
    """Return the cheapest basket; ``integer`` buys whole units only.

    Of the settings, the solver, the seed and the time count.

    Raises:
        BasketHasNoSolution: no amounts meet the requirements (proved).
        BasketIsUnbounded: a food that costs nothing or less has no upper limit and is wanted.
        SolverGaveUp: a basket of whole units was not found in time.
    """
    endless = [f.name for f in foods if f.price < 0 and f.high is None]
    if endless:
        raise BasketIsUnbounded(endless)
    model = _model(foods, requirements, whole=integer, elastic=False)
    search = Search(settings.solver, settings.seconds, gap=0.0, seed=settings.seed)
    outcome = solve(model.lp, search)
    if outcome.status is Status.INFEASIBLE:
        raise BasketHasNoSolution(_shortfalls(foods, requirements, search, whole=integer))
    if not outcome.found or outcome.objective is None or outcome.bound is None:
        raise SolverGaveUp(settings.seconds)
    amounts = {f.name: float(model.units[f.name].value()) for f in foods}
    supplied = {
        r.nutrient: sum(f.per_unit.get(r.nutrient, 0.0) * amounts[f.name] for f in foods)
        for r in requirements
    }
    if integer:
        return Basket(outcome.objective, outcome.bound, amounts, supplied)
    rows, columns = duals(model.lp)
    prices = {
        r.nutrient: rows.get(f"n{n}.low", 0.0) + rows.get(f"n{n}.high", 0.0)
        for n, r in enumerate(requirements)
    }
    reduced = {f.name: columns[model.units[f.name].name] for f in foods}
    return Basket(outcome.objective, outcome.bound, amounts, supplied, prices, reduced)


@dataclass(frozen=True, slots=True)
class _Model:
    """The LP, its amounts, and where requirements may be missed, by how much."""

    lp: pulp.LpProblem
    units: Mapping[str, pulp.LpVariable]
    misses: Mapping[pulp.LpVariable, tuple[Requirement, float]]


def _model(
    foods: Sequence[BasketFood], requirements: Sequence[Requirement], *, whole: bool, elastic: bool
) -> _Model:
    """Write the LP; ``elastic``: every requirement may be missed, at a price relative to it."""
    lp = pulp.LpProblem("basket")
    kind = pulp.LpInteger if whole else pulp.LpContinuous
    units = {f.name: lp.add_variable(f"q{i}", f.low, f.high, kind) for i, f in enumerate(foods)}
    misses: dict[pulp.LpVariable, tuple[Requirement, float]] = {}
    for n, required in enumerate(requirements):
        for end, bound, sense in (
            ("low", required.low, pulp.LpConstraintGE),
            ("high", required.high, pulp.LpConstraintLE),
        ):
            if bound is None:
                continue
            name = f"n{n}.{end}"
            held = {units[f.name]: f.per_unit.get(required.nutrient, 0.0) for f in foods}
            if elastic:
                miss = lp.add_variable(f"u_{name}", 0)
                held[miss] = 1.0 if sense == pulp.LpConstraintGE else -1.0
                misses[miss] = (required, max(abs(bound), SMALLEST))
            row = pulp.LpConstraint(pulp.LpAffineExpression(held), sense, name, bound)
            lp.addConstraint(row, name)
    costs = {units[f.name]: f.price for f in foods}
    weights = {miss: 1 / scale for miss, (_, scale) in misses.items()}
    lp.setObjective(pulp.LpAffineExpression(weights if elastic else costs))
    return _Model(lp, units, misses)


def _shortfalls(
    foods: Sequence[BasketFood],
    requirements: Sequence[Requirement],
    search: Search,
    *,
    whole: bool,
) -> list[Shortfall]:
    """Return the least total of relative misses, requirement by requirement."""
    model = _model(foods, requirements, whole=whole, elastic=True)
    if not solve(model.lp, search).found:
        return []
    return [
        Shortfall(required.nutrient, "", float(miss.value()), "")
        for miss, (required, scale) in model.misses.items()
        if float(miss.value() or 0.0) > SMALLEST * scale
    ]
