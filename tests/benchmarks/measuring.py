"""Measure one process: its seconds, the memory of all its children, what it says."""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.benchmarks.cases import Case
from tests.benchmarks.folders import ROOT

RUNS = 5

POLL_SECONDS = 0.02

SELDOM_SECONDS = 0.2
"""Between two looks at a search that grows slowly."""

TIMED_SECONDS = 0.5
"""Between two looks at a program that times itself: whoever looks takes of its processor."""

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Spent:
    """What one process took.

    Attributes:
        megabytes: the largest sum of proportional memory over the process and its children.
    """

    seconds: float
    megabytes: float
    code: int
    said: str


@dataclass(frozen=True, slots=True)
class Run:
    """One run of one command.

    Attributes:
        solving: seconds that its proof says, from the problem read to the proof.
        objective, bound: of its proof, fen per pupil and day.
        note: what the command says of itself, if anything.
    """

    seconds: float
    megabytes: float
    code: int
    gap: float | None
    solving: float | None
    objective: float | None = None
    bound: float | None = None
    note: str = ""


def run(case: Case, seed: int | None = None) -> Run:
    """Run the command of a case, its sheets going to a folder that is thrown away."""
    program = Path(sys.executable).with_name(case.words[0])
    with tempfile.TemporaryDirectory() as folder:
        words = [word.format(out=f"{folder}/out") for word in case.words[1:]]
        more = [] if seed is None else ["--seed", f"{seed}"]
        every = TIMED_SECONDS if case.timed else POLL_SECONDS
        spent = spend([f"{program}", *words, *more], every=every)
    timed = number(spent.said, case.timed) if case.timed else spent.seconds
    proof = found(spent.said, "proof")
    said = json.dumps(proof if isinstance(proof, Mapping) else {})
    return Run(
        spent.seconds if timed is None else timed,
        spent.megabytes,
        spent.code,
        number(said, "gap"),
        number(said, "seconds"),
        number(said, "objective_fen"),
        number(said, "bound_fen"),
        str(found(spent.said, "note") or "") if case.timed else "",
    )


def runs(case: Case, times: int = RUNS) -> list[Run]:
    """Run a case so often as it asks: once with each seed, or ``times`` with the same."""
    if case.seeds:
        return [run(case, seed) for seed in range(case.seeds)]
    return [run(case) for _ in range(times)]


def spend(
    words: Sequence[str], most_seconds: float | None = None, every: float = SELDOM_SECONDS
) -> Spent:
    """Run a program to its end, or kill it and its children after ``most_seconds``.

    ``every``: seconds between two looks at its memory.
    """
    began = time.perf_counter()
    child = subprocess.Popen(
        words,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )
    peak = _Peak(child.pid, every)
    try:
        said, _ = child.communicate(timeout=most_seconds)
    except subprocess.TimeoutExpired:
        os.killpg(child.pid, 9)
        said, _ = child.communicate()
    seconds = time.perf_counter() - began
    return Spent(seconds, peak.stop(), child.returncode, said)


class _Peak:
    """The largest sum of proportional memory seen over a process and all that descend from it."""

    def __init__(self, root: int, every: float) -> None:
        self._root, self._every = root, every
        self._largest = 0.0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def _watch(self) -> None:
        while not self._over.wait(self._every):
            self._largest = max(self._largest, sum(map(_megabytes, _family(self._root))))

    def stop(self) -> float:
        self._over.set()
        self._thread.join()
        return self._largest


def _family(root: int) -> set[int]:
    """Return a process and its descendants; workers have sessions of their own."""
    parents: dict[int, int] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError, ValueError, IndexError):  # it ended while we looked
            after_name = (folder / "stat").read_text("utf-8").rpartition(")")[2]
            parents[int(folder.name)] = int(after_name.split()[1])
    found = {root}
    while more := {pid for pid, parent in parents.items() if parent in found} - found:
        found |= more
    return found


def _megabytes(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text("utf-8").splitlines()
    except OSError:  # it ended while we looked
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) * 1024 / MEGABYTE


def number(said: str, key: str) -> float | None:
    """Return the first number under ``key`` in what a command printed as JSON."""
    value = found(said, key)
    return float(value) if isinstance(value, int | float) else None


def found(said: str, key: str) -> Any:  # noqa: ANN401 -- JSON is whatever it is
    """Return the first value under ``key`` in what a command printed as JSON, or None."""
    try:
        return _find(json.loads(said), key)
    except json.JSONDecodeError:
        return None


def _find(value: Any, key: str) -> Any:  # noqa: ANN401 -- see above
    if isinstance(value, Mapping):
        return value[key] if key in value else _first(value.values(), key)
    return _first(value, key) if isinstance(value, list) else None


def _first(values: Any, key: str) -> Any:  # noqa: ANN401 -- see above
    return next((hit for v in values if (hit := _find(v, key)) is not None), None)


def median(values: Sequence[float | None]) -> float | None:
    """Return the median of the values that are known, or None."""
    known = [value for value in values if value is not None]
    return statistics.median(known) if known else None
