from __future__ import annotations

import pytest

from nutrition.menu import Menu, Serving
from tests.checking.tiny import (
    LARGE,
    SMALL,
    dish,
    lines,
    lunch,
    menu,
    plate,
    serving,
    standard,
    verdicts,
)

KINDS = standard(
    {
        "form": "distinct",
        "per": "meal",
        "low": 2,
        "kinds": [
            {"name": "谷", "measure": [{"foods": {"groups": ["谷薯类"]}}], "at_least": 10},
            {
                "name": "肉",
                "measure": [{"foods": {"groups": ["畜禽肉类"]}, "times": 0.1}],
                "at_least": 10,
            },
        ],
    }
)

VEGETABLES = standard(
    {"form": "distinct", "per": "day", "low": 2, "foods": {"groups": ["蔬菜类"]}, "at_least": 10}
)


@pytest.mark.parametrize(("pork", "said"), [(99.9, "not_met"), (100, "met")])
def test_a_kind_counts_from_its_least_measure(pork: float, said: str) -> None:
    assert verdicts(KINDS, menu(lunch(plate(rice=10, pork=pork)))) == [said]


def test_a_kind_counts_only_when_every_group_gets_enough() -> None:
    both = serving(dish("饭"), {"rice": 10.0, "pork": 100.0}, {"rice": 10.0, "pork": 120.0})
    small_only = serving(dish("饭"), {"rice": 10.0, "pork": 100.0}, {"rice": 10.0, "pork": 90.0})
    assert verdicts(KINDS, menu(lunch(both)), SMALL, LARGE) == ["met"]
    assert verdicts(KINDS, menu(lunch(small_only)), SMALL, LARGE) == ["not_met"]


def test_a_food_of_two_dishes_is_one_kind_and_its_grams_add_up() -> None:
    (line,) = lines(VEGETABLES, menu(lunch(plate(leaf=5, root=50), plate(leaf=5, rice=90))))
    assert (line.measured, line.verdict.value) == (2, "met")
    (line,) = lines(VEGETABLES, menu(lunch(plate(leaf=9, root=50), plate(root=5))))
    assert (line.measured, line.verdict.value) == (1, "not_met")


COLOURS = standard(
    {
        "form": "distinct",
        "per": "meal",
        "low": 2,
        "attribute": "colour",
        "dishes": {"categories": ["菜"]},
        "meals": ["lunch"],
    }
)


def colours(*said: str) -> list[str]:
    """Check a lunch of dishes of these colours, beside white rice and a dinner without."""
    served = [serving(dish(f"x{i}", "菜", colour=c), {}) for i, c in enumerate(said)]
    rice = serving(dish("饭", "主食", colour="白"), {"rice": 1.0})
    return verdicts(COLOURS, menu({"lunch": [*served, rice], "dinner": [rice]}))


def test_colours_are_compared_only_among_the_dishes_and_meals_chosen() -> None:
    assert colours("绿", "红", "绿") == ["met"]
    assert colours("绿", "绿") == ["not_met"]
    assert colours("绿") == ["not_met"]
    assert colours() == ["not_served"]


def test_a_colour_that_is_not_said_might_be_the_second_one() -> None:
    assert colours("绿", "") == ["unknown"]
    assert colours("绿", "红", "") == ["met"]


def alike(*methods: str) -> list[str]:
    made = standard(
        {
            "form": "alike",
            "per": "meal",
            "attribute": "method",
            "high": 2,
            "dishes": {"categories": ["菜"]},
        }
    )
    served = [serving(dish(f"x{i}", category="菜", method=m), {}) for i, m in enumerate(methods)]
    return verdicts(made, menu(lunch(*served)))


def test_what_a_dish_does_not_say_leaves_a_count_open_only_where_it_matters() -> None:
    assert alike("炒", "炒", "蒸") == ["met"]
    assert alike("炒", "炒", "炒", "") == ["not_met"]
    assert alike("炒", "炒", "") == ["unknown"]
    assert alike("炒", "") == ["met"]


FRIED = standard({"form": "servings", "per": "week", "high": 1, "dishes": {"methods": ["炸"]}})


def fried(*methods: str) -> list[str]:
    days = [lunch(serving(dish(f"x{i}", method=m), {"rice": 1.0})) for i, m in enumerate(methods)]
    return verdicts(FRIED, menu(*days))


def test_servings_are_counted_over_the_week_and_not_averaged() -> None:
    assert fried("炸", "炒", "炒") == ["met"]
    assert fried("炸", "炒", "炸") == ["not_met"]
    assert fried("炸", "炒", "") == ["unknown"]
    assert fried("炒", "炒", "") == ["met"]


LIVER = standard(
    {
        "form": "servings",
        "per": "week",
        "low": 1,
        "high": 1,
        "foods": {"codes": ["pork"]},
        "at_least": 20,
        "at_most": 25,
    },
    needs={"codes": ["pork"]},
)


def test_a_serving_counts_from_its_least_grams_and_is_too_large_above_its_most() -> None:
    assert verdicts(LIVER, menu(lunch(plate(pork=22)))) == ["met"]
    assert verdicts(LIVER, menu(lunch(plate(pork=19)))) == ["not_met"]
    assert verdicts(LIVER, menu(lunch(plate(pork=26)))) == ["met", "not_met"]
    assert verdicts(LIVER, menu(lunch(plate(pork=22)), lunch(plate(pork=22)))) == ["not_met"]


def test_a_serving_counts_only_when_every_group_gets_enough() -> None:
    uneven = serving(dish("肝"), {"pork": 22.0}, {"pork": 15.0})
    assert verdicts(LIVER, menu(lunch(uneven)), SMALL, LARGE) == ["not_met"]


def test_a_clause_that_needs_a_food_does_not_concern_a_menu_without_it() -> None:
    assert verdicts(LIVER, menu(lunch(plate(rice=22)))) == ["not_served"]


def test_a_week_without_liver_is_missed_by_a_school_that_serves_it() -> None:
    days = [lunch(plate(pork=22)), *[lunch(plate(rice=1)) for _ in range(9)]]
    assert [x.where.week for x in lines(LIVER, menu(*days)) if x.verdict.value == "not_met"] == [1]


def at_two_meals(*servings: Serving) -> Menu:
    return menu({"lunch": servings[:1], "dinner": servings[1:]})


@pytest.mark.parametrize(("meals", "said"), [(["lunch"], "met"), (["lunch", "dinner"], "not_met")])
def test_servings_and_likeness_count_only_the_meals_named(meals: list[str], said: str) -> None:
    eggs = [serving(dish(name, kind="蛋"), {"rice": 1.0}) for name in ("蒸蛋", "炒蛋")]
    week = {"per": "week", "high": 1, "meals": meals}
    chosen = {"kinds": ["蛋"]}
    counted = standard({"form": "servings", "dishes": chosen, **week})
    alike = standard({"form": "alike", "attribute": "kind", **week})
    assert verdicts(counted, at_two_meals(*eggs)) == [said]
    assert verdicts(alike, at_two_meals(*eggs)) == [said]


VEGETABLE_ONCE = standard({"form": "alike", "per": "day", "attribute": "vegetable", "high": 1})


def test_a_dish_without_a_vegetable_leaves_nothing_open() -> None:
    green, plain = dish("青菜", vegetable="leaf"), dish("米饭")
    once = [serving(each, {"rice": 1.0}) for each in (green, plain, plain)]
    twice = [serving(each, {"rice": 1.0}) for each in (green, green)]
    assert verdicts(VEGETABLE_ONCE, menu(lunch(*once))) == ["met"]
    assert verdicts(VEGETABLE_ONCE, menu(lunch(*twice))) == ["not_met"]
