"""A day, a meal and a dish of a finished plan, as a person names them."""

from __future__ import annotations

from datetime import date

from api.errors import NotInPlan
from api.weekdays import weekday
from food_tables.cells import maybe_day, plain
from nutrition.meal_names import meal_called, meal_id
from nutrition.menu import Day, Meal, Menu
from optimizer.judging import Spot


def day_of(menu: Menu, text: str) -> Day:
    """Return the day of a date, or of a weekday that the menu has once.

    Raises:
        NotInPlan: there is none, or several.
    """
    number = weekday(text)
    try:
        wanted = maybe_day(text)
    except ValueError:
        wanted = None
    dated = [day for day in menu.days if day.date is not None]
    found = [
        day
        for day in dated
        if day.date is not None
        and (day.date == wanted or (number is not None and day.date.isoweekday() == number))
    ]
    if len(found) != 1:
        reason = "day-of-several" if found else "day"
        raise NotInPlan(reason, plain(text), [day.label for day in found or dated])
    return found[0]


def meal_of(day: Day, text: str) -> Meal:
    """Return a meal of the day by its id or Chinese name.

    Raises:
        NotInPlan: the day has no such meal.
    """
    names = [meal.meal for meal in day.meals]
    wanted = meal_id(text, names)
    if wanted not in names:
        raise NotInPlan("meal", plain(text), [meal_called(name) for name in names])
    return next(meal for meal in day.meals if meal.meal == wanted)


def spot_of(menu: Menu, day: str, meal: str, dish: str) -> Spot:
    """Return a serving by day, meal and the code or name of its dish.

    Raises:
        NotInPlan: the plan has no such day, meal or dish.
    """
    on = day_of(menu, day)
    at = meal_of(on, meal)
    served = [s.dish for s in at.servings]
    wanted = plain(dish)
    code = next((d.code for d in served if wanted in (d.code, plain(d.name))), None)
    if code is None:
        raise NotInPlan("dish", wanted, [d.name for d in served])
    return Spot(date.fromisoformat(on.label) if on.date is None else on.date, at.meal, code)
