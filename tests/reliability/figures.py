"""What is promised of the books, and the figures of the runs that tried it (docs/reliability.json).

A run compares what it tries with what the page says; CANTEEN_KEEP=1 has it kept instead.
"""

from __future__ import annotations

import json
import os
import platform
import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Engine

from tests.house.tree import ROOT
from tests.reliability.conftest import SOAK

KEPT = ROOT / "docs" / "reliability.json"

KEEP = bool(os.environ.get("CANTEEN_KEEP"))

MODE = "soak" if SOAK else "gate"

BOTH = ("sqlite", "postgresql")


@dataclass(frozen=True, slots=True)
class Promise:
    """One promise, the module that tries it, and the databases on which it does.

    Attributes:
        seldom: databases on which only `make soak` tries it.
    """

    words: str
    module: str
    on: tuple[str, ...] = BOTH
    seldom: tuple[str, ...] = ()


PROMISES = {
    "kills": Promise(
        "Two writers are killed (`kill -9`) at random moments, again and again: no entry that was "
        "answered for is lost, none is there twice, and a retry settles the one in doubt.",
        "test_kills",
    ),
    "cuts": Promise(
        "The write-ahead log of SQLite ends at any byte, or holds something else from there on: "
        "the books open and hold every commit that was whole, and no other.",
        "test_cuts",
        ("sqlite",),
    ),
    "full": Promise(
        "A disk that is full is said to be full, nothing is half written, and the retry under the "
        "same key succeeds once there is room (a limit on pages, a limit of the system on files).",
        "test_full_disk",
        ("sqlite",),
    ),
    "stops": Promise(
        "PostgreSQL stops at once (`pg_ctl stop -m immediate`) while two writers post: all that "
        "was answered for is there exactly once after each start.",
        "test_stops",
        ("postgresql",),
    ),
    "clients": Promise("Many clients try few keys: each key makes one entry.", "test_clients"),
    "faults": Promise(
        "Every call of the database's driver fails once, in opening, posting, reversing, setting, "
        "closing, refunding, claiming and paying: before it happens, with its answer lost, and "
        "with a full disk. A retry gives the books that there would be if nothing had failed, to "
        "the last hash.",
        "test_faults",
    ),
    "faults elsewhere": Promise(
        "The same for goods and pupils: deliveries, issues, counts, lists, attendance, charges, "
        "leavers, service fees. Every run loses the answer of each call on SQLite; `make soak` "
        "tries all kinds of failure on both.",
        "test_faults",
        seldom=("postgresql",),
    ),
    "columns": Promise(
        "A changed value in any column of any table of facts, and rows or records that vanish, "
        "come or change places, are found, and the record is named.",
        "test_bytes",
    ),
    "bytes": Promise(
        "A changed bit of the database's file is found, or all rows are what they were.",
        "test_bytes",
        ("sqlite",),
    ),
    "model": Promise(
        "Random posts, reversals, closings, refunds and payments to pupils, many of them through "
        "a failure at some call of the driver, ends in the middle and restarts leave the "
        "balances, months and debts of a small model; what a closed month or a used key refuses "
        "stays refused.",
        "test_model",
    ),
    "files": Promise(
        "Spoilt tables of every kind that the books take, as CSV and as workbook (bytes, cells, "
        "columns, encodings, archives, bombs): each is refused in words of both languages with "
        "nothing written, or taken into books that verify; never a crash.",
        "test_mutated_files",
        ("sqlite",),
    ),
    "backup": Promise(
        "Copies made while another thread posts hold the books of one moment: restored, they "
        "verify and end at the record that was noted.",
        "test_backup",
    ),
}


def note(promise: str, engine: Engine, tried: dict[str, int], **found: int) -> None:
    """Compare what a run tries with what is kept, or keep it with what it found."""
    note_on(promise, engine.dialect.name, tried, **found)


def note_on(promise: str, database: str, tried: dict[str, int], **found: int) -> None:
    """Do the same for a database that is named."""
    assert database in PROMISES[promise].on
    kept = read()
    if not KEEP:
        assert kept[MODE]["figures"][promise][database]["tried"] == tried, "CANTEEN_KEEP=1"
        return
    part = kept.setdefault(MODE, {"figures": {}})
    part |= {"day": f"{datetime.now(UTC):%Y-%m-%d}", "machine": _machine()}
    part["figures"].setdefault(promise, {})[database] = {"tried": tried, "found": found}
    KEPT.write_text(json.dumps(kept, indent=1, sort_keys=True) + "\n", "utf-8")


def read() -> dict[str, Any]:
    """Return what is kept, or nothing where nothing is."""
    return dict(json.loads(KEPT.read_text("utf-8"))) if KEPT.exists() else {}


def _machine() -> str:
    cores = len(os.sched_getaffinity(0))
    return f"{cores} core(s), Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
