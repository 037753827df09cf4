"""Attendance and head-counts that may be there already: the same changes nothing, another corrects.

Never commits: the transaction that opened the books does.
"""

from __future__ import annotations

from sqlalchemy import select

from canteen.attendance import OTHERS, Attendance, HeadCount, Payer
from canteen.pupil_errors import AttendanceTaken
from canteen.record import Recorded
from canteen.store import tables as t
from canteen.store.attendance import Register
from canteen.store.register_queries import HEADS, days
from canteen.store.writing import Books


def take_call(books: Books, taken: Attendance, *, correct: bool) -> Recorded:
    """Take the attendance of a class, ``correct``: in place of another one that holds.

    Raises:
        AttendanceTaken: another one holds, and is not to be corrected.
        what ``Register.take`` raises.
    """
    register = Register(books)
    now = register.calls(taken.day).get((taken.meal, taken.school_class))
    key = f"roll call {taken.day} {taken.meal} {taken.school_class}"
    if now is None:
        return register.take(taken, key)
    if _present(books, now) == taken.present:
        return Recorded(now, before=True)
    if not correct:
        raise AttendanceTaken(taken.day, taken.meal, taken.school_class, now)
    return register.take(taken, f"{key} for {now}", now)


def take_heads(books: Books, counted: HeadCount, *, correct: bool) -> Recorded:
    """Count others at a meal, ``correct``: in place of another count that holds.

    Raises:
        AttendanceTaken: another one holds, and is not to be corrected.
        what ``Register.count`` raises.
    """
    asked, key = days(books, counted.day, counted.day), f"heads {counted.day} {counted.meal}"
    rows = [r for r in books.connection.execute(HEADS, asked) if r.meal == counted.meal]
    if not rows:
        return Register(books).count(counted, key)
    now = rows[0].record
    held = {row.payer: row.eaters for row in rows}
    if held == {Payer.STAFF: counted.staff, Payer.GUESTS: counted.guests}:
        return Recorded(now, before=True)
    if not correct:
        raise AttendanceTaken(counted.day, counted.meal, OTHERS, now)
    return Register(books).count(counted, f"{key} for {now}", now)


def _present(books: Books, number: int) -> frozenset[str]:
    c = t.attendance.c
    there = select(c.pupil).where(c.canteen == books.canteen, c.record == number, c.present == 1)
    return frozenset(books.connection.scalars(there))
