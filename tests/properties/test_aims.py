"""Aims settled in turn, against every menu there is, measured in plain arithmetic."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from nutrition.checking.attainment import broken
from nutrition.clauses import Amount, Clause, Limit, Per, Term
from nutrition.food import COST
from nutrition.menu import Day, Menu
from optimizer.errors import BadLock, EmptySlot, NoLawfulMenu
from optimizer.planning import check, plan
from optimizer.plans import Plan
from optimizer.portions import PortionTable
from optimizer.problem import Aim, Problem, Served
from optimizer.task import Settings
from tests.optimizer.school import clause
from tests.properties.every_menu import cost, menus, number, served
from tests.properties.random_schools import random_school

ORDERS = (
    (Aim.WORST, Aim.SHORTFALL, Aim.COST),
    (Aim.RATING, Aim.COST),
    (Aim.ROBUST,),
    (Aim.CHANGES, Aim.COST),
    (Aim.CHANGES, Aim.GRAMS, Aim.COST),
)

MOST_MENUS = 500

FEWER = settings(max_examples=settings().max_examples // 3)
"""Each school is planned once for each order of aims, and each of its menus measured."""

GAP = 1e-6

ROOM = 1e-3

OTHER = "cost_fen_2"


def as_served(days: tuple[Day, ...]) -> Served:
    return {
        (day.date, meal.meal): {s.dish.code: s.portions for s in meal.servings}
        for day in days
        for meal in day.meals
        if day.date is not None
    }


def nutrient(code: str, name: str, r: random.Random, problem: Problem, menu: Menu) -> Clause:
    """Return a floor that every menu passes, with a target that some reach."""
    group = problem.groups[0]
    total = sum(
        grams * problem.foods[food].per_100g.get(name, 0.0) / 100
        for _, _, s in menu.servings()
        for food, grams in s.portions[group.code].grams.items()
    )
    target = r.choice((0.8, 1.0, 1.3)) * total / len(menu.days)
    rule = Amount(
        "amount", Per.WEEK, (Term(name),), low=Limit(value=0.0), target=Limit(value=target or 1.0)
    )
    return clause(code, rule)


def with_everything(seed: int) -> tuple[Problem, list[Menu]]:
    """Return a tiny school with ratings, other prices, targets and a menu to stay near."""
    problem = random_school(seed, tiny=True)
    r = random.Random(seed + 1)
    table = PortionTable(problem)
    assume(number(problem, table) <= MOST_MENUS)
    every = [m for m in menus(problem, table) if served(problem, m)]
    assume(every)
    one = r.choice(every)
    targets = [
        nutrient(f"n{n}", name, r, problem, one) for n, name in enumerate(("calcium_mg", "iron_mg"))
    ]
    clauses = {**problem.standard.clauses, **{c.id: c for c in targets}}
    foods = {
        code: replace(f, per_100g={**f.per_100g, OTHER: f.per_100g[COST] * r.uniform(0.5, 1.5)})
        for code, f in problem.foods.items()
    }
    problem = replace(
        problem,
        foods=foods,
        standard=replace(problem.standard, clauses=clauses),
        ratings={code: r.choice((20.0, 60.0, 100.0)) for code in problem.dishes},
        price_lists=(OTHER,),
        near=as_served(one.days),
    )
    return problem, [m for m in every if not broken(check(problem, m))]


def measure(aim: Aim, problem: Problem, menu: Menu) -> float:
    """Return an aim of a menu as people read it, but the less the better."""
    return MEASURES[aim](problem, menu)


def dearest(problem: Problem, menu: Menu) -> float:
    other = {
        code: replace(f, per_100g={**f.per_100g, COST: f.per_100g[OTHER]})
        for code, f in problem.foods.items()
    }
    return max(cost(problem, menu), cost(replace(problem, foods=other), menu))


def mean_attained(problem: Problem, menu: Menu) -> float:
    found = attained(problem, menu)
    return sum(found) / len(found)


def attained(problem: Problem, menu: Menu) -> list[float]:
    return [
        min(100.0, 100 * line.measured / line.target)
        for line in check(problem, menu)
        if line.clause in ("n0", "n1") and line.measured is not None and line.target is not None
    ]


def rating(problem: Problem, menu: Menu) -> float:
    places = sum(slot.low for meal in problem.meals for slot in meal.slots)
    asked = {
        c for meal in problem.meals for slot in meal.slots if slot.low for c in slot.categories
    }
    missed = sum(
        100 - problem.ratings[s.dish.code]
        for _, _, s in menu.servings()
        if s.dish.category in asked
    )
    return 100 - missed / (places * len(menu.days)) if places else 100.0


def exchanged(problem: Problem, menu: Menu) -> int:
    found = 0
    for place, dishes in as_served(menu.days).items():
        before = problem.near[place].keys()
        found += max(len(before - dishes.keys()), len(dishes.keys() - before))
    return found


def moved(problem: Problem, menu: Menu) -> float:
    heads = {g.code: g.headcount for g in problem.groups}
    total = 0.0
    for place, dishes in as_served(menu.days).items():
        for dish in dishes.keys() & problem.near[place].keys():
            for group, portion in dishes[dish].items():
                before = problem.near[place][dish][group].grams
                foods = before.keys() | portion.grams.keys()
                off = sum(abs(portion.grams.get(f, 0) - before.get(f, 0)) for f in foods)
                total += off * heads[group] / sum(heads.values())
    return total / len(menu.days)


MEASURES: dict[Aim, Callable[[Problem, Menu], float]] = {
    Aim.COST: cost,
    Aim.ROBUST: dearest,
    Aim.WORST: lambda problem, menu: -min(attained(problem, menu)),
    Aim.SHORTFALL: lambda problem, menu: -mean_attained(problem, menu),
    Aim.RATING: lambda problem, menu: -rating(problem, menu),
    Aim.CHANGES: exchanged,
    Aim.GRAMS: moved,
}


def made(problem: Problem) -> Plan | None:
    try:
        return plan(problem, Settings(gap=GAP, seconds=20))
    except (EmptySlot, BadLock, NoLawfulMenu):
        return None


@pytest.mark.parametrize("aims", ORDERS, ids=" ".join)
@FEWER
@given(seed=st.integers(0, 10**6))
def test_no_menu_is_better_in_an_aim_and_as_good_in_those_before(
    aims: tuple[Aim, ...], seed: int
) -> None:
    problem, lawful = with_everything(seed)
    found = made(replace(problem, aims=aims))
    assert (found is None) == (not lawful)
    if found is None:
        return
    as_good = lawful
    for aim in aims:
        mine = measure(aim, problem, found.menu)
        best = min(measure(aim, problem, other) for other in as_good)
        assert mine <= best + ROOM
        as_good = [m for m in as_good if measure(aim, problem, m) <= mine + ROOM / 10]


@FEWER
@given(seed=st.integers(0, 10**6))
def test_what_was_reached_is_what_the_menu_measures(seed: int) -> None:
    problem, lawful = with_everything(seed)
    assume(lawful)
    found = made(replace(problem, aims=(Aim.CHANGES, Aim.GRAMS, Aim.WORST, Aim.COST)))
    assert found is not None
    changes, grams, worst = found.proof.reached
    assert changes.value == pytest.approx(exchanged(problem, found.menu), abs=1e-6)
    assert grams.value == pytest.approx(moved(problem, found.menu), abs=1e-4)
    assert worst.value == pytest.approx(min(attained(problem, found.menu)), abs=1e-4)
    assert found.proof.cost == pytest.approx(cost(problem, found.menu))
    assert changes.bound <= changes.value
    assert worst.bound >= worst.value


@FEWER
@given(seed=st.integers(0, 10**6), share=st.floats(0, 1))
def test_a_meal_that_is_kept_is_served_as_it_was_and_the_rest_is_the_cheapest(
    seed: int, share: float
) -> None:
    problem, lawful = with_everything(seed)
    assume(lawful)
    one = lawful[round(share * (len(lawful) - 1))]
    day = one.days[0]
    kept = as_served((day,))
    found = made(replace(problem, near={}, kept=kept))
    assert found is not None
    assert as_served(found.menu.days).items() >= kept.items()
    others = [m for m in lawful if as_served(m.days).items() >= kept.items()]
    assert found.proof.objective == pytest.approx(min(cost(problem, m) for m in others), rel=1e-5)
