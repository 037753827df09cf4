"""Calls of a database's driver that fail once: before they happen, or with their answer lost."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import Engine

CALLS = ("connect", "do_ping", "do_execute", "do_executemany", "do_commit")
"""Of SQLAlchemy's dialects; SQLite's BEGIN is a statement, PostgreSQL's goes with the first one."""

Fault = Callable[[Engine, Any, Callable[[], Any]], Any]
"""(engine, the driver's connection or None, the call) -> the answer of the call, or an error."""


def lost(engine: Engine, connection: Any, _: Callable[[], Any]) -> Any:  # noqa: ANN401 -- drivers'
    """Fail before anything happened: the line is cut, or the disk answers nothing."""
    if engine.dialect.name == "sqlite":
        raise _sqlite(sqlite3.SQLITE_IOERR, "disk I/O error")
    if connection is None:
        raise engine.dialect.loaded_dbapi.OperationalError("connection refused")
    connection.close()
    connection.execute("SELECT 1")  # the driver says itself that the line is cut


def unanswered(engine: Engine, connection: Any, call: Callable[[], Any]) -> Any:  # noqa: ANN401
    """Let it happen, and lose the answer."""
    answer = call()
    if connection is None:
        answer.close()
    return lost(engine, connection, call)


def full(engine: Engine, connection: Any, call: Callable[[], Any]) -> Any:  # noqa: ANN401
    """Say that the disk is full, as the database itself says it."""
    if engine.dialect.name == "sqlite":
        raise _sqlite(sqlite3.SQLITE_FULL, "database or disk is full")
    if connection is None:
        return call()
    connection.execute("DO $$ BEGIN RAISE disk_full; END $$")
    return None


@dataclass(slots=True)
class Count:
    """How many calls there were."""

    calls: int = 0


@contextmanager
def failing(engine: Engine, fault: Fault, at: int) -> Iterator[Count]:
    """Make the call number ``at`` fail, counted from 0; all others go through."""
    count = Count()
    engine.dispose()
    with pytest.MonkeyPatch.context() as patch:
        for name in CALLS:
            patch.setattr(engine.dialect, name, _faulty(engine, name, fault, (at, count)))
        yield count


def _faulty(engine: Engine, name: str, fault: Fault, when: tuple[int, Count]) -> Callable[..., Any]:
    honest = getattr(engine.dialect, name)
    at, count = when

    def call(*given: Any, **named: Any) -> Any:  # noqa: ANN401 -- whatever the dialect is given
        number, count.calls = count.calls, count.calls + 1
        if number != at:
            return honest(*given, **named)
        return fault(engine, _driver(name, given), lambda: honest(*given, **named))

    return call


def _driver(name: str, given: tuple[Any, ...]) -> Any:  # noqa: ANN401 -- sqlite3's or psycopg's
    if name == "connect":
        return None
    if name in ("do_execute", "do_executemany"):
        return given[0].connection
    return getattr(given[0], "dbapi_connection", given[0])


def _sqlite(code: int, words: str) -> sqlite3.OperationalError:
    error = sqlite3.OperationalError(words)
    error.sqlite_errorcode = code
    return error
