"""The week of one group of pupils, cut out of the week of all groups."""

from __future__ import annotations

from dataclasses import replace

from reports.week_view import DayView, DishView, WeekView


def week_of(view: WeekView, group: str) -> WeekView:
    """Return what concerns one group; the proof stays that of all groups together.

    Raises:
        KeyError: there is no group of this name.
    """
    names = [each.name for each in view.groups]
    if group not in names:
        raise KeyError(group)
    at = names.index(group)
    own = view.groups[at]
    return replace(
        view,
        groups=(own,),
        days=tuple(_day(day, at) for day in view.days),
        attainments=tuple(a for a in view.attainments if a.group == group),
        mean_cost_fen=own.cost_fen,
    )


def _day(day: DayView, at: int) -> DayView:
    meals = tuple(
        replace(meal, dishes=tuple(_dish(dish, at) for dish in meal.dishes)) for meal in day.meals
    )
    return replace(day, meals=meals, cost_fen=day.cost_fen[at : at + 1])


def _dish(dish: DishView, at: int) -> DishView:
    foods = tuple(replace(food, grams=food.grams[at : at + 1]) for food in dish.ingredients)
    return replace(dish, ingredients=foods)
