from __future__ import annotations

from datetime import timedelta
from typing import Unpack

import pytest

from nutrition.clauses import Standard
from nutrition.menu import Menu
from tests.checking.tiny import MONDAY, Asked, dish, lines, lunch, menu, serving, standard, verdicts

SPACING = standard({"form": "spacing", "attribute": "kind", "dishes": {"categories": ["大荤"]}})


def kinds(*each_day: str) -> list[str]:
    """Check a menu with one meat dish of each kind a day; "-" is a day without meat."""
    days = [
        lunch(serving(dish(f"x{i}", category="汤" if k == "-" else "大荤", kind=k), {}))
        for i, k in enumerate(each_day)
    ]
    return verdicts(SPACING, menu(*days))


def test_the_same_kind_never_comes_on_two_days_of_service_running() -> None:
    assert kinds("猪", "鸡", "猪", "鱼") == ["met", "met", "met"]
    assert kinds("猪", "鸡", "鸡", "鱼") == ["met", "not_met", "met"]


def test_friday_and_the_next_monday_are_days_of_service_running() -> None:
    assert kinds("猪", "鸡", "鱼", "猪", "牛", "牛")[-1] == "not_met"


def test_a_kind_that_is_not_said_leaves_its_neighbours_open() -> None:
    assert kinds("猪", "", "猪") == ["unknown", "unknown"]


def test_a_day_without_the_dishes_chosen_separates_its_neighbours() -> None:
    assert kinds("猪", "-", "猪") == ["not_served"]


ONCE = standard(
    {
        "form": "repetition",
        "weekly": 1,
        "allowances": [
            {"dishes": {"codes": ["米饭"]}, "weekly": 3},
            {"dishes": {"categories": ["主食"]}, "weekly": 2},
        ],
    }
)

GAP = standard(
    {
        "form": "repetition",
        "weekly": 1,
        "gap_days": 10,
        "allowances": [
            {"dishes": {"codes": ["米饭"]}, "weekly": 3},
        ],
    }
)


def week(
    *names: str, category: str = "大荤", weekly_max: int | None = None, dated: bool = False
) -> Menu:
    days = [
        lunch(serving(dish(n, category=category, weekly_max=weekly_max), {"rice": 1.0}))
        for n in names
    ]
    return menu(*days, dated=dated)


@pytest.mark.parametrize(
    ("names", "category", "said"),
    [
        ("abcde", "大荤", "met"),
        ("abcda", "大荤", "not_met"),
        ("aabcd", "主食", "met"),
        ("aaabc", "主食", "not_met"),
        ("abcdea", "大荤", "met"),
    ],
)
def test_a_dish_comes_as_often_a_week_as_the_first_allowance_says(
    names: str, category: str, said: str
) -> None:
    assert set(verdicts(ONCE, week(*names, category=category))) == {said}


def test_plain_rice_may_come_three_times_and_not_four() -> None:
    assert verdicts(ONCE, week(*["米饭"] * 3, category="主食")) == ["met"]
    (line,) = lines(ONCE, week(*["米饭"] * 4, category="主食"))
    assert (line.measured, line.high, line.verdict.value) == (4, 3, "not_met")


def test_a_dish_of_its_own_weekly_number_is_held_to_that() -> None:
    assert verdicts(ONCE, week(*"aaaa", weekly_max=4)) == ["met"]
    assert verdicts(ONCE, week(*"aaaaa", weekly_max=4)) == ["not_met"]
    assert verdicts(ONCE, week("米饭", "米饭", weekly_max=1)) == ["not_met"]


def test_a_dish_of_unknown_category_is_judged_only_beyond_every_allowance() -> None:
    assert verdicts(ONCE, week(*"aabcd", category="")) == ["unknown"]
    assert verdicts(ONCE, week(*"aaabc", category="")) == ["not_met"]


def gaps(made: Standard, served: Menu, **asked: Unpack[Asked]) -> list[str]:
    return [x.verdict.value for x in lines(made, served, **asked) if x.unit == "d"]


def test_a_dish_comes_once_in_any_stretch_of_days_over_weeks_and_history() -> None:
    assert gaps(GAP, week(*"abcdefghij", dated=True)) == ["met"]
    assert gaps(GAP, week(*"abcdefghia", dated=True)) == ["met"]
    assert gaps(GAP, week(*"abcdea", dated=True)) == ["not_met"]
    before = {MONDAY - timedelta(days=9): frozenset({"a"})}
    assert gaps(GAP, week(*"abcde", dated=True), history=before) == ["not_met"]
    long_before = {MONDAY - timedelta(days=10): frozenset({"a"})}
    assert gaps(GAP, week(*"abcde", dated=True), history=long_before) == ["met"]


def test_history_alone_breaks_nothing() -> None:
    before = {MONDAY - timedelta(days=d): frozenset({"z"}) for d in (3, 5)}
    assert gaps(GAP, week(*"abcde", dated=True), history=before) == ["met"]


def test_dishes_that_may_come_more_often_are_free_of_the_gap() -> None:
    assert gaps(GAP, week("米饭", "米饭", dated=True)) == ["met"]


def test_days_without_a_date_leave_the_gap_open() -> None:
    assert gaps(GAP, week(*"abcde")) == ["unknown"]


def test_two_servings_of_the_past_are_not_held_against_this_menu() -> None:
    before = {MONDAY - timedelta(days=d): frozenset({"a"}) for d in (20, 15)}
    assert gaps(GAP, week(*"abcde", dated=True), history=before) == ["met"]


def test_an_allowance_that_might_have_come_first_leaves_the_next_one_open() -> None:
    made = standard(
        {
            "form": "repetition",
            "weekly": 1,
            "allowances": [
                {"dishes": {"categories": ["主食"]}, "weekly": 3},
                {"dishes": {"codes": ["a"]}, "weekly": 2},
            ],
        }
    )
    assert verdicts(made, week(*"aabcd", category="")) == ["met"]
    assert verdicts(made, week(*"aaabc", category="")) == ["unknown"]
    assert verdicts(made, week(*"aaaab", category="")) == ["not_met"]
