"""What may be served where, and what is refused before any search."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from nutrition.clauses import Exclusion, Repetition
from nutrition.dish import DishSelector
from optimizer.errors import BadLock, EmptySlot
from optimizer.planning import plan
from optimizer.pool import lawful, offered
from optimizer.problem import Lock, MealPlan, Problem, Slot
from optimizer.task import Settings
from tests.optimizer.school import DAYS, MENU, clause, school, some, with_clause

FIRST = DAYS[0].date


def without_staples() -> Problem:
    """Return a school that forbids whatever holds rice."""
    return with_clause(school(), clause("no_rice", Exclusion("exclusion", some(codes="rice"))))


def test_a_slot_that_nothing_can_fill_is_named_with_what_it_lacks() -> None:
    with pytest.raises(EmptySlot) as caught:
        plan(without_staples(), Settings())
    error = caught.value
    assert (error.meal, error.slot, error.needed, error.found) == ("lunch", "主食", 1, 0)
    assert error.date == FIRST.isoformat()


def test_a_slot_for_two_is_not_filled_by_one() -> None:
    fruit = Slot("水果", frozenset({"水果"}), 2, 2)
    problem = replace(school(), meals=(MealPlan("lunch", (*MENU, fruit)),))
    with pytest.raises(EmptySlot) as caught:
        lawful(problem)
    assert (caught.value.slot, caught.value.needed, caught.value.found) == ("水果", 2, 1)


def test_an_optional_slot_may_stay_empty() -> None:
    problem = with_clause(school(), clause("no_fruit", Exclusion("exclusion", some(tags="fruit"))))
    assert all("F001" not in dishes for dishes in lawful(problem).dishes.values())


NOT_M001 = clause("ban", Exclusion("exclusion", dishes=DishSelector(codes=frozenset({"M001"}))))


@pytest.mark.parametrize(
    ("lock", "reason"),
    [
        (Lock(FIRST, "lunch", "X999"), "unknown-dish"),
        (Lock(FIRST - timedelta(days=1), "lunch", "M002"), "no-such-day"),
        (Lock(FIRST, "dinner", "M002"), "no-such-meal"),
        (Lock(FIRST, "lunch", "D001"), "no-slot"),
        (Lock(FIRST, "lunch", "M001"), "excluded"),
    ],
)
def test_a_lock_that_cannot_be_kept_says_why(lock: Lock, reason: str) -> None:
    problem = replace(
        with_clause(school(), NOT_M001), locks=(lock,), meals=(MealPlan("lunch", MENU),)
    )
    with pytest.raises(BadLock) as caught:
        lawful(problem)
    error = caught.value
    assert error.reason == reason
    assert (error.dish, error.date, error.meal) == (lock.dish, lock.date.isoformat(), lock.meal)
    assert error.clause == ("ban" if reason == "excluded" else "")


def test_what_was_served_too_lately_is_left_out_on_those_days_only() -> None:
    base = school()
    repeat = base.standard.clauses["repeat"]
    assert isinstance(repeat.rule, Repetition)
    kept = with_clause(base, replace(repeat, rule=replace(repeat.rule, gap_days=4)))
    served = {FIRST - timedelta(days=2): frozenset({"M001", "S001"})}
    pool = lawful(replace(kept, history=served)).dishes
    assert ["M001" in pool[d, "lunch"] for d in range(3)] == [False, False, True]
    assert all("S001" in pool[d, "lunch"] for d in range(3)), "a dish that may come twice"


def test_a_dish_out_of_season_is_left_out_in_those_months() -> None:
    base = with_clause(school(), clause("season", Exclusion("exclusion", season=True)))
    dishes = {
        k: replace(d, months=frozenset({4})) if k == "V001" else d for k, d in base.dishes.items()
    }
    days = (DAYS[0], replace(DAYS[1], date=date(2026, 4, 1), week=4))
    pool = lawful(replace(base, days=days, dishes=dishes)).dishes
    assert "V001" not in pool[0, "lunch"]
    assert "V001" in pool[1, "lunch"]


def test_only_dishes_of_the_meals_slots_are_offered_and_only_at_their_meals() -> None:
    base = school()
    dishes = {
        k: replace(d, meals=frozenset({"dinner"})) if k == "S001" else d
        for k, d in base.dishes.items()
    }
    pool = offered(replace(base, dishes=dishes, meals=(MealPlan("lunch", MENU[:1]),)))
    assert set(pool.dishes[0, "lunch"]) == {"S002", "S003", "S004"}
