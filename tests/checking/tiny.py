"""A kitchen small enough to check with a pencil: five foods, one pupil, menus as nested dicts."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import TypedDict, Unpack

from nutrition.checking.attaining import check
from nutrition.checking.attainment import Attainment
from nutrition.checking.case import Case
from nutrition.clauses import Mode, Standard
from nutrition.dish import Dish, Ingredient, Portion
from nutrition.food import Food
from nutrition.menu import Day, Meal, Menu, Serving
from nutrition.pupil import Cohort, PupilGroup

MONDAY = date(2026, 3, 2)

FOODS = {
    food.code: food
    for food in (
        Food("rice", "大米", "谷薯类", 1.0, {"kcal": 300.0, "iron": 1.0}, frozenset({"staple"})),
        Food("pork", "猪肉", "畜禽肉类", 0.5, {"kcal": 400.0, "iron": 3.0}),
        Food("leaf", "青菜", "蔬菜类", 0.8, {"kcal": 20.0}, frozenset({"green"})),
        Food("root", "萝卜", "蔬菜类", 0.9, {"kcal": 20.0, "iron": 0.5}),
        Food("salt", "食盐", "盐", 1.0, {"kcal": 0.0, "iron": 0.0}, frozenset({"seasoning"})),
    )
}

SMALL = PupilGroup("s", "低年级", (Cohort("6-8", "M", 30), Cohort("6-8", "F", 10)))

LARGE = PupilGroup("l", "高年级", (Cohort("9-11", "M", 60),))

Grams = Mapping[str, float]


class Known(TypedDict, total=False):
    """What a dish may say of itself."""

    method: str
    colour: str
    kind: str
    vegetable: str
    weekly_max: int | None
    months: frozenset[int]


class Asked(TypedDict, total=False):
    """What a check may be told beside the menu."""

    foods: Mapping[str, Food]
    modes: Mapping[str, Mode]
    history: Mapping[date, Collection[str]]


def dish(name: str, category: str = "", **known: Unpack[Known]) -> Dish:
    """Return a dish of which only what is given is known."""
    return Dish(name, name, category, (), **known)


def serving(served: Dish, *portions: Grams) -> Serving:
    """Return ``served`` with a portion for the small group, and one for the large."""
    recipe = tuple(Ingredient(food, grams) for food, grams in portions[0].items())
    by_group = dict(zip(("s", "l"), portions, strict=False))
    return Serving(
        replace(served, ingredients=recipe), {g: Portion(p) for g, p in by_group.items()}
    )


def menu(*days: Mapping[str, Sequence[Serving]], dated: bool = False) -> Menu:
    """Return a menu of school days; five of them make a week."""
    made = []
    for place, meals in enumerate(days):
        week, weekday = divmod(place, 5)
        on = MONDAY + timedelta(days=7 * week + weekday)
        served = tuple(Meal(meal, tuple(servings)) for meal, servings in meals.items())
        made.append(Day(f"d{place}", served, on if dated else None, week))
    return Menu(tuple(made))


def lunch(*servings: Serving) -> dict[str, Sequence[Serving]]:
    return {"lunch": servings}


def plate(**grams: float) -> Serving:
    """Return a nameless dish for the small group."""
    return serving(dish("plate"), grams)


def standard(rule: Mapping[str, object], **more: object) -> Standard:
    """Return a standard of one clause, ``c``."""
    body = {
        "title": "条",
        "title_en": "clause",
        "ref": "1",
        "unit": "g",
        "seen": "computed",
        "source": "tests",
        "checked_on": MONDAY,
        "rule": rule,
        **more,
    }
    shares = {"lunch": {"low": 0.4, "high": 0.5}, "dinner": {"low": 0.6, "high": 0.7}}
    return Standard.of({"document": {"id": "test"}, "meal_share": shares, "clause": {"c": body}})


def lines(
    made: Standard, served: Menu, *groups: PupilGroup, **asked: Unpack[Asked]
) -> list[Attainment]:
    """Check the one clause of ``made``."""
    told: Asked = {"foods": FOODS, **asked}
    return check(made.clauses["c"], Case(served, made, groups or (SMALL,), **told))


def verdicts(
    made: Standard, served: Menu, *groups: PupilGroup, **asked: Unpack[Asked]
) -> list[str]:
    return [line.verdict.value for line in lines(made, served, *groups, **asked)]
