"""What would help where no menu is lawful: every figure against a second way to find it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from nutrition.clauses import Amount, Clause, Exclusion, Limit, Per, Ratio, Term
from nutrition.food import COST
from optimizer.advice import Advice
from optimizer.errors import NoLawfulMenu
from optimizer.planning import plan
from optimizer.problem import Problem
from optimizer.settings import Settings
from optimizer.solving import Search, solve
from optimizer.spans import one_period
from tests.optimizer.school import budget, clause, model_of, school, some, with_clause
from tests.optimizer.test_infeasible import needed
from tests.rules.kitchen import dish_of

QUICK = Settings(gap=0.01, seconds=20)

BITE = 0.01


def refused(problem: Problem) -> tuple[NoLawfulMenu, Advice]:
    with pytest.raises(NoLawfulMenu) as caught:
        plan(problem, QUICK)
    assert caught.value.advice is not None
    assert caught.value.advice.left_out == ()
    return caught.value, caught.value.advice


def least_cost(problem: Problem) -> float | None:
    """Return the least purchase cost of the relaxed sums under the hard rules."""
    hard = {c.id: c for c in problem.standard.clauses.values() if c.mode == "hard"}
    alone = replace(problem, standard=replace(problem.standard, clauses=hard))
    return solve(model_of(alone, one_period(len(problem.days))).lp, Search(relaxed=True)).objective


def less(problem: Problem, code: str) -> Problem:
    rest = {c: one for c, one in problem.standard.clauses.items() if c != code}
    return replace(problem, standard=replace(problem.standard, clauses=rest))


CASES: Mapping[str, tuple[Clause, ...]] = {
    "protein on a shoestring": (budget(400), needed("much_protein", "protein_g", 90)),
    "too little money": (budget(330),),
    "too much iron": (needed("iron", "iron_mg", 60),),
}


@pytest.mark.parametrize("case", CASES)
def test_what_is_said_of_easing_one_rule_alone_is_so(case: str) -> None:
    problem = with_clause(school(days=2), *CASES[case])
    error, advice = refused(problem)
    assert {easing.clause for easing in advice.easings} == set(error.clauses)
    costs = [easing.cost for easing in advice.easings]
    assert costs == sorted(costs, key=lambda cost: (cost is None, cost))
    for easing in advice.easings:
        assert least_cost(less(problem, easing.clause)) == pytest.approx(easing.cost), easing


@pytest.mark.parametrize("case", CASES)
def test_a_limit_eased_by_so_much_lets_the_sums_hold_and_by_less_does_not(case: str) -> None:
    problem = with_clause(school(days=2), *CASES[case])
    _, advice = refused(problem)
    added = {c.id: c for c in CASES[case]}
    told = [e for e in advice.easings if e.clause in added and e.by is not None]
    assert told
    for easing in told:
        assert easing.by is not None
        kept = added[easing.clause]
        assert least_cost(with_clause(problem, moved(kept, easing.by + BITE))) is not None
        assert least_cost(with_clause(problem, moved(kept, easing.by - BITE))) is None


def moved(kept: Clause, by: float) -> Clause:
    form = kept.rule
    assert isinstance(form, Amount)
    low = form.low and Limit(value=(form.low.value or 0.0) - by)
    high = form.high and Limit(value=(form.high.value or 0.0) + by)
    return replace(kept, rule=replace(form, low=low, high=high))


def test_one_rule_that_no_menu_keeps_is_the_smallest_number_there_is() -> None:
    error, _ = refused(with_clause(school(days=2), *CASES["too much iron"]))
    assert error.clauses == ("iron",)
    assert error.smallest


def without_milk() -> Problem:
    problem = school(days=2)
    dishes = {code: dish for code, dish in problem.dishes.items() if dish.category != "奶"}
    return replace(problem, dishes=dishes)


def test_a_dish_that_is_said_to_lack_lets_the_rules_hold_once_it_is_there() -> None:
    problem = with_clause(without_milk(), needed("much_calcium", "calcium_mg", 420))
    _, advice = refused(problem)
    assert advice.lack is not None
    assert "dairy" in {dish.kind for dish in advice.lack.dishes}
    for n, lacking in enumerate(advice.lack.dishes, start=1):
        assert lacking.servings > 0
        portion = "fixed"
        card = (
            f"Z{n:03} 新菜 {lacking.category} {portion} {lacking.food}={lacking.grams:g} 煮,白,新"
        )
        dish = replace(dish_of(card), weekly_max=7)
        library = {**problem.dishes, dish.code: dish}
        assert least_cost(replace(problem, dishes=library)) is not None, lacking


def test_no_dish_is_made_of_a_food_that_is_banned() -> None:
    ban = clause("ban", Exclusion("exclusion", foods=some(codes="milk")))
    problem = with_clause(without_milk(), needed("much_calcium", "calcium_mg", 420), ban)
    _, advice = refused(problem)
    assert advice.lack is not None
    assert "milk" not in {dish.food for dish in advice.lack.dishes}


def test_money_alone_is_not_cured_by_a_dish_that_costs_as_much() -> None:
    _, advice = refused(with_clause(school(days=2), budget(1)))
    assert advice.lack is not None
    assert advice.lack.dishes == ()
    assert advice.lack.together is False


def test_a_share_is_missed_by_points_of_the_whole() -> None:
    fat = Ratio("ratio", Per.WEEK, (Term("fat_g", times=900),), (Term("energy_kcal"),), low=70)
    error, _ = refused(with_clause(school(days=2, without=("fat",)), clause("much_fat", fat)))
    found = [s.amount for s in error.shortfalls if s.clause == "much_fat"]
    assert found
    assert all(0 < amount < 70 for amount in found)


def test_the_price_of_food_is_what_the_cheapest_menu_is_said_to_cost() -> None:
    problem = with_clause(school(days=2), budget(330))
    _, advice = refused(problem)
    dear = next(easing.cost for easing in advice.easings if easing.clause == "budget")
    foods = {
        code: replace(food, per_100g={**food.per_100g, COST: 2 * food.per_100g[COST]})
        for code, food in problem.foods.items()
    }
    doubled = with_clause(replace(problem, foods=foods), budget(330))
    _, twice = refused(doubled)
    cost = next(easing.cost for easing in twice.easings if easing.clause == "budget")
    assert cost is not None
    assert dear is not None
    assert cost == pytest.approx(2 * dear)
