"""A plan changed by hand, against every menu there is."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from api.finished import served as as_served
from nutrition.checking.attainment import broken
from nutrition.menu import Menu, Serving
from optimizer.avoiding import Avoiding, holding, holds
from optimizer.errors import BadLock, EmptySlot, NoLawfulMenu
from optimizer.judging import Spot, swapped
from optimizer.planning import check, plan
from optimizer.pool import excluded
from optimizer.portions import PortionTable
from optimizer.problem import Problem
from optimizer.regenerating import Again, opened
from optimizer.settings import Settings
from optimizer.substituting import substitutes
from optimizer.swapping import slot_of, swaps
from tests.properties.every_menu import cost, menus, number, served
from tests.properties.random_schools import random_school

MOST_MENUS = 500

FEWER = settings(max_examples=settings().max_examples // 2)

EXACT = Settings(gap=1e-6, seconds=20)

NO_MENU = (EmptySlot, BadLock, NoLawfulMenu)

seeds = st.integers(0, 10**6)


def tiny(seed: int) -> tuple[Problem, list[Menu], random.Random]:
    """Return a tiny school, all its lawful menus (locks apart), and a source of choices."""
    problem = random_school(seed, tiny=True)
    assume(number(problem, PortionTable(problem)) <= MOST_MENUS)
    every = [m for m in menus(problem, PortionTable(problem)) if not broken(check(problem, m))]
    assume(every)
    return problem, every, random.Random(seed + 1)


def spot_in(menu: Menu, r: random.Random) -> Spot:
    every = [Spot(d.date, m.meal, s.dish.code) for d, m, s in menu.servings() if d.date is not None]
    assume(every)
    return r.choice(every)


def dish_at(problem: Problem, menu: Menu, spot: Spot) -> Serving | None:
    """Return what ``menu`` serves in the spot's slot."""
    meal = next(p for p in problem.meals if p.meal == spot.meal)
    slot = slot_of(meal, problem.dishes[spot.dish])
    inside = (
        s
        for d, m, s in menu.servings()
        if (d.date, m.meal) == (spot.date, spot.meal) and s.dish.category in slot
    )
    return next(inside, None)


@FEWER
@given(seeds)
def test_a_swap_is_listed_as_lawful_just_when_some_size_is_and_in_the_cheapest(seed: int) -> None:
    problem, every, r = tiny(seed)
    one = r.choice(every)
    spot = spot_in(one, r)
    others = as_served(swapped(one, spot, None))
    best: dict[str, float] = {}
    for other in every:
        instead = dish_at(problem, other, spot)
        if instead is None or instead.dish.code == spot.dish:
            continue
        if as_served(swapped(other, replace(spot, dish=instead.dish.code), None)) == others:
            more = (cost(problem, other) - cost(problem, one)) * len(problem.days)
            best[instead.dish.code] = min(more, best.get(instead.dish.code, more))
    found = swaps(problem, one, spot)
    assert {s.dish: s.cost for s in found if s.lawful} == pytest.approx(best)
    assert [s.lawful for s in found] == sorted((s.lawful for s in found), reverse=True)
    for swap in found:
        changed = swapped(one, spot, Serving(problem.dishes[swap.dish], swap.portions))
        wrong = broken(check(problem, changed))
        assert {a.clause for a in wrong} == {a.clause for a in swap.broken}


@FEWER
@given(seeds)
def test_what_a_swap_changes_is_what_the_checkers_say_before_and_after(seed: int) -> None:
    problem, every, r = tiny(seed)
    one = r.choice(every)
    spot = spot_in(one, r)
    for swap in swaps(problem, one, spot):
        changed = swapped(one, spot, Serving(problem.dishes[swap.dish], swap.portions))
        before, after = (
            {(a.clause, a.group, str(a.where), a.measured) for a in check(problem, menu)}
            for menu in (one, changed)
        )
        for change in swap.changes:
            for line, said in ((change.before, before), (change.after, after)):
                key = (line.clause, line.group, str(line.where), line.measured)
                assert key in said or problem.standard.clauses[line.clause].rule.form == "exclusion"


@pytest.mark.parametrize("again", Again)
@FEWER
@given(seed=seeds)
def test_a_day_planned_again_is_the_cheapest_and_the_rest_stays_to_the_gram(
    again: Again, seed: int
) -> None:
    problem, every, r = tiny(seed)
    one = r.choice(every)
    day = r.choice(one.days)
    assert day.date is not None
    places = [(day.date, meal.meal) for meal in day.meals]
    old = {(*place, code) for place in places for code in as_served(one)[place]}
    locked = {(k.date, k.meal, k.dish) for k in problem.locks}
    rest = {p: d for p, d in as_served(one).items() if p not in places}
    possible = []
    for menu in every:
        there = {(*place, code) for place in places for code in as_served(menu)[place]}
        fits = {
            Again.ALL: True,
            Again.SOME: bool(there - old),
            Again.NONE: not (there & old) - locked,
        }
        if fits[again] and served(problem, menu) and as_served(menu).items() >= rest.items():
            possible.append(menu)
    try:
        found = plan(opened(problem, as_served(one), places, again, None), EXACT)
    except NO_MENU:
        assert not possible
        return
    assert as_served(found.menu).items() >= rest.items()
    assert not broken(check(problem, found.menu))
    assert cost(problem, found.menu) == pytest.approx(min(cost(problem, m) for m in possible))


@FEWER
@given(seeds)
def test_a_pupil_with_an_allergen_gets_the_cheapest_lawful_week(seed: int) -> None:
    problem, every, r = tiny(seed)
    whole = r.choice(every)
    group = r.choice(problem.groups)
    spot = spot_in(whole, r)
    bitten = problem.foods[r.choice(problem.dishes[spot.dish].ingredients).food]
    marked = replace(bitten, allergens=frozenset({"x"}))
    problem = replace(problem, foods={**problem.foods, marked.code: marked})
    allergens = frozenset({"x"})
    one = replace(problem, groups=(group,), locks=())
    bad = holding(problem, allergens)
    try:
        found = substitutes(problem, whole, Avoiding(group.code, allergens), EXACT)
    except NO_MENU:
        found = None
    every_of_one = [m for m in menus(one, PortionTable(one)) if fits(one, whole, m, bad)]
    allowed = [m for m in every_of_one if not broken(check(one, m))]
    same = [m for m in allowed if not resized(whole, m, group.code)]
    if found is None:
        assert not allowed
        return
    assert not any(holds(s.dish, bad) for _, _, s in found.menu.servings())
    best = min(cost(one, m) for m in same or allowed)
    assert cost(one, found.menu) == pytest.approx(best)
    assert bool(found.resized) <= (not same)
    assert {(x.date, x.meal, x.old) for x in found.replacements} == {
        (d.date, m.meal, s.dish.code) for d, m, s in whole.servings() if holds(s.dish, bad)
    }


def fits(one: Problem, whole: Menu, menu: Menu, bad: frozenset[str]) -> bool:
    """Say whether ``menu`` serves what may stay, and else a dish of the same slot where one is."""
    plan_of = {p.meal: p for p in one.meals}
    for number_, (day, own) in enumerate(zip(whole.days, menu.days, strict=True)):
        for meal, new in zip(day.meals, own.meals, strict=True):
            plan_ = plan_of[meal.meal]
            stays = {s.dish.code for s in meal.servings if not holds(s.dish, bad)}
            fresh = [s.dish for s in new.servings if s.dish.code not in stays]
            if not stays <= {s.dish.code for s in new.servings}:
                return False
            lost = {slot_of(plan_, s.dish) for s in meal.servings if holds(s.dish, bad)}
            wanted = {slot for slot in lost if _can_be_filled(one, number_, slot, bad)}
            if {slot_of(plan_, d) for d in fresh} != wanted or any(holds(d, bad) for d in fresh):
                return False
    return True


def _can_be_filled(one: Problem, d: int, slot: frozenset[str], bad: frozenset[str]) -> bool:
    clauses = one.standard.clauses.values()
    return any(
        dish.category in slot
        and not holds(dish, bad)
        and not any(excluded(c, one, one.days[d], dish) for c in clauses)
        for dish in one.dishes.values()
    )


def resized(whole: Menu, menu: Menu, group: str) -> bool:
    """Say whether a dish of both menus has other grams for the group."""
    before, after = as_served(whole), as_served(menu)
    return any(
        before[place][code][group] != portions[group]
        for place, dishes in after.items()
        for code, portions in dishes.items()
        if code in before[place]
    )
