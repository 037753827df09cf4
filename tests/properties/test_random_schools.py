"""Plans of random schools against the day model, and the day model against every menu there is."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from nutrition.checking.attainment import broken
from nutrition.proof import StopReason
from optimizer.errors import BadLock, EmptySlot, NoLawfulMenu, SolverGaveUp
from optimizer.planning import check, plan
from optimizer.plans import Plan
from optimizer.portions import PortionTable
from optimizer.problem import Problem
from optimizer.settings import SolverName
from optimizer.solving import Status
from optimizer.task import Settings
from tests.optimizer.school import oracle
from tests.properties.every_menu import MOST_MENUS, cost, menus, number, served
from tests.properties.random_schools import random_school

seeds = st.integers(0, 10**6)

ROOM = 1e-5

NO_MENU = (EmptySlot, BadLock, NoLawfulMenu)


def cheapest(problem: Problem) -> float | None:
    """Return the optimum of the day model; None when it proves that there is no menu."""
    try:
        outcome = oracle(problem)
    except (EmptySlot, BadLock):
        return None
    assume(outcome.status in (Status.SOLVED, Status.INFEASIBLE))
    return outcome.objective


def planned(problem: Problem, gap: float, solver: SolverName) -> Plan | None:
    """Plan; None when the optimiser proves that there is no menu."""
    try:
        return plan(problem, Settings(gap=gap, seconds=20, solver=solver))
    except NO_MENU:
        return None
    except SolverGaveUp:
        assume(condition=False)  # honest, and nothing to compare
        raise


@given(seeds, st.sampled_from((1e-4, 5e-3, 5e-2)), st.sampled_from(("highs", "highs", "cbc")))
def test_a_plan_is_lawful_and_its_proof_is_true(seed: int, gap: float, solver: SolverName) -> None:
    problem = random_school(seed)
    best, made = cheapest(problem), planned(problem, gap, solver)
    assert (made is None) == (best is None)
    if made is None or best is None:
        return
    room = ROOM * max(1.0, best)
    assert broken(check(problem, made.menu)) == []
    assert made.proof.bound <= best + room
    assert made.proof.objective >= best - room
    if made.proof.stop is StopReason.GAP_REACHED:
        assert made.proof.objective - best <= gap * made.proof.cost + room


@given(seeds)
def test_the_model_knows_the_cheapest_of_all_menus_that_the_checkers_allow(seed: int) -> None:
    problem = random_school(seed, tiny=True)
    table = PortionTable(problem)
    assume(number(problem, table) <= MOST_MENUS)
    costs = [
        cost(problem, menu)
        for menu in menus(problem, table)
        if served(problem, menu) and not broken(check(problem, menu))
    ]
    best = cheapest(problem)
    assert (best is None) == (not costs)
    if best is not None:
        assert best == pytest.approx(min(costs))
