"""Every clause alone, as rows small enough to check by hand.

Worked out by hand from kitchen.csv and the cards of kitchen.py, and compared with what was
written: t1_energy_day, t1_fat_energy, salt_added, oil_daily, four_groups, vegetables_three,
vegetables_dark, soy_daily, milk, liver_weekly, t2_soy, t4_grains (hard, soft, two groups, one
period), colours, method_alike, main_kind_spacing, dish_repeat (with history too), fried_weekly,
season, banned_foods, school_halal, school_kitchen_meal_1, school_equipment_meal_1,
school_equipment_day_1, school_festival_1 (hard, soft, one period), and with two groups
school_budget and school_supply_1.  For example salt_added: 0.8 g of salt with 40 % sodium are
320 mg, times 0.00254 is 0.8128 g; 5 g x 0.40 of the day x 2 days = 4 g.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from nutrition.clauses import Clause, Mode, Repetition, Review
from optimizer.problem import Problem
from optimizer.spans import one_period
from tests.rules.kitchen import model_of, standard, two_days, two_days_two_groups
from tests.rules.lp_text import lp_text

Golden = Callable[[str, str], None]

WRITTEN = [c for c in standard().clauses.values() if not isinstance(c.rule, Review)]

# One clause for each form, whose rows are also written when soft and over the sum of the days.
BY_FORM = {
    "amount": "t4_grains",
    "ratio": "vegetables_dark",
    "distinct": "vegetables_three",
    "servings": "liver_weekly",
    "alike": "method_alike",
    "spacing": "main_kind_spacing",
    "repetition": "dish_repeat",
    "on_dates": "school_festival_1",
    "exclusion": "season",
    "supply": "school_supply_1",
}


def meal_for(clause: Clause) -> str:
    """Return the meal that is planned: breakfast for the clauses of breakfast."""
    return "breakfast" if getattr(clause.rule, "meals", ()) == {"breakfast"} else "lunch"


def ids(clause: Clause) -> str:
    return clause.id


@pytest.mark.parametrize("clause", WRITTEN, ids=ids)
def test_the_rows_of_a_clause_are_those_of_its_golden(clause: Clause, golden: Golden) -> None:
    text = lp_text(clause, model_of(two_days(meal_for(clause))), Mode.HARD)
    golden(f"lp/{clause.id}.lp", text)


@pytest.mark.parametrize("clause", WRITTEN, ids=ids)
def test_with_two_groups_too(clause: Clause, golden: Golden) -> None:
    text = lp_text(clause, model_of(two_days_two_groups(meal_for(clause))), Mode.HARD)
    golden(f"lp/{clause.id}.two_groups.lp", text)


@pytest.mark.parametrize("clause", WRITTEN, ids=ids)
def test_every_clause_finds_something_in_the_kitchen(clause: Clause) -> None:
    text = lp_text(clause, model_of(two_days(meal_for(clause))), Mode.HARD)
    assert text.count(f" {clause.id}.") > 0


@pytest.mark.parametrize("form", BY_FORM)
def test_soft_every_row_may_be_missed_at_the_price_of_the_clause(form: str, golden: Golden) -> None:
    clause = replace(standard().clauses[BY_FORM[form]], soft_price=2.0)
    text = lp_text(clause, model_of(two_days_two_groups(meal_for(clause))), Mode.SOFT)
    golden(f"lp/{clause.id}.soft.lp", text)


@pytest.mark.parametrize("form", BY_FORM)
def test_over_one_period_the_rows_are_summed(form: str, golden: Golden) -> None:
    clause = standard().clauses[BY_FORM[form]]
    text = lp_text(clause, model_of(two_days(meal_for(clause)), one_period(2)), Mode.HARD)
    golden(f"lp/{clause.id}.one_period.lp", text)


def remembered() -> tuple[Problem, Clause]:
    """Return a school that serves a dish once in four days, and has just served two."""
    clause = standard().clauses["dish_repeat"]
    assert isinstance(clause.rule, Repetition)
    rule = replace(clause.rule, gap_days=4)
    served = {date(2026, 2, 26): frozenset({"M001"}), date(2026, 2, 27): frozenset({"V001"})}
    return replace(two_days(), history=served), replace(clause, rule=rule)


def test_repetition_looks_back_over_history(golden: Golden) -> None:
    problem, clause = remembered()
    golden("lp/dish_repeat.history.lp", lp_text(clause, model_of(problem), Mode.HARD))


@pytest.mark.parametrize("form", BY_FORM)
def test_a_rule_that_is_off_writes_nothing(form: str) -> None:
    clause = standard().clauses[BY_FORM[form]]
    assert f" {clause.id}." not in lp_text(clause, model_of(two_days()), Mode.OFF)


@pytest.mark.parametrize("form", BY_FORM)
def test_a_soft_rule_without_a_price_is_only_shown(form: str) -> None:
    clause = replace(standard().clauses[BY_FORM[form]], soft_price=0.0)
    assert f" {clause.id}." not in lp_text(clause, model_of(two_days()), Mode.SOFT)
