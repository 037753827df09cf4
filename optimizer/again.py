"""A linear relaxation that is solved once, and then again after small changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from time import monotonic

import highspy
import pulp

from optimizer.narrowing import Narrow
from optimizer.solving import Search, loaded, solve

_NO_OPTIMUM = (
    highspy.HighsModelStatus.kInfeasible,
    highspy.HighsModelStatus.kUnboundedOrInfeasible,
)

_ENDS = (*_NO_OPTIMUM, highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kTimeLimit)

TIE = "size."
"""How the names of the rows begin that tie the rungs climbed to the servings."""

Most = Mapping[pulp.LpVariable, float]
"""Servings of a dish in a period -> at most so many."""


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
        whole = loaded(lp)
        self._optimal = whole.getModelStatus() not in _NO_OPTIMUM
        if self._optimal and whole.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            raise Unsolved
        self._ties = [row.index for row in lp.constraints() if row.name.startswith(TIE)]
        self.first = _answer(whole) if self._optimal else None
        self._whole = whole

    @cached_property
    def _narrow(self) -> Narrow:
        return Narrow(self._whole, self._ties, everything=not self._optimal)

    @property
    def columns(self) -> int:
        """How many columns the solver looks at."""
        return self._narrow.columns

    def solve(self, change: Change, seconds: float) -> Answer | None:
        """Return the optimum after ``change``, which is then undone; None when there is none.

        Raises:
            Unsolved: the time ran out before either was proved.
        """
        narrow, end = self._narrow, monotonic() + seconds
        if change.afresh:
            narrow.solver.clearSolver()
        elif not change.onwards:
            narrow.start_over()
        _make(change, narrow)
        try:
            while True:
                status = _run(narrow, end)
                if status not in (*_NO_OPTIMUM, highspy.HighsModelStatus.kOptimal):
                    raise Unsolved
                if not narrow.widen(infeasible=status in _NO_OPTIMUM):
                    break
            if status in _NO_OPTIMUM:
                return None
            values, prices = narrow.values(), narrow.prices()
            return Answer(narrow.objective(), tuple(values.tolist()), tuple(prices.tolist()))
        finally:
            narrow.restore()


def _answer(solver: highspy.Highs) -> Answer:
    solution = solver.getSolution()
    objective = float(solver.getInfo().objective_function_value)
    return Answer(objective, tuple(solution.col_value), tuple(solution.row_dual))


def _make(change: Change, narrow: Narrow) -> None:
    no_end = highspy.kHighsInf
    for row in change.dropped:
        narrow.bound_row(row.index, -no_end, no_end)
    for row, floor in change.raised.items():
        narrow.bound_row(row.index, floor, no_end)
    for variable, cost in change.costs.items():
        narrow.price_column(variable.index, cost)
    for variable, (least, most) in change.bounds.items():
        narrow.bound_column(variable.index, least, no_end if most is None else most)


def _run(narrow: Narrow, end: float) -> highspy.HighsModelStatus:
    """Run until there is an end; where the solver ran astray, from elsewhere."""
    solver = narrow.solver
    for go in (lambda: None, narrow.start_over, solver.clearSolver):
        go()
        solver.setOptionValue("time_limit", solver.getRunTime() + max(0.01, end - monotonic()))
        solver.run()
        if solver.getModelStatus() in _ENDS:
            break
    ended: highspy.HighsModelStatus = solver.getModelStatus()
    return ended
