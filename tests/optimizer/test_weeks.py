"""Several weeks: what one of them takes, the next may need."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from nutrition.checking.attainment import broken
from nutrition.clauses import (
    Amount,
    Attribute,
    Clause,
    Limit,
    Per,
    Repetition,
    Spacing,
    Standard,
    Term,
)
from nutrition.dish import Dish, DishSelector, Ingredient, PortionClass
from optimizer.planning import check, plan
from optimizer.plans import Plan
from optimizer.problem import Lock, MealPlan, Problem, ServiceDay, Slot
from optimizer.task import Settings
from tests.optimizer.school import clause, oracle, school, some

FRIDAY, MONDAY = ServiceDay(date(2026, 3, 6), 0), ServiceDay(date(2026, 3, 9), 1)

ONCE = clause("repeat", Repetition("repetition", 1, 5))

EXACT = Settings(gap=1e-4, seconds=30)


def fixed(code: str, like: str, **grams: float) -> Dish:
    held = tuple(Ingredient(food, amount) for food, amount in grams.items())
    card = school().dishes[like]
    return replace(card, code=code, ingredients=held, portion=PortionClass.FIXED)


def two_days(dishes: list[Dish], *rules: Clause, locks: tuple[Lock, ...] = ()) -> Problem:
    """Return a Friday and a Monday of these dishes, one from each of their categories."""
    slots = dict.fromkeys(d.category for d in dishes)
    kept = {rule.id: rule for rule in (ONCE, *rules)}
    return replace(
        school(),
        days=(FRIDAY, MONDAY),
        meals=(MealPlan("lunch", tuple(Slot(c, frozenset({c}), 1, 1) for c in slots)),),
        dishes={d.code: d for d in dishes},
        standard=Standard("weeks", "weeks", "weeks", {}, kept),
        locks=locks,
    )


def lawful(problem: Problem) -> Plan:
    made = plan(problem, EXACT)
    assert broken(check(problem, made.menu)) == []
    assert made.proof.objective == pytest.approx(oracle(problem).objective, rel=1e-3)
    return made


def test_the_first_week_leaves_what_the_second_needs() -> None:
    soy = clause("soy", Amount("amount", Per.WEEK, (Term(foods=some(codes="tofu")),), Limit(50)))
    cheap = [fixed("A", "M005", tofu=60), fixed("X", "L001", tofu=55)]
    dear = [fixed("B", "M003", fish=90), fixed("Y", "L005", pork=70)]
    lawful(two_days([*cheap, *dear], soy))


def test_the_first_week_leaves_what_is_locked_in_the_second() -> None:
    dishes = [fixed("A", "M005", tofu=60), fixed("B", "M003", fish=90)]
    lock = Lock(MONDAY.date, "lunch", "A")
    made = lawful(two_days(dishes, locks=(lock,)))
    assert [s.dish.code for _, _, s in made.menu.servings()] == ["B", "A"]


def test_the_same_kind_over_a_weekend_is_paid_for_where_that_is_a_wish() -> None:
    mains = DishSelector(categories=frozenset({"大荤"}))
    apart = clause("apart", Spacing("spacing", Attribute.KIND, mains), price=3.0)
    made = lawful(two_days([fixed("A", "M001", pork=60), fixed("B", "M004", pork=70)], apart))
    assert made.proof.penalty == pytest.approx(3.0 / 2)
    assert made.proof.objective == pytest.approx(made.proof.cost + made.proof.penalty)


def test_a_budget_over_both_weeks_is_kept() -> None:
    """The cheaper Monday pays for the Friday: no week could keep the mean alone."""
    dishes = [fixed("A", "M001", pork=60), fixed("B", "M003", fish=90)]
    free = lawful(two_days(dishes))
    cost = Amount("amount", Per.PERIOD, (Term("cost_fen"),), high=Limit(free.proof.cost + 0.01))
    lawful(two_days(dishes, clause("budget", replace(cost, across=True))))
