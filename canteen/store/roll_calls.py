"""Roll calls that a day lacks, and those of classes that did not eat."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from canteen.attendance import Attendance
from canteen.calendar import is_school_day
from canteen.pupil_errors import NoSuchClass
from canteen.pupils import natural
from canteen.record import Recorded
from canteen.store.attendance import Register
from canteen.store.pupils import Roll
from canteen.store.writing import Books

Sitting = tuple[str, str]
"""(class, meal)."""


def planned(books: Books, day: date) -> set[Sitting]:
    """Return what classes are to eat on a day: the meals that were agreed to for their pupils."""
    roll = Roll(books)
    agreed, plans = roll.consenting(day), roll.plans(day)
    return {
        (school_class, meal)
        for school_class, pupils in roll.class_list(day).items()
        for pupil in pupils
        if pupil in agreed and agreed[pupil] in plans
        for meal in plans[agreed[pupil]].prices
    }


def lacking(books: Books, day: date) -> list[Sitting]:
    """Return the roll calls that were not taken on a day on which food was charged.

    None on days without school on which no class was called: only others ate.
    """
    calls = Register(books).calls(day)
    if not calls and not is_school_day(day):
        return []
    return _in_order(planned(books, day) - {(name, meal) for meal, name in calls})


def away(
    books: Books, day: date, only: Sitting, voucher: str, key: str
) -> Iterator[tuple[Sitting, Recorded]]:
    """Take the attendance of nobody, for classes that did not eat and were not called yet.

    ``only``: a class and a meal; "" for all of them.  The same again changes nothing.

    Raises:
        NoSuchClass: nobody is in this class on the day.
        what ``Register.take`` raises.
    """
    room, wanted = only
    known = tuple(Roll(books).class_list(day))
    if room and room not in known:
        raise NoSuchClass(room, day, known)
    calls = Register(books).calls(day)
    for school_class, meal in _in_order(planned(books, day)):
        named = room in ("", school_class) and wanted in ("", meal)
        if named and (meal, school_class) not in calls:
            taken = Attendance(day, meal, school_class, frozenset(), voucher)
            made = Register(books).take(taken, f"{key} {school_class} {meal}")
            yield (school_class, meal), made


def _in_order(sittings: set[Sitting]) -> list[Sitting]:
    return sorted(sittings, key=lambda sitting: (natural(sitting[0]), sitting[1]))
