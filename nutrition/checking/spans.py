"""Spans of a menu: the meals, days and weeks over which a clause measures."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from nutrition.checking.places import Place
from nutrition.clauses import Per
from nutrition.menu import Day, Menu, Serving


@dataclass(frozen=True, slots=True)
class ServedDay:
    """What one day contributes to a span: the meals that count and their servings."""

    day: Day
    meals: tuple[str, ...]
    servings: tuple[Serving, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """One stretch of a menu; a mean is taken over its days of service."""

    where: Place
    days: tuple[ServedDay, ...]

    def servings(self) -> Iterator[Serving]:
        for day in self.days:
            yield from day.servings

    def each_serving(self) -> Iterator[Span]:
        """Yield a span for every serving, with its dish in the place."""
        for day in self.days:
            for serving in day.servings:
                only = ServedDay(day.day, day.meals, (serving,))
                yield Span(self.where.at(dish=serving.dish.name), (only,))


def spans(menu: Menu, per: Per, meals: Collection[str] = ()) -> Iterator[Span]:
    """Yield every span of one kind, in the order of the menu.

    Only ``meals`` count when given; a day that lists none of them is no day of service
    and takes no part in a mean.  A meal that is listed and serves nothing counts as nothing.
    """
    days = [served for day in menu.days if (served := _served(day, meals)).meals]
    if per is Per.DAY:
        yield from (Span(Place(day=d.day.label), (d,)) for d in days)
    elif per is Per.MEAL:
        for d in days:
            for one in _by_meal(d):
                yield Span(Place(day=d.day.label, meal=one.meals[0]), (one,))
    elif per is Per.MEAL_WEEK:
        for week in dict.fromkeys(d.day.week for d in days):
            yield from _meal_weeks(week, [d for d in days if d.day.week == week])
    elif per is Per.WEEK:
        for week in dict.fromkeys(d.day.week for d in days):
            yield Span(Place(week=week), tuple(d for d in days if d.day.week == week))
    elif days:
        yield Span(Place(), tuple(days))


def _served(day: Day, meals: Collection[str]) -> ServedDay:
    taken = [m for m in day.meals if not meals or m.meal in meals]
    names = tuple(dict.fromkeys(m.meal for m in taken))
    return ServedDay(day, names, tuple(s for m in taken for s in m.servings))


def _by_meal(served: ServedDay) -> Iterator[ServedDay]:
    for name in served.meals:
        yield _served(served.day, (name,))


def _meal_weeks(week: int, days: list[ServedDay]) -> Iterator[Span]:
    for name in dict.fromkeys(meal for d in days for meal in d.meals):
        parts = tuple(_served(d.day, (name,)) for d in days if name in d.meals)
        yield Span(Place(week=week, meal=name), parts)
