"""What rules cost while the dishes stay: dual values of the sizes' linear programme.

Dishes and counters are fixed, portions move freely between their printed ends.  A degenerate
programme has several valid sets of prices; these are one of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pulp

from nutrition.clauses import Amount, Clause, Ratio, Supply
from optimizer.again import Again, Answer, Change, Unsolved
from optimizer.assigning import Finished
from optimizer.elastic import wholes
from optimizer.model import Model
from optimizer.rules import RULES
from optimizer.served import fixed_model
from optimizer.solving import Search
from optimizer.sums import NOTHING, priced_clauses, rows_of
from optimizer.task import Stage, Task


@dataclass(frozen=True, slots=True)
class FixedPrice:
    """What one rule costs while the dishes stay, fen per pupil and day.

    Attributes:
        whole: what the sizes alone could save without the rule.
        per_unit: what easing it by one of its units saves; None for a rule on counts.
    """

    whole: float
    per_unit: float | None


def fixed_prices(task: Task, best: Finished) -> dict[str, FixedPrice]:
    """Return the price of each rule while ``best``'s dishes stay; rules not reached are absent."""
    model = fixed_model(task, best.chosen)
    if not task.solve(model, Stage.EXPLAIN, Search(gap=1e-6)).found:
        return {}
    for variable in model.lp.variables():
        if variable.cat == pulp.LpInteger:
            variable.lowBound = variable.upBound = round(float(variable.value() or 0.0))
    found: dict[str, FixedPrice] = {}
    try:
        again = Again(model.lp, task.left)
        rows = rows_of(model)
        for clause in priced_clauses(task.problem):
            if again.first is not None:
                found[clause.id] = _price((model, again, task.left), clause, rows[clause.id])
    except Unsolved:
        pass
    return found


def _price(
    solved: tuple[Model, Again, float], clause: Clause, rows: list[pulp.LpConstraint]
) -> FixedPrice:
    model, again, seconds = solved
    assert again.first is not None
    prices = {row.name: abs(again.first.price(row)) for row in rows}
    whole = 0.0
    if any(price > NOTHING for price in prices.values()):
        easier = again.solve(Change(dropped=rows), seconds)
        whole = again.first.objective - easier.objective if easier is not None else 0.0
    return FixedPrice(max(0.0, whole), _per_unit(model, again.first, clause, prices))


def _per_unit(
    model: Model, first: Answer, clause: Clause, prices: Mapping[str, float]
) -> float | None:
    """Add up what one unit more of room in every row saves.

    The room of a mean day counts on each of the row's days.  One percentage point of a
    whole is worth that whole: the row is  part - share * whole  >=  0.
    """
    if not isinstance(clause.rule, Amount | Ratio | Supply):
        return None
    total = 0.0
    of = wholes(model, clause) if isinstance(clause.rule, Ratio) else {}
    for row in RULES[clause.rule.form](clause, model):
        room = first.sum(of[row.suffix]) if of else row.days
        total += prices[f"{clause.id}.{row.suffix}"] * room
    return total
