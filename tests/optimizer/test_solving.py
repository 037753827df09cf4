"""What a search may claim: never more than the solver proved."""

from __future__ import annotations

from random import Random

import pulp
import pytest

from optimizer.duals import duals, reduced_costs
from optimizer.settings import SolverName
from optimizer.solving import Search, Status, solve, versions

SOLVERS: list[SolverName] = ["highs", "cbc"]


def market_split(rows: int = 5, seed: int = 7) -> pulp.LpProblem:
    """Return a problem that is notoriously hard although it is tiny."""
    chance = Random(seed)
    lp = pulp.LpProblem("market")
    x = [lp.add_variable(f"x{j}", 0, 1, pulp.LpInteger) for j in range(10 * (rows - 1))]
    over = [lp.add_variable(f"o{i}", 0) for i in range(rows)]
    under = [lp.add_variable(f"u{i}", 0) for i in range(rows)]
    for i in range(rows):
        weights = [chance.randrange(100) for _ in x]
        terms = dict(zip(x, map(float, weights), strict=True)) | {over[i]: 1.0, under[i]: -1.0}
        row = pulp.LpAffineExpression(terms)
        lp.addConstraint(pulp.LpConstraint(row, pulp.LpConstraintEQ, f"r{i}", sum(weights) // 2))
    lp.setObjective(pulp.LpAffineExpression(dict.fromkeys([*over, *under], 1.0)))
    return lp


def knapsack(*, least: float = 7.0) -> tuple[pulp.LpProblem, dict[str, pulp.LpVariable]]:
    """Return min 5a + 4b + 3c with 2a + 3b + c >= least, a + b + c <= 3, all whole, at most 2."""
    lp = pulp.LpProblem("knapsack")
    v = {name: lp.add_variable(name, 0, 2, pulp.LpInteger) for name in "abc"}
    a, b, c = v.values()
    enough = pulp.LpAffineExpression({a: 2.0, b: 3.0, c: 1.0})
    lp.addConstraint(pulp.LpConstraint(enough, pulp.LpConstraintGE, "enough", least))
    few = pulp.LpAffineExpression({a: 1.0, b: 1.0, c: 1.0})
    lp.addConstraint(pulp.LpConstraint(few, pulp.LpConstraintLE, "few", 3))
    lp.setObjective(pulp.LpAffineExpression({a: 5.0, b: 4.0, c: 3.0}))
    return lp, v


@pytest.mark.parametrize("solver", SOLVERS)
def test_what_is_solved_has_its_own_value_as_bound(solver: SolverName) -> None:
    lp, v = knapsack()
    outcome = solve(lp, Search(solver=solver))
    assert outcome.status is Status.SOLVED
    assert outcome.found
    assert outcome.objective == pytest.approx(11)
    assert outcome.bound == pytest.approx(11)
    assert [round(x.value()) for x in v.values()] == [0, 2, 1]


@pytest.mark.parametrize("solver", SOLVERS)
def test_what_cannot_be_is_proved_infeasible(solver: SolverName) -> None:
    outcome = solve(knapsack(least=10.0)[0], Search(solver=solver))
    assert outcome.status is Status.INFEASIBLE
    assert not outcome.found
    assert (outcome.objective, outcome.bound) == (None, None)


@pytest.mark.parametrize("solver", SOLVERS)
def test_a_search_cut_short_is_not_called_solved(solver: SolverName) -> None:
    outcome = solve(market_split(), Search(solver=solver, seconds=0.3, gap=0.0))
    assert outcome.status in (Status.STOPPED, Status.NOTHING)
    if outcome.found:
        assert outcome.objective is not None
        assert outcome.bound is None or outcome.bound < outcome.objective


@pytest.mark.parametrize("solver", SOLVERS)
def test_a_search_ended_by_its_nodes_is_not_called_solved(solver: SolverName) -> None:
    outcome = solve(market_split(), Search(solver=solver, seconds=20, gap=0.0, nodes=3))
    assert outcome.status in (Status.STOPPED, Status.NOTHING)


def test_a_target_ends_the_search_with_a_solution_that_good() -> None:
    outcome = solve(market_split(3), Search(seconds=20, gap=0.0, target=60.0))
    assert outcome.status is Status.STOPPED
    assert outcome.found
    assert outcome.objective is not None
    assert outcome.objective <= 60 + 1e-6
    assert outcome.bound is None or outcome.bound <= outcome.objective + 1e-6


@pytest.mark.parametrize("solver", SOLVERS)
def test_a_bound_is_never_above_the_optimum(solver: SolverName) -> None:
    best = solve(market_split(2), Search(gap=0.0)).objective
    for seconds in (0.05, 20.0):
        outcome = solve(market_split(2), Search(solver=solver, seconds=seconds, gap=0.5))
        assert best is not None
        assert outcome.bound is None or outcome.bound <= best + 1e-6


@pytest.mark.parametrize("solver", SOLVERS)
def test_the_relaxation_is_no_dearer(solver: SolverName) -> None:
    relaxed = solve(knapsack()[0], Search(solver=solver, relaxed=True))
    assert relaxed.status is Status.SOLVED
    assert relaxed.objective == pytest.approx(8 + 2.5)


def test_a_watch_that_says_stop_stops_the_search() -> None:
    asked = []

    def watch(incumbent: float | None, bound: float | None) -> bool:
        asked.append((incumbent, bound))
        return False

    outcome = solve(market_split(), Search(seconds=30, gap=0.0, watch=watch))
    assert asked
    assert outcome.status is not Status.SOLVED


@pytest.mark.parametrize("solver", SOLVERS)
def test_the_same_search_finds_the_same(solver: SolverName) -> None:
    found = []
    for _ in range(2):
        lp = market_split(3)
        solve(lp, Search(solver=solver, seconds=20, gap=0.0, nodes=50, seed=3))
        found.append([v.value() for v in lp.variables()])
    assert found[0] == found[1]


def test_duals_price_rows_and_columns_of_the_relaxation() -> None:
    lp, v = knapsack()
    solve(lp, Search(relaxed=True))
    rows, columns = duals(lp)
    assert rows["enough"] == pytest.approx(2.5)
    assert rows["few"] == pytest.approx(0)
    assert columns["b"] == pytest.approx(4 - 3 * 2.5)
    assert reduced_costs(v) == pytest.approx(columns)


def test_the_versions_of_modeller_and_solvers_are_known() -> None:
    assert set(versions()) == {"pulp", "highspy", "cbcbox"}
    assert all(text[0].isdigit() for text in versions().values())


@pytest.mark.parametrize("solver", SOLVERS)
def test_a_target_out_of_reach_is_no_proof_that_nothing_is_possible(solver: SolverName) -> None:
    outcome = solve(knapsack()[0], Search(solver=solver, target=5.0))
    assert outcome.status is Status.SOLVED
    assert outcome.objective == pytest.approx(11)
    assert outcome.bound == pytest.approx(11)
