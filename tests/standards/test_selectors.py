"""Clauses ask for tags, groups, nutrients and categories that the tables really have."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest

from food_tables.loading import load_nutrients
from nutrition.checking.attaining import CHECKS
from nutrition.clauses import (
    Alike,
    Amount,
    Clause,
    Distinct,
    Exclusion,
    Mode,
    Ratio,
    Repetition,
    Seen,
    Servings,
    Spacing,
    Term,
    Value,
    When,
)
from nutrition.dish import DishSelector
from nutrition.food import FoodSelector
from nutrition.pupil import Cohort, PupilGroup
from tests.checking.embedded import dishes, foods, standard

CLAUSES = list(standard().clauses.values())


def pupils(age: str) -> PupilGroup:
    return PupilGroup("g1", age, (Cohort(age, "M", 1), Cohort(age, "F", 1)))


def terms(clause: Clause) -> Iterator[Term]:
    rule = clause.rule
    if isinstance(rule, Amount):
        yield from rule.measure
    elif isinstance(rule, Ratio):
        yield from (*rule.part, *rule.whole)
    elif isinstance(rule, Distinct):
        for kind in rule.kinds:
            yield from kind.measure


def food_selectors(clause: Clause) -> Iterator[FoodSelector]:
    yield from (term.foods for term in terms(clause))
    rule = clause.rule
    if isinstance(rule, Distinct | Servings | Exclusion) and rule.foods is not None:
        yield rule.foods
    yield from (each for each in (clause.needs, clause.needs_listed) if each is not None)


def dish_selectors(clause: Clause) -> Iterator[DishSelector]:
    rule = clause.rule
    if isinstance(rule, Distinct | Servings | Alike | Spacing):
        yield rule.dishes
    elif isinstance(rule, Repetition):
        yield from (allowance.dishes for allowance in rule.allowances)


def test_every_clause_has_a_checker_for_its_form() -> None:
    assert {c.rule.form for c in CLAUSES} <= set(CHECKS)


@pytest.mark.parametrize("clause", CLAUSES, ids=lambda c: c.id)
def test_every_tag_group_and_code_asked_for_occurs_in_the_food_table(clause: Clause) -> None:
    tags = {tag for food in foods().values() for tag in food.tags}
    groups = {food.group for food in foods().values()}
    for selector in food_selectors(clause):
        assert selector.tags | selector.without_tags <= tags
        assert selector.groups <= groups
        assert selector.codes <= set(foods())


@pytest.mark.parametrize("clause", CLAUSES, ids=lambda c: c.id)
def test_every_category_method_and_code_asked_for_is_known_to_the_library(clause: Clause) -> None:
    library = dishes().values()
    for selector in dish_selectors(clause):
        assert selector.codes <= set(dishes())
        assert selector.categories <= {d.category for d in library}
        assert selector.methods <= {d.method for d in library} | {"炸"}


@pytest.mark.parametrize("clause", CLAUSES, ids=lambda c: c.id)
def test_every_nutrient_asked_for_is_a_column_of_the_food_table(clause: Clause) -> None:
    known = {nutrient for food in foods().values() for nutrient in food.per_100g}
    assert {term.nutrient for term in terms(clause)} - {""} <= known
    assert load_nutrients()


def test_dark_vegetables_are_vegetables() -> None:
    dark = [f for f in foods().values() if "dark_vegetable" in f.tags]
    assert [f.name for f in dark if f.group != "蔬菜类"] == []


def test_plain_rice_may_come_three_times_a_week() -> None:
    rule = standard().clauses["dish_repeat"].rule
    assert isinstance(rule, Repetition)
    first = rule.allowances[0]
    assert [dishes()[code].name for code in first.dishes.codes] == ["米饭"]
    assert first.weekly == 3


def test_the_shares_of_energy_add_up_to_the_energy_of_the_table() -> None:
    """Fat and carbohydrate count as in the one energy rule: 4, 9, 4 less fibre, 2."""
    fat = standard().clauses["t1_fat_energy"].rule
    carbohydrate = standard().clauses["t1_carbohydrate_energy"].rule
    assert isinstance(fat, Ratio)
    assert isinstance(carbohydrate, Ratio)
    for food in foods().values():
        figures = food.per_100g
        if "alcohol" in food.tags or not {"fibre_g"} <= set(figures):
            continue
        shares = sum(t.times * figures[t.nutrient] for t in (*fat.part, *carbohydrate.part)) / 100
        whole = shares + 4 * figures["protein_g"]
        assert whole == pytest.approx(figures["energy_kcal"], rel=0.1, abs=5), food.name


def defaults(mode: Mode) -> set[str]:
    return {c.id for c in CLAUSES if c.mode is mode}


def test_what_is_soft_or_off_by_default_is_what_was_decided() -> None:
    tables = {c.id for c in CLAUSES if c.id.startswith(("t3_", "t4_"))} - {"t4_soy"}
    variety = {c.id for c in CLAUSES if c.id.startswith("variety_")}
    days = {"t1_fat_energy_day", "t1_carbohydrate_energy_day"}
    shown = days | {c.id for c in CLAUSES if re.fullmatch("sodium_total|ul_.*_day", c.id)}
    priced = {"t1_protein_high", "staple_spacing"}
    assert defaults(Mode.SOFT) == tables | variety | shown | priced
    assert defaults(Mode.OFF) == {"t4_soy", *(c.id for c in CLAUSES if c.id.startswith("t2_"))}
    assert {c.id for c in CLAUSES if c.mode is Mode.SOFT and c.soft_price == 0} == shown


def test_day_and_lunch_variants_of_a_clause_never_hold_together() -> None:
    for whole, part in (
        ("t1_energy_mean_whole_day", "t1_energy_mean"),
        ("variety_day", "variety_day_part"),
        ("variety_week", "variety_week_part"),
    ):
        assert standard().clauses[whole].when is When.WHOLE_DAY
        assert standard().clauses[part].when is When.PART_DAY


SALT = ("salt_added", "sodium_total", "t2_salt", "t3_salt", "t4_salt")

FAT = ("t1_fat_energy", "t1_carbohydrate_energy", "oil_daily", "t2_oil", "t3_oil", "t4_oil")


@pytest.mark.parametrize(
    ("clauses", "enough", "not_enough"),
    [(SALT, {"食盐", "酱油"}, {"大豆油", "白砂糖", "火腿肠"}), (FAT, {"大豆油"}, {"食盐", "酱油"})],
    ids=["salt", "fat"],
)
def test_salt_is_judged_by_a_listed_seasoning_and_fat_by_a_listed_oil(
    clauses: tuple[str, ...], enough: set[str], not_enough: set[str]
) -> None:
    by_name = {food.name: food for food in foods().values()}
    for code in clauses:
        listed = standard().clauses[code].needs_listed
        assert listed is not None
        assert {n for n in enough | not_enough if listed.takes(by_name[n])} == enough


def test_the_sources_of_every_clause_have_a_name_that_people_can_read() -> None:
    known = standard()
    for clause in CLAUSES:
        names = known.sources_of(clause)
        assert names
        assert not set(names) & set(known.sources), clause.id


def test_the_dagger_marks_borrowed_age_bands_and_recalled_figures_alone() -> None:
    marked = {
        age: {c.id for c in CLAUSES if c.unsure_for([pupils(age)]) and c.mode is not Mode.OFF}
        for age in ("9-11", "15-17")
    }
    limits = {"sodium_total", *(f"ul_{n}" for n in ("retinol", "iron", "zinc", "calcium"))}
    assert limits | {"ul_selenium"} == {c for c in marked["9-11"] if not c.endswith("_day")}
    assert {"salt_added", "milk", "ul_iron_day"} <= marked["15-17"]
    assert {"t1_energy_day", "meat_fish_day", "t4_soy", "ul_retinol"}.isdisjoint(marked["15-17"])


def test_the_dagger_goes_by_the_meals_that_are_served() -> None:
    clause = standard().clauses["t4_grains"]
    rows = (
        Value(Seen.RECALLED, "memory", meal="dinner", value=1.0),
        Value(Seen.REPRINT, "book118", meal="lunch", value=1.0),
    )
    doubted = replace(clause, value=rows)
    assert doubted.unsure_for([pupils("9-11")], ["dinner"])
    assert not doubted.unsure_for([pupils("9-11")], ["lunch"])


def test_the_main_vegetable_of_a_dish_is_its_heaviest_vegetable_or_tuber() -> None:
    by_name = {d.name: d.vegetable for d in dishes().values()}
    called = {food.code: food.name for food in foods().values()}
    expected = {"土豆烧牛肉": "土豆", "青菜豆腐汤": "油菜", "韭菜炒鸡蛋": "韭菜", "米饭": ""}
    assert {name: called.get(by_name[name], "") for name in expected} == expected
