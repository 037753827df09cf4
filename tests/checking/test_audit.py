from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from nutrition.checking.audit import Audit, AuditRow, audit
from nutrition.food import Food
from tests.checking.tiny import FOODS, dish, lines, standard

ALIASES = {"root": ("白萝卜", "萝贝"), "pork": ("猪瘦肉",)}

TABLE: dict[str, Food] = {
    code: replace(food, aliases=ALIASES.get(code, ()), months=frozenset({1, 2}))
    for code, food in FOODS.items()
}

LIBRARY = [
    dish("萝卜炒蛋", "小荤", method="炒", colour="白"),
    dish("萝卜猪肉汤", "汤"),
    dish("米饭", "主食"),
]


def read(*rows: tuple[str, str, str, str, float], basis: str = "net") -> Audit:
    written = [AuditRow(line, *row, basis=basis) for line, row in enumerate(rows, start=2)]
    return audit(written, TABLE, LIBRARY, "s")


def test_rows_become_days_meals_and_dishes_in_the_order_of_the_file() -> None:
    menu = read(
        ("周二", "午餐", "米饭", "大米", 90),
        ("周二", "lunch", "萝卜炒蛋", "萝卜", 60),
        ("周二", "晚餐", "米饭", "大米", 80),
        ("周一", "lunch", "米饭", "rice", 70),
    ).menu
    told = [(d.label, m.meal, s.dish.name) for d, m, s in menu.servings()]
    assert told == [
        ("周二", "lunch", "米饭"),
        ("周二", "lunch", "萝卜炒蛋"),
        ("周二", "dinner", "米饭"),
        ("周一", "lunch", "米饭"),
    ]


@pytest.mark.parametrize("written", ["root", "萝卜", "白萝卜", " 萝卜 ", "ROOT"])
def test_a_food_is_found_by_code_name_or_alias(written: str) -> None:
    found = read(("周一", "lunch", "x", written, 10))
    assert [dict(s.portions["s"].grams) for _, _, s in found.menu.servings()] == [{"root": 10}]
    assert found.unknown_foods == ()


def test_an_unknown_food_is_told_with_its_line_and_what_it_may_have_meant() -> None:
    found = read(("周一", "lunch", "x", "大米", 10), ("周一", "lunch", "x", "猪肉末", 10))
    (unknown,) = found.unknown_foods
    assert (unknown.line, unknown.text) == (3, "猪肉末")
    assert any("猪肉" in each for each in unknown.suggestions)


def test_grams_of_an_unknown_food_are_grams_without_figures() -> None:
    found = read(("周一", "lunch", "x", "大米", 100), ("周一", "lunch", "x", "龙肉", 100))
    rule = {
        "form": "amount",
        "per": "day",
        "measure": [{"nutrient": "kcal"}],
        "high": {"value": 900},
    }
    (line,) = lines(standard(rule), found.menu, foods=found.foods)
    assert (line.measured, line.known, line.verdict.value) == (300, 0.5, "unknown")


def test_gross_grams_become_net_by_the_edible_share() -> None:
    found = read(("周一", "lunch", "x", "猪肉", 100), basis="gross")
    assert [s.portions["s"].grams["pork"] for _, _, s in found.menu.servings()] == [50]


def test_two_rows_of_one_food_in_one_dish_add_up() -> None:
    found = read(("周一", "lunch", "x", "大米", 60), ("周一", "lunch", "x", "rice", 40))
    assert [s.portions["s"].grams["rice"] for _, _, s in found.menu.servings()] == [100]


@pytest.mark.parametrize(
    "written", ["萝卜炒蛋", "萝卜炒鸡蛋", "白萝卜炒蛋", "萝卜炒蛋(1份)", "萝贝炒鸡蛋"]
)
def test_a_dish_is_found_by_its_name_or_by_another_name_of_its_food(written: str) -> None:
    found = read(("周一", "lunch", written, "萝卜", 10))
    assert [(s.dish.name, s.dish.method) for _, _, s in found.menu.servings()] == [
        ("萝卜炒蛋", "炒")
    ]
    assert found.unknown_dishes == ()


def test_a_dish_of_the_library_is_served_with_the_grams_of_the_menu() -> None:
    found = read(("周一", "lunch", "米饭", "大米", 77))
    (served,) = (s for _, _, s in found.menu.servings())
    assert [(i.food, i.grams) for i in served.dish.ingredients] == [("rice", 77)]


def test_of_an_unknown_dish_nothing_is_made_up() -> None:
    found = read(("周一", "lunch", "萝卜肉汤", "萝卜", 10))
    (served,) = (s.dish for _, _, s in found.menu.servings())
    assert (served.category, served.method, served.colour, served.kind) == ("", "", "", "")
    assert [(u.text, u.suggestions[0]) for u in found.unknown_dishes] == [
        ("萝卜肉汤", "萝卜猪肉汤")
    ]


@pytest.mark.parametrize("written", ["调味品", ""])
def test_the_seasonings_of_a_meal_are_no_dish_that_could_come_too_often(written: str) -> None:
    found = read(*((f"周{d}", "lunch", written, "食盐", 1.0) for d in "一二三四五"))
    once = standard({"form": "repetition", "weekly": 1})
    assert [x.verdict.value for x in lines(once, found.menu, foods=found.foods)] == ["met"]
    assert found.unknown_dishes == ()


def test_days_with_dates_are_split_into_calendar_weeks() -> None:
    found = read(
        *((day, "lunch", "米饭", "大米", 1.0) for day in ("2026-03-05", "2026-03-06", "2026-03-09"))
    )
    assert [(d.date, d.week) for d in found.menu.days] == [
        (date(2026, 3, 5), 0),
        (date(2026, 3, 6), 0),
        (date(2026, 3, 9), 1),
    ]


def test_days_without_dates_are_one_week() -> None:
    found = read(("周一", "lunch", "米饭", "大米", 1.0), ("周五", "lunch", "米饭", "大米", 1.0))
    assert [(d.date, d.week) for d in found.menu.days] == [(None, 0), (None, 0)]
