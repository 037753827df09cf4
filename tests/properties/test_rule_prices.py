"""The price of a rule against every menu there is, with the rule and without it."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import assume, given
from hypothesis import strategies as st

from nutrition.checking.attainment import broken
from nutrition.menu import Menu
from optimizer.explaining import reasons
from optimizer.planning import check
from optimizer.portions import PortionTable
from optimizer.problem import Problem
from optimizer.reasons import Reasons, RulePrice
from optimizer.settings import Settings
from tests.properties.every_menu import MOST_MENUS, cost, menus, number, served
from tests.properties.random_schools import random_school

seeds = st.integers(0, 10**6)

ROOM = 1e-4

TIME = Settings(gap=0.05, seconds=30)


def lawful_menus(problem: Problem, every: list[Menu]) -> list[Menu]:
    return [m for m in every if served(problem, m) and not broken(check(problem, m))]


def explained(seed: int) -> tuple[Problem, list[Menu], Menu, Reasons]:
    """Return a tiny school, all of its menus, any that is lawful, and why that one is served."""
    problem = random_school(seed, tiny=True)
    table = PortionTable(problem)
    assume(number(problem, table) <= MOST_MENUS)
    every = list(menus(problem, table))
    allowed = lawful_menus(problem, every)
    assume(allowed)
    menu = allowed[seed % len(allowed)]
    return problem, every, menu, reasons(problem, menu, TIME)


def freed(problem: Problem, price: RulePrice) -> Problem:
    if price.lock is not None:
        return replace(problem, locks=tuple(k for k in problem.locks if k != price.lock))
    rest = {code: c for code, c in problem.standard.clauses.items() if code != price.rule}
    return replace(problem, standard=replace(problem.standard, clauses=rest))


@given(seeds)
def test_the_true_price_of_a_rule_lies_between_its_bounds(seed: int) -> None:
    problem, every, menu, why = explained(seed)
    best = min(cost(problem, m) for m in lawful_menus(problem, every))
    assert why.bound <= best + ROOM
    assert abs(why.objective - cost(problem, menu)) < ROOM
    assert {p.rule for p in why.rules if p.rule} <= set(problem.standard.clauses)
    assert {p.lock for p in why.rules if p.lock} == set(problem.locks)
    for price in why.rules:
        rivals = lawful_menus(freed(problem, price), every)
        true = best - min(cost(problem, m) for m in rivals)
        assert price.at_most is not None
        assert price.at_least - ROOM <= true <= price.at_most + ROOM, price


@given(seeds)
def test_no_figure_of_a_price_is_below_nothing(seed: int) -> None:
    *_, why = explained(seed)
    for price in why.rules:
        figures = (price.at_least, price.at_most, price.estimate, price.fixed, price.per_unit)
        assert all(figure is None or figure >= 0 for figure in figures), price
    assert why.left_out == ()
