"""`make bench`: measure what is asked for, keep it, and write docs/benchmarks.md anew."""

from __future__ import annotations

import argparse
import os
import platform
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from tests.benchmarks.cases import (
    ANY,
    PEER_SECONDS,
    Case,
    commands,
    contests,
    growth,
)
from tests.benchmarks.measuring import RUNS, Run, median, runs
from tests.benchmarks.page import write_page
from tests.benchmarks.racing import race
from tests.benchmarks.results import Part, Race, Results, Row, read, write

PARTS = ("commands", "growth", "peers")

LIBRARIES = ("pulp", "highspy", "cbcbox", "numpy", "typst")


def row(case: Case, found: Sequence[Run], days: int = 0) -> Row:
    """Return the medians of several runs, or the worst of them where the seeds differ."""
    worst = bool(case.seeds)
    gaps = [r.gap for r in found if r.gap is not None]
    seconds, megabytes = [r.seconds for r in found], [r.megabytes for r in found]
    return Row(
        name=case.name,
        seconds=round(max(seconds) if worst else median(seconds) or 0.0, 3),
        megabytes=round(max(megabytes) if worst else median(megabytes) or 0.0, 1),
        gap=(max(gaps) if worst else median(gaps)) if gaps else None,
        codes=tuple(sorted({r.code for r in found})),
        asked_seconds=None if case.seconds == ANY else case.seconds,
        asked_megabytes=case.megabytes,
        asked_gap=case.gap,
        days=days,
        seeds=case.seeds,
    )


def measured(case: Case, times: int, days: int = 0) -> Row:
    """Run one case and say on the terminal what came of it."""
    found = row(case, runs(case, times), days)
    print(f"{found.name}: {found.seconds:.2f} s, {found.megabytes:.0f} MB, gap {found.gap}")
    return found


def raced(limit: float, times: int) -> tuple[Race, ...]:
    """Run all contests, and say on the terminal what came of each."""
    done = []
    for contest in contests():
        done.append(race(contest, limit, times))
        print(f"{contest.name}: {[(o.gap, o.seconds) for o in done[-1].ours]}")
        for peer in done[-1].peers:
            print(f"  {peer.solver}: {[peer.there(g) for g in contest.gaps]}, {peer.closest}")
    return tuple(done)


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


def measure(part: str, results: Results, limit: float, times: int) -> Results:
    """Return the results with one part measured anew."""
    today = Part(f"{datetime.now(UTC):%Y-%m-%d}", machine())
    results = replace(results, parts={**results.parts, part: today})
    if part == "commands":
        rows = tuple(measured(case, times) for case in commands())
        return replace(results, commands=rows)
    if part == "growth":
        rows = tuple(measured(case, times, days) for days, case in growth())
        return replace(results, growth=rows)
    return replace(results, peers=raced(limit, times))


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
