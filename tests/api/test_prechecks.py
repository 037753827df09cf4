"""What is refused before any solver is asked really cannot be, and nothing else is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from api.prechecks import refuse_impossible
from nutrition.clauses import Clause, Per, Servings
from nutrition.dish import DishSelector
from optimizer.errors import RuleCannotFit
from optimizer.planning import plan
from optimizer.problem import MealPlan, Problem, Slot
from optimizer.task import Settings
from tests.optimizer.school import clause, school, with_clause

SOUP = DishSelector(categories=frozenset({"汤"}))


def soups(per: Per, low: int, *meals: str, from_days: int = 1) -> Clause:
    rule = Servings("servings", per, low, dishes=SOUP, meals=frozenset(meals), from_days=from_days)
    return clause("soups", rule)


def with_breakfast(problem: Problem) -> Problem:
    breakfast = MealPlan("breakfast", (Slot("主食", frozenset({"主食"}), 1, 1),))
    return replace(problem, meals=(breakfast, *problem.meals))


@pytest.mark.parametrize(
    ("rule", "days"),
    [
        (soups(Per.WEEK, 3), 3),
        (soups(Per.MEAL_WEEK, 3, "lunch"), 3),
        (soups(Per.MEAL, 1, "lunch"), 1),
        (soups(Per.WEEK, 2, from_days=2), 1),
    ],
)
def test_what_fits_is_let_through_and_planned(rule: Clause, days: int) -> None:
    problem = with_clause(with_breakfast(school(days=days, without=("repeat", "energy"))), rule)
    refuse_impossible(problem)
    assert len(plan(problem, Settings(gap=0.05, seconds=20)).menu.days) == days


@pytest.mark.parametrize(
    "rule",
    [
        soups(Per.WEEK, 4),
        soups(Per.MEAL_WEEK, 4, "lunch"),
        soups(Per.MEAL, 1),
        soups(Per.WEEK, 1, "breakfast"),
        soups(Per.WEEK, 4, from_days=3),
    ],
)
def test_what_has_no_place_is_refused(rule: Clause) -> None:
    with pytest.raises(RuleCannotFit) as caught:
        refuse_impossible(with_clause(with_breakfast(school()), rule))
    assert caught.value.needed > caught.value.possible
