"""Rows as the database holds them, whatever somebody has made of them."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import (
    Boolean,
    Connection,
    Date,
    Engine,
    Select,
    String,
    Table,
    func,
    select,
    type_coerce,
)
from sqlalchemy.exc import OperationalError

from canteen.store import tables as t
from canteen.store.engine import reading

Row = Sequence[Any]

_KEPT = partial(str, encoding="utf-8", errors="surrogateescape")


@dataclass(frozen=True, slots=True)
class Span:
    """Records of one canteen: those after ``after`` until ``until``; no end where it is None."""

    canteen: int
    after: int | None = None
    until: int | None = None


def rows(connection: Connection, table: Table, span: Span, most: int | None = None) -> list[Row]:
    """Return the rows of some records, with all columns, in the order of their key."""
    number = table.c.number if table is t.record else table.c.record
    asked = select(*(_unread(c) for c in table.columns)).where(table.c.canteen == span.canteen)
    if span.after is not None:
        asked = asked.where(number > span.after)
    if span.until is not None:
        asked = asked.where(number <= span.until)
    key = [c for c in table.primary_key.columns if c.name != "canteen"]
    return _read(connection, asked.order_by(*key).limit(most))


def canteens(connection: Connection) -> set[int]:
    """Return the canteens of which there is a row anywhere."""
    found = set()
    for table in (t.record, *t.fact_tables()):
        least = func.min(table.c.canteen)
        each = connection.scalar(select(least))
        while each is not None:
            found.add(each)
            each = connection.scalar(select(least).where(table.c.canteen > each))
    return found


def is_whole(engine: Engine) -> bool:
    """Say whether the file agrees with itself, its indexes among it; PostgreSQL is not asked."""
    if engine.dialect.name != "sqlite":
        return True
    with reading(engine.execution_options(writing=False)) as connection:
        said = connection.exec_driver_sql("PRAGMA integrity_check(1)")
        return str(said.scalar_one()) == "ok"


def _unread(column: Any) -> Any:  # noqa: ANN401 -- SQLAlchemy's columns differ by their type
    """Return a column so that a day that is none does not end the reading."""
    return type_coerce(column, String) if isinstance(column.type, Date) else column


def _read(connection: Connection, asked: Select[Any]) -> list[Row]:
    try:
        return _fetched(connection, asked)
    except (OperationalError, sqlite3.OperationalError):
        driver = connection.connection.driver_connection
        if not isinstance(driver, sqlite3.Connection):
            raise
        driver.text_factory = _KEPT  # text that is none; its digest will say so
        try:
            return _fetched(connection, asked)
        finally:
            driver.text_factory = str


def _fetched(connection: Connection, asked: Select[Any]) -> list[Row]:
    """Return the driver's own tuples, which are read in half the time.

    SQLite knows no yes and no: rows that hold them pass through SQLAlchemy.
    """
    found: Any = connection.execute(asked)
    yes_or_no = any(isinstance(c.type, Boolean) for c in asked.selected_columns)
    return list(found.all() if yes_or_no else found.cursor.fetchall())
