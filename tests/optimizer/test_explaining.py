"""Why a menu is as it is: every figure against a second way to find it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache

import pytest

from nutrition.clauses import Amount, Clause, Exclusion, Limit, Per, Ratio, Term
from nutrition.food import COST, FoodSelector
from optimizer.errors import MenuNotLawful
from optimizer.explaining import reasons
from optimizer.fixed_prices import fixed_prices
from optimizer.planning import plan
from optimizer.plans import Plan
from optimizer.pool import lawful
from optimizer.portions import PortionTable
from optimizer.problem import Lock, Problem
from optimizer.reasons import Reasons
from optimizer.served import as_served, fixed_model
from optimizer.settings import Settings
from optimizer.solving import Search, Status, solve
from optimizer.spans import one_period
from optimizer.sums import sums
from optimizer.task import Task
from tests.optimizer.school import budget, clause, model_of, school, some, with_clause

TIME = Settings(gap=1e-4, seconds=60)

QUICK = Settings(gap=0.02, seconds=60)

MOVE = 0.01


@cache
def planned() -> tuple[Problem, Plan]:
    problem = school(groups=2)
    return problem, plan(problem, QUICK)


@cache
def why() -> Reasons:
    problem, made = planned()
    return reasons(problem, made.menu, TIME)


def task_of(problem: Problem) -> Task:
    return Task(problem, PortionTable(problem), lawful(problem), TIME)


def relaxed(problem: Problem) -> float | None:
    return solve(model_of(problem, one_period(3)).lp, Search(relaxed=True)).objective


def test_the_sums_are_those_of_the_plan() -> None:
    problem, made = planned()
    assert why().objective == pytest.approx(made.proof.objective)
    assert why().cost == pytest.approx(made.proof.cost)
    assert why().bound == pytest.approx(relaxed(problem))
    assert why().left_out == ()


def test_the_estimate_is_what_the_relaxation_falls_without_the_rule() -> None:
    problem, _ = planned()
    kept = problem.standard.clauses
    assert {p.rule for p in why().rules} == set(kept)
    assert any(p.estimate and p.estimate > 1 for p in why().rules)
    for price in why().rules:
        rest = {code: one for code, one in kept.items() if code != price.rule}
        without = relaxed(replace(problem, standard=replace(problem.standard, clauses=rest)))
        assert without is not None
        assert price.estimate == pytest.approx(why().bound - without, abs=1e-5), price.rule


def test_a_ban_costs_what_the_dishes_that_it_keeps_out_would_save() -> None:
    problem, _ = planned()
    ban = clause("ban", Exclusion("exclusion", foods=some(codes="egg")))
    banned = with_clause(problem, ban)
    found = reasons(banned, plan(banned, QUICK).menu, TIME)
    price = next(p for p in found.rules if p.rule == "ban")
    assert price.estimate == pytest.approx(found.bound - why().bound, abs=1e-5)
    assert price.estimate is not None
    assert price.estimate > 1


def test_a_rule_far_from_its_limit_costs_nothing_while_the_dishes_stay() -> None:
    problem, made = planned()
    easy = clause("easy", Amount("amount", Per.WEEK, (Term("iron_mg"),), Limit(value=0.01)))
    eased = with_clause(problem, easy)
    task = task_of(eased)
    price = fixed_prices(task, as_served(task, made.menu))["easy"]
    assert (price.whole, price.per_unit) == (0.0, 0.0)
    found = next(p for p in reasons(eased, made.menu, TIME).rules if p.rule == "easy")
    assert found.estimate == 0.0


def moved_limits(kept: Clause, by: float) -> Clause:
    """Return a clause that is ``by`` units easier on every side."""
    form = kept.rule
    if isinstance(form, Ratio):
        low = None if form.low is None else form.low - by
        high = None if form.high is None else form.high + by
        return replace(kept, rule=replace(form, low=low, high=high))
    assert isinstance(form, Amount)
    low_ = form.low and replace(form.low, value=(form.low.value or 0.0) - by)
    high_ = form.high and replace(form.high, value=(form.high.value or 0.0) + by)
    return replace(kept, rule=replace(form, low=low_, high=high_))


@pytest.mark.parametrize("code", ["calcium", "fat", "dark"])
def test_a_unit_of_ease_saves_no_more_than_its_price_and_a_unit_of_strain_costs_no_less(
    code: str,
) -> None:
    problem, made = planned()
    task = task_of(problem)
    best = as_served(task, made.menu)
    per_unit = fixed_prices(task, best)[code].per_unit
    assert per_unit is not None

    def worth(by: float) -> float:
        moved = with_clause(problem, moved_limits(problem.standard.clauses[code], by))
        model = fixed_model(task_of(moved), best.chosen)
        outcome = solve(model.lp, Search(gap=0.0))
        return float("inf") if outcome.objective is None else outcome.objective

    assert worth(0.0) - worth(MOVE) <= per_unit * MOVE + 1e-6
    assert worth(-MOVE) - worth(0.0) >= per_unit * MOVE - 1e-6


def dearer(problem: Problem, food: str, fen_per_kg: float) -> Problem:
    """Return the school with one food at another price, fen per kg as bought."""
    old = problem.foods[food]
    cost = fen_per_kg / 10 / old.edible
    moved = replace(old, per_100g={**old.per_100g, COST: cost})
    return replace(problem, foods={**problem.foods, food: moved})


def test_the_best_servings_stay_up_to_the_turn_and_differ_beyond_it() -> None:
    problem, _ = planned()
    assert why().turns
    for turn in why().turns:
        line = on_a_line(problem, turn.food, turn.price)
        before, at = (turn.price + share * (turn.turn - turn.price) for share in (0.5, 1.0))
        assert relaxed(dearer(problem, turn.food, before)) == pytest.approx(line(before), rel=1e-6)
        assert relaxed(dearer(problem, turn.food, at)) == pytest.approx(line(at), rel=1e-6)
        far = at + 0.2 * (at - turn.price) + (0.02 if at > turn.price else -0.02) * turn.price
        beyond = relaxed(dearer(problem, turn.food, far))
        assert beyond is not None
        assert beyond < line(far) - 1e-6, turn


def on_a_line(problem: Problem, food: str, price: float) -> Callable[[float], float]:
    """Return what the servings that are best now would cost at another price of ``food``."""
    found = sums(task_of(problem))
    codes = {food}
    kg = sum(
        grams * found.first.of(variable) * weight / problem.foods[food].edible / 1000 / 3
        for group, weight in found.model.weight.items()
        for variable, grams in found.model.amount(_grams(codes), group, found.model.pool).items()
    )
    return lambda at: found.first.objective + (at - price) * kg


def _grams(codes: set[str]) -> tuple[Term, ...]:
    return (Term(foods=FoodSelector(codes=frozenset(codes))),)


def test_a_floor_raised_by_a_tenth_lifts_the_relaxation_by_what_is_said() -> None:
    problem, _ = planned()
    said = {reach.rule: reach for reach in why().nutrients}
    assert {"energy", "protein", "calcium"} == set(said)
    kept = problem.standard.clauses["calcium"]
    assert isinstance(kept.rule, Amount)
    raised = replace(kept, rule=replace(kept.rule, low=Limit(value=280 * 1.1)))
    objective = relaxed(with_clause(problem, raised))
    assert objective is not None
    assert said["calcium"].dearer == pytest.approx(objective - why().bound, abs=1e-5)
    assert all(reach.menu >= 1 - 1e-6 for reach in why().nutrients)


def test_a_nutrient_that_no_menu_can_bring_a_tenth_further_is_named_with_its_best_share() -> None:
    problem, _ = planned()
    most = Amount("amount", Per.WEEK, (Term("calcium_mg"),), Limit(value=280), Limit(value=294))
    capped = with_clause(problem, clause("calcium", most))
    made = plan(capped, QUICK)
    reach = next(r for r in reasons(capped, made.menu, TIME).nutrients if r.rule == "calcium")
    assert reach.dearer is None
    assert reach.best is not None

    def at(share: float) -> Status:
        floor = Amount("amount", Per.WEEK, (Term("calcium_mg"),), Limit(value=280 * share))
        both = with_clause(capped, clause("floor", floor))
        return solve(model_of(both, one_period(3)).lp, Search(relaxed=True)).status

    assert at(reach.best - 1e-4) is Status.SOLVED
    assert at(reach.best + 1e-4) is Status.INFEASIBLE


def test_a_menu_that_breaks_a_rule_of_today_is_not_explained() -> None:
    problem, made = planned()
    with pytest.raises(MenuNotLawful) as caught:
        reasons(with_clause(problem, budget(1.0)), made.menu, TIME)
    assert (caught.value.reason, caught.value.things) == ("broken-rules", ("budget",))


def test_a_menu_that_leaves_out_a_lock_is_not_explained() -> None:
    problem, made = planned()
    day = problem.days[0].date
    served = {s.dish.code for d, _, s in made.menu.servings() if d.date == day}
    other = next(k for k in ("S001", "S002", "S004") if k not in served)
    with pytest.raises(MenuNotLawful) as caught:
        reasons(replace(problem, locks=(Lock(day, "lunch", other),)), made.menu, TIME)
    assert caught.value.reason == "wrong-places"


def test_a_menu_of_other_days_is_not_explained() -> None:
    problem, made = planned()
    with pytest.raises(MenuNotLawful) as caught:
        reasons(replace(problem, days=problem.days[:2]), made.menu, TIME)
    assert caught.value.reason in {"other-days", "broken-rules"}
