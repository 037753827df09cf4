"""Laws of the dish library: every card is whole, believable and lawful in a school."""

from __future__ import annotations

import hashlib
import re
from collections import Counter

import pytest

from food_tables.loading import load_dishes, load_foods, load_recipes
from tests.tables.dish_cards import FOLDER, animal, cards, enabled, names, rows_of, salt, sidecar

LETTERS = {
    "S": "主食",
    "M": "大荤",
    "L": "小荤",
    "V": "素菜",
    "T": "汤",
    "F": "水果",
    "D": "奶",
    "B": "豆浆",
    "E": "蛋",
    "P": "小菜",
    "R": "粗粮",
    "N": "点心",
}

METHODS = set("炒煮烧蒸炖焖烩煎炸烤拌") | {"生食"}

COLOURS = {"绿", "红橙", "白", "黄", "褐", "紫"}

SALT_LIMITS = {
    "主食": 0.8,
    "大荤": 0.7,
    "小荤": 0.5,
    "素菜": 0.5,
    "汤": 0.3,
    "小菜": 0.35,
    "蛋": 0.35,
}

OIL_LIMITS = {"主食": 4, "大荤": 5, "小荤": 4, "素菜": 4, "汤": 0.5, "小菜": 2, "蛋": 3}

FRYING_OIL = 8

ENERGY = {
    "主食": (100, 480),
    "大荤": (50, 340),
    "小荤": (45, 210),
    "素菜": (30, 140),
    "汤": (5, 90),
    "水果": (15, 100),
    "奶": (60, 230),
    "豆浆": (30, 160),
    "蛋": (55, 120),
    "小菜": (15, 90),
    "粗粮": (20, 100),
    "点心": (30, 130),
}


@pytest.mark.parametrize("file", ["dishes.csv", "recipes.csv", "decisions.csv"])
def test_a_table_is_the_one_that_was_sealed_and_explains_its_columns(file: str) -> None:
    document = sidecar()
    assert document["files"][file]["sha256"] == (
        hashlib.sha256((FOLDER / file).read_bytes()).hexdigest()
    )
    assert list(document["columns"][file]) == list(rows_of(file)[0])


def test_codes_and_names_are_unique_and_a_code_begins_with_its_category() -> None:
    rows = load_dishes()
    for column in ("code", "name", "name_en"):
        assert [v for v, n in Counter(r[column] for r in rows).items() if n > 1] == []
    assert [r["code"] for r in rows if LETTERS[r["code"][0]] != r["category"]] == []
    assert [r["code"] for r in rows if not re.fullmatch(r"[A-Z]\d{3}", r["code"])] == []


def test_a_name_is_only_a_name() -> None:
    assert [n for n in names(cards().values()) if not re.fullmatch(r"[一-鿿]{1,9}", n)] == []
    assert [c.row["name"] for c in cards().values() if not c.row["name_en"].strip()] == []


def test_every_recipe_line_names_a_dish_a_food_and_an_amount_once() -> None:
    codes, foods = set(cards()), {food["code"] for food in load_foods()}
    rows = load_recipes()
    assert [r for r in rows if r["dish"] not in codes or r["food"] not in foods] == []
    assert [r for r in rows if not 0 < float(r["grams"]) <= 250] == []
    assert len({(r["dish"], r["food"]) for r in rows}) == len(rows)


def test_every_card_is_filled_in_with_known_words() -> None:
    for card in cards().values():
        row = card.row
        assert card.lines, row["name"]
        assert row["method"] in METHODS, row["name"]
        assert row["colour"] in COLOURS, row["name"]
        assert row["kind"], row["name"]
        assert set(row["meals"].split(";")) <= {"breakfast", "lunch", "dinner"}, row["name"]
        assert row["portion"] in {"staple", "dish", "soup", "fixed"}, row["name"]
        assert row["weekly_max"] in {"", "1", "2", "3", "5"}, row["name"]


def test_gross_weight_is_only_given_for_foods_with_waste() -> None:
    wrong = [
        (card.row["name"], line.food["name"])
        for card in cards().values()
        for line in card.lines
        if line.basis == "gross" and float(line.food["edible_share"]) >= 1
    ]
    assert wrong == []


@pytest.mark.parametrize("category", ["大荤", "小荤", "蛋"])
def test_the_kind_is_the_heaviest_animal_or_else_soy(category: str) -> None:
    for card in (c for c in enabled() if c.row["category"] == category):
        animals = [line for line in card.lines if animal(line)]
        heaviest = max(animals, key=lambda line: line.net, default=None)
        expected = animal(heaviest) if heaviest else "豆"
        assert card.row["kind"] == expected, card.row["name"]


def test_the_kind_of_a_vegetable_dish_is_its_heaviest_vegetable() -> None:
    for card in (c for c in enabled() if c.row["category"] == "素菜"):
        edible = [i for i in card.lines if i.has("vegetable_kind") or i.food["subgroup"] == "薯类"]
        heaviest = max(edible, key=lambda line: line.net)
        assert heaviest.food["name"].partition("(")[0] == card.row["kind"], card.row["name"]


def test_a_dish_with_liver_carries_one_fixed_amount_of_it() -> None:
    for card in enabled():
        liver = card.weigh("liver")
        assert bool(liver) == ("liver" in card.row["tags"].split(";")), card.row["name"]
        if liver:
            assert 20 <= liver <= 25, card.row["name"]
            assert card.row["portion"] == "fixed", card.row["name"]


def test_counted_and_packaged_goods_are_the_same_for_every_age() -> None:
    counted = [c for c in enabled() if c.row["category"] in {"水果", "奶", "豆浆", "蛋", "点心"}]
    assert [c.row["name"] for c in counted if c.row["portion"] != "fixed"] == []


def test_nothing_banned_cold_or_raw_is_served() -> None:
    served = enabled()
    assert names(c for c in served if c.weigh("banned")) == []
    assert names(c for c in served if c.row["method"] == "拌" or "凉" in c.row["name"]) == []
    raw = {c.row["category"] for c in served if c.row["method"] == "生食"}
    assert raw <= {"水果", "奶", "豆浆", "点心"}


def test_the_sodium_of_every_salty_ingredient_is_known() -> None:
    unknown = {
        line.food["name"]
        for card in enabled()
        for line in card.lines
        if line.has("added_salt") and not line.food["sodium_mg"]
    }
    assert unknown == set()


def test_salt_and_oil_leave_room_for_the_other_dishes_of_the_meal() -> None:
    for card in enabled():
        category = card.row["category"]
        assert salt(card) <= SALT_LIMITS.get(category, 0.35) + 0.005, card.row["name"]
        oil = sum(i.net for i in card.lines if i.food["group"] == "植物油")
        limit = FRYING_OIL if card.row["method"] == "炸" else OIL_LIMITS.get(category, 0.5)
        assert oil <= limit, card.row["name"]
        if category in {"大荤", "小荤"}:
            assert salt(card) >= 0.25, f"{card.row['name']} has no seasoning of its own"


def test_the_energy_of_a_dish_is_believable_for_its_category() -> None:
    for card in enabled():
        low, high = ENERGY[card.row["category"]]
        energy = sum(line.of("energy_kcal") for line in card.lines)
        assert low <= energy <= high, f"{card.row['name']} {energy:.0f} kcal"


def test_a_main_dish_is_meat_and_a_side_has_meat_egg_or_tofu() -> None:
    for card in enabled():
        flesh = sum(line.net for line in card.lines if animal(line))
        if card.row["category"] == "大荤":
            assert 59.5 <= flesh <= 100, f"{card.row['name']} {flesh:.0f} g"
        if card.row["category"] == "小荤":
            assert flesh >= 20 or card.weigh("soy_food") >= 70, card.row["name"]


def test_a_dish_is_called_sourced_when_most_of_it_was_read_in_a_source() -> None:
    titles = {source["title"] for source in sidecar()["sources"]}
    for card in cards().values():
        body = [i for i in card.lines if i.food["group"] not in {"植物油", "盐", "调味品"}]
        read = sum(i.net for i in body if i.origin == "sourced")
        if card.row["origin"] == "sourced":
            assert card.row["source"] in titles, card.row["name"]
            assert read * 2 >= sum(i.net for i in body), card.row["name"]
        else:
            assert card.row["origin"] == "composed", card.row["name"]
            assert card.row["source"] == "", card.row["name"]
