"""Random small schools: days, slots, dishes, pupils and rules near a menu that exists."""

from __future__ import annotations

import random
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta

from nutrition.checking.attaining import check
from nutrition.checking.case import Case
from nutrition.clauses import (
    Alike,
    Allowance,
    Amount,
    Attribute,
    Clause,
    Distinct,
    Exclusion,
    Kind,
    Limit,
    MealShare,
    Measure,
    Per,
    Ratio,
    Repetition,
    Rule,
    Servings,
    Spacing,
    Standard,
    Supply,
    Term,
)
from nutrition.dish import DishSelector, PortionClass
from nutrition.food import COST
from nutrition.menu import Day, Meal, Menu, Serving
from optimizer.portions import PortionTable
from optimizer.problem import Lock, MealPlan, Problem, ServiceDay, Slot
from tests.optimizer.school import LARGE, SMALL, clause, school, some

MONDAY = date(2026, 3, 2)

DAYS = ((0,), (1,), (0, 1), (4, 7), (0, 1, 2), (4, 7, 8), (0, 3, 4))

CATEGORIES = ("主食", "大荤", "小荤", "素菜", "汤", "水果", "奶")

DISHES = (
    DishSelector(),
    DishSelector(categories=frozenset({"大荤", "小荤", "素菜"})),
    DishSelector(categories=frozenset({"大荤"})),
    DishSelector(methods=frozenset({"炒"})),
)

FOODS = (
    some(tags="vegetable_kind"),
    some(tags="liver"),
    some(tags="soy_food"),
    some(codes="leaf"),
    some(codes="egg"),
    some(codes="milk"),
)

MEASURES: tuple[Measure, ...] = (
    (Term("energy_kcal"),),
    (Term("protein_g"),),
    (Term("calcium_mg"),),
    (Term(foods=some(tags="vegetable_kind")),),
    (Term("sodium_mg", some(tags="added_salt"), 0.00254),),
    (Term(COST),),
)

ABOUT = (0.8, 0.9, 0.97, 1.0, 1.0, 1.03, 1.1)
"""A limit stands about what a menu that exists has: often just kept, sometimes just missed."""

SHARES = {"lunch": MealShare(0.4, 0.5), "dinner": MealShare(0.5, 0.6)}


def random_school(seed: int, *, tiny: bool = False) -> Problem:
    """Return a school; ``tiny``: so few menus that all can be tried, and hard rules only."""
    r = random.Random(seed)
    problem = _bare(r, tiny=tiny)
    menu = _any_menu(r, problem)
    served = [(day.date, meal.meal, s.dish.code) for day, meal, s in menu.servings()]
    if served and r.random() < 0.3:
        day, meal, dish = r.choice(served)
        assert day is not None
        problem = replace(problem, locks=(Lock(day, meal, dish),))
    if r.random() < 0.3:
        before = problem.days[0].date - timedelta(r.choice((1, 3, 7)))
        lately = r.sample(sorted(problem.dishes), min(2, len(problem.dishes)))
        problem = replace(problem, history={before: frozenset(lately)})
    rules = {}
    for n in range(r.randint(1, 6)):
        with suppress(ValueError):  # nothing to measure on this menu
            price = 0.0 if tiny else r.choice((0.0, 0.0, 0.05, 0.5, 3.0))
            rule = clause(f"c{n}", r.choice(_RULES)(r, problem, menu), price=price)
            rules[rule.id] = rule
    return replace(problem, standard=replace(problem.standard, clauses=rules))


def _bare(r: random.Random, *, tiny: bool) -> Problem:
    offsets = r.choice(DAYS[:4] if tiny else DAYS)
    days = tuple(ServiceDay(MONDAY + timedelta(n), n // 7) for n in offsets)
    chosen = sorted(r.sample(CATEGORIES, r.randint(1, 2 if tiny else 5)), key=CATEGORIES.index)
    slots = [Slot(c, frozenset({c}), r.choice((1, 1, 0)), 1) for c in chosen]
    slots[0] = replace(slots[0], low=1, high=1 if tiny else r.choice((1, 2)))
    meals = [MealPlan("lunch", tuple(slots))]
    if not tiny and r.random() < 0.25:
        meals.append(MealPlan("dinner", (replace(slots[0], low=1, high=1),)))
    base, dishes = school(), {}
    for category in chosen:
        codes = [k for k, d in base.dishes.items() if d.category == category]
        most = 2 if tiny else 6
        for code in r.sample(codes, min(len(codes), r.randint(1 if tiny else 2, most))):
            often = r.choice((1, 2, 3)) if r.random() < 0.1 else None
            dishes[code] = replace(base.dishes[code], weekly_max=often)
    width = r.choice((0.0, 0.05, 0.1) if tiny else (0.0, 0.1, 0.2))
    climbing = (PortionClass.STAPLE, PortionClass.DISH, PortionClass.SOUP)
    bands = {**base.portioning.bands, **dict.fromkeys(climbing, (1 - width, 1 + width))}
    small = replace(SMALL, factor=r.choice((0.8, 1.0)))
    return replace(
        base,
        days=days,
        meals=tuple(meals),
        groups=r.choice(((LARGE,), (small, LARGE), (LARGE, small))),
        dishes=dishes,
        portioning=replace(base.portioning, bands=bands),
        standard=Standard("random", "random", "random", SHARES),
    )


def _any_menu(r: random.Random, problem: Problem) -> Menu:
    table = PortionTable(problem)

    def serving(code: str) -> Serving:
        share = r.random()
        ladders = {g.code: table.ladders[code, g.code] for g in problem.groups}
        portions = {g: each.portion(round(share * each.rungs)) for g, each in ladders.items()}
        return Serving(problem.dishes[code], portions)

    def meal(plan: MealPlan) -> Meal:
        codes = []
        for slot in plan.slots:
            fit = [k for k, d in problem.dishes.items() if d.category in slot.categories]
            low, high = min(slot.low, len(fit)), min(slot.high, len(fit))
            codes += r.sample(fit, r.randint(low, high))
        return Meal(plan.meal, tuple(map(serving, codes)))

    return Menu(
        tuple(
            Day(day.date.isoformat(), tuple(map(meal, problem.meals)), day.date, day.week)
            for day in problem.days
        )
    )


def _measured(problem: Problem, menu: Menu, rule: Rule) -> list[float]:
    """Return what ``menu`` measures of ``rule``, never empty."""
    case = Case(menu, problem.standard, problem.groups, problem.foods, {}, problem.history)
    said: Clause = clause("c", rule)
    found = [line.measured for line in check(said, case) if line.measured is not None]
    if not found:
        raise ValueError(rule)
    return found


def _amount(r: random.Random, problem: Problem, menu: Menu) -> Rule:
    across = r.random() < 0.2
    rule = Amount("amount", r.choice(list(Per)), r.choice(MEASURES), Limit(value=0), across=across)
    found = _measured(problem, menu, rule)
    low, high = Limit(value=min(found) * r.choice(ABOUT)), Limit(value=max(found) * r.choice(ABOUT))
    return replace(rule, **r.choice(({"low": low}, {"low": None, "high": high})))


def _ratio(r: random.Random, problem: Problem, menu: Menu) -> Rule:
    fat, energy = (Term("fat_g", times=900.0),), (Term("energy_kcal"),)
    rule = Ratio("ratio", r.choice(list(Per)), fat, energy, low=0.0)
    found = _measured(problem, menu, rule)
    low, high = min(found) * r.choice(ABOUT), max(found) * r.choice(ABOUT)
    return replace(rule, **r.choice(({"low": low}, {"low": None, "high": high})))


def _distinct(r: random.Random, problem: Problem, menu: Menu) -> Rule:
    vegetables = (Term(foods=some(groups="蔬菜类")),)
    soy = (Term(foods=some(codes="milk"), times=0.1), Term(foods=some(tags="soy_food")))
    kinds = (Kind("a", vegetables, r.choice((5, 40))), Kind("b", soy, r.choice((5, 30))))
    foods = some(tags=r.choice(("vegetable_kind", "variety")))
    attribute, at_least = r.choice(list(Attribute)), r.choice((0, 1, 10, 40, 60))
    rule = Distinct("distinct", r.choice(list(Per)), 1, dishes=r.choice(DISHES))
    rule = r.choice(
        (
            replace(rule, kinds=kinds),
            replace(rule, foods=foods, at_least=at_least),
            replace(rule, attribute=attribute),
        )
    )
    return replace(rule, low=max(0, int(min(_measured(problem, menu, rule))) + r.choice((0, 0, 1))))


def _servings(r: random.Random, problem: Problem, menu: Menu) -> Rule:
    foods = r.choice((None, *FOODS))
    at_least = r.choice((0, 5, 20, 40, 60)) if foods else 0
    rule = Servings("servings", r.choice(list(Per)), 0, dishes=r.choice(DISHES), foods=foods)
    rule = replace(rule, at_least=at_least, from_days=r.choice((1, 1, 2, 3)))
    if foods and r.random() < 0.2:
        return replace(rule, low=None, at_most=r.choice((10, 20, 50, 90)))
    found = _measured(problem, menu, rule)
    low, high = int(min(found)) + r.choice((0, 0, 1)), max(0, int(max(found)) - r.choice((0, 0, 1)))
    return replace(rule, **r.choice(({"low": low}, {"low": None, "high": high})))


def _alike(r: random.Random, problem: Problem, menu: Menu) -> Rule:
    del problem, menu
    attribute = r.choice((Attribute.METHOD, Attribute.COLOUR, Attribute.KIND, Attribute.VEGETABLE))
    return Alike("alike", r.choice(list(Per)), attribute, r.choice((1, 2)), r.choice(DISHES))


def _spacing(r: random.Random, problem: Problem, menu: Menu) -> Rule:
    del problem, menu
    attribute = r.choice((Attribute.KIND, Attribute.METHOD, Attribute.CODE))
    return Spacing("spacing", attribute, r.choice(DISHES[1:]))


def _repetition(r: random.Random, problem: Problem, menu: Menu) -> Rule:
    del problem, menu
    often = tuple(
        Allowance(DishSelector(categories=frozenset({c})), r.choice((2, 5)))
        for c in r.sample(("主食", "汤", "水果"), r.randint(0, 2))
    )
    return Repetition("repetition", r.choice((1, 1, 2)), r.choice((0, 2, 3, 5, 8)), often)


def _exclusion(r: random.Random, problem: Problem, menu: Menu) -> Rule:
    del menu
    one = DishSelector(codes=frozenset({r.choice(sorted(problem.dishes))}))
    return r.choice(
        (
            Exclusion("exclusion", foods=r.choice(FOODS)),
            Exclusion("exclusion", dishes=one),
            Exclusion("exclusion", season=True),
        )
    )


def _supply(r: random.Random, problem: Problem, menu: Menu) -> Rule:
    rule = Supply("supply", r.choice(FOODS), low_kg=0.0)
    limit = _measured(problem, menu, rule)[0] * r.choice(ABOUT)
    return replace(rule, **r.choice(({"low_kg": limit}, {"low_kg": None, "high_kg": limit})))


_RULES: tuple[Callable[[random.Random, Problem, Menu], Rule], ...] = (
    _amount,
    _amount,
    _ratio,
    _distinct,
    _distinct,
    _servings,
    _servings,
    _alike,
    _spacing,
    _repetition,
    _exclusion,
    _supply,
)
