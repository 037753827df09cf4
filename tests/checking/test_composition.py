from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nutrition.checking.case import Case
from nutrition.checking.spans import spans
from nutrition.checking.sums import mean
from nutrition.clauses import Per, Term
from nutrition.composition import Composition, compose
from nutrition.menu import Menu
from tests.checking.tiny import FOODS, LARGE, SMALL, dish, lunch, menu, plate, serving, standard

NUTRIENTS = ("kcal", "iron")


def composed(served: Menu) -> Composition:
    return compose(served, [SMALL], FOODS, NUTRIENTS)


def test_a_day_a_meal_and_the_menu_add_up() -> None:
    served = menu(
        {"lunch": [plate(rice=100), plate(pork=50)], "dinner": [plate(rice=10)]},
        {"lunch": [plate(rice=20)]},
    )
    found = composed(served)
    assert found.total("s", day="d0", meal="lunch")["kcal"].value == pytest.approx(500)
    assert found.total("s", day="d0")["kcal"].value == pytest.approx(530)
    assert found.total("s", meal="lunch")["kcal"].value == pytest.approx(560)
    assert found.total("s")["kcal"].value == pytest.approx(590)


def test_a_mean_is_over_days_of_service() -> None:
    served = menu(*(lunch(plate(rice=g)) for g in (10, 20, 30, 40, 50, 90)))
    found = composed(served)
    assert found.week_mean("s", 0)["kcal"].value == pytest.approx(90)
    assert found.week_mean("s", 1)["kcal"].value == pytest.approx(270)
    assert found.mean("s")["kcal"].value == pytest.approx(120)


def test_a_meal_of_a_week_is_averaged_over_the_days_that_serve_it() -> None:
    served = menu(
        {"lunch": [plate(rice=10)]}, {"lunch": [plate(rice=30)], "dinner": [plate(rice=7)]}
    )
    assert composed(served).week_mean("s", 0, meal="dinner")["kcal"].value == pytest.approx(21)


def test_what_is_missing_lowers_the_known_share_and_adds_nothing() -> None:
    iron = composed(menu(lunch(plate(rice=100, leaf=300)))).total("s")["iron"]
    assert iron.value == pytest.approx(1.0)
    assert iron.share == pytest.approx(0.25)


def test_every_group_has_its_own_figures() -> None:
    served = menu(lunch(serving(dish("饭"), {"rice": 100.0}, {"rice": 150.0})))
    found = compose(served, [SMALL, LARGE], FOODS, NUTRIENTS)
    assert found.total("s")["kcal"].value == pytest.approx(300)
    assert found.total("l")["kcal"].value == pytest.approx(450)


def test_an_empty_menu_has_nothing_and_knows_it() -> None:
    nothing = composed(menu()).mean("s")["kcal"]
    assert (nothing.value, nothing.share) == (0, 1)


portion = st.dictionaries(st.sampled_from(sorted(FOODS)), st.floats(0.1, 500), min_size=1)


@given(st.lists(portion, min_size=1, max_size=7))
def test_reports_and_checkers_find_the_same_means(days: list[dict[str, float]]) -> None:
    served = menu(*(lunch(plate(**day)) for day in days))
    found = composed(served)
    case = Case(served, standard({"form": "review"}), [SMALL], FOODS)
    for span in spans(case.menu, Per.WEEK):
        assert span.where.week is not None
        for nutrient in NUTRIENTS:
            theirs = mean(span, (Term(nutrient),), "s", FOODS)
            ours = found.week_mean("s", span.where.week)[nutrient]
            assert ours.value == pytest.approx(theirs.value)
            assert ours.share == pytest.approx(theirs.known)
