"""`make bench`: measure whole commands as a user meets them and write docs/benchmarks.md."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]

SAMPLES = ROOT / "food_tables" / "samples"

PAGE = ROOT / "docs" / "benchmarks.md"

RUNS = 5

POLL_SECONDS = 0.02

MEGABYTE = 1_000_000

LIBRARIES = ("pulp", "highspy", "cbcbox", "numpy", "typst")


@dataclass(frozen=True, slots=True)
class Case:
    """One command, and the figures it has to reach.

    Attributes:
        words: the program, beside the Python that runs this, and its arguments.
    """

    name: str
    words: tuple[str, ...]
    seconds: float
    megabytes: float | None = None
    gap: float | None = None


CASES = (
    Case("`canteen --help`", ("canteen", "--help"), 0.3),
    Case(
        "primary school, lunch, 1 week",
        ("canteen", "plan", f"{SAMPLES / 'primary_lunch'}", "--gap", "0.005", "--json"),
        5,
        400,
        0.005,
    ),
    Case(
        "boarding school, three meals, 1 week",
        ("canteen", "plan", f"{SAMPLES / 'boarding'}", "--gap", "0.01", "--json"),
        30,
        None,
        0.01,
    ),
    Case(
        "halal school, lunch, 1 week",
        ("canteen", "plan", f"{SAMPLES / 'halal_lunch'}", "--gap", "0.005", "--json"),
        5,
        400,
        0.005,
    ),
    Case(
        "boarding day model, building alone",
        ("python", "-m", "tests.benchmarks.day_model"),
        2,
    ),
    Case("order for 2,000 pupils", ("python", "-m", "tests.benchmarks.order_2000"), 5, 600, 0.0),
)


@dataclass(frozen=True, slots=True)
class Run:
    """One run of one command: what it took and what it proved."""

    seconds: float
    megabytes: float
    code: int
    gap: float | None


def measure(case: Case) -> Run:
    """Run one command; memory is the peak sum over all its processes."""
    program = Path(sys.executable).with_name(case.words[0])
    with tempfile.TemporaryDirectory() as folder:
        where = ("--out", f"{folder}/out") if "plan" in case.words else ()
        began = time.perf_counter()
        child = subprocess.Popen(
            [f"{program}", *case.words[1:], *where],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            start_new_session=True,
        )
        peak = _Peak(child.pid)
        said, _ = child.communicate()
        seconds = time.perf_counter() - began
    inside = _number(said, "built_seconds")
    gap = _number(said, "gap")
    return Run(inside or seconds, peak.stop(), child.returncode, gap)


class _Peak:
    """The largest sum of proportional memory seen over a session's processes."""

    def __init__(self, session: int) -> None:
        self._session = session
        self._largest = 0.0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def _watch(self) -> None:
        while not self._over.wait(POLL_SECONDS):
            self._largest = max(self._largest, sum(_megabytes_of(self._session)))

    def stop(self) -> float:
        self._over.set()
        self._thread.join()
        return self._largest


def _megabytes_of(session: int) -> Iterator[float]:
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if os.getsid(int(folder.name)) != session:
                continue
            lines = (folder / "smaps_rollup").read_text("utf-8").splitlines()
        except OSError:  # it ended while we looked
            continue
        yield (
            sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) * 1024 / MEGABYTE
        )


def _number(said: str, key: str) -> float | None:
    try:
        found = _find(json.loads(said), key)
    except json.JSONDecodeError:
        return None
    return float(found) if isinstance(found, int | float) else None


def _find(value: Any, key: str) -> Any:  # noqa: ANN401  -- JSON is whatever it is
    if isinstance(value, Mapping):
        return value[key] if key in value else _first(value.values(), key)
    return _first(value, key) if isinstance(value, list) else None


def _first(values: Any, key: str) -> Any:  # noqa: ANN401  -- see above
    return next((found for v in values if (found := _find(v, key)) is not None), None)


def row(case: Case, runs: Sequence[Run]) -> str:
    """Write one line of the table: medians, and whether what was asked is reached."""
    seconds = statistics.median(r.seconds for r in runs)
    megabytes = statistics.median(r.megabytes for r in runs)
    gaps = [r.gap for r in runs if r.gap is not None]
    gap = statistics.median(gaps) if gaps else None
    reached = all(
        (
            seconds <= case.seconds,
            case.megabytes is None or megabytes <= case.megabytes,
            case.gap is None or (gap is not None and gap <= case.gap),
            {r.code for r in runs} == {0},
        )
    )
    asked = f"{case.seconds:g} s" + (f", {case.megabytes:g} MB" if case.megabytes else "")
    asked += f", {case.gap:.1%}" if case.gap else ""
    proved = "" if gap is None else f"{gap:.2%}"
    codes = " ".join(sorted({str(r.code) for r in runs}))
    said = "yes" if reached else "**no**"
    return (
        f"| {case.name} | {seconds:.2f} | {megabytes:.0f} | {proved} | {codes} | {asked} | {said} |"
    )


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
        f"Python {'.'.join(map(str, sys.version_info[:3]))}",
        *(f"{name} {version(name)}" for name in LIBRARIES),
    )
    return ", ".join(facts)


HEAD = """\
# Benchmarks

Measured by `make bench` on {day}: medians of {runs} runs of the whole command, from the shell to
the last file. Memory is the peak of the sum over all processes of the command (proportional set
size). The gap is the one proved for the printed menu.

Machine: {machine}.

| case | s | MB | proved gap | exit | asked | reached |
|---|---|---|---|---|---|---|
"""


def main() -> int:
    """Measure every case, write the page, and fail when a figure is not reached."""
    rows = []
    for case in CASES:
        rows.append(row(case, [measure(case) for _ in range(RUNS)]))
        print(rows[-1])
    head = HEAD.format(day=f"{datetime.now(UTC):%Y-%m-%d}", runs=RUNS, machine=machine())
    PAGE.write_text(head + "\n".join(rows) + "\n", "utf-8")
    return int(any("**no**" in r for r in rows))


if __name__ == "__main__":
    sys.exit(main())
