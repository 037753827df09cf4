"""Copy the books into a new file while others write, and see that a copy is what was noted.

An SQLite copy is a database of books like any other: it is restored by copying it back.  A copy
of PostgreSQL is an archive of ``pg_dump``, restored by ``pg_restore`` into an empty database.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection, Engine, func, select

from canteen.store import tables as t
from canteen.store.backup_errors import (
    BackupDiffers,
    BackupFailed,
    BackupInTheWay,
    BackupNeedsProgram,
)
from canteen.store.chain import FIRST
from canteen.store.engine import reading
from canteen.store.verifying import Verified, verify

Heads = Mapping[str, tuple[int, str]]
"""Canteen -> number and hash of its last record."""

LONGEST = 3600
"""Seconds that pg_dump may take."""


def backup(engine: Engine, path: Path) -> Heads:
    """Copy the books as they are at one moment, and return their heads at that moment.

    Raises:
        BackupInTheWay: ``path`` exists.
        BackupNeedsProgram, BackupFailed: no copy was made.
        BooksUnavailable: the database does not answer.
    """
    if path.exists():
        raise BackupInTheWay(str(path))
    part = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        with reading(engine) as connection:
            heads = heads_of(connection)
            if engine.dialect.name == "sqlite":
                _copy(connection, part)
            else:
                _dump(connection, engine, part)
        _keep(part, path)
    except (OSError, sqlite3.Error, subprocess.SubprocessError) as error:
        raise BackupFailed(str(path), _said(error)) from error
    finally:
        part.unlink(missing_ok=True)
    return heads


def restored(engine: Engine, heads: Heads) -> Verified:
    """Verify books that were brought back, and that they end where the copy did.

    Raises:
        BackupDiffers: they do not.
    """
    with reading(engine) as connection:
        found = verify(connection)
    other = {code for code in {*heads, *found.heads} if heads.get(code) != found.heads.get(code)}
    if other or found.flaws:
        raise BackupDiffers(sorted(other | {flaw.canteen for flaw in found.flaws}))
    return found


def heads_of(connection: Connection) -> Heads:
    """Return number and hash of each canteen's last record, without verifying any."""
    record, canteen = t.record.c, t.canteen.c
    last = (
        select(record.canteen, func.max(record.number).label("number"))
        .group_by(record.canteen)
        .subquery()
    )
    found = connection.execute(
        select(canteen.code, record.number, record.hash)
        .select_from(t.canteen)
        .outerjoin(last, last.c.canteen == canteen.id)
        .outerjoin(t.record, (record.canteen == canteen.id) & (record.number == last.c.number))
    )
    return {row.code: (row.number or 0, row.hash or FIRST) for row in found}


def program_of(name: str) -> str:
    """Return where a program lies.

    Raises:
        BackupNeedsProgram: nowhere.
    """
    program = shutil.which(name)
    if program is None:
        raise BackupNeedsProgram(name)
    return program


def _copy(connection: Connection, part: Path) -> None:
    """Copy in one step: what was read until now and what is copied are of the same moment."""
    source = connection.connection.driver_connection
    if not isinstance(source, sqlite3.Connection):
        raise TypeError(source)
    with closing(sqlite3.connect(part)) as target:
        source.backup(target)
        target.execute("PRAGMA journal_mode=DELETE")  # one file, without a log beside it


def _dump(connection: Connection, engine: Engine, part: Path) -> None:
    """Let pg_dump see what this transaction sees.

    Raises:
        BackupNeedsProgram: there is no pg_dump.
    """
    program = program_of("pg_dump")
    snapshot = connection.scalar(select(func.pg_export_snapshot()))
    schema = connection.scalar(select(func.current_schema()))
    words = ["--format=custom", "--no-owner", f"--snapshot={snapshot}", f"--schema={schema}"]
    subprocess.run(
        [program, *words, f"--file={part}"],
        env=os.environ | _place(engine),
        check=True,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=LONGEST,
    )


def _place(engine: Engine) -> dict[str, str]:
    """Return what libpq takes from its environment: no password on a command line."""
    url = engine.url
    named = {
        "PGHOST": url.host,
        "PGPORT": url.port,
        "PGUSER": url.username,
        "PGPASSWORD": url.password,
        "PGDATABASE": url.database,
    }
    return {name: str(value) for name, value in named.items() if value is not None}


def _keep(part: Path, path: Path) -> None:
    """Let the disk keep a whole copy under its name, unless the name was taken meanwhile.

    Raises:
        BackupInTheWay: it was.
    """
    with part.open("rb") as file:
        os.fsync(file.fileno())
    try:
        os.link(part, path)
    except FileExistsError:
        raise BackupInTheWay(str(path)) from None
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _said(error: Exception) -> str:
    lines = str(getattr(error, "stderr", None) or error).strip().splitlines()
    return lines[-1] if lines else type(error).__name__
