"""The aggregate and the plan against the plain day model, which is slow and beyond doubt."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from functools import cache

import pytest

from nutrition.checking.attainment import broken
from optimizer.aggregating import aggregate
from optimizer.errors import SolverGaveUp
from optimizer.model import build
from optimizer.planning import check, plan
from optimizer.plans import Plan
from optimizer.pool import lawful
from optimizer.portions import PortionTable
from optimizer.problem import Lock, Problem
from optimizer.rules import RULES
from optimizer.solving import Search, solve
from optimizer.spans import Period, one_period
from optimizer.task import Settings, Task
from tests.optimizer.school import DAYS, budget, model_of, oracle, school, with_clause
from tests.properties.witnesses import Drawn, divisions, possible

ROOM = 1e-6

EXACT = Settings(gap=1e-4, seconds=30)

COUNTING = ("spacing", "repeat", "kinds", "colours", "liver", "soy", "methods", "feast")
"""Rules whose sums over days are rounded or forget the date, so that the sums may allow more."""


def one_group() -> Problem:
    return school()


def two_groups() -> Problem:
    return school(groups=2, days=2)


def remembering() -> Problem:
    """Return the school with a dish locked and two lately served."""
    history = {DAYS[0].date.replace(day=1): frozenset({"M002", "L004"})}
    locks = (Lock(DAYS[1].date, "lunch", "M001"), Lock(DAYS[2].date, "lunch", "F001"))
    return replace(school(), history=history, locks=locks)


def on_a_budget() -> Problem:
    """Return two days with less money than the vegetables it would rather buy."""
    return with_clause(school(days=2), budget(363))


PROBLEMS = {p.__name__: p for p in (one_group, two_groups, remembering, on_a_budget)}


@cache
def best(name: str) -> float:
    """Return the optimum of the day model in whole sizes."""
    outcome = oracle(PROBLEMS[name]())
    assert outcome.objective is not None
    return outcome.objective


@cache
def planned(name: str) -> Plan:
    return plan(PROBLEMS[name](), EXACT)


def relaxation(problem: Problem, periods: tuple[Period, ...] | None = None) -> float:
    outcome = solve(model_of(problem, periods).lp, Search(relaxed=True))
    assert outcome.objective is not None
    return outcome.objective


@pytest.mark.parametrize("groups", [1, 2])
def test_the_relaxed_aggregate_is_worth_as_much_as_the_relaxed_day_model(groups: int) -> None:
    problem = school(groups=groups, without=COUNTING)
    days = relaxation(problem)
    assert relaxation(problem, one_period(3)) == pytest.approx(days, rel=1e-7)


@pytest.mark.parametrize("name", PROBLEMS)
def test_no_way_to_sum_days_is_dearer_than_the_days(name: str) -> None:
    problem = PROBLEMS[name]()
    days = relaxation(problem)
    assert relaxation(problem, one_period(len(problem.days))) <= days * (1 + ROOM)
    for periods in divisions(len(problem.days)):
        assert relaxation(problem, periods) <= days * (1 + ROOM)


@pytest.mark.parametrize("name", PROBLEMS)
def test_the_aggregates_bound_is_below_every_menu(name: str) -> None:
    problem = PROBLEMS[name]()
    task = Task(problem, PortionTable(problem), lawful(problem), EXACT)
    found = aggregate(task)
    assert found is not None
    assert found.bound <= best(name) * (1 + ROOM)
    assert task.bound is not None
    assert task.bound <= best(name) * (1 + ROOM)


@pytest.mark.parametrize("name", PROBLEMS)
def test_the_plan_is_lawful_and_no_better_than_the_best(name: str) -> None:
    made = planned(name)
    assert broken(check(PROBLEMS[name](), made.menu)) == []
    assert made.proof.objective >= best(name) * (1 - ROOM)
    assert made.proof.bound <= best(name) * (1 + ROOM)


@pytest.mark.parametrize("name", PROBLEMS)
def test_on_a_small_school_the_plan_is_the_best(name: str) -> None:
    assert planned(name).proof.objective == pytest.approx(best(name), rel=2e-3)


@pytest.mark.parametrize("name", PROBLEMS)
def test_the_cost_and_the_gap_are_those_of_the_printed_menu(name: str) -> None:
    problem, made = PROBLEMS[name](), planned(name)
    heads = {g.code: g.headcount for g in problem.groups}
    fen = sum(
        heads[group] * grams * problem.foods[food].per_100g["cost_fen"] / 100
        for _, _, serving in made.menu.servings()
        for group, portion in serving.portions.items()
        for food, grams in portion.grams.items()
    )
    proof = made.proof
    assert proof.cost == pytest.approx(fen / sum(heads.values()) / len(problem.days))
    assert proof.objective == pytest.approx(proof.cost + proof.penalty)
    assert proof.gap == pytest.approx(max(0.0, proof.objective - proof.bound) / proof.cost)


def test_the_penalty_is_the_price_of_what_the_soft_rules_miss() -> None:
    made, rule = planned("one_group"), school().standard.clauses["vegetables"]
    missed = sum(
        max(0.0, (line.low or 0.0) - (line.measured or 0.0))
        for line in made.attainments
        if line.clause == rule.id
    )
    assert made.proof.penalty == pytest.approx(missed * rule.soft_price)


def drawn(problem: Problem, made: Plan) -> Drawn:
    """Find the rung of every printed portion."""
    table = PortionTable(problem)
    rungs = {}
    for d, day in enumerate(made.menu.days):
        for meal in day.meals:
            for serving in meal.servings:
                rungs[d, meal.meal, serving.dish.code] = {
                    group: _rung(table, serving.dish.code, group, dict(portion.grams))
                    for group, portion in serving.portions.items()
                }
    return Drawn(problem, table, rungs)


def _rung(table: PortionTable, dish: str, group: str, grams: dict[str, float]) -> int:
    ladder = table.ladders[dish, group]
    return next(n for n in range(ladder.rungs + 1) if dict(ladder.portion(n).grams) == grams)


@pytest.mark.parametrize("name", PROBLEMS)
def test_a_lawful_menu_satisfies_every_row_of_every_aggregate(name: str) -> None:
    problem = PROBLEMS[name]()
    menu = drawn(problem, planned(name))
    for clause in problem.standard.clauses.values():
        if problem.mode(clause) == "hard":
            for periods in ((), *divisions(len(problem.days))):
                assert menu.keeps(clause, periods), clause.id


@pytest.mark.parametrize("name", PROBLEMS)
def test_no_group_gets_less_than_smaller_pupils(name: str) -> None:
    problem = PROBLEMS[name]()
    table = PortionTable(problem)
    for _, _, serving in planned(name).menu.servings():
        main = table.ladders[serving.dish.code, problem.groups[0].code].main
        rising = sorted(problem.groups, key=lambda g: g.factor or 1.0)
        grams = [serving.portions[g.code].grams[main] for g in rising]
        assert grams == sorted(grams)


def test_locks_are_kept_and_what_was_lately_served_is_not() -> None:
    menu = planned("remembering").menu
    served = [{s.dish.code for m in day.meals for s in m.servings} for day in menu.days]
    assert "M001" in served[1]
    assert "F001" in served[2]
    assert not {"M002", "L004"} & (served[0] | served[1])


@pytest.mark.parametrize("name", ["one_group", "two_groups"])
def test_both_solvers_find_the_same_optimum(name: str) -> None:
    assert oracle(PROBLEMS[name](), "cbc").objective == pytest.approx(best(name), rel=1e-5)


def test_a_plan_by_cbc_is_as_honest() -> None:
    made = plan(school(), Settings(gap=5e-3, seconds=30, solver="cbc"))
    assert made.proof.solver == "cbc"
    assert (
        made.proof.bound <= best("one_group") * (1 + ROOM) <= made.proof.objective * (1 + 2 * ROOM)
    )
    assert made.proof.objective - made.proof.bound <= 5e-3 * made.proof.cost + ROOM


@pytest.mark.parametrize("name", ["one_group", "two_groups"])
def test_the_same_input_gives_the_same_menu(name: str) -> None:
    again = plan(PROBLEMS[name](), EXACT)
    assert again.menu == planned(name).menu
    assert again.proof.fingerprint == planned(name).proof.fingerprint


def test_another_seed_may_change_the_menu_and_never_the_law() -> None:
    made = plan(school(), replace(EXACT, seed=11))
    assert broken(made.attainments) == []
    assert made.proof.objective >= best("one_group") * (1 - ROOM)
    assert made.proof.bound <= best("one_group") * (1 + ROOM)


def test_every_form_of_rule_is_in_the_small_school() -> None:
    assert {c.rule.form for c in school().standard.clauses.values()} == set(RULES)


def test_rows_that_define_sizes_hold_on_the_printed_menu() -> None:
    problem = two_groups()
    menu = drawn(problem, planned("two_groups"))
    model = build(problem, menu.table, one_period(2), lawful(problem))
    values = menu.values(model)
    for row in model.lp.constraints():
        left = sum(a * values[v] for v, a in row.items()) + row.constant
        assert left * row.sense >= -ROOM, row.name
    assert possible([], values)


@pytest.mark.parametrize("seconds", [0.01, 0.1])
def test_in_next_to_no_time_there_is_a_lawful_menu_or_an_honest_word(seconds: float) -> None:
    made = None
    with suppress(SolverGaveUp):
        made = plan(two_groups(), Settings(gap=1e-4, seconds=seconds))
    if made is not None:
        assert broken(made.attainments) == []
        assert made.proof.bound <= best("two_groups") * (1 + ROOM)
