"""Which days of one canteen are charged: by a record that nothing has undone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, select

from canteen.store import tables as t
from canteen.store.writing import Books


@dataclass(frozen=True, slots=True)
class ChargedDay:
    """A day that is charged, with the record that did it."""

    day: date
    record: int


def charged(books: Books, day: date) -> int | None:
    """Return the record that charged ``day``, or None."""
    c = t.charged_day.c
    return books.connection.scalar(select(c.record).where(c.day == day, *_standing(books)))


def last_charged(books: Books) -> date | None:
    """Return the last day that is charged, or None."""
    last = charged_until(books, date.max)
    return last.day if last else None


def charged_until(books: Books, day: date) -> ChargedDay | None:
    """Return the last day not after ``day`` that is charged, or None."""
    c = t.charged_day.c
    row = books.connection.execute(
        select(c.day, c.record)
        .where(*_standing(books), c.day <= day)
        .order_by(c.day.desc())
        .limit(1)
    ).one_or_none()
    return ChargedDay(row.day, row.record) if row else None


def days_charged(books: Books, first: date, last: date) -> tuple[date, ...]:
    """Return the days from ``first`` to ``last`` that are charged, in order."""
    c = t.charged_day.c
    asked = select(c.day).where(c.day.between(first, last), *_standing(books)).order_by(c.day)
    return tuple(books.connection.scalars(asked))


def _standing(books: Books) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    undone = select(t.record.c.number).where(
        t.record.c.canteen == books.canteen, t.record.c.reverses == t.charged_day.c.record
    )
    return t.charged_day.c.canteen == books.canteen, ~undone.exists()
