"""The planner and its peers on the same problems, each in a process of its own."""

from __future__ import annotations

import json
import math
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pulp

from api.folder import read_folder
from optimizer.model import Model
from optimizer.problem import Problem
from tests.benchmarks.cases import Case, Contest, planned
from tests.benchmarks.folders import ROOT
from tests.benchmarks.measuring import RUNS, median, run, spend
from tests.benchmarks.peers.plain import judged, plain, write
from tests.benchmarks.peers.telling import Point
from tests.benchmarks.results import Ours, Peer, Race

BENCH = ROOT / ".venv-bench" / "bin" / "python"
"""The Python that has the extra ``bench``; `make bench` makes it."""

MARGIN = 120.0
"""Seconds beyond its limit after which a peer is killed: reading, presolving, printing."""

LESS = 0.99
"""A step is kept when the gap is no more than this part of the last one kept."""


ROOM = 1e-6
"""Rounding of a bound, fen per pupil and day."""


@dataclass(frozen=True, slots=True)
class Solver:
    """A peer: its name, its module in tests.benchmarks.peers, and the Python that has it."""

    name: str
    module: str
    python: Path


HERE = Path(sys.executable)

SOLVERS = (
    Solver("CBC", "cbc", HERE),
    Solver("HiGHS", "highs", HERE),
    Solver("SCIP", "scip", BENCH),
    Solver("CP-SAT", "cpsat", BENCH),
)


def race(contest: Contest, limit: float, times: int = RUNS) -> Race:
    """Let the planner run so many ``times`` for each gap, and each peer once."""
    ours = tuple(_ours(contest, gap, limit, times) for gap in contest.gaps)
    model, peers = race_of(read_folder(contest.folder).problem, contest.gaps[-1], limit)
    rows, columns = len(model.lp.constraints()), model.lp.variables()
    whole = sum(v.cat == pulp.LpInteger for v in columns)
    return Race(contest.name, contest.times, limit, (rows, len(columns), whole), ours, peers)


def race_of(
    problem: Problem, gap: float, limit: float, solvers: Iterable[Solver] = SOLVERS
) -> tuple[Model, tuple[Peer, ...]]:
    """Let each peer search the plain formulation until ``gap`` or ``limit`` seconds."""
    model = plain(problem)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "plain.mps"
        write(model, path)
        return model, tuple(_peer(solver, model, path, (limit, gap)) for solver in solvers)


def _ours(contest: Contest, gap: float, limit: float, times: int) -> Ours:
    case = Case(contest.name, planned(contest.folder, gap, "--time-limit", f"{limit:g}"))
    found = [run(case) for _ in range(times)]
    there = all(r.code == 0 and r.gap is not None and r.gap <= gap for r in found)
    return Ours(
        gap,
        median([r.solving for r in found]) if there else None,
        median([r.gap for r in found]),
        max(r.megabytes for r in found),
        min((r.objective for r in found if r.objective is not None), default=None),
        max((r.bound for r in found if r.bound is not None), default=None),
    )


def _peer(solver: Solver, model: Model, path: Path, asked: tuple[float, float]) -> Peer:
    limit, gap = asked
    words = [f"{solver.python}", "-m", f"tests.benchmarks.peers.{solver.module}"]
    spent = spend([*words, f"{path}", f"{limit}", f"{gap}"], limit + MARGIN)
    lines = [json.loads(line) for line in spent.said.splitlines() if line.endswith("}")]
    end: Mapping[str, Any] = next((line for line in lines if "values" in line), {})
    proved = float(end.get("proved", math.inf))
    points = [Point(**line) for line in lines if "bound" in line]
    objective, broken = judged(model, end["values"]) if end.get("values") else (None, [])
    return Peer(
        solver.name,
        end.get("version", "killed" if spent.code < 0 else f"failed ({spent.code})"),
        spent.megabytes,
        objective,
        tuple(broken),
        proved if math.isfinite(proved) else None,
        tuple(falling(points, gap, proved)),
    )


def falling(points: Sequence[Point], gap: float, proved: float) -> Iterable[tuple[float, float]]:
    """Yield the steps at which the gap fell, few enough to draw, and the one that was asked.

    ``proved``: the bound at the end; a higher one told before was no bound of the problem.
    """
    last = math.inf
    for point in (p for p in points if p.bound <= proved + ROOM):
        if point.gap <= LESS * last or point.gap <= gap < last:
            last = point.gap
            yield round(point.seconds, 2), round(last, 7)
