"""Which days of one canteen are charged: by a record that nothing has undone."""

from __future__ import annotations

from datetime import date

from sqlalchemy import ColumnElement, select

from canteen.store import tables as t
from canteen.store.writing import Books


def charged(books: Books, day: date) -> int | None:
    """Return the record that charged ``day``, or None."""
    c = t.charged_day.c
    return books.connection.scalar(select(c.record).where(c.day == day, *_standing(books)))


def last_charged(books: Books) -> date | None:
    """Return the last day that is charged, or None."""
    c = t.charged_day.c
    asked = select(c.day).where(*_standing(books)).order_by(c.day.desc()).limit(1)
    return books.connection.scalar(asked)


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
