"""Cooking keeps at most all of a nutrient, and every class leads to a profile."""

from __future__ import annotations

from food_tables.loading import (
    load_dishes,
    load_document,
    load_foods,
    load_nutrients,
    load_retention,
    load_retention_classes,
    load_retention_pairs,
    load_yields,
)

SHARES = {(row["profile"], row["nutrient"]): float(row["share"]) for row in load_retention()}
CLASSES = load_retention_classes()
FOODS = {food["code"]: food for food in load_foods()}


def test_no_nutrient_grows_in_the_pot() -> None:
    assert all(0 <= share <= 1 for share in SHARES.values())
    assert {nutrient for _, nutrient in SHARES} <= set(load_nutrients())


def test_every_class_leads_to_a_profile_and_says_it_once() -> None:
    profiles = {profile for profile, _ in SHARES}
    keys = [(row["food"], row["subgroup"], row["method"]) for row in CLASSES]
    assert len(set(keys)) == len(keys)
    for row in CLASSES:
        assert row["profile"] in profiles
        assert bool(row["food"]) != bool(row["subgroup"])


def test_classes_name_foods_subgroups_and_methods_that_exist() -> None:
    subgroups = {food["subgroup"] for food in FOODS.values()}
    assert {row["subgroup"] for row in CLASSES} <= subgroups | {""}
    assert {row["food"] for row in CLASSES} <= set(FOODS) | {""}
    assert {row["method"] for row in CLASSES} <= {dish["method"] for dish in load_dishes()} | {"烤"}


def test_minerals_stay_where_the_broth_is_eaten_and_vitamin_c_does_not() -> None:
    boiled = "VEG,GREENS,BOILED,WATER USED"
    assert SHARES[boiled, "calcium_mg"] == 1
    assert SHARES[boiled, "vitamin_c_mg"] < SHARES["VEG,GREENS,STIR FRY", "vitamin_c_mg"] < 1


def test_foods_whose_figures_are_of_the_cooked_food_are_named() -> None:
    cooked = load_document("retention", "retention")["as_cooked"]
    names = {FOODS[code]["name"] for code in cooked}
    assert {"馒头", "面包", "油条", "火腿肠", "烤鸭", "盐水鸭", "速冻肉包"} <= names
    assert not {"大米", "面粉", "猪瘦肉", "菠菜"} & names


def test_yields_lie_inside_their_span() -> None:
    for row in load_yields():
        assert 0 < float(row["low"]) <= float(row["factor"]) <= float(row["high"])
        assert row["basis"]


def test_pairs_are_of_two_foods_of_the_japanese_table() -> None:
    for row in load_retention_pairs():
        assert row["raw"] != row["cooked"]
        assert len(row["raw"]) == len(row["cooked"]) == 5
