"""A power cut: what SQLite had not written whole is gone, and every commit before it is there."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest
from sqlalchemy import Engine

from canteen.store.engine import open_books
from canteen.store.journal import Journal
from canteen.store.writing import writing
from tests.reliability.conftest import SOAK
from tests.reliability.figures import note
from tests.reliability.operation import seen
from tests.store.school import CODE, HAND, power

CUTS = 2000 if SOAK else 200

TORN = CUTS // 4

COMMITS = 20


@pytest.fixture
def ends(opened: Engine) -> list[tuple[int, str]]:
    """Return what the write-ahead log was long after each commit, and the hash of the head."""
    path = Path(str(opened.url.database))
    with opened.connect() as connection:
        connection.connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    known = [(0, seen(opened).heads[CODE][1])]
    for n in range(COMMITS):
        with writing(opened, CODE, HAND) as books:
            Journal(books).post(power(1000 + n), f"key {n}")
        known.append((log_of(path).stat().st_size, seen(opened).heads[CODE][1]))
    return known


def log_of(path: Path) -> Path:
    return path.with_name(path.name + "-wal")


@pytest.mark.parametrize("address", ["sqlite"], indirect=True)
@pytest.mark.parametrize("torn", [False, True], ids=["cut", "torn"])
def test_a_log_that_ends_at_any_byte_leaves_every_commit_before_it(
    opened: Engine, ends: list[tuple[int, str]], tmp_path: Path, *, torn: bool
) -> None:
    """Torn: the log has its length, but from some byte on it holds something else."""
    path = Path(str(opened.url.database))
    assert ends[-1][0] > ends[1][0] > 0  # nothing was moved from the log into the file
    log, drawn = log_of(path).read_bytes(), random.Random(2)
    copy = tmp_path / "copy.db"
    for n in range(TORN if torn else CUTS):
        at = drawn.randrange(len(log) + 1)
        rest = drawn.randbytes(len(log) - at) if torn else b""
        shutil.copyfile(path, copy)
        log_of(copy).write_bytes(log[:at] + rest)
        engine = open_books(f"sqlite:///{copy}")
        found = seen(engine)
        whole = [head for end, head in ends if end <= at]
        assert found.flaws == ()
        assert found.heads[CODE] == (len(whole), whole[-1]), f"cut {n} at {at}"
        with writing(engine, CODE, HAND) as books:
            again = Journal(books).post(power(1000 + COMMITS - 1), f"key {COMMITS - 1}")
        assert again.before == (len(whole) == COMMITS + 1)
        assert seen(engine).flaws == ()
        engine.dispose()
    if not torn:
        note("cuts", opened, {"logs cut": CUTS, "logs torn": TORN}, bytes_of_the_log=len(log))
