"""Costs of dishes and meals: exact, nothing spread, nothing made of what nobody knows."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from canteen.cost_errors import BadDishPrice, BadPortions
from canteen.dish_price_rows import dish_names, dish_prices_of
from canteen.dish_prices import DishPrice, dish_prices_on
from canteen.meal_costs import (
    DishCost,
    MealCost,
    PlanLine,
    Portions,
    Ratio,
    Taken,
    against,
    costs_of,
    dish_line,
    half_up,
    meal_lines,
)
from food_tables.layout import layout
from food_tables.reading import Table, read_table
from food_tables.table_errors import BadRows
from nutrition.quantities import Money

DAY = date(2026, 3, 10)

DISHES = dish_names({"D1": "米饭", "D2": "炒菠菜", "D3": "例汤", "D4": "例汤"})

TAKEN = st.lists(
    st.builds(
        Taken,
        st.sampled_from((DAY, DAY + timedelta(days=1))),
        st.sampled_from(("", "lunch", "dinner")),
        st.sampled_from(("", "D1", "D2")),
        st.integers(-50, 50),
        st.builds(Money, st.integers(-50, 50)),
    ),
    max_size=12,
)


def table(text: str) -> Table:
    return read_table(text.encode(), "dish_prices.csv", layout("dish_prices"))


@given(TAKEN)
def test_dishes_and_the_line_without_a_dish_sum_to_all_that_was_taken(taken: list[Taken]) -> None:
    costs = costs_of(taken, Portions())
    by_dish: Counter[tuple[date, str, str]] = Counter()
    for each in taken:
        by_dish[each.day, each.meal, each.dish] += each.worth.fen
    found = {dish.place: dish.cost.fen for meal in costs for dish in meal.dishes}
    found |= {(meal.day, meal.meal, ""): meal.unnamed.fen for meal in costs}
    assert {place: fen for place, fen in found.items() if fen} == {
        place: fen for place, fen in by_dish.items() if fen
    }
    assert sum(meal.cost.fen for meal in costs) == sum(each.worth.fen for each in taken)
    assert [(meal.day, meal.meal) for meal in costs] == sorted({(m.day, m.meal) for m in costs})


def test_a_portion_costs_an_exact_fraction_and_is_printed_half_up() -> None:
    cost = DishCost(DAY, "lunch", "D1", 900, Money(1001), 2)
    assert cost.per_portion == Fraction(1001, 2)
    assert cost.printed == Money(501)
    third = DishCost(DAY, "lunch", "D1", 900, Money(1000), 3)
    assert third.per_portion == Fraction(1000, 3)
    assert third.printed == Money(333)


@given(st.fractions(max_denominator=40))
def test_half_up_is_the_nearest_whole_and_a_half_goes_away_from_nothing(fen: Fraction) -> None:
    printed = half_up(fen)
    assert printed is not None
    assert abs(printed.fen - fen) <= Fraction(1, 2)
    if abs(printed.fen - fen) == Fraction(1, 2):
        assert abs(printed.fen) > abs(fen)


def test_where_nobody_is_known_to_have_eaten_a_portion_has_no_cost() -> None:
    taken = [Taken(DAY, "lunch", "D1", 100, Money(50)), Taken(DAY, "", "D1", 100, Money(70))]
    no_meal, lunch = costs_of(taken, Portions({(DAY, "lunch"): 0}))
    assert no_meal.dishes[0].per_portion is None
    assert lunch.per_portion is None
    assert lunch.printed is None
    assert (no_meal.cost, lunch.cost) == (Money(70), Money(50))


def test_what_only_came_back_has_no_cost_per_portion() -> None:
    (meal,) = costs_of([Taken(DAY, "lunch", "D1", -10, Money(-5))], Portions({(DAY, "lunch"): 3}))
    assert meal.dishes == (DishCost(DAY, "lunch", "D1", -10, Money(-5), 3),)
    assert meal.dishes[0].per_portion is None


def test_what_names_no_dish_is_never_spread_but_belongs_to_the_meal() -> None:
    taken = [Taken(DAY, "lunch", "D1", 300, Money(100)), Taken(DAY, "lunch", "", 20, Money(7))]
    (meal,) = costs_of(taken, Portions({(DAY, "lunch"): 4}))
    dish = DishCost(DAY, "lunch", "D1", 300, Money(100), 4)
    assert meal == MealCost(DAY, "lunch", (dish,), 20, Money(7), 4)
    assert dish.per_portion == 25
    assert meal.per_portion == Fraction(107, 4)


def test_portions_that_were_cooked_go_before_meals_that_were_eaten() -> None:
    taken = [Taken(DAY, "lunch", dish, 100, Money(120)) for dish in ("D1", "D2")]
    cooked = Portions({(DAY, "lunch"): 4}, {(DAY, "lunch", "D2"): 3})
    (meal,) = costs_of(taken, cooked)
    assert [each.per_portion for each in meal.dishes] == [30, 40]
    with pytest.raises(BadPortions):
        Portions(cooked={(DAY, "lunch", "D2"): 0})


def test_against_plan_neither_an_unplanned_nor_an_uncooked_dish_has_a_difference() -> None:
    taken = [Taken(DAY, "lunch", dish, 100, Money(100)) for dish in ("D1", "D2")]
    planned = {(DAY, "lunch", "D1"): Fraction(51, 2), (DAY, "lunch", "D3"): Fraction(9)}
    lines = against(costs_of(taken, Portions({(DAY, "lunch"): 3})), planned)
    assert lines == (
        PlanLine(DAY, "lunch", "D1", Fraction(51, 2), Fraction(100, 3)),
        PlanLine(DAY, "lunch", "D2", None, Fraction(100, 3)),
        PlanLine(DAY, "lunch", "D3", Fraction(9), None),
    )
    assert [line.difference for line in lines] == [Fraction(47, 6), None, None]


def test_a_share_needs_a_cost_and_a_price_above_nothing() -> None:
    cost = DishCost(DAY, "lunch", "D1", 100, Money(300), 2)
    assert dish_line(cost, {"D1": Money(250)}).share == Fraction(3, 5)
    assert dish_line(cost, {"D2": Money(250)}).share is None
    assert (
        dish_line(DishCost(DAY, "lunch", "D1", 1, Money(3), None), {"D1": Money(9)}).share is None
    )
    meal = MealCost(DAY, "lunch", (cost,), 0, Money(0), 2)
    lines = meal_lines(meal, {"走读": Money(200), "寄宿": Money(0)})
    assert [(line.plan, line.share) for line in lines] == [("寄宿", None), ("走读", Fraction(3, 4))]
    assert [line.price for line in meal_lines(meal, {})] == [None]


def test_a_ratio_of_no_income_is_none_and_not_nothing() -> None:
    assert Ratio(Money(5), Money(0)).exact is None
    assert Ratio(Money(0), Money(7)).exact == 0
    assert Ratio(Money(5), Money(7)).exact == Fraction(5, 7)


@pytest.mark.parametrize(
    ("dish", "fen"), [("D1", 0), ("D1", -1), ("D1", 100_001), ("", 5), (" D1", 5), ("D" * 201, 5)]
)
def test_a_price_of_nothing_or_of_no_dish_is_refused(dish: str, fen: int) -> None:
    with pytest.raises(BadDishPrice):
        DishPrice(dish, Money(fen), DAY)


@given(st.lists(st.tuples(st.sampled_from("AB"), st.integers(1, 9), st.integers(0, 5)), max_size=9))
def test_the_latest_price_holds_and_of_one_day_the_one_entered_last(
    entered: list[tuple[str, int, int]],
) -> None:
    prices = [DishPrice(d, Money(fen), DAY + timedelta(days=n)) for d, fen, n in entered]
    for n in range(-1, 7):
        held: dict[str, int] = {}
        for dish in "AB":
            best = max(
                (
                    (since, place)
                    for place, (d, _, since) in enumerate(entered)
                    if d == dish and since <= n
                ),
                default=None,
            )
            if best is not None:
                held[dish] = entered[best[1]][1]
        found = dish_prices_on(DAY + timedelta(days=n), prices)
        assert {dish: each.price.fen for dish, each in found.items()} == held


def test_a_chinese_price_list_is_read_by_name_and_by_code() -> None:
    text = "菜名,售价(元/份),执行日期,依据\n米饭,1.5,2026-03-02,价格公示1号\nd2,４．00,2026/3/2,\n"
    assert dish_prices_of(table(text), DISHES) == (
        DishPrice("D1", Money(150), date(2026, 3, 2), "价格公示1号"),
        DishPrice("D2", Money(400), date(2026, 3, 2)),
    )


def test_every_bad_row_of_a_dish_price_list_is_told_at_once() -> None:
    text = (
        "菜品,价格,日期\n米饭,1.5,2026-03-02\nD1,2,2026-03-02\n龙肉,2,2026-03-02\n"
        "炒菠菜,0,2026-03-02\n炒菠菜,-1,2026-03-02\n炒菠菜,1.234,2026-03-02\n"
        "炒菠菜,1000.01,2026-03-03\n炒菠菜,2,昨天\n例汤,1,2026-03-02\n炒菠菜,,2026-03-04\n"
    )
    with pytest.raises(BadRows) as caught:
        dish_prices_of(table(text), DISHES)
    assert [(each.row, each.code) for each in caught.value.faults] == [
        (3, "row.repeated"),
        (4, "row.unknown-dish"),
        (5, "row.not-positive"),
        (6, "row.negative"),
        (7, "row.bad-money"),
        (8, "row.too-large"),
        (9, "row.bad-date"),
        (10, "row.unknown-dish"),
        (11, "row.missing-value"),
    ]
