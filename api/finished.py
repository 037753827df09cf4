"""A finished plan, read back from the plan.json that ``canteen plan`` wrote."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from api.errors import NotAPlan, PlanOutdated
from api.files import kind, read_bytes
from nutrition.dish import Dish, Portion
from nutrition.menu import Day, Meal, Menu, Serving
from optimizer.fingerprint import fingerprint
from optimizer.problem import Problem, Served

if TYPE_CHECKING:
    from api.folder import FolderPlan

PLAN_DATA = "plan.json"

Grams = Annotated[float, Field(gt=0, le=10_000, allow_inf_nan=False)]

Name = Annotated[str, Field(min_length=1, max_length=300)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class _Food(_Part):
    food: Name
    grams: Grams


class _Portion(_Part):
    foods: Annotated[tuple[_Food, ...], Field(min_length=1)]


class _Dish(_Part):
    code: Name
    name: Name
    portions: dict[str, _Portion]


class _Meal(_Part):
    meal: Name
    dishes: tuple[_Dish, ...]


class _Day(_Part):
    date: date
    meals: tuple[_Meal, ...]


class _Proof(_Part):
    fingerprint: str


class _File(_Part):
    folder: Annotated[str, Field(max_length=4096)] = ""
    inputs: Annotated[str, Field(max_length=100)] = ""
    proof: _Proof
    days: Annotated[tuple[_Day, ...], Field(min_length=1, max_length=366)]


@dataclass(frozen=True, slots=True)
class FinishedPlan:
    """A menu that was planned from a folder.

    Attributes:
        made: fingerprint of what the folder said when the menu was planned.
        inputs: the same of what it says now.
    """

    menu: Menu
    made: str
    inputs: str

    @property
    def current(self) -> bool:
        """Whether the folder still says what it said when the menu was planned."""
        return self.made == self.inputs


def folder_of(path: Path) -> Path:
    """Return the folder that a plan was made from, as the plan itself names it.

    ``path``: plan.json, or the folder that holds it.

    Raises:
        NotAPlan: it is no plan, or does not name its folder.
        CannotRead, TableTooLarge: the file cannot be read.
    """
    file = plan_path(path)
    named = _read(file).folder
    if not named:
        raise NotAPlan(file.name, "no-folder")
    return file.parent / named


def read_finished(path: Path, folder: FolderPlan) -> FinishedPlan:
    """Return the menu of a plan, in the dishes and pupil groups of its folder.

    Raises:
        NotAPlan: it is no plan.
        PlanOutdated: it serves dishes, foods or groups that the folder no longer has.
        CannotRead, TableTooLarge: the file cannot be read.
    """
    read = _read(plan_path(path))
    menu = menu_of(path, folder.problem, folder.tables.dishes)
    made = read.inputs or read.proof.fingerprint
    return FinishedPlan(menu, made, fingerprint(folder.problem))


def menu_of(path: Path, problem: Problem, dishes: Mapping[str, Dish]) -> Menu:
    """Return the menu of a plan, in ``dishes`` and the pupil groups of ``problem``.

    Raises:
        what ``read_finished`` raises.
    """
    file = plan_path(path)
    read = _read(file)
    unknown = _unknown(read, problem, dishes)
    if unknown:
        raise PlanOutdated(file.name, unknown)
    weeks = {day.date: day.week for day in problem.days}
    return Menu(
        tuple(
            Day(
                day.date.isoformat(),
                tuple(
                    Meal(m.meal, tuple(_serving(d, dishes) for d in m.dishes)) for m in day.meals
                ),
                day.date,
                weeks.get(day.date, (day.date.toordinal() - 1) // 7),
            )
            for day in read.days
        )
    )


def served(menu: Menu) -> Served:
    """Return a menu with dates as what is served at each meal, dishes and grams."""
    return {
        (day.date, meal.meal): {s.dish.code: s.portions for s in meal.servings}
        for day in menu.days
        if day.date is not None
        for meal in day.meals
    }


def plan_path(path: Path) -> Path:
    """Return the file of a plan that is named by itself or by its folder."""
    return path / PLAN_DATA if kind(path) == "folder" else path


def _read(file: Path) -> _File:
    try:
        return _File.model_validate(json.loads(read_bytes(file)))
    except ValidationError as error:
        where = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise NotAPlan(file.name, "incomplete", where) from None
    except (ValueError, RecursionError):
        raise NotAPlan(file.name, "not-json") from None


def _serving(dish: _Dish, dishes: Mapping[str, Dish]) -> Serving:
    portions = {
        group: Portion({line.food: line.grams for line in portion.foods})
        for group, portion in dish.portions.items()
    }
    return Serving(dishes[dish.code], portions)


def _unknown(read: _File, problem: Problem, dishes: Mapping[str, Dish]) -> list[str]:
    """Return the names of what a plan serves and its folder no longer has."""
    groups = {g.code for g in problem.groups}
    listed = {d.code: d for day in read.days for meal in day.meals for d in meal.dishes}
    found = [d.name for code, d in listed.items() if code not in dishes]
    for dish in listed.values():
        found += [g for g in groups ^ dish.portions.keys() if g not in found]
        foods = (line.food for p in dish.portions.values() for line in p.foods)
        found += [f for f in dict.fromkeys(foods) if f not in problem.foods]
    return list(dict.fromkeys(found))
