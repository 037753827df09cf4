"""Open a database of books: SQLite in a file, or PostgreSQL; both refuse to lose what they said.

SQLite writes ahead (WAL) and waits for the disk at every commit (synchronous FULL).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.exc import TimeoutError as NoneFree

from canteen.errors import BooksUnavailable
from canteen.store.turns import Turns

PATIENCE = 30
"""Seconds that a writer waits for the one before it."""

Database = Engine
"""An open database of books."""

Transaction = Connection
"""A connection inside a transaction, for those who hand it on and never look into it."""

AT_ONCE = 40
"""Connections of one process: so many threads serve requests, and none waits for another's."""

_POSTGRES = {"53100": "full", "55P03": "busy", "42P01": "schema", "42703": "schema"}

_POSTGRES_CLASSES = {"08": "no-answer", "57": "no-answer", "53": "busy", "28": "no-answer"}

_SQLITE = {
    sqlite3.SQLITE_BUSY: "busy",
    sqlite3.SQLITE_LOCKED: "busy",
    sqlite3.SQLITE_FULL: "full",
    sqlite3.SQLITE_IOERR: "broken",
    sqlite3.SQLITE_READONLY: "read-only",
    sqlite3.SQLITE_CANTOPEN: "cannot-open",
    sqlite3.SQLITE_CORRUPT: "broken",
    sqlite3.SQLITE_NOTADB: "broken",
}

_SQLITE_WRITING = {sqlite3.SQLITE_IOERR_WRITE, sqlite3.SQLITE_IOERR_SHMSIZE}
"""What SQLite says when a quota, or a limit on the size of a file, lets it write no further."""

_SQLITE_WORDS = {"no such": "schema", "Could not decode": "broken"}

PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON")
"""What every connection to SQLite is told; a name that is erased leaves no bytes in the file."""

_PRIMARY = 0xFF  # the rest of an SQLite result code says more than we tell


def open_books(url: str, *, create: bool = False) -> Engine:
    """Return the engine of ``sqlite:///PATH`` or ``postgresql://…``.

    ``create``: begin a file that is not there yet.

    Raises:
        BooksUnavailable: it is no such address, or the file is not there.
    """
    try:
        if url.startswith("postgresql:"):
            return _postgres(url.replace("postgresql:", "postgresql+psycopg:", 1))
        if url.startswith("sqlite:///"):
            path = make_url(url).database or ""
            if path in ("", ":memory:"):
                raise BooksUnavailable("address", url)
            if not create and not Path(path).is_file():
                raise BooksUnavailable("no-file", path)
            return _sqlite(url)
    except ArgumentError as error:
        raise BooksUnavailable("address", str(error)) from None
    raise BooksUnavailable("address", url)


def _postgres(url: str) -> Engine:
    engine = create_engine(
        url, pool_pre_ping=True, pool_size=AT_ONCE, connect_args={"connect_timeout": PATIENCE}
    )

    @event.listens_for(engine, "connect")
    def _prepare(connection: psycopg.Connection[object], _: object) -> None:
        connection.autocommit = True
        connection.execute(f"SET lock_timeout = '{PATIENCE}s'")
        connection.autocommit = False

    return engine


def _sqlite(url: str) -> Engine:
    engine = create_engine(
        url,
        pool_size=AT_ONCE,
        connect_args={"timeout": PATIENCE},
        execution_options={"turns": Turns()},
    )

    @event.listens_for(engine, "connect")
    def _prepare(connection: sqlite3.Connection, _: object) -> None:
        connection.isolation_level = None  # begin is ours, see below
        try:
            for pragma in PRAGMAS:
                connection.execute(f"PRAGMA {pragma}")
        except UnicodeDecodeError as error:  # sqlite3 fails at telling which table is broken
            broken = sqlite3.DatabaseError(f"malformed: {error.object!r}")
            broken.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
            raise broken from error

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        writing = connection.get_execution_options().get("writing")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return engine


@contextmanager
def changing(engine: Engine) -> Iterator[Connection]:
    """Run one transaction that writes, and commit it unless an error ends it.

    Raises:
        BooksUnavailable: the database cannot be written to.
    """
    turns = engine.get_execution_options().get("turns")
    turn = turns.turn(PATIENCE) if turns else nullcontext()
    with turn, answering(), engine.execution_options(writing=True).begin() as connection:
        yield connection


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Run one transaction that sees the books as they are when it begins, and writes nothing.

    Raises:
        BooksUnavailable: the database does not answer.
    """
    if engine.dialect.name == "postgresql":  # a transaction of SQLite is like that by itself
        engine = engine.execution_options(isolation_level="REPEATABLE READ")
    with answering(), engine.begin() as connection:
        yield connection


@contextmanager
def answering() -> Iterator[None]:
    """Turn what a database may well say into an error for the person who can mend it.

    Raises:
        BooksUnavailable: it is busy, full, away, closed to us, or no database of books.
    """
    try:
        yield
    except DBAPIError as error:
        reason = _reason(error.orig, gone=error.connection_invalidated)
        if reason is None:
            raise
        raise BooksUnavailable(reason, str(error.orig).splitlines()[0]) from error
    except NoneFree as error:  # all connections of this process are at work
        raise BooksUnavailable("busy", str(error)) from error


def _reason(error: Any, *, gone: bool) -> str | None:  # noqa: ANN401 -- each driver has its own
    if isinstance(error, sqlite3.Error):
        code = getattr(error, "sqlite_errorcode", None)
        if code in _SQLITE_WRITING:
            return "full"
        if code is not None and (known := _SQLITE.get(code & _PRIMARY)):
            return known
        return next(
            (reason for words, reason in _SQLITE_WORDS.items() if words in str(error)), None
        )
    state = getattr(error, "sqlstate", None)
    if state is None:
        return "no-answer"
    known = _POSTGRES.get(state) or _POSTGRES_CLASSES.get(state[:2])
    return known or ("no-answer" if gone else None)
