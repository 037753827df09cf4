"""Post into books on this disk, or verify books of a million postings; only that is timed."""

from __future__ import annotations

import json
import os
import statistics
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, insert

from canteen.record import Kind
from canteen.store import tables as t
from canteen.store.canteens import enrol
from canteen.store.chain import FIRST, Value, digest, line, written
from canteen.store.engine import changing, open_books, reading
from canteen.store.journal import Journal, draft_of
from canteen.store.migrating import upgrade
from canteen.store.verifying import verify
from canteen.store.writing import writing
from tests.benchmarks.measuring import RUNS
from tests.reliability.operation import opening
from tests.store.school import BEGIN, CODE, HAND, NOW, power

PAGE = 4096

SYNCS = 50

AT_ONCE = 20_000
"""Records that are inserted in one statement."""


def fsync_milliseconds(folder: Path) -> float:
    """Return the median time that the disk takes to keep one page."""
    seconds = []
    with (folder / "synced").open("wb") as file:
        for _ in range(SYNCS):
            file.write(bytes(PAGE))
            began = time.perf_counter()
            file.flush()
            os.fsync(file.fileno())
            seconds.append(time.perf_counter() - began)
    return 1000 * statistics.median(seconds)


def post(engine: Engine, posts: int) -> float:
    """Return the seconds of so many posts, one transaction each, the median of some rounds."""
    with writing(engine, CODE, HAND) as books:
        Journal(books).open(opening(), "opening")
    seconds = []
    for turn in range(RUNS):
        began = time.perf_counter()
        for n in range(posts):
            with writing(engine, CODE, HAND) as books:
                Journal(books).post(power(100 + n, voucher=f"电{turn}-{n}"), f"key {turn}-{n}")
        seconds.append(time.perf_counter() - began)
    return statistics.median(seconds)


def fill(engine: Engine, postings: int) -> None:
    """Insert records of two postings each, chained as the books chain them."""
    before, rows, heads = FIRST, [], []
    for n in range(1, postings // 2 + 1):
        entry = power(100 + n, BEGIN + timedelta(days=n % 28), f"电{n}")
        draft = draft_of(entry, Kind.ENTRY, f"key {n}")
        facts = [{"line": i, **row} for i, row in enumerate(draft.facts[t.posting], start=1)]
        head: dict[str, Value] = {
            "number": n,
            "kind": draft.kind.value,
            "day": draft.day,
            "written": NOW.isoformat(timespec="seconds"),
            "by": HAND.by,
            "key": draft.key,
            "request": draft.request,
            "voucher": draft.voucher,
            "memo": draft.memo,
            "reverses": None,
            "content": digest(line("posting", tuple(x), tuple(x.values())) for x in facts),
            "before": before,
        }
        before = head["hash"] = digest([written(head)])
        heads.append({"canteen": 1, **head})
        rows += [{"canteen": 1, "record": n, **row} for row in facts]
        if len(heads) == AT_ONCE:
            _insert(engine, heads, rows)
    _insert(engine, heads, rows)


def _insert(engine: Engine, heads: list[dict[str, Any]], rows: list[dict[str, Any]]) -> None:
    with changing(engine) as connection:
        if heads:
            connection.execute(insert(t.record), heads)
            connection.execute(insert(t.posting), rows)
    heads.clear()
    rows.clear()


def verified(engine: Engine, postings: int) -> float:
    """Return the seconds of a verification of so many postings, the median of some."""
    fill(engine, postings)
    seconds = []
    for _ in range(RUNS):
        began = time.perf_counter()
        with reading(engine) as connection:
            found = verify(connection)
        seconds.append(time.perf_counter() - began)
        if found.flaws or found.rows != postings:
            raise SystemExit(f"{found.rows} rows, flaws: {found.flaws[:3]}")
    return statistics.median(seconds)


def main() -> None:
    """Do what is asked so often as is asked, and print how long it took."""
    what, times = sys.argv[1], int(sys.argv[2])
    with tempfile.TemporaryDirectory() as name:
        engine = open_books(f"sqlite:///{name}/books.db", create=True)
        upgrade(engine)
        enrol(engine, CODE, "示例学校")
        fsync = fsync_milliseconds(Path(name))
        seconds = (post if what == "post" else verified)(engine, times)
        engine.dispose()
    note = f"{times / seconds:,.0f} per second; fsync of the disk {fsync:.2f} ms"
    print(json.dumps({"built_seconds": seconds, "note": note}))


if __name__ == "__main__":
    main()
