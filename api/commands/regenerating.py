"""canteen regenerate: one day or meal of a finished plan planned again, the rest kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from pathlib import Path

from api.commands.planning import Change, PlanRequest, judge, plan_and_show
from api.errors import NotInPlan
from api.finished import served
from api.language import Lang
from api.notes import Note
from api.outcome import Exit
from api.places import day_of, meal_of
from api.reopening import Opened, opened
from api.solving_apart import solving_apart
from nutrition.dish_names import dish_finder
from nutrition.menu import Menu
from optimizer.isolating import Apart
from optimizer.problem import Lock
from optimizer.regenerating import Again, Place
from optimizer.regenerating import opened as reopened
from reports.words import words

MOST_LIKE, LIKENESS = 5, 0.4
"""How many names are offered for one that no dish has, and how like it they are."""


@dataclass(frozen=True, slots=True)
class RegenerateRequest:
    """What is asked for.

    Attributes:
        meal: "" is the whole day.
        wanted: a dish that is to be served there, or "".
    """

    plan: Path
    day: str
    meal: str = ""
    folder: Path | None = None
    again: Again = Again.SOME
    wanted: str = ""
    out: Path | None = None
    as_json: bool = False
    gap: float = 0.005
    seconds: float = 60.0


def run(request: RegenerateRequest, lang: Lang) -> Exit:
    """Plan a day or a meal again and show the week.

    Raises:
        DoorError, TableError, NutritionError: the plan or its folder cannot be read.
        NotInPlan: the plan has no such day or meal, or no slot there takes ``wanted``.
    """
    with solving_apart(lang) as apart:
        return _run(request, apart, lang)


def _run(request: RegenerateRequest, apart: Apart, lang: Lang) -> Exit:
    both = opened(request.plan, request.folder)
    out = PlanRequest(
        both.path, request.out, request.as_json, request.gap, request.seconds, "highs", 0, ""
    )
    judge(out)
    menu, problem = both.plan.menu, both.folder.problem
    places = _places(menu, request)
    changed = reopened(problem, served(menu), places, request.again, _wanted(both, request, places))
    say = words(lang)
    note = Note(
        "note.regenerated",
        {
            "day": say.day(places[0][0]),
            "meals": say.listed([say.name("meal", meal) for _, meal in places]),
        },
    )
    data = {
        "inputs": both.plan.inputs,
        "regenerated": [{"date": day.isoformat(), "meal": meal} for day, meal in places],
    }
    return plan_and_show(out, both.folder, Change(changed, (*both.notes, note), data), apart, lang)


def _places(menu: Menu, request: RegenerateRequest) -> list[Place]:
    day = day_of(menu, request.day)
    meals = [meal_of(day, request.meal)] if request.meal else day.meals
    on = day.date or date.fromisoformat(day.label)
    return [(on, meal.meal) for meal in meals]


def _wanted(both: Opened, request: RegenerateRequest, places: list[Place]) -> Lock | None:
    """Return the dish asked for at the first of the places whose slots take it."""
    if not request.wanted:
        return None
    problem = both.folder.problem
    code = dish_finder(both.folder.tables.dishes)(request.wanted)
    dish = None if code is None else problem.dishes.get(code)
    if dish is None:
        names = [each.name for each in problem.dishes.values()]
        like = get_close_matches(request.wanted, names, MOST_LIKE, LIKENESS)
        raise NotInPlan("library", request.wanted, like or names)
    for day, meal in places:
        plan = next(p for p in problem.meals if p.meal == meal)
        takes = any(dish.category in slot.categories for slot in plan.slots)
        if takes and (not dish.meals or meal in dish.meals):
            return Lock(day, meal, dish.code)
    raise NotInPlan("slot", dish.name, [meal for _, meal in places])
