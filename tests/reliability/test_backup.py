"""Copies made while others write: whole, of one moment, never over another copy."""

from __future__ import annotations

import os
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from itertools import count
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Engine

from canteen.errors import BooksError
from canteen.store.backup import Heads, backup, heads_of, restored
from canteen.store.backup_errors import (
    BackupDiffers,
    BackupFailed,
    BackupInTheWay,
    BackupNeedsProgram,
)
from canteen.store.canteens import enrol
from canteen.store.engine import open_books, reading
from canteen.store.journal import Journal
from canteen.store.writing import writing
from tests.folder.museum_backup import BACKUPS
from tests.process.witness import within_patience
from tests.reliability.conftest import SOAK
from tests.reliability.figures import note
from tests.reliability.operation import seen
from tests.reliability.writer import post
from tests.store.conftest import SERVER
from tests.store.school import CODE, HAND, power

COPIES = 10 if SOAK else 2

PATIENCE = 60


@contextmanager
def posting(engine: Engine) -> Iterator[list[int]]:
    """Post in another thread, and give the numbers of what it has posted."""
    posted: list[int] = []
    over = threading.Event()

    def go_on() -> None:
        for n in count():
            if over.is_set():
                return
            posted.append(post(engine, "thread", n).number)

    thread = threading.Thread(target=go_on)
    thread.start()
    try:
        yield posted
    finally:
        over.set()
        thread.join(PATIENCE)
        assert not thread.is_alive()


def _grown(posted: list[int], before: int) -> bool:
    return len(posted) > before


@contextmanager
def brought_back(engine: Engine, path: Path) -> Iterator[Engine]:
    """Return the books of a copy, in a database of its own."""
    if engine.dialect.name == "sqlite":
        there = open_books(f"sqlite:///{path}")
        yield there
        there.dispose()
        return
    name = f"{path.stem}_{os.getpid()}"
    schema = str(engine.url.query["options"]).split("=")[1]
    with psycopg.connect(SERVER, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        try:
            place = SERVER.rpartition("/")[0] + f"/{name}"
            words = ["pg_restore", "--exit-on-error", f"--dbname={place}", f"{path}"]
            subprocess.run(words, check=True, timeout=PATIENCE)
            there = open_books(f"{place}?options=-csearch_path%3D{schema}")
            yield there
            there.dispose()
        finally:
            connection.execute(f"DROP DATABASE {name}")


def test_a_copy_made_while_others_write_holds_the_books_of_one_moment(
    opened: Engine, tmp_path: Path
) -> None:
    heads: list[tuple[Path, Heads]] = []
    with posting(opened) as posted:
        for n in range(COPIES):
            before = len(posted)
            assert within_patience(partial(_grown, posted, before))
            path = tmp_path / f"copy{n}.db"
            heads.append((path, backup(opened, path)))
            assert heads[-1][1][CODE][0] >= posted[before]
    for path, noted in heads:
        with brought_back(opened, path) as there:
            assert restored(there, noted).records == noted[CODE][0]
            with writing(there, CODE, HAND) as books:  # and goes on as books do
                assert Journal(books).post(power(), "after").number == noted[CODE][0] + 1
    note("backup", opened, {"copies": COPIES})
    assert {p.name for p in tmp_path.iterdir() if "copy" in p.name} == {p.name for p, _ in heads}


def test_heads_are_those_that_a_verification_sees(opened: Engine) -> None:
    enrol(opened, "other", "还没有期初的学校")
    with reading(opened) as connection:
        assert heads_of(connection) == seen(opened).heads


def test_no_copy_replaces_a_file(opened: Engine, tmp_path: Path) -> None:
    path = tmp_path / "copy.db"
    path.write_text("mine", "utf-8")
    with pytest.raises(BackupInTheWay) as refused:
        backup(opened, path)
    assert refused.value.path == str(path)
    assert path.read_text("utf-8") == "mine"


def test_a_copy_that_cannot_be_written_leaves_nothing(opened: Engine, tmp_path: Path) -> None:
    with pytest.raises(BackupFailed):
        backup(opened, tmp_path / "no folder" / "copy.db")
    assert not (tmp_path / "no folder").exists()


@pytest.mark.parametrize("address", ["postgres"], indirect=True)
def test_a_missing_program_is_named(
    opened: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BackupNeedsProgram) as refused:
        backup(opened, tmp_path / "copy.db")
    assert refused.value.program == "pg_dump"


@pytest.mark.parametrize("address", ["sqlite"], indirect=True)
def test_books_that_were_brought_back_otherwise_are_refused(opened: Engine, tmp_path: Path) -> None:
    noted = backup(opened, tmp_path / "copy.db")
    with brought_back(opened, tmp_path / "copy.db") as there:
        post(there, "more", 1)
        with pytest.raises(BackupDiffers) as refused:
            restored(there, noted)
    assert refused.value.canteens == (CODE,)


@pytest.mark.parametrize("code", sorted(BACKUPS))
def test_an_exhibit_brings_about_its_error(code: str, tmp_path: Path) -> None:
    with pytest.raises(BooksError) as raised:
        BACKUPS[code].run(tmp_path)
    assert raised.value.code == code
