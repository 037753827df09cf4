"""CP-SAT on whole rungs: python -m tests.benchmarks.peers.cpsat MODEL.mps SECONDS GAP.

The model is the plain formulation in integers.  Servings, rungs of printed grams and counters
are whole in every menu; only what soft rules are missed by is cut into units, PAID_BY fen each.
Every row is multiplied so that its largest coefficient is LARGEST, and rounded outward: the
left side down, the limit of a soft row by one unit more.  No menu is lost by that, so CP-SAT's
bound holds for the plain formulation; it is lower than exact by less than PAID_BY fen for each
soft row.  What a solution costs is computed from the unrounded rows.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import ortools
from ortools.linear_solver.python import model_builder
from ortools.sat.python import cp_model

from tests.benchmarks.peers.telling import INSIDE, SLACK, Asked, Teller, asked, tell_end

LARGEST = 10**8

PAID_BY = 1e-3

PARTS_OF_A_FEN = 10**7


@dataclass(frozen=True, slots=True)
class Row:
    """A row as ``sum of terms <= limit``, less what is paid for.

    Attributes:
        terms: whole columns and their coefficients.
        most: what the left side can come to.
    price: of each unit by which the limit is exceeded, or None where it may not be.
        slack: the column that is paid by.
    """

    terms: Sequence[tuple[int, float]]
    limit: float
    most: float
    price: float | None = None
    slack: int = -1

    def paid(self, values: Sequence[float]) -> float:
        """Return what a solution pays for missing this row."""
        missed = sum(a * values[j] for j, a in self.terms) - self.limit
        return max(0.0, missed) * (self.price or 0.0)


def main(task: Asked) -> None:
    """Read the model, search with one worker, and tell every step."""
    source = model_builder.Model()
    if not source.import_from_mps_file(task.model):
        raise SystemExit(f"{task.model} cannot be read")
    plain = source.helper
    names = [plain.var_name(j) for j in range(plain.num_variables())]
    costs = [plain.var_objective_coefficient(j) for j in range(len(names))]
    slacks = {j for j, name in enumerate(names) if name.startswith(SLACK)}
    rows = list(_rows(plain, slacks, costs))
    model = cp_model.CpModel()
    columns = {
        j: model.new_int_var(0, math.floor(plain.var_upper_bound(j)), name)
        for j, name in enumerate(names)
        if j not in slacks
    }
    pays = [term for row in rows for term in _write(model, columns, row)]
    buys = [(column, costs[j]) for j, column in columns.items() if costs[j]]
    whole = [(column, math.floor(cost * PARTS_OF_A_FEN)) for column, cost in buys]
    variables, prices = zip(*whole, *pays, strict=True)
    model.minimize(cp_model.LinearExpr.weighted_sum(variables, prices))
    _search(task, model, Shown(names, columns, costs, [row for row in rows if row.price]))


def _rows(plain: model_builder.ModelHelper, slacks: set[int], costs: list[float]) -> Iterator[Row]:
    for i in range(plain.num_constraints()):
        pairs = zip(plain.constraint_var_indices(i), plain.constraint_coefficients(i), strict=True)
        every = [(j, a) for j, a in pairs if a]
        paid = [j for j, _ in every if j in slacks]
        price, slack = (costs[paid[0]], paid[0]) if paid else (None, -1)
        for sign, limit in (
            (1.0, plain.constraint_upper_bound(i)),
            (-1.0, -plain.constraint_lower_bound(i)),
        ):
            if every and limit < math.inf:
                terms = [(j, sign * a) for j, a in every if j not in slacks]
                most = sum(a * plain.var_upper_bound(j) for j, a in terms if a > 0)
                yield Row(terms, limit, most, price, slack)


Term = tuple[cp_model.IntVar, int]


def _write(model: cp_model.CpModel, columns: dict[int, cp_model.IntVar], row: Row) -> list[Term]:
    """Add one row in whole numbers; return what missing it adds to the objective."""
    counts = all(a == round(a) for _, a in row.terms) and row.limit == round(row.limit)
    scale = 1.0 if counts else LARGEST / max((abs(a) for _, a in row.terms), default=LARGEST)
    terms = [(columns[j], math.floor(a * scale)) for j, a in row.terms]
    limit = math.ceil(row.limit * scale)
    paid: list[Term] = []
    if row.price is not None:
        unit = 1 if counts else max(1, math.floor(PAID_BY / row.price * scale))
        most = math.ceil(row.most * scale) + len(terms) - limit
        missed = model.new_int_var(0, max(0, -(-most // unit)), "")
        terms.append((missed, -unit))
        limit += 0 if counts else unit
        paid = [(missed, math.floor(row.price * unit / scale * PARTS_OF_A_FEN))]
    model.add(cp_model.LinearExpr.weighted_sum(*zip(*terms, strict=True)) <= limit)
    return paid


@dataclass(frozen=True, slots=True)
class Shown:
    """How a solution is read back.

    Attributes:
        soft: the rows that may be missed, unrounded.
    """

    names: list[str]
    columns: dict[int, cp_model.IntVar]
    costs: list[float]
    soft: list[Row]

    def priced(self, values: Sequence[float]) -> tuple[float, float]:
        """Return the objective of a solution in the plain formulation, and its penalty."""
        penalty = sum(row.paid(values) for row in self.soft)
        return penalty + sum(self.costs[j] * values[j] for j in self.columns), penalty

    def named(self, values: Sequence[float]) -> dict[str, float]:
        return {self.names[j]: values[j] for j in self.columns} | {
            self.names[row.slack]: row.paid(values) / row.price for row in self.soft if row.price
        }


class Listener(cp_model.CpSolverSolutionCallback):  # type: ignore[misc]  # the extra is apart
    """Tells every step of the search, and ends it at the gap asked."""

    def __init__(self, teller: Teller, shown: Shown, solver: cp_model.CpSolver) -> None:
        super().__init__()
        self.teller, self.shown, self.solver = teller, shown, solver
        self.values: list[float] = []
        self.objective = self.penalty = math.inf
        self.bound = -math.inf

    def on_solution_callback(self) -> None:
        values = [0.0] * len(self.shown.names)
        for j, column in self.shown.columns.items():
            values[j] = self.value(column)
        objective, penalty = self.shown.priced(values)
        if objective < self.objective:
            self.values, self.objective, self.penalty = values, objective, penalty
        self.raised(self.best_objective_bound)

    def raised(self, bound: float) -> None:
        """Take note of a bound, in parts of a fen."""
        self.bound = max(self.bound, bound / PARTS_OF_A_FEN)
        if self.values and self.teller.step(self.objective, self.penalty, self.bound):
            self.solver.stop_search()


def _search(task: Asked, model: cp_model.CpModel, shown: Shown) -> None:
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.linearization_level = 2  # with 1, one worker proves a fifth less
    solver.parameters.max_time_in_seconds = task.seconds
    solver.parameters.relative_gap_limit = INSIDE * task.gap
    listener = Listener(Teller(task.gap), shown, solver)
    solver.best_bound_callback = listener.raised
    solver.solve(model, listener)
    if listener.values:
        listener.raised(solver.best_objective_bound)
    values = shown.named(listener.values) if listener.values else {}
    bound = solver.best_objective_bound / PARTS_OF_A_FEN
    tell_end(ortools.__version__, bound, values)


if __name__ == "__main__":
    main(asked())
