"""Days of menus as a calendar (RFC 5545): a whole-day event for each meal."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from icalendar import Calendar, Event

from reports.open_day import OpenDay, OpenMeal
from reports.sheet import Lang
from reports.words import Words, plain, words

PRODUCT = "-//canteen planner//menu//ZH"


def draw(days: Iterable[tuple[OpenDay, datetime]], lang: Lang) -> bytes:
    """Return the calendar; ``days``: each with when it was shown, which dates its events."""
    say, book = words(lang), Calendar()
    book.add("prodid", PRODUCT)
    book.add("version", "2.0")
    book.add("method", "PUBLISH")
    for day, shown in days:
        for meal in day.meals:
            book.add_component(_event(day, meal, shown, say))
    return bytes(book.to_ical())


def _event(day: OpenDay, meal: OpenMeal, shown: datetime, say: Words) -> Event:
    event = Event()
    name = plain(say.name("meal", meal.meal))
    event.add("uid", f"{day.date.isoformat()}-{meal.meal}@{day.school}")
    event.add("dtstamp", shown)
    event.add("dtstart", day.date)
    event.add("dtend", day.date + timedelta(1))
    event.add("transp", "TRANSPARENT")
    dishes = say.listed([plain(dish.name) for dish in meal.dishes])
    event.add("summary", say("colon.after", label=name, value=dishes))
    event.add("description", "\n".join(_lines(day, meal, say)))
    return event


def _lines(day: OpenDay, meal: OpenMeal, say: Words) -> Iterable[str]:
    yield plain(day.school_name)
    for dish in meal.dishes:
        allergens = say.listed([say.name("allergen", each) for each in dish.allergens])
        told = say("week.allergens", names=allergens) if allergens else ""
        yield " ".join(filter(None, (plain(dish.name), told)))
    if day.plan:
        yield say("proof.plan", plan=plain(day.plan))
