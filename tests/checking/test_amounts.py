from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nutrition.checking.attainment import TOLERANCE
from nutrition.errors import ClauseHasNoValue
from nutrition.pupil import Cohort, PupilGroup
from tests.checking.tiny import (
    FOODS,
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

KCAL = [{"nutrient": "kcal"}]

RICE = [{"foods": {"codes": ["rice"]}}]

near_an_edge = st.sampled_from((100.0, 200.0)).flatmap(
    lambda edge: st.floats(-0.01, 0.01).map(lambda off: edge * (1 + off))
)


def amount(per: str = "day", **limits: object) -> dict[str, object]:
    return {"form": "amount", "per": per, "measure": RICE, **limits}


@given(near_an_edge)
def test_a_day_is_met_exactly_between_its_limits(grams: float) -> None:
    made = standard(amount(low={"value": 100}, high={"value": 200}))
    inside = 100 * (1 - TOLERANCE) <= grams <= 200 * (1 + TOLERANCE)
    assert verdicts(made, menu(lunch(plate(rice=grams)))) == ["met" if inside else "not_met"]


def test_a_measure_adds_nutrients_and_grams_times_their_factors() -> None:
    rule = amount(low={"value": 1})
    rule["measure"] = [
        {"nutrient": "kcal", "times": 2},
        {"foods": {"codes": ["pork"]}, "times": -1},
    ]
    (line,) = lines(standard(rule), menu(lunch(plate(rice=100, pork=50))))
    assert line.measured == pytest.approx(2 * (300 + 200) - 50)


def test_a_week_is_judged_by_its_mean_day_and_each_week_alone() -> None:
    made = standard(amount("week", low={"value": 100}))
    served = menu(*(lunch(plate(rice=g)) for g in (50, 150, 100, 100, 100, 99)))
    assert [(x.where.week, x.measured, x.verdict.value) for x in lines(made, served)] == [
        (0, 100, "met"),
        (1, 99, "not_met"),
    ]


def test_a_period_is_judged_over_all_days() -> None:
    made = standard(amount("period", low={"value": 100}))
    served = menu(*(lunch(plate(rice=g)) for g in (100, 100, 100, 100, 100, 40)))
    (line,) = lines(made, served)
    assert line.measured == pytest.approx(90)


def test_a_limit_is_shared_by_the_meals_of_the_day() -> None:
    made = standard(
        amount(low={"value": 100, "share": "low"}, high={"value": 100, "share": "high"})
    )
    (line,) = lines(made, menu(lunch(plate(rice=45))))
    assert (line.low, line.high) == (40, 50)


def test_all_meals_together_carry_the_whole_limit() -> None:
    made = standard(
        amount(low={"value": 100, "share": "low"}, high={"value": 100, "share": "high"})
    )
    (line,) = lines(made, menu({"lunch": [plate(rice=40)], "dinner": [plate(rice=60)]}))
    assert (line.low, line.high, line.measured) == (100, 100, 100)


def test_each_meal_answers_for_itself() -> None:
    made = standard(amount("meal", low={"value": 50}))
    served = menu({"lunch": [plate(rice=60), plate(pork=9)], "dinner": [plate(rice=40)]})
    assert [(str(x.where), x.measured) for x in lines(made, served)] == [
        ("d0 lunch", 60),
        ("d0 dinner", 40),
    ]


def test_a_meal_of_the_week_is_averaged_over_the_days_that_serve_it() -> None:
    made = standard(amount("meal-week", low={"value": 50, "share": "low"}))
    served = menu(
        {"lunch": [plate(rice=60)]}, {"lunch": [plate(rice=20)], "dinner": [plate(rice=9)]}
    )
    assert [(x.where.meal, x.measured, x.low) for x in lines(made, served)] == [
        ("lunch", 40, 20),
        ("dinner", 9, 30),
    ]


def test_days_of_different_meals_are_held_to_the_mean_of_their_own_limits() -> None:
    made = standard(amount("week", low={"value": 100, "share": "low"}))
    whole = {"lunch": [plate(rice=50)], "dinner": [plate(rice=50)]}
    (line,) = lines(made, menu(lunch(plate(rice=40)), whole))
    assert (line.measured, line.low) == (70, (40 + 100) / 2)


def test_a_clause_for_some_meals_leaves_the_others_out() -> None:
    made = standard(amount("week", low={"value": 50}, meals=["lunch"]))
    served = menu(
        {"lunch": [plate(rice=60)], "dinner": [plate(rice=9)]}, {"dinner": [plate(rice=9)]}
    )
    (line,) = lines(made, served)
    assert line.measured == 60
    assert verdicts(made, menu({"dinner": [plate(rice=9)]})) == ["not_served"]


VALUES = [
    {"age": "6-8", "sex": "M", "value": 100, "seen": "computed", "source": "tests"},
    {"age": "6-8", "sex": "F", "value": 60, "seen": "computed", "source": "tests"},
    {"age": "9-11", "value": 200, "seen": "computed", "source": "tests"},
]


def test_every_group_is_held_to_the_limit_of_its_own_boys_and_girls() -> None:
    made = standard(amount(low={"column": "value"}), value=VALUES)
    served = menu(lunch(serving(dish("饭"), {"rice": 95.0}, {"rice": 195.0})))
    found = lines(made, served, SMALL, LARGE)
    assert [(x.group, x.measured, x.low, x.verdict.value) for x in found] == [
        ("s", 95, 90, "met"),
        ("l", 195, 200, "not_met"),
    ]


def test_a_rule_across_the_school_weighs_groups_by_their_heads() -> None:
    made = standard(amount(low={"column": "value"}, across=True), value=VALUES)
    served = menu(lunch(serving(dish("饭"), {"rice": 50.0}, {"rice": 150.0})))
    (line,) = lines(made, served, SMALL, LARGE)
    assert (line.group, line.measured, line.low) == ("", 110, 156)


def test_a_group_without_a_row_in_the_table_is_refused_and_not_guessed() -> None:
    made = standard(amount(low={"column": "value"}), value=VALUES)
    older = PupilGroup("s", "高中", (Cohort("15-17", "M", 1),))
    with pytest.raises(ClauseHasNoValue):
        lines(made, menu(lunch(plate(rice=1))), older)


@pytest.mark.parametrize(("grams", "said"), [(39, "not_met"), (45, "amber"), (51, "met")])
def test_between_floor_and_target_is_amber(grams: float, said: str) -> None:
    made = standard(
        amount(low={"value": 100, "share": "low"}, target={"value": 100, "share": "high"})
    )
    assert verdicts(made, menu(lunch(plate(rice=grams)))) == [said]


@pytest.mark.parametrize(("grams", "said"), [(39, "met"), (45, "amber"), (51, "not_met")])
def test_between_target_and_ceiling_is_amber(grams: float, said: str) -> None:
    made = standard(amount(high={"value": 50}, target={"value": 40}))
    assert verdicts(made, menu(lunch(plate(rice=grams)))) == [said]


GREEN = {
    "form": "ratio",
    "per": "day",
    "part": [{"foods": {"tags": ["green"]}, "times": 100}],
    "whole": [{"foods": {"groups": ["蔬菜类"]}}],
    "low": 50,
}


@given(st.floats(0.48, 0.52), st.floats(1, 400))
def test_a_ratio_is_met_exactly_from_its_floor(share: float, grams: float) -> None:
    served = menu(lunch(plate(leaf=share * grams, root=(1 - share) * grams)))
    (line,) = lines(standard(GREEN), served)
    assert line.measured == pytest.approx(100 * share)
    if abs(share - 0.5) > 1e-5:
        assert line.verdict.value == ("met" if share > 0.5 else "not_met")


def test_a_ratio_of_nothing_has_no_figure_and_breaks_no_rule() -> None:
    (line,) = lines(standard(GREEN), menu(lunch(plate(rice=100))))
    assert (line.measured, line.verdict.value) == (None, "met")


def test_a_supply_is_weighed_as_bought_for_every_pupil_of_the_menu() -> None:
    made = standard({"form": "supply", "foods": {"codes": ["pork"]}, "high_kg": 9}, unit="kg")
    meat = serving(dish("肉"), {"pork": 50.0}, {"pork": 40.0})
    (line,) = lines(made, menu(lunch(meat)), SMALL, LARGE)
    assert line.measured == pytest.approx((40 * 50 + 60 * 40) / 0.5 / 1000)
    assert line.verdict.value == "met"
    assert verdicts(made, menu(lunch(meat), lunch(meat)), SMALL, LARGE) == ["not_met"]


def test_foods_of_no_interest_do_not_change_a_line() -> None:
    made = standard(amount(low={"value": 100}))
    plain = lines(made, menu(lunch(plate(rice=120))))
    assert plain == lines(made, menu(lunch(plate(rice=120, pork=80, salt=3))))
    assert set(FOODS) > {"pork"}
