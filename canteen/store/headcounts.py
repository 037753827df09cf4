"""How many people (人) ate in one canteen, and how many meals (人次), by class and meal."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from canteen.attendance import Heads, Payer
from canteen.pupils import natural
from canteen.store.register_queries import OTHERS_EATEN, PUPILS_EATEN, days
from canteen.store.writing import Books


@dataclass(frozen=True, slots=True)
class ClassHeads:
    """What a class ate.

    Attributes:
        by_meal: meal -> heads, of those who had this meal.
        all_meals: a pupil of several meals is one of its people.
    """

    school_class: str
    by_meal: dict[str, Heads]
    all_meals: Heads


@dataclass(frozen=True, slots=True)
class Headcounts:
    """Who ate from one day to another.

    Attributes:
        school: all classes; a pupil who changed its class is one of its people.
        others: who pays, and the meal -> meals; nobody knows how many people they were.
    """

    classes: tuple[ClassHeads, ...]
    school: ClassHeads
    others: dict[tuple[Payer, str], int]


Ate = tuple[str, str, str, int]
"""(class, meal, pupil, how often)."""


def headcounts(books: Books, first: date, last: date) -> Headcounts:
    """Count pupils by class, and all others by who pays, from ``first`` to ``last``."""
    asked = days(books, first, last)
    ate = [(*row[:3], int(row[3])) for row in books.connection.execute(PUPILS_EATEN, asked)]
    others = books.connection.execute(OTHERS_EATEN, asked)
    rooms = sorted({row[0] for row in ate}, key=natural)
    return Headcounts(
        tuple(_heads(room, [row for row in ate if row[0] == room]) for room in rooms),
        _heads("", ate),
        {(Payer(payer), meal): int(eaters) for payer, meal, eaters in others if eaters},
    )


def _heads(room: str, ate: list[Ate]) -> ClassHeads:
    meals = sorted({meal for _, meal, _, _ in ate})
    by_meal = {meal: _count(row for row in ate if row[1] == meal) for meal in meals}
    return ClassHeads(room, by_meal, _count(ate))


def _count(ate: Iterable[Ate]) -> Heads:
    rows = list(ate)
    return Heads(len({pupil for _, _, pupil, _ in rows}), sum(times for *_, times in rows))
