"""`make bench`: measure what is asked for, keep it, and write docs/benchmarks.md anew."""

from __future__ import annotations

import argparse
import os
import platform
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TypeVar

from tests.benchmarks.cases import (
    ANY,
    PEER_SECONDS,
    Case,
    Contest,
    books,
    commands,
    contests,
    growth,
    wall,
)
from tests.benchmarks.measuring import RUNS, Run, median, runs
from tests.benchmarks.page import write_page
from tests.benchmarks.racing import race
from tests.benchmarks.results import Part, Race, Results, Row, read, write

PARTS = ("commands", "growth", "books", "wall", "peers")

T = TypeVar("T")

LIBRARIES = ("pulp", "highspy", "cbcbox", "numpy", "typst")


def row(case: Case, found: Sequence[Run], days: int = 0) -> Row:
    """Return the medians of several runs, or the worst of them where the seeds differ."""
    worst = bool(case.seeds)
    gaps = [r.gap for r in found if r.gap is not None]
    seconds, megabytes = [r.seconds for r in found], [r.megabytes for r in found]
    return Row(
        name=case.name,
        seconds=round(max(seconds) if worst else median(seconds) or 0.0, 4),
        megabytes=round(max(megabytes) if worst else median(megabytes) or 0.0, 1),
        gap=(max(gaps) if worst else median(gaps)) if gaps else None,
        codes=tuple(sorted({r.code for r in found})),
        asked_seconds=None if case.seconds == ANY else case.seconds,
        asked_megabytes=None if case.megabytes == ANY else case.megabytes,
        asked_gap=case.gap,
        days=days,
        seeds=case.seeds,
        asked_code=case.code,
        note=found[-1].note,
    )


def measured(case: Case, times: int, days: int = 0) -> Row:
    """Run one case and say on the terminal what came of it."""
    found = row(case, runs(case, times), days)
    print(
        f"{found.name}: {found.seconds:.2f} s, {found.megabytes:.0f} MB, gap {found.gap}",
        flush=True,
    )
    return found


def raced(contest: Contest, limit: float, times: int) -> Race:
    """Run a contest, and say on the terminal what came of it."""
    done = race(contest, limit, times)
    print(f"{contest.name}: {[(o.gap, o.seconds) for o in done.ours]}", flush=True)
    for peer in done.peers:
        print(f"  {peer.solver}: {[peer.there(g) for g in contest.gaps]}, {peer.closest}")
    return done


def machine() -> str:
    """Say on what the figures were measured."""
    models = [
        line.split(":", 1)[1].strip()
        for line in Path("/proc/cpuinfo").read_text("utf-8").splitlines()
        if line.startswith("model name")
    ]
    facts = (
        models[0] if models else "unknown processor",
        f"{len(os.sched_getaffinity(0))} cores",
        f"Python {platform.python_version()}",
        *(f"{name} {version(name)}" for name in LIBRARIES),
    )
    return ", ".join(facts)


def pace() -> float:
    """Return the seconds of a million additions in Python: how fast the machine is just now."""
    began, total = time.perf_counter(), 0
    for n in range(1_000_000):
        total += n
    return time.perf_counter() - began


def measure(part: str, results: Results, limit: float, times: int) -> Results:
    """Return the results with one part measured anew."""
    paces: list[float] = []

    def paced(cases: Iterable[T]) -> Iterator[T]:
        for case in cases:
            paces.append(pace())
            yield case

    if part == "commands":
        results = replace(
            results, commands=tuple(measured(case, times) for case in paced(commands()))
        )
    elif part == "books":
        # each fills its books once and takes the median of its own runs
        results = replace(results, books=tuple(measured(case, 1) for case in paced(books())))
    elif part == "wall":
        results = replace(results, wall=tuple(measured(case, 1) for case in paced(wall())))
    elif part == "growth":
        rows = tuple(measured(case, times, days) for days, case in paced(growth()))
        results = replace(results, growth=rows)
    else:
        races = tuple(raced(contest, limit, times) for contest in paced(contests()))
        results = replace(results, peers=races)
    fast, slow = 1000 * min(paces), 1000 * max(paces)
    speed = f"a million additions in Python took {fast:.0f} to {slow:.0f} ms"
    today = Part(f"{datetime.now(UTC):%Y-%m-%d}", f"{machine()}; {speed}")
    return replace(results, parts={**results.parts, part: today})


def main() -> int:
    """Measure, keep, write the page; 1 when a figure of what is kept is not reached."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("parts", nargs="*", choices=[*PARTS, []], help="all where none is named")
    options.add_argument("--limit", type=float, default=PEER_SECONDS, help="seconds of a peer")
    options.add_argument("--times", type=int, default=RUNS, help="runs of which the median counts")
    options.add_argument("--dry", action="store_true", help="measure, and keep nothing")
    options.add_argument("--page", action="store_true", help="only write the page of what is kept")
    asked = options.parse_args()
    results = read()
    if asked.page:
        write_page(results)
        return 0
    for part in asked.parts or PARTS:
        results = measure(part, results, asked.limit, asked.times)
        if not asked.dry:
            write(results)
            write_page(results)
    return int(not results.reached)


if __name__ == "__main__":
    sys.exit(main())
