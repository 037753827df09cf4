"""Repairs against every menu there is, measured in plain arithmetic, and sizes around portions."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from nutrition.checking.attainment import broken
from nutrition.dish import Dish, Ingredient, Portion, PortionClass
from nutrition.food import Food
from nutrition.menu import Menu
from nutrition.rounding import step
from optimizer.errors import BadLock, EmptySlot, NoLawfulMenu
from optimizer.ladders import around
from optimizer.planning import check
from optimizer.plans import Repair
from optimizer.portions import PortionTable
from optimizer.problem import DEFAULT_PORTIONING, Aim, Problem
from optimizer.repairing import repair
from optimizer.task import Settings
from tests.properties.every_menu import cost, menus, served
from tests.properties.test_aims import GAP, ROOM, exchanged, measure, moved, with_everything
from tests.properties.test_ladders import GRAMS, KINDS

FEWER = settings(max_examples=settings().max_examples // 3)

SWAPS = (0, 1, 2, 3)


def mended(problem: Problem) -> Repair | None:
    try:
        return repair(problem, SWAPS, Settings(gap=GAP, seconds=30))
    except (EmptySlot, BadLock, NoLawfulMenu):
        return None


def with_variants(seed: int) -> tuple[Problem, list[Menu]]:
    """Return a tiny school whose menu may be no menu of it, and its lawful menus.

    Some dishes are recipes of one name, and some portions stand off the printed grid.
    """
    problem, _ = with_everything(seed)
    r = random.Random(seed + 2)
    codes = sorted(problem.dishes)
    if len(codes) > 1 and r.random() < 0.4:
        one, other = r.sample(codes, 2)
        again = replace(problem.dishes[other], variant_of=one)
        problem = replace(problem, dishes={**problem.dishes, other: again})
    table = PortionTable(problem)
    middles = {
        (dish, group): off_grid(r, table.ladders[dish, group].portion(0))
        for dish, group in table.ladders
        if r.random() < 0.3
    }
    near = {
        place: {
            dish: {g: middles.get((dish, g), portion) for g, portion in portions.items()}
            for dish, portions in dishes.items()
        }
        for place, dishes in problem.near.items()
    }
    problem = replace(problem, middles=middles, near=near)
    every = [m for m in menus(problem, PortionTable(problem)) if served(problem, m)]
    assume(len(every) < 1500)
    return problem, [m for m in every if not broken(check(problem, m))]


def off_grid(r: random.Random, portion: Portion) -> Portion:
    return Portion({food: round(g + r.choice((0, 0.3, 2)), 1) for food, g in portion.grams.items()})


@FEWER
@given(seed=st.integers(0, 10**6))
def test_no_lawful_menu_is_nearer_and_none_as_near_is_cheaper(seed: int) -> None:
    problem, lawful = with_variants(seed)
    found = mended(problem)
    assert (found is None) == (not lawful)
    if found is None:
        return
    as_good = lawful
    for aim in (Aim.CHANGES, Aim.GRAMS, Aim.COST):
        mine = measure(aim, problem, found.smallest.menu)
        room = 0.051 if aim is Aim.GRAMS else ROOM
        assert mine <= min(measure(aim, problem, other) for other in as_good) + room
        as_good = [m for m in as_good if measure(aim, problem, m) <= mine + ROOM / 10]
    changes, grams = found.smallest.proof.reached
    assert changes.value == exchanged(problem, found.smallest.menu)
    assert grams.value == pytest.approx(moved(problem, found.smallest.menu), abs=1e-4)
    assert changes.bound == min(exchanged(problem, other) for other in lawful)


@FEWER
@given(seed=st.integers(0, 10**6))
def test_within_so_many_swaps_no_lawful_menu_is_cheaper_or_there_is_none(seed: int) -> None:
    problem, lawful = with_variants(seed)
    assume(lawful)
    found = mended(problem)
    assert found is not None
    for each in found.nearby:
        near_enough = [m for m in lawful if exchanged(problem, m) <= each.swaps]
        assert each.impossible == (not near_enough)
        if each.plan is not None:
            assert exchanged(problem, each.plan.menu) <= each.swaps
            least = min(cost(problem, m) for m in near_enough)
            assert cost(problem, each.plan.menu) == pytest.approx(least, rel=1e-5, abs=1e-3)
            assert each.plan.proof.bound <= least + 1e-3
        else:
            assert each.impossible


@given(
    grams=st.lists(GRAMS.map(lambda g: max(0.1, round(g, 1))), min_size=1, max_size=5),
    tags=st.lists(st.sampled_from(KINDS), min_size=5, max_size=5),
    portion=st.sampled_from(list(PortionClass)),
)
def test_sizes_around_a_portion_hold_it_to_the_gram_and_stay_about_their_band(
    grams: list[float], tags: list[frozenset[str]], portion: PortionClass
) -> None:
    foods = {n: Food(n, n, "", 1.0, {}, t) for n, t in zip("abcde", tags, strict=True)}
    middle = Portion(dict(zip("abcde", grams, strict=False)))
    recipe = tuple(Ingredient(n, g) for n, g in middle.grams.items())
    made = around(Dish("D", "D", "", recipe, portion=portion), middle, DEFAULT_PORTIONING, foods)
    assert made.rung(middle) is not None
    low, high = DEFAULT_PORTIONING.bands[portion]
    for rung in range(made.rungs + 1):
        for food, amount in made.portion(rung).grams.items():
            given_, width = middle.grams[food], step(foods[food], middle.grams[food])
            assert amount > 0
            assert given_ * low - width / 2 - 1e-6 <= amount <= given_ * high + width / 2 + 1e-6
    if portion is PortionClass.FIXED:
        assert made.rungs == 0
