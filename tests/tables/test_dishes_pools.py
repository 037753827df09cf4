"""What the library offers: four weeks of every meal that differ, in every month, for all."""

from __future__ import annotations

import pytest

from tests.tables.dish_cards import Card, enabled, names

NOT_HALAL = ("not_halal", "pork", "lard", "blood", "alcohol")

TWENTY_DAYS = {
    ("lunch", "主食"): 25,
    ("lunch", "大荤"): 65,
    ("lunch", "小荤"): 55,
    ("lunch", "素菜"): 65,
    ("lunch", "汤"): 40,
    ("lunch", "水果"): 12,
    ("lunch", "奶"): 4,
    ("breakfast", "主食"): 35,
    ("breakfast", "奶 豆浆"): 8,
    ("breakfast", "蛋"): 8,
    ("breakfast", "小菜"): 25,
    ("dinner", "主食"): 20,
    ("dinner", "大荤 小荤"): 65,
    ("dinner", "素菜"): 65,
    ("dinner", "汤"): 40,
}


def pool(categories: str, meal: str = "lunch") -> list[Card]:
    return [
        card
        for card in enabled()
        if card.row["category"] in categories.split() and meal in card.row["meals"].split(";")
    ]


def halal(found: list[Card]) -> list[Card]:
    return [card for card in found if not card.weigh(*NOT_HALAL)]


@pytest.mark.parametrize(("slot", "least"), TWENTY_DAYS.items())
def test_four_weeks_of_a_slot_can_differ(slot: tuple[str, str], least: int) -> None:
    meal, categories = slot
    assert len(pool(categories, meal)) >= least


def test_the_library_is_wide() -> None:
    assert len(enabled()) >= 420


@pytest.mark.parametrize(("category", "share"), [("大荤", 1 / 2), ("小荤", 1 / 2), ("素菜", 1 / 3)])
def test_enough_dishes_are_not_stir_fried(category: str, share: float) -> None:
    found = pool(category)
    other = [card for card in found if card.row["method"] != "炒"]
    assert len(other) >= share * len(found)


def test_the_main_dishes_are_balanced_over_the_animals() -> None:
    main = pool("大荤")
    for kind, least in {"猪": 20, "鸡": 15, "牛": 10, "鱼": 10, "虾": 8, "羊": 6, "鸭": 6}.items():
        assert len([c for c in main if c.row["kind"] == kind]) >= least, kind
    assert len([c for c in main if c.row["kind"] == "猪"]) * 2 < len(main)


def test_frying_is_rare() -> None:
    assert len([card for card in enabled() if card.row["method"] == "炸"]) <= 3


@pytest.mark.parametrize(
    ("categories", "meal", "least"),
    [
        ("主食", "lunch", 20),
        ("大荤", "lunch", 30),
        ("小荤", "lunch", 30),
        ("素菜", "lunch", 65),
        ("汤", "lunch", 30),
        ("水果", "lunch", 12),
        ("奶", "lunch", 4),
        ("主食", "breakfast", 30),
        ("蛋", "breakfast", 8),
    ],
)
def test_a_halal_canteen_has_its_choice(categories: str, meal: str, least: int) -> None:
    assert len(halal(pool(categories, meal))) >= least


@pytest.mark.parametrize("month", range(1, 13))
def test_every_month_has_vegetables_and_fruit_in_season(month: int) -> None:
    greens = [card for card in pool("素菜") if month in card.months]
    assert len(greens) >= 40
    assert len([c for c in greens if c.weigh("dark_vegetable") >= 50]) >= 20, "dark vegetables"
    assert len([card for card in pool("水果") if month in card.months]) >= 8
    for category, least in {"大荤": 65, "小荤": 40, "汤": 25}.items():
        assert len([c for c in pool(category) if month in c.months]) >= least, category


@pytest.mark.parametrize("month", [3, 6, 9, 12])
def test_four_weeks_of_every_season_can_differ(month: int) -> None:
    for category, least in {"主食": 20, "大荤": 20, "小荤": 20, "素菜": 20, "汤": 40}.items():
        assert len([c for c in pool(category) if month in c.months]) >= least, category


def test_cooling_soups_are_for_the_warm_months() -> None:
    rows = {card.row["name"]: card.row["months"] for card in enabled()}
    assert rows["绿豆汤"] == "5-9"
    assert rows["红豆汤"] == ""


def test_carriers_of_scarce_nutrients_are_there() -> None:
    liver = [card for card in enabled() if card.weigh("liver")]
    assert len(liver) >= 6
    assert len(halal([c for c in liver if "lunch" in c.row["meals"]])) >= 4
    assert len([c for c in pool("小荤 素菜 汤") if c.weigh("soy_food") >= 5]) >= 30
    assert len([c for c in pool("大荤 小荤") if c.row["kind"] in {"牛", "羊"}]) >= 20
    assert len([c for c in pool("主食") if c.weigh("coarse_grain") >= 8]) >= 8


def test_plain_rice_and_milk_return_and_most_dishes_do_not() -> None:
    often = {c.row["name"]: int(c.row["weekly_max"]) for c in enabled() if c.row["weekly_max"]}
    assert often["米饭"] == 3
    assert {often[name] for name in ("纯牛奶", "学生饮用奶", "豆浆", "煮鸡蛋")} == {5}
    staples = [c for c in enabled() if c.row["category"] == "主食" and c.row["name"] != "米饭"]
    assert names(c for c in staples if c.row["weekly_max"] not in {"1", "2"}) == []
    assert names(c for c in pool("大荤 小荤 素菜 汤") if c.row["weekly_max"]) == []
