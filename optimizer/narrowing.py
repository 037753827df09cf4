"""A relaxation of which the solver sees only the columns that matter.

    minimise  c x      low <= A x <= high,   least <= x <= most

Columns come in blocks: the servings x of a dish with the rungs t that its pupils climb,
t <= r x, or a column alone.  A block left aside is zero, and a row of such blocks alone is
left aside with them.  With y the prices of the rows, an optimum of what is left is one of the
whole when for every block aside

    c_x - y A_x + sum_t r min(0, c_t - y A_t)  >=  0

and so is a proof that nothing is left, with c zero and y its ray.  Other blocks come in.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

import highspy
import numpy as np
from numpy.typing import NDArray

KEPT = 0.2
"""Part of the blocks that the solver sees at first: the nearest to being used."""

NOTHING = 1e-7

Floats = NDArray[np.float64]
Whole = NDArray[np.int32]


class Narrow:
    """A linear program, as a solver holds it with its optimum, of which little is passed on.

    Changes hold until ``restore``; columns and rows go by their place in the whole.

    Attributes:
        solver: what sees the part in hand.
    """

    def __init__(
        self, whole: highspy.Highs, ties: Collection[int], *, everything: bool = False
    ) -> None:
        """Take over a solved program; ``ties``: its rows  t - r x <= 0.

        ``everything``: it has no optimum, and the solver sees all of it.
        """
        lp, solution = whole.getLp(), whole.getSolution()
        self._start = np.array(lp.a_matrix_.start_, np.int32)
        self._index = np.array(lp.a_matrix_.index_, np.int32)
        self._value = np.array(lp.a_matrix_.value_, np.float64)
        self._column = np.repeat(np.arange(lp.num_col_, dtype=np.int32), np.diff(self._start))
        self._cost = np.array(lp.col_cost_, np.float64)
        self._least, self._most = np.array(lp.col_lower_), np.array(lp.col_upper_)
        self._low, self._high = np.array(lp.row_lower_), np.array(lp.row_upper_)
        self._offset = float(lp.offset_)
        self._undo: list[Callable[[], None]] = []
        self._tie(np.array(sorted(ties), np.int32))
        self._columns: list[int] = []
        self._rows: list[int] = []
        self._place = np.full(lp.num_col_, -1)
        self._line = np.full(lp.num_row_, -1)
        self.solver: Any = highspy.Highs()  # type: ignore[no-untyped-call]
        self.solver.passOptions(whole.getOptions())
        self.solver.setOptionValue("presolve", "off")
        used = (self._least != 0) | (self._most < 0) | everything
        near = self._leads & everything
        if not everything:
            worth = self._worth(self._cost, np.array(solution.row_dual))
            near = self._leads & (worth <= np.quantile(worth[self._leads], KEPT))
            used |= np.abs(np.array(solution.col_value)) > NOTHING
        asking = (self._low > NOTHING) | (self._high < -NOTHING) | everything
        self._admit({*self._head[used], *np.flatnonzero(near)}, np.flatnonzero(asking))
        self.solver.run()
        self._start_basis = self.solver.getBasis()

    def _tie(self, ties: Whole) -> None:
        """Note which column leads each block, and by how much its others may climb."""
        self._head = np.arange(len(self._cost), dtype=np.int32)
        self._climb = np.zeros(len(self._cost))
        within = np.zeros(len(self._low), bool)
        within[ties] = True
        of_ties = np.flatnonzero(within[self._index])
        pairs = of_ties[np.lexsort((self._value[of_ties], self._index[of_ties]))].reshape(-1, 2)
        servings, climbed = pairs[:, 0], pairs[:, 1]  # the negative coefficient comes first
        self._head[self._column[climbed]] = self._column[servings]
        self._climb[self._column[climbed]] = -self._value[servings] / self._value[climbed]
        self._leads = self._head == np.arange(len(self._head))

    def _worth(self, cost: Floats, prices: Floats) -> Floats:
        """Return what each block costs beyond what the rows pay for it, at its leading column."""
        paid = np.bincount(self._column, self._value * prices[self._index], len(cost))
        worth = cost - paid
        lead = np.where(self._leads, worth, 0.0)
        np.add.at(lead, self._head, self._climb * np.minimum(0.0, worth))
        return lead

    def _admit(self, heads: Collection[int], more_rows: Collection[int] = ()) -> None:
        """Let the solver see blocks, and rows that ask for more than nothing."""
        fresh = np.isin(self._head, list(heads)) & (self._place < 0)
        columns = np.flatnonzero(fresh)
        touched = np.zeros(len(self._low), bool)
        touched[self._index[fresh[self._column]]] = True
        touched[list(more_rows)] = True
        rows = np.flatnonzero(touched & (self._line < 0))
        self._line[rows] = np.arange(len(self._rows), len(self._rows) + len(rows))
        self._place[columns] = np.arange(len(self._columns), len(self._columns) + len(columns))
        self._rows.extend(rows)
        self._columns.extend(columns)
        nothing = np.zeros(0, np.int32)
        lines = (self._low[rows], self._high[rows])
        self.solver.addRows(len(rows), *lines, 0, nothing, nothing, np.zeros(0))
        entries = fresh[self._column]
        counts = np.bincount(self._column[entries], minlength=len(self._cost))[columns]
        starts = np.concatenate(([0], np.cumsum(counts)[:-1])).astype(np.int32)
        self.solver.addCols(
            len(columns),
            self._cost[columns],
            self._least[columns],
            self._most[columns],
            int(entries.sum()),
            starts,
            self._line[self._index[entries]].astype(np.int32),
            self._value[entries],
        )

    @property
    def columns(self) -> int:
        """How many columns the solver sees."""
        return len(self._columns)

    def start_over(self) -> None:
        """Let the solver begin where it first was; what came in since stays out of the basis."""
        outside, slack = highspy.HighsBasisStatus.kLower, highspy.HighsBasisStatus.kBasic
        basis, first = highspy.HighsBasis(), self._start_basis
        columns, rows = list(first.col_status), list(first.row_status)
        basis.col_status = columns + [outside] * (len(self._columns) - len(columns))
        basis.row_status = rows + [slack] * (len(self._rows) - len(rows))
        basis.valid = first.valid
        self.solver.setBasis(basis)

    def price_column(self, column: int, cost: float) -> None:
        """Change what a column costs."""
        before = float(self._cost[column])
        self._undo.append(lambda: self._price(column, before))
        self._price(column, cost)

    def bound_column(self, column: int, least: float, most: float) -> None:
        """Change the bounds of a column."""
        before = float(self._least[column]), float(self._most[column])
        self._undo.append(lambda: self._bound(column, *before))
        self._bound(column, least, most)
        if self._place[column] < 0 and (least > 0 or most < 0):
            self._admit({int(self._head[column])})

    def bound_row(self, row: int, low: float, high: float) -> None:
        """Change the bounds of a row."""
        before = float(self._low[row]), float(self._high[row])
        self._undo.append(lambda: self._limit(row, *before))
        self._limit(row, low, high)
        if self._line[row] < 0 and (low > 0 or high < 0):
            self._admit((), [row])

    def restore(self) -> None:
        """Undo all changes."""
        while self._undo:
            self._undo.pop()()

    def _price(self, column: int, cost: float) -> None:
        self._cost[column] = cost
        if self._place[column] >= 0:
            self.solver.changeColCost(int(self._place[column]), cost)

    def _bound(self, column: int, least: float, most: float) -> None:
        self._least[column], self._most[column] = least, most
        if self._place[column] >= 0:
            self.solver.changeColBounds(int(self._place[column]), least, most)

    def _limit(self, row: int, low: float, high: float) -> None:
        self._low[row], self._high[row] = low, high
        if self._line[row] >= 0:
            self.solver.changeRowBounds(int(self._line[row]), low, high)

    def widen(self, *, infeasible: bool) -> bool:
        """Let in what may better the optimum in hand, or undo its impossibility; say if any."""
        prices = np.zeros(len(self._low))
        cost = self._cost
        if infeasible:
            _, known, ray = self.solver.getDualRay()
            aside = self._leads & (self._place < 0)
            if not known:
                self._admit(set(np.flatnonzero(aside)))
                return bool(aside.any())
            prices[self._rows] = ray / np.abs(ray).max(initial=NOTHING)  # as long as it likes
            cost = np.zeros(len(self._cost))
        else:
            prices[self._rows] = self.solver.getSolution().row_dual
        worth = self._worth(cost, prices)
        better = self._leads & (self._place < 0) & (self._most > 0) & (worth < -NOTHING)
        if better.any():
            self._admit(set(np.flatnonzero(better)))
        return bool(better.any())

    def values(self) -> Floats:
        """Return the optimum in hand, a value for each column of the whole."""
        found = np.zeros(len(self._cost))
        found[self._columns] = self.solver.getSolution().col_value
        return found

    def prices(self) -> Floats:
        """Return the shadow price of each row of the whole; of a row left aside, zero."""
        found = np.zeros(len(self._low))
        found[self._rows] = self.solver.getSolution().row_dual
        return found

    def objective(self) -> float:
        return self._offset + float(self.solver.getInfo().objective_function_value)
