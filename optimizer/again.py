"""A linear relaxation that is solved once, and then again after small changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import highspy
import pulp

from optimizer.solving import Search, loaded, solve

_NO_OPTIMUM = (
    highspy.HighsModelStatus.kInfeasible,
    highspy.HighsModelStatus.kUnboundedOrInfeasible,
)

_ENDS = (*_NO_OPTIMUM, highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kTimeLimit)


class Unsolved(Exception):
    """A relaxation was not solved in the time given."""


@dataclass(frozen=True, slots=True)
class Change:
    """What is different when a relaxation is solved again.

    Attributes:
        dropped: rows that need not hold.
        raised: row that asks for at least something -> what it asks for now.
        costs: variable -> its part of the objective.
        bounds: variable -> its least and most value.
        onwards: start from the optimum before, not from the first; quicker where changes add up.
        afresh: do not start from the first optimum; quicker where the whole objective is new.
    """

    dropped: Iterable[pulp.LpConstraint] = ()
    raised: Mapping[pulp.LpConstraint, float] = field(default_factory=dict)
    costs: Mapping[pulp.LpVariable, float] = field(default_factory=dict)
    bounds: Mapping[pulp.LpVariable, tuple[float, float | None]] = field(default_factory=dict)
    onwards: bool = False
    afresh: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """An optimum of a relaxation that was solved again.

    Attributes:
        prices: shadow price of each row; a degenerate relaxation has several valid ones.
    """

    objective: float
    values: tuple[float, ...]
    prices: tuple[float, ...]

    def of(self, variable: pulp.LpVariable) -> float:
        """Return the value of a variable of the model."""
        return self.values[int(variable.index)]

    def price(self, row: pulp.LpConstraint) -> float:
        """Return the shadow price of a row of the model."""
        return self.prices[int(row.index)]

    def sum(self, terms: Mapping[pulp.LpVariable, float]) -> float:
        """Return what ``terms`` add up to."""
        return sum(each * self.of(variable) for variable, each in terms.items())


class Again:
    """A relaxation and its first optimum, from which it is solved again; always by HiGHS.

    Attributes:
        first: the optimum without any change, or None when there is none.
    """

    def __init__(self, lp: pulp.LpProblem, seconds: float) -> None:
        solve(lp, Search(relaxed=True, seconds=max(0.01, seconds)))
        self._solver = loaded(lp)
        self._basis = self._solver.getBasis()
        model = self._solver.getLp()
        self._rows = list(zip(model.row_lower_, model.row_upper_, strict=True))
        self._columns = list(zip(model.col_lower_, model.col_upper_, strict=True))
        self._costs = list(model.col_cost_)
        self.first = self._answer()

    def solve(self, change: Change, seconds: float) -> Answer | None:
        """Return the optimum after ``change``, which is then undone; None when there is none.

        Raises:
            Unsolved: the time ran out before either was proved.
        """
        solver, no_end = self._solver, highspy.kHighsInf
        if change.afresh:
            solver.clearSolver()
        elif not change.onwards:
            solver.setBasis(self._basis)
        for row in change.dropped:
            solver.changeRowBounds(row.index, -no_end, no_end)
        for row, floor in change.raised.items():
            solver.changeRowBounds(row.index, floor, no_end)
        for variable, cost in change.costs.items():
            solver.changeColCost(variable.index, cost)
        for variable, (least, most) in change.bounds.items():
            solver.changeColBounds(variable.index, least, no_end if most is None else most)
        solver.setOptionValue("time_limit", solver.getRunTime() + max(0.01, seconds))
        solver.run()
        if solver.getModelStatus() not in _ENDS:  # it ran astray from where it started
            solver.setBasis(self._basis)
            solver.run()
        if solver.getModelStatus() not in _ENDS:
            solver.clearSolver()
            solver.run()
        try:
            return self._answer()
        finally:
            self._undo(change)

    def _answer(self) -> Answer | None:
        status = self._solver.getModelStatus()
        if status in _NO_OPTIMUM:
            return None
        if status != highspy.HighsModelStatus.kOptimal:
            raise Unsolved
        objective = float(self._solver.getInfo().objective_function_value)
        solution = self._solver.getSolution()
        return Answer(objective, tuple(solution.col_value), tuple(solution.row_dual))

    def _undo(self, change: Change) -> None:
        for row in (*change.dropped, *change.raised):
            self._solver.changeRowBounds(row.index, *self._rows[row.index])
        for variable in change.costs:
            self._solver.changeColCost(variable.index, self._costs[variable.index])
        for variable in change.bounds:
            self._solver.changeColBounds(variable.index, *self._columns[variable.index])
