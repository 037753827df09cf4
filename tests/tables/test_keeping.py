"""How long foods keep: every food of ours has one class, and the class fits how often it comes."""

from __future__ import annotations

from collections import Counter

import pytest

from api.folder_tables import embedded_foods
from food_tables.loading import load_document, load_keeping
from nutrition.food import Food
from nutrition.keeping import UNKNOWN, keeping_classes, keeping_of

ROWS = load_keeping()

CODES = Counter(code for row in ROWS for code in row["codes"].split(";") if code)


@pytest.mark.parametrize("table", ["canteen", "mext"])
def test_every_food_of_ours_is_in_one_class(table: str) -> None:
    foods = embedded_foods(table)
    assert {code for code in foods if CODES[code] != 1} == set()
    assert UNKNOWN not in keeping_of(foods.values()).values()


def test_the_classes_name_only_foods_tags_and_groups_that_exist() -> None:
    foods = embedded_foods("canteen").values()
    assert set(CODES) == {food.code for food in foods}
    for column, known in (
        ("tags", {tag for food in foods for tag in food.tags}),
        ("groups", {food.group for food in foods}),
    ):
        named = {word for row in ROWS for word in row[column].split(";") if word}
        assert named <= known


def test_every_row_says_that_it_is_an_estimate_of_ours() -> None:
    assert {row["origin"] for row in ROWS} == {"自拟"}
    assert all(row["basis"] for row in ROWS)
    assert "自拟" in load_document("keeping", "keeping")["seen"]


def test_what_comes_once_a_week_keeps_for_a_week() -> None:
    short = {row["id"] for row in ROWS if row["delivery"] == "week" and int(row["days"]) < 7}
    assert short == set()


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("大米", (90, True)),
        ("菠菜", (1, False)),
        ("豆腐", (0, False)),
        ("猪瘦肉", (1, False)),
        ("鸡蛋", (7, True)),
    ],
)
def test_foods_that_everybody_knows_keep_as_everybody_knows(
    name: str, kept: tuple[int, bool]
) -> None:
    food = next(f for f in embedded_foods("canteen").values() if f.name == name)
    keeping = keeping_classes().of(food)
    assert (keeping.days, keeping.weekly) == kept


def test_a_schools_own_food_goes_by_its_tags_then_its_group_then_is_used_at_once() -> None:
    own = Food("Q1", "某鱼", "蔬菜类", 1.0, {}, tags=frozenset({"seafood"}))
    classes = keeping_classes()
    assert classes.of(own).id == "live_fish"
    assert classes.of(Food("Q2", "某菜", "蔬菜类", 1.0, {})).id == "leaf"
    assert classes.of(Food("Q3", "某物", "某类", 1.0, {})) == UNKNOWN
    assert UNKNOWN.days == 0
