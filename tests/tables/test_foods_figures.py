"""Laws that every figure of the food tables obeys."""

from __future__ import annotations

import math
import re

import pytest

from food_tables import laws
from food_tables.loading import Row, load_decisions, load_document, load_foods, load_nutrients

TABLES = ("canteen", "mext")
FOODS = {table: load_foods(table) for table in TABLES}
EVERY = [food for table in TABLES for food in FOODS[table]]
PLANT_GROUPS = {"谷薯类", "蔬菜类", "水果类", "大豆类及其制品和坚果", "植物油", "盐"}
MIXED_SUBGROUPS = {"糕点", "面点半成品"}
SALT_PER_SODIUM = 2.54


def figure(food: Row, nutrient: str) -> float | None:
    return float(food[nutrient]) if food[nutrient] else None


def assumed(food: Row) -> dict[str, str]:
    parts = [part for part in food["assumed"].split("; ") if part]
    return dict(part.split("=", 1) for part in parts)


def printed_energy(food: Row) -> float | None:
    found = re.search(r"energy_printed=([\d.]+)", food["quality_flags"])
    return float(found[1]) if found else None


def figures(food: Row) -> dict[str, float]:
    return {n: float(food[n]) for n in load_nutrients() if food[n]}


def test_every_figure_is_a_finite_number_not_below_zero() -> None:
    nutrients = tuple(load_nutrients())
    for food in EVERY:
        for nutrient in nutrients:
            value = figure(food, nutrient)
            assert value is None or (math.isfinite(value) and value >= 0), food["code"]


def test_energy_is_that_of_the_one_rule_wherever_its_parts_are_known() -> None:
    for food in EVERY:
        energy = figure(food, "energy_kcal")
        assert energy is not None, food["code"]
        between = laws.energy_between(figures(food))
        if between is None or not food["fibre_g"]:
            assert assumed(food)["energy_kcal"].startswith("as printed"), food["code"]
            continue
        assert energy == pytest.approx(between[0], abs=0.051), food["code"]


def test_the_energy_rule_is_4_9_4_and_2_for_fibre() -> None:
    parts = {"protein_g": 10.0, "fat_g": 2.0, "carbohydrate_g": 30.0}
    assert laws.energy_between(parts) == (118.0, 178.0)
    assert laws.energy_between({**parts, "fibre_g": 5.0}) == (168.0, 168.0)
    assert laws.energy_between({"protein_g": 10.0}) is None


def test_a_printed_energy_far_from_the_rule_is_listed_with_its_reason() -> None:
    decisions = load_decisions()
    reasons = {row["food"]: row["reason"] for row in decisions if row["verdict"] == "computed"}
    exceptions = load_document("foods", "mext")["energy_exceptions"]
    for food in FOODS["canteen"]:
        if _far_from_rule(food):
            assert reasons[food["code"]]
    assert {food["code"] for food in FOODS["mext"] if _far_from_rule(food)} == set(exceptions)


def test_constituents_never_exceed_the_whole_and_a_large_rest_is_flagged() -> None:
    for food in EVERY:
        total = laws.constituent_sum(figures(food))
        assert total <= laws.LARGEST_SUM, food["code"]
        if all(food[part] for part in laws.CONSTITUENTS):
            assert total >= 95 or "proximate_sum=" in food["quality_flags"], food["code"]


def test_fibre_is_part_of_the_carbohydrate() -> None:
    for food in EVERY:
        assert not laws.fibre_exceeds_carbohydrate(figures(food)), food["code"]


def test_vitamin_a_is_what_retinol_and_carotene_bring() -> None:
    for food in EVERY:
        assert not laws.vitamin_a_below_carotene(figures(food)), food["code"]
        assert not laws.vitamin_a_unexplained(figures(food), food["group"]), food["code"]


def test_retinol_is_nil_in_plants_and_never_exceeds_vitamin_a() -> None:
    for food in EVERY:
        retinol, total = figure(food, "retinol_ug"), figure(food, "vitamin_a_ug_rae")
        if food["group"] in PLANT_GROUPS and food["subgroup"] not in MIXED_SUBGROUPS:
            assert retinol == 0, food["code"]
        if retinol is None:
            assert total is None, food["code"]
        elif total is not None:
            assert retinol <= total, food["code"]


@pytest.mark.parametrize("table", TABLES)
def test_preformed_vitamin_a_of_livers_is_carried_as_retinol(table: str) -> None:
    livers = [food for food in FOODS[table] if "liver" in food["tags"].split(";")]
    assert len(livers) >= 3
    for liver in livers:
        assert (figure(liver, "retinol_ug") or 0) >= 900


@pytest.mark.parametrize("table", TABLES)
def test_sodium_agrees_with_the_salt_people_know(table: str) -> None:
    salt = {
        food["name"]: (figure(food, "sodium_mg") or 0) * SALT_PER_SODIUM / 1000
        for food in FOODS[table]
    }
    assert 97 <= salt["食盐"] <= 100
    assert 13 <= salt["酱油"] <= 18
    assert salt["白砂糖"] < 0.01
    assert salt["大豆油"] < 0.05


def test_cholesterol_comes_from_animals_only() -> None:
    for food in EVERY:
        cholesterol = figure(food, "cholesterol_mg")
        if food["subgroup"] == "菌藻" or food["group"] not in {"蔬菜类", "水果类", "植物油"}:
            continue  # the Japanese table prints 21 mg for laver
        assert cholesterol in {None, 0, 1, 2}, food["code"]  # as printed for welsh onion


def test_the_edible_share_lies_between_nothing_and_all() -> None:
    for food in EVERY:
        assert 0 < float(food["edible_share"]) <= 1, food["code"]


def test_the_open_table_says_which_edible_shares_are_kitchen_practice() -> None:
    practice = load_document("foods", "mext")["bought_otherwise"]
    for food in FOODS["mext"]:
        assert ("kitchen practice" in food["note"]) == (food["code"] in practice)
        if food["code"] in practice:
            assert float(food["edible_share"]) == practice[food["code"]]


def test_what_is_assumed_or_trace_names_a_nutrient_that_has_a_figure() -> None:
    for food in EVERY:
        for nutrient, how in assumed(food).items():
            assert how.strip(), food["code"]
            assert food[nutrient] != "", food["code"]
        for nutrient in filter(None, food["trace"].split(";")):
            assert food[nutrient] == "0", food["code"]


def test_no_food_is_richer_than_anything_known() -> None:
    """The optimiser would find a slipped decimal point first."""
    for food in EVERY:
        spice = food["group"] in {"调味品", "盐"}
        limits = {
            "iron_mg": 50,
            "zinc_mg": 12,
            "calcium_mg": 2000,
            "thiamin_mg": 2,
            "riboflavin_mg": 4,
        }
        for nutrient, limit in limits.items():
            value = figure(food, nutrient)
            assert value is None or spice or value <= limit, food["code"]


def _far_from_rule(food: Row) -> bool:
    printed, energy = printed_energy(food), figure(food, "energy_kcal")
    if printed is None or energy is None:
        return False
    return laws.energy_is_far(printed, energy, energy)
