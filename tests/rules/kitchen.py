"""Two days of a kitchen small enough for a pencil: round foods, eleven dishes, one or two groups.

Portions are 0.8, 1 and 1.2 of the recipe on ladders of printed steps; a group of factor 0.5
gets half of everything but the salt, which is the same for all.  The dishes carry the real
groups, tags, categories, methods and kinds, so that every real clause finds something.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

from api.plan_file import PlanFile
from api.school_clauses import Choices, school_standard
from food_tables.loading import load_standard
from nutrition.clauses import Standard
from nutrition.dish import Dish, Ingredient, PortionClass
from nutrition.dish_tables import main_vegetable
from nutrition.food import Food, priced
from nutrition.pupil import Cohort, PupilGroup
from nutrition.quantities import UnitPrice
from optimizer.model import Model, build
from optimizer.pool import offered
from optimizer.portions import PortionTable
from optimizer.problem import MealPlan, Portioning, Problem, ServiceDay, Slot
from optimizer.spans import Period, single_days

KITCHEN = Path(__file__).with_name("kitchen.csv")

MONDAY, TUESDAY = date(2026, 3, 2), date(2026, 3, 3)

ONE = (PupilGroup("g", "全校", (Cohort("9-11", "M", 50), Cohort("9-11", "F", 50)), 1.0),)

TWO = (
    PupilGroup("s", "低年级", (Cohort("6-8", "M", 20), Cohort("6-8", "F", 20)), 0.5),
    PupilGroup("b", "高年级", (Cohort("9-11", "M", 45), Cohort("9-11", "F", 15)), 1.0),
)

BAND = (0.8, 1.2)

PORTIONING = Portioning(
    bands=dict.fromkeys(PortionClass, BAND) | {PortionClass.FIXED: (1.0, 1.0)},
    exponents=dict.fromkeys(PortionClass, 1.0) | {PortionClass.FIXED: 0.0},
    salt_exponent=0.0,
)

SLOTS = (
    Slot("主食", frozenset({"主食"}), 1, 1),
    Slot("大荤", frozenset({"大荤"}), 1, 1),
    Slot("小荤", frozenset({"小荤"}), 0, 1),
    Slot("素菜", frozenset({"素菜"}), 1, 2),
    Slot("汤", frozenset({"汤"}), 0, 1),
    Slot("水果", frozenset({"水果"}), 0, 1),
    Slot("奶", frozenset({"奶"}), 0, 1),
)

_CARDS = """
S001 米饭     主食 staple rice=100                         煮,白,米
M001 红烧肉   大荤 dish   pork=50 oil=5 salt=1             烧,红橙,猪
M002 炸鸡块   大荤 dish   chicken=80 oil=10                炸,黄,鸡
M003 蒸鱼     大荤 dish   fish=100 oil=5 salt=1            蒸,白,鱼
L001 烧鱼豆腐 小荤 dish   tofu=60 fish=20 oil=5            烧,白,豆
L002 炒鸡蛋   小荤 dish   egg=50 oil=5 salt=1              炒,黄,蛋
V001 炒青菜   素菜 dish   leaf=100 oil=5 salt=1            炒,绿,青菜
V002 烧萝卜   素菜 dish   radish=50 nuts=10 salt=1         烧,白,萝卜
T001 猪肝蛋汤 汤   soup   egg=30 liver=20 leaf=10          煮,黄,青菜
F001 苹果     水果 fixed  apple=100                        生食,红橙,苹果
D001 牛奶     奶   fixed  milk=200                         煮,白,奶
"""


@cache
def foods() -> Mapping[str, Food]:
    with KITCHEN.open(encoding="utf-8", newline="") as file:
        return {row["code"]: _food(row) for row in csv.DictReader(file)}


def _food(row: Mapping[str, str]) -> Food:
    food = Food(
        row["code"],
        row["name"],
        row["group"],
        float(row["edible"]),
        {name: float(row[name]) for name in list(row)[7:] if row[name]},
        frozenset(filter(None, row["tags"].split(";"))),
        frozenset(filter(None, row["allergens"].split(";"))),
    )
    return priced(food, UnitPrice(int(row["li_per_kg"])))


@cache
def dishes() -> Mapping[str, Dish]:
    made = [dish_of(line) for line in _CARDS.strip().splitlines()]
    return {dish.code: dish for dish in made}


def dish_of(card: str) -> Dish:
    code, name, category, portion, *recipe, told = card.split()
    method, colour, kind = told.split(",")
    held = tuple(Ingredient(f, float(g)) for f, g in (part.split("=") for part in recipe))
    return Dish(
        code,
        name,
        category,
        held,
        method=method,
        colour=colour,
        kind=kind,
        vegetable=main_vegetable(held, foods()),
        portion=PortionClass(portion),
        months=frozenset({9, 10, 11}) if code == "F001" else frozenset(range(1, 13)),
    )


@cache
def standard() -> Standard:
    """Return the real standard with one clause of every kind that a school can add."""
    plan = PlanFile.model_validate(
        {
            "halal": True,
            "school": {"name": "示例"},
            "calendar": {"start": MONDAY, "end": TUESDAY},
            "meal": [{"name": "lunch", "slots": [{"name": "主食", "min": 1, "max": 1}]}],
            "group": [{"name": "全校", "cohorts": [{"age": "9-11", "boys": 1}]}],
            "budget": {"yuan_per_day": "5.00"},
            "kitchen": {
                "per_meal": {"烧": 1},
                "per_day": {"炒": 1},
                "equipment": [
                    {"name": "炒锅", "methods": ["炒", "烧"], "per_meal": 1, "per_day": 2}
                ],
            },
            "festival": [{"name": "节日", "date": TUESDAY, "dishes": ["M001", "V001"]}],
            "supply": [{"foods": ["leaf"], "min_kg": 8, "max_kg": 20}],
        }
    )
    choices = Choices(
        banned_foods=frozenset({"tofu"}),
        banned_dishes=frozenset({"V001"}),
        allergens=frozenset({"egg"}),
        supplies=(frozenset({"leaf"}),),
        festivals=(frozenset({"M001", "V001"}),),
    )
    made, faults = school_standard(Standard.of(load_standard()), plan, choices, MONDAY)
    assert not faults
    return made


def two_days(meal: str = "lunch") -> Problem:
    """Return Monday and Tuesday of one week, one meal a day, one group."""
    days = (ServiceDay(MONDAY, 0), ServiceDay(TUESDAY, 0))
    plans = (MealPlan(meal, SLOTS),)
    return Problem(days, plans, ONE, foods(), dishes(), standard(), portioning=PORTIONING)


def two_days_two_groups(meal: str = "lunch") -> Problem:
    """Return the same days for small pupils, who get half, and big ones."""
    return replace(two_days(meal), groups=TWO)


def model_of(problem: Problem, periods: tuple[Period, ...] | None = None) -> Model:
    """Return the model of every dish offered, without any rule."""
    divided = periods or single_days(len(problem.days))
    return build(problem, PortionTable(problem), divided, offered(problem))
