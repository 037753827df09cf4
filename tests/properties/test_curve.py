"""The points of a curve against every menu there is."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from nutrition.checking.attainment import broken
from nutrition.clauses import Repetition
from nutrition.menu import Menu
from optimizer.curve import Axis, Curve, Found
from optimizer.curving import curves
from optimizer.planning import check
from optimizer.portions import PortionTable
from optimizer.problem import Problem
from optimizer.task import Settings
from tests.optimizer.school import clause, school
from tests.properties.every_menu import cost, menus, number, served
from tests.properties.random_schools import random_school
from tests.properties.test_aims import rating

FEWER = settings(max_examples=max(1, settings().max_examples // 8))


def rated(seed: int) -> tuple[Problem, list[Menu]]:
    problem = random_school(seed, tiny=True)
    assume(number(problem, PortionTable(problem)) <= 300)
    clauses = {**problem.standard.clauses, "again": clause("again", Repetition("repetition", 1))}
    problem = replace(
        problem,
        standard=replace(problem.standard, clauses=clauses),
        ratings={code: 100.0 * (n % 4) / 3 for n, code in enumerate(problem.dishes)},
    )
    every = [m for m in menus(problem, PortionTable(problem)) if served(problem, m)]
    return problem, every


def by_axis(problem: Problem) -> dict[Axis, Curve]:
    found = curves(problem, Settings(gap=1e-6, seconds=300))
    return {curve.axis: curve for curve in found}


@FEWER
@given(st.integers(0, 10**6))
def test_at_a_rating_stands_the_cheapest_menu_that_is_rated_so_or_better(seed: int) -> None:
    problem, every = rated(seed)
    lawful = [m for m in every if not broken(check(problem, m))]
    assume(lawful)
    points = by_axis(problem)[Axis.RATING].points
    assert len(points) == 5
    for point in points:
        as_good = [m for m in lawful if rating(problem, m) >= point.at - 1e-4]
        assert point.cost == pytest.approx(min(cost(problem, m) for m in as_good), abs=1e-2)
    assert points[-1].at == pytest.approx(max(rating(problem, m) for m in lawful), abs=1e-3)


@FEWER
@given(st.integers(0, 10**6))
def test_at_a_limit_of_repetition_stands_the_cheapest_menu_that_keeps_it(seed: int) -> None:
    problem, every = rated(seed)
    for point in by_axis(problem)[Axis.WEEKLY].points:
        rule = clause("again", Repetition("repetition", int(point.at)))
        clauses = {**problem.standard.clauses, "again": rule}
        for code, each in clauses.items():
            if isinstance(each.rule, Repetition):
                clauses[code] = replace(each, rule=replace(each.rule, weekly=int(point.at)))
        school_there = replace(problem, standard=replace(problem.standard, clauses=clauses))
        lawful = [m for m in every if not broken(check(school_there, m))]
        assert (point.found is Found.MENU) == bool(lawful)
        if lawful:
            best = min(cost(problem, m) for m in lawful)
            assert point.cost == pytest.approx(best, rel=1e-5)


def test_the_point_of_the_school_itself_is_marked() -> None:
    found = by_axis(school())
    assert Axis.RATING not in found
    own = [point.at for point in found[Axis.WEEKLY].points if point.own]
    assert own == [1.0]
