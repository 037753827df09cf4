"""Laws of printed portions: every size that can be chosen can be printed, and stays in its band."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nutrition.dish import Dish, Ingredient, PortionClass
from nutrition.food import Food
from nutrition.pupil import Cohort, PupilGroup
from nutrition.rounding import FINE_STEP, SEASONING_TAGS, printed, step
from optimizer.ladders import Ladder, ladder
from optimizer.problem import DEFAULT_PORTIONING
from tests.checking import embedded

FACTORS = st.one_of(st.sampled_from([0.6, 0.9, 1.0, 1.1, 1.3]), st.floats(0.4, 2.0))

GRAMS = st.one_of(
    st.sampled_from([0.1, 0.5, 4.9, 5.0, 19.9, 20.0, 22.0, 50.0, 100.0]), st.floats(0.05, 400.0)
)

KINDS: list[frozenset[str]] = [
    frozenset(),
    frozenset({"oil"}),
    frozenset({"added_salt", "seasoning"}),
]

TINY = 1e-9


def group(factor: float) -> PupilGroup:
    return PupilGroup("g", "", (Cohort("9-11", "M", 1),), factor)


@st.composite
def cards(draw: st.DrawFn) -> tuple[Dish, dict[str, Food]]:
    """Draw a recipe of up to five ingredients, light and heavy, seasonings among them."""
    names = "abcde"[: draw(st.integers(1, 5))]
    foods = {n: Food(n, n, "", 1.0, {}, draw(st.sampled_from(KINDS))) for n in names}
    recipe = tuple(Ingredient(n, draw(GRAMS)) for n in names)
    portion = draw(st.sampled_from([c for c in PortionClass if c is not PortionClass.FIXED]))
    return Dish("D", "D", "", recipe, portion=portion), foods


def middle(dish: Dish, food: Food, factor: float) -> float:
    """Grams of the middle portion, by the words of the docstring."""
    portioning = DEFAULT_PORTIONING
    salty = "added_salt" in food.tags
    exponent = portioning.salt_exponent if salty else portioning.exponents[dish.portion]
    grams = next(i.grams for i in dish.ingredients if i.food == food.code)
    return float(grams * factor**exponent)


def rungs_of(made: Ladder) -> list[Mapping[str, float]]:
    return [made.portion(rung).grams for rung in range(made.rungs + 1)]


def check_ladder(dish: Dish, foods: Mapping[str, Food], factor: float) -> None:
    made = ladder(dish, group(factor), DEFAULT_PORTIONING, foods)
    sizes = rungs_of(made)
    low, high = DEFAULT_PORTIONING.bands[dish.portion]
    for code in made.smallest:
        food, grams = foods[code], middle(dish, foods[code], factor)
        amounts = [size[code] for size in sizes]
        half = step(food, grams) / 2 + TINY
        assert all(a > 0 and printed(food, a) == a for a in amounts)
        least, most = min(low * grams, max(amounts[0], 0)), max(high * grams, printed(food, grams))
        assert amounts[-1] <= max(most + half, step(food, grams))
        assert amounts[0] >= least - half
        assert all(a >= low * grams - half for a in amounts)
        steps = {round(b - a, 6) for a, b in pairwise(amounts)}
        assert len(steps) <= 1
        assert min(steps, default=0) >= 0


@given(cards(), FACTORS)
def test_every_rung_is_printable_inside_the_band_and_evenly_spaced(
    card: tuple[Dish, dict[str, Food]], factor: float
) -> None:
    check_ladder(*card, factor)


@pytest.mark.parametrize("factor", [0.85, 1.15])
def test_so_is_every_rung_of_every_dish_of_the_library(factor: float) -> None:
    foods = embedded.foods()
    for dish in embedded.dishes().values():
        if dish.portion is not PortionClass.FIXED:
            check_ladder(dish, foods, factor)


@pytest.mark.parametrize("factor", [0.5, 1.0, 2.0])
def test_a_fixed_dish_is_the_same_for_everybody(factor: float) -> None:
    for dish in embedded.dishes().values():
        if dish.portion is PortionClass.FIXED:
            made = ladder(dish, group(factor), DEFAULT_PORTIONING, embedded.foods())
            assert made.rungs == 0
            assert made.portion(0).grams == {i.food: round(i.grams, 1) for i in dish.ingredients}


@given(cards(), FACTORS)
def test_the_main_ingredient_climbs_one_printed_step_a_rung(
    card: tuple[Dish, dict[str, Food]], factor: float
) -> None:
    dish, foods = card
    made = ladder(dish, group(factor), DEFAULT_PORTIONING, foods)
    assert made.rungs == 0 or made.main in made.smallest
    if made.rungs and made.main in made.climb:
        width = step(foods[made.main], middle(dish, foods[made.main], factor))
        assert made.climb[made.main] == pytest.approx(width)


@given(GRAMS, st.sampled_from(KINDS))
def test_what_is_printed_is_the_nearest_step_and_never_nothing(
    grams: float, tags: frozenset[str]
) -> None:
    food = Food("a", "a", "", 1.0, {}, tags)
    width, shown = step(food, grams), printed(food, grams)
    assert shown > 0
    assert abs(shown / width - round(shown / width)) < 1e-6
    assert abs(shown - grams) <= width / 2 + TINY or shown == width


@given(GRAMS, st.sampled_from(KINDS))
def test_what_is_printed_prints_as_itself(grams: float, tags: frozenset[str]) -> None:
    food = Food("a", "a", "", 1.0, {}, tags)
    once = printed(food, grams)
    assert printed(food, once) == once


@given(st.floats(0.01, 500.0), st.floats(0.01, 500.0), st.sampled_from(KINDS))
def test_printing_keeps_the_order_of_amounts(a: float, b: float, tags: frozenset[str]) -> None:
    food = Food("a", "a", "", 1.0, {}, tags)
    assert printed(food, min(a, b)) <= printed(food, max(a, b))


@pytest.mark.parametrize("tag", sorted(SEASONING_TAGS))
def test_salt_oil_and_seasonings_are_weighed_to_a_tenth_of_a_gram(tag: str) -> None:
    food = Food("a", "a", "", 1.0, {}, frozenset({tag}))
    assert {step(food, grams) for grams in (0.3, 7.0, 30.0)} == {FINE_STEP}


@pytest.mark.parametrize(
    ("grams", "shown"), [(0.01, 0.1), (4.94, 4.9), (5.4, 5), (19.4, 19), (22.0, 20), (22.5, 25)]
)
def test_other_foods_are_weighed_in_steps_that_grow(grams: float, shown: float) -> None:
    assert printed(Food("a", "a", "", 1.0, {}), grams) == shown
