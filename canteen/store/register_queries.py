"""Attendance as it holds: what no later record corrects.

Statements are built once, with the canteen and the days as parameters.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from sqlalchemy import ColumnElement, Date, String, Table, bindparam, func, select

from canteen.store import tables as t
from canteen.store.since import CANTEEN
from canteen.store.writing import Books

FIRST, LAST = bindparam("first", type_=Date), bindparam("last", type_=Date)

PUPILS = bindparam("pupils", type_=String, expanding=True)


def days(books: Books, first: date, last: date) -> Mapping[str, object]:
    """Return the parameters of the days from ``first`` to ``last``."""
    return {"canteen": books.canteen, "first": first, "last": last}


def _holds(table: Table) -> tuple[ColumnElement[bool], ...]:
    later = table.alias("later")
    corrected = select(later.c.record).where(
        later.c.canteen == CANTEEN, later.c.corrects == table.c.record
    )
    c = table.c
    return c.canteen == CANTEEN, c.day.between(FIRST, LAST), ~corrected.exists()


_C, _A = t.roll_call.c, t.attendance.c

CALLS = select(_C.meal, _C.school_class, _C.record).where(*_holds(t.roll_call))

HEADS = select(
    t.head_count.c.record, t.head_count.c.meal, t.head_count.c.payer, t.head_count.c.eaters
).where(*_holds(t.head_count))

PRESENT = (
    select(_A.pupil, _C.day, _C.meal)
    .join_from(t.roll_call, t.attendance, (_A.canteen == CANTEEN) & (_A.record == _C.record))
    .where(*_holds(t.roll_call), _A.present == 1)
)
"""Everyone who was present, with day and meal: each once."""

_EATEN = PRESENT.subquery("eaten")

PERSON_DAYS = (
    select(_EATEN.c.pupil, func.count(_EATEN.c.day.distinct()))
    .group_by(_EATEN.c.pupil)
    .order_by(_EATEN.c.pupil)
)

PUPILS_EATEN = (
    select(_C.school_class, _C.meal, _A.pupil, func.count())
    .join_from(t.roll_call, t.attendance, (_A.canteen == CANTEEN) & (_A.record == _C.record))
    .where(*_holds(t.roll_call), _A.present == 1)
    .group_by(_C.school_class, _C.meal, _A.pupil)
)
"""Class, meal, pupil, and how often the pupil had this meal in this class."""

MEALS_SERVED = select(_EATEN.c.day, _EATEN.c.meal, func.count()).group_by(
    _EATEN.c.day, _EATEN.c.meal
)
"""How many pupils ate each meal of each day."""

HEADS_EATEN = (
    select(t.head_count.c.day, t.head_count.c.meal, func.sum(t.head_count.c.eaters))
    .where(*_holds(t.head_count))
    .group_by(t.head_count.c.day, t.head_count.c.meal)
)
"""How many others ate each meal of each day."""

OTHERS_EATEN = (
    select(t.head_count.c.payer, t.head_count.c.meal, func.sum(t.head_count.c.eaters))
    .where(*_holds(t.head_count))
    .group_by(t.head_count.c.payer, t.head_count.c.meal)
    .order_by(t.head_count.c.payer.desc(), t.head_count.c.meal)
)
"""Who pays, meal, and how many others had it."""

_THEIRS = PRESENT.where(_A.pupil.in_(PUPILS)).subquery("theirs")

_MEALS_OF = PRESENT.with_only_columns(_C.day, _C.meal).where(_A.pupil.in_(PUPILS))

_LAST_MEALS = select(_THEIRS.c.pupil, func.max(_THEIRS.c.day)).group_by(_THEIRS.c.pupil)

PRESENT_IN = select(_A.pupil).where(
    _A.canteen == CANTEEN,
    _A.record.in_(bindparam("records", expanding=True)),
    _A.present == 1,
    _A.pupil.in_(PUPILS),
)
"""Those of some pupils whom some records have as present."""


def last_meals(books: Books, pupils: Collection[str], since: date) -> dict[str, date]:
    """Return pupil -> last day with a meal, of the ``pupils`` who ate on or after ``since``."""
    if not pupils:
        return {}
    asked = {**days(books, since, date.max), "pupils": sorted(set(pupils))}
    rows = books.connection.execute(_LAST_MEALS, asked)
    return {row[0]: row[1] for row in rows}


def meals_since(books: Books, pupil: str, since: date) -> list[tuple[date, str]]:
    """Return day and meal of everything that a pupil ate on or after ``since``."""
    asked = {**days(books, since, date.max), "pupils": [pupil]}
    return [(row[0], row[1]) for row in books.connection.execute(_MEALS_OF, asked)]
