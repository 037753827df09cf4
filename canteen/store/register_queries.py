"""Attendance as it holds: what no later record corrects."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from sqlalchemy import Select, Subquery, func, select

from canteen.store import tables as t
from canteen.store.writing import Books


def calls(books: Books, first: date, last: date) -> Subquery:
    """Return the roll calls that hold, of the days from ``first`` to ``last``."""
    c, later = t.roll_call.c, t.roll_call.alias("later")
    corrected = select(later.c.record).where(
        later.c.canteen == books.canteen, later.c.corrects == c.record
    )
    return (
        select(c.record, c.day, c.meal, c.school_class)
        .where(c.canteen == books.canteen, c.day.between(first, last), ~corrected.exists())
        .subquery("call")
    )


def present(books: Books, first: date, last: date) -> Select[str, date, str]:
    """Return pupil, day and meal of everyone who was present, each once."""
    call, a = calls(books, first, last), t.attendance.c
    return (
        select(a.pupil, call.c.day, call.c.meal)
        .join_from(call, t.attendance, (a.canteen == books.canteen) & (a.record == call.c.record))
        .where(a.present == 1)
    )


def heads(books: Books, first: date, last: date) -> Subquery:
    """Return the head-counts that hold: record, day, meal, payer, eaters."""
    c, later = t.head_count.c, t.head_count.alias("later")
    corrected = select(later.c.record).where(
        later.c.canteen == books.canteen, later.c.corrects == c.record
    )
    return (
        select(c.record, c.day, c.meal, c.payer, c.eaters)
        .where(c.canteen == books.canteen, c.day.between(first, last), ~corrected.exists())
        .subquery("head")
    )


def last_meals(books: Books, pupils: Collection[str], since: date) -> dict[str, date]:
    """Return pupil -> last day with a meal, of the ``pupils`` who ate on or after ``since``."""
    if not pupils:
        return {}
    wanted = frozenset(pupils)
    eaten = (
        present(books, since, date.max).where(t.attendance.c.pupil.in_(wanted)).subquery("eaten")
    )
    asked = select(eaten.c.pupil, func.max(eaten.c.day)).group_by(eaten.c.pupil)
    rows = books.connection.execute(asked)
    return {row[0]: row[1] for row in rows}
