"""The embedded tables as values, read once for all tests that audit real menus."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from food_tables.layout import layout
from food_tables.loading import load_dishes, load_foods, load_recipes, load_standard
from food_tables.reading import table_of
from nutrition.checking.audit import Audit, AuditRow, audit
from nutrition.checking.case import Case
from nutrition.clauses import Standard
from nutrition.dish import Dish
from nutrition.dish_tables import DishTables, dishes_of
from nutrition.food import Food
from nutrition.pupil import Cohort, PupilGroup
from nutrition.tables import foods_of

CASES = Path(__file__).parents[1] / "cases"

STANDARDS = Path(__file__).parents[2] / "food_tables" / "standards"


@cache
def foods() -> Mapping[str, Food]:
    return foods_of(table_of(load_foods(), "canteen.csv", layout("foods")))


@cache
def dishes() -> Mapping[str, Dish]:
    library = table_of(load_dishes(), "dishes.csv", layout("dishes"))
    recipes = table_of(load_recipes(), "recipes.csv", layout("recipes"))
    return dishes_of(DishTables([library], [recipes]), foods())


@cache
def standard() -> Standard:
    return Standard.of(load_standard())


def pupils(age: str) -> PupilGroup:
    return PupilGroup("g", age, (Cohort(age, "M", 1), Cohort(age, "F", 1)))


def rows_of(name: str) -> list[AuditRow]:
    with (CASES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return [
            AuditRow(line, r["day"], r["meal"], r["dish"], r["food"], float(r["grams"]), r["basis"])
            for line, r in enumerate(csv.DictReader(file), start=2)
        ]


@cache
def audited(name: str) -> Audit:
    return audit(rows_of(name), foods(), dishes().values(), "g")


@cache
def case_of(name: str, age: str) -> Case:
    read = audited(name)
    return Case(read.menu, standard(), [pupils(age)], read.foods)
