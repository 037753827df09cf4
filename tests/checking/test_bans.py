from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from nutrition.clauses import Mode
from nutrition.menu import Serving
from tests.checking.tiny import (
    FOODS,
    MONDAY,
    dish,
    lines,
    lunch,
    menu,
    plate,
    serving,
    standard,
    verdicts,
)

BANNED = standard({"form": "exclusion", "foods": {"tags": ["green"]}})

ALLERGY = standard({"form": "exclusion", "allergens": ["egg"]})

SEASON = standard({"form": "exclusion", "season": True})

NO_FRYING = standard({"form": "exclusion", "dishes": {"methods": ["炸"]}})


def test_a_dish_with_a_forbidden_food_is_found_and_the_food_is_named() -> None:
    (line,) = lines(BANNED, menu(lunch(plate(rice=1)), lunch(plate(rice=1, leaf=1))))
    assert (line.where.day, line.where.value, line.verdict.value) == ("d1", "青菜", "not_met")


def test_a_clean_menu_has_one_line_that_says_so() -> None:
    assert verdicts(BANNED, menu(lunch(plate(rice=1)), lunch(plate(root=1)))) == ["met"]


def test_a_food_is_forbidden_by_its_code_and_not_by_a_word_in_a_name() -> None:
    named = serving(dish("青菜味饭"), {"rice": 1.0})
    assert verdicts(BANNED, menu(lunch(named))) == ["met"]


def test_an_allergen_is_found_in_any_ingredient() -> None:
    foods = {**FOODS, "root": replace(FOODS["root"], allergens=frozenset({"egg"}))}
    assert verdicts(ALLERGY, menu(lunch(plate(root=1))), foods=foods) == ["not_met"]
    assert verdicts(ALLERGY, menu(lunch(plate(rice=1))), foods=foods) == ["met"]


def test_a_dish_is_served_only_inside_its_months() -> None:
    def served(*months: int) -> Mapping[str, Sequence[Serving]]:
        return lunch(serving(dish("瓜", months=frozenset(months)), {}))

    month = MONDAY.month
    assert verdicts(SEASON, menu(served(month), dated=True)) == ["met"]
    assert verdicts(SEASON, menu(served(month + 1), dated=True)) == ["not_met"]
    assert verdicts(SEASON, menu(served(month + 1))) == ["unknown"]
    assert verdicts(SEASON, menu(served(*range(1, 13)))) == ["met"]


def test_a_dish_that_does_not_say_its_method_leaves_a_ban_on_it_open() -> None:
    assert verdicts(NO_FRYING, menu(lunch(serving(dish("x", method="炸"), {})))) == ["not_met"]
    assert verdicts(NO_FRYING, menu(lunch(serving(dish("x"), {})))) == ["unknown"]
    assert verdicts(NO_FRYING, menu(lunch(serving(dish("x", method="蒸"), {})))) == ["met"]


def test_a_rule_switched_off_says_so_and_measures_nothing() -> None:
    (line,) = lines(BANNED, menu(lunch(plate(leaf=1))), modes={"c": Mode.OFF})
    assert (line.verdict.value, line.measured) == ("off", None)


def test_a_clause_without_numbers_is_left_to_a_person() -> None:
    assert verdicts(standard({"form": "review"}), menu(lunch(plate(rice=1)))) == ["review"]
