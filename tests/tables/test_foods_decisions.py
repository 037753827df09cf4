"""The decisions about doubtful figures say what the table holds, and why."""

from __future__ import annotations

from food_tables.loading import load_decisions, load_foods

DECISIONS = load_decisions()
FOODS = {food["code"]: food for food in load_foods()}
FOUND_BY_COMPARISON = 110
DOUBTS = ("vitA_RAE", "kJ/kcal", "atwater", "proximate_sum")


def test_the_table_holds_what_was_decided() -> None:
    wrong = [
        (row["food"], row["nutrient"], row["decided"], FOODS[row["food"]][row["nutrient"]])
        for row in DECISIONS
        if FOODS[row["food"]][row["nutrient"]] != row["decided"]
    ]
    assert wrong == []


def test_each_figure_is_decided_once_with_a_reason() -> None:
    keys = [(row["food"], row["nutrient"]) for row in DECISIONS]
    assert len(set(keys)) == len(keys)
    assert len(keys) >= FOUND_BY_COMPARISON
    for row in DECISIONS:
        assert len(row["reason"]) >= 15
        assert row["reference"]


def test_a_verdict_says_what_happened_to_the_figure() -> None:
    for row in DECISIONS:
        assert row["verdict"] in {"kept", "replaced", "blanked", "computed"}
        assert (row["verdict"] == "blanked") == (row["decided"] == "")
        assert (row["verdict"] == "computed") == (row["nutrient"] == "energy_kcal")
        if row["verdict"] == "kept":
            assert row["decided"] == row["printed"]
        if row["verdict"] == "replaced":
            assert row["decided"] != row["printed"]


def test_a_replaced_figure_is_told_to_be_borrowed() -> None:
    for row in DECISIONS:
        food = FOODS[row["food"]]
        if row["verdict"] == "replaced" and row["nutrient"].endswith(("_mg", "_ug", "_g", "_rae")):
            whole_food = row["reference"] == f"MEXT {food['source_code']}"
            assert whole_food or f"{row['nutrient']}=" in food["assumed"]


def test_every_quality_flag_of_the_collection_was_decided() -> None:
    decided = {row["food"] for row in DECISIONS}
    for food in FOODS.values():
        flags = [flag for flag in food["quality_flags"].split("; ") if flag]
        if any(flag.startswith(DOUBTS) for flag in flags):
            assert food["code"] in decided


def test_daylily_is_the_dried_bud_and_dried_kelp_is_dry() -> None:
    names = {food["name"]: food for food in FOODS.values()}
    assert "banned" not in names["黄花菜(干)"]["tags"]
    assert names["黄花菜(干)"]["months"] == "1-12"
    assert float(names["海带(干)"]["carbohydrate_g"]) > 50
