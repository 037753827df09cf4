"""Plans of random schools against the day model, and the day model against every menu there is."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from math import prod

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from nutrition.checking.attainment import broken
from nutrition.menu import Day, Meal, Menu, Serving
from nutrition.proof import StopReason
from optimizer.errors import BadLock, EmptySlot, NoLawfulMenu, SolverGaveUp
from optimizer.planning import check, plan
from optimizer.plans import Plan
from optimizer.portions import PortionTable
from optimizer.problem import MealPlan, Problem
from optimizer.settings import SolverName
from optimizer.solving import Status
from optimizer.task import Settings
from tests.optimizer.school import oracle
from tests.properties.random_schools import random_school

seeds = st.integers(0, 10**6)

ROOM = 1e-5

NO_MENU = (EmptySlot, BadLock, NoLawfulMenu)

MOST_MENUS = 3000


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
    assume(_number(problem, table) <= MOST_MENUS)
    costs = [
        _cost(problem, menu)
        for menu in _menus(problem, table)
        if _served(problem, menu) and not broken(check(problem, menu))
    ]
    best = cheapest(problem)
    assert (best is None) == (not costs)
    if best is not None:
        assert best == pytest.approx(min(costs))


def _sizes(problem: Problem, table: PortionTable, plan: MealPlan) -> list[list[Serving | None]]:
    """Return, slot by slot, every dish in every size, no group getting less than smaller pupils."""
    slots = []
    for slot in plan.slots:
        found: list[Serving | None] = [] if slot.low else [None]
        for code, dish in problem.dishes.items():
            ladders = {g.code: table.ladders[code, g.code] for g in problem.groups}
            for rungs in product(*(range(each.rungs + 1) for each in ladders.values())):
                sized = zip(ladders.items(), rungs, strict=True)
                portions = {g: each.portion(rung) for (g, each), rung in sized}
                serving = Serving(dish, portions)
                if dish.category in slot.categories and _in_order(problem, serving, table):
                    found.append(serving)
        slots.append(found)
    return slots


def _in_order(problem: Problem, serving: Serving, table: PortionTable) -> bool:
    main = table.ladders[serving.dish.code, problem.groups[0].code].main
    size = {g.code: (g.factor, serving.portions[g.code].grams[main]) for g in problem.groups}
    return all(
        not (one[0] < other[0] and one[1] > other[1])  # type: ignore[operator]
        for one in size.values()
        for other in size.values()
    )


def _number(problem: Problem, table: PortionTable) -> int:
    sizes = [_sizes(problem, table, plan) for plan in problem.meals]
    menus: int = prod(len(slot) for meal in sizes for slot in meal) ** len(problem.days)
    return menus


def _menus(problem: Problem, table: PortionTable) -> Iterator[Menu]:
    plates = [
        list(product(*_sizes(problem, table, plan))) for _ in problem.days for plan in problem.meals
    ]
    meals = [plan.meal for plan in problem.meals]
    for chosen in product(*plates):
        served = iter(chosen)
        yield Menu(
            tuple(
                Day(
                    day.date.isoformat(),
                    tuple(Meal(m, tuple(s for s in next(served) if s is not None)) for m in meals),
                    day.date,
                    day.week,
                )
                for day in problem.days
            )
        )


def _served(problem: Problem, menu: Menu) -> bool:
    """Say whether the menu serves what is locked."""
    served = {(day.date, meal.meal, s.dish.code) for day, meal, s in menu.servings()}
    return {(lock.date, lock.meal, lock.dish) for lock in problem.locks} <= served


def _cost(problem: Problem, menu: Menu) -> float:
    heads = {g.code: g.headcount for g in problem.groups}
    fen = sum(
        heads[g] * grams * problem.foods[food].per_100g["cost_fen"] / 100
        for _, _, serving in menu.servings()
        for g, portion in serving.portions.items()
        for food, grams in portion.grams.items()
    )
    return fen / sum(heads.values()) / len(problem.days)
