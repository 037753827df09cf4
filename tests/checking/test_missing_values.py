"""What is not known is never zero: floors are judged on what is known, ceilings only with 95 %."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.checking.tiny import FOODS, lines, lunch, menu, plate, standard, verdicts

# Of the tiny foods only the leaf has no figure for iron.
IRON = [{"nutrient": "iron"}]

FLOOR = standard({"form": "amount", "per": "day", "measure": IRON, "low": {"value": 1}})

CEILING = standard({"form": "amount", "per": "day", "measure": IRON, "high": {"value": 2}})

SHARE = standard(
    {"form": "ratio", "per": "day", "part": IRON, "whole": [{"nutrient": "kcal"}], "low": 0.0}
)


@given(st.floats(1, 999))
def test_known_is_the_share_of_the_grams_that_have_a_figure(grams: float) -> None:
    (line,) = lines(FLOOR, menu(lunch(plate(rice=grams, leaf=1000 - grams))))
    assert line.known == pytest.approx(grams / 1000)
    assert line.measured == pytest.approx(grams / 100)


@pytest.mark.parametrize(("rice", "said"), [(100, "met"), (99, "not_met")])
def test_a_floor_is_judged_on_the_known_sum_however_little_is_known(rice: float, said: str) -> None:
    assert verdicts(FLOOR, menu(lunch(plate(rice=rice, leaf=900)))) == [said]


@pytest.mark.parametrize(("leaf", "said"), [(5.2, "met"), (5.3, "unknown")])
def test_a_ceiling_is_judged_only_when_95_percent_is_known(leaf: float, said: str) -> None:
    assert verdicts(CEILING, menu(lunch(plate(rice=100, leaf=leaf)))) == [said]


def test_a_ceiling_passed_by_what_is_known_is_broken_for_certain() -> None:
    assert verdicts(CEILING, menu(lunch(plate(rice=201, leaf=900)))) == ["not_met"]


def test_a_ratio_is_judged_only_when_95_percent_of_both_sums_is_known() -> None:
    assert verdicts(SHARE, menu(lunch(plate(rice=100, leaf=5)))) == ["met"]
    assert verdicts(SHARE, menu(lunch(plate(rice=100, leaf=6)))) == ["unknown"]


def test_grams_outside_the_measure_do_not_count_as_unknown() -> None:
    rule = {
        "form": "amount",
        "per": "day",
        "measure": [{"nutrient": "iron", "foods": {"codes": ["rice"]}}],
        "high": {"value": 2},
    }
    assert verdicts(standard(rule), menu(lunch(plate(rice=100, leaf=900)))) == ["met"]


SEASONED = standard(
    {"form": "amount", "per": "week", "measure": [{"nutrient": "kcal"}], "high": {"value": 400}},
    needs_listed={"codes": ["salt"]},
)


def test_a_menu_without_seasoning_cannot_keep_a_ceiling_on_it() -> None:
    assert verdicts(SEASONED, menu(lunch(plate(rice=100)))) == ["unknown"]
    assert verdicts(SEASONED, menu(lunch(plate(rice=100, salt=1)))) == ["met"]
    assert verdicts(SEASONED, menu(lunch(plate(rice=200)))) == ["not_met"]


def test_one_day_without_seasoning_leaves_the_week_open() -> None:
    days = [lunch(plate(rice=100, salt=1)) for _ in range(4)]
    assert verdicts(SEASONED, menu(*days, lunch(plate(rice=100)))) == ["unknown"]


def test_a_food_without_any_figure_is_wholly_unknown() -> None:
    foods = {**FOODS, "?": FOODS["salt"].__class__("?", "?", "", 1.0, {})}
    served = menu(lunch(plate(**{"rice": 100, "?": 100})))
    (line,) = lines(CEILING, served, foods=foods)
    assert (line.known, line.verdict.value) == (0.5, "unknown")
