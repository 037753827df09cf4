"""One day planned again, the rest kept: the plain day model solved to the end is no better."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from api.finished import served
from nutrition.checking.attainment import broken
from optimizer import one_day
from optimizer.errors import NoLawfulMenu
from optimizer.planning import plan
from optimizer.problem import Problem
from optimizer.regenerating import Again, opened
from optimizer.settings import Settings
from tests.optimizer.school import DAYS, budget, oracle, school, with_clause

ROUGH = Settings(gap=0.02, seconds=30)

ROOM = 1e-6


@cache
def reopened(day: int, again: Again, groups: int = 1) -> Problem:
    problem = school(groups=groups)
    menu = served(plan(problem, ROUGH).menu)
    return opened(problem, menu, [(DAYS[day].date, "lunch")], again, None)


@pytest.mark.parametrize("gap", [0.0, 1e-4, 5e-3, 0.2])
@pytest.mark.parametrize("again", Again)
def test_it_is_as_good_as_the_gap_says_and_proves_no_more(again: Again, gap: float) -> None:
    problem = reopened(1, again)
    assert one_day.one_day_open(problem)
    best = oracle(problem).objective
    assert best is not None
    made = plan(problem, Settings(gap=gap, seconds=30))
    assert broken(made.attainments) == []
    assert made.proof.bound <= best * (1 + ROOM)
    assert best * (1 - ROOM) <= made.proof.objective
    assert made.proof.objective - made.proof.bound <= gap * made.proof.cost + 1e-4 * best
    assert made.proof.kept == len(DAYS) - 1


def test_two_groups_are_as_good() -> None:
    problem = reopened(2, Again.SOME, 2)
    best = oracle(problem).objective
    assert best is not None
    assert plan(problem, Settings(gap=1e-6, seconds=30)).proof.objective == pytest.approx(best)


def test_a_budget_below_what_is_kept_is_a_conflict() -> None:
    problem = with_clause(reopened(1, Again.ALL), budget(1.0))
    with pytest.raises(NoLawfulMenu) as raised:
        plan(problem, ROUGH)
    assert "budget" in raised.value.clauses


def test_it_is_meant_where_one_day_is_open_and_another_is_kept() -> None:
    kept = reopened(0, Again.ALL).kept
    assert one_day.one_day_open(replace(school(), kept=kept))
    assert not one_day.one_day_open(school(days=1))
    two = {place: dishes for place, dishes in kept.items() if place[0] != DAYS[2].date}
    assert not one_day.one_day_open(replace(school(), kept=two))
