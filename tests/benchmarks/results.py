"""What was measured: plain values, kept in docs/benchmarks.json beside the page made of them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from tests.benchmarks.folders import ROOT

ROOM = 1e-6
"""Relative; to which solvers keep the rows of a model."""

KEPT = ROOT / "docs" / "benchmarks.json"


@dataclass(frozen=True, slots=True)
class Row:
    """One command: its medians (or its worst, over seeds) and what was asked of them.

    Attributes:
        days: of service; 0 where they are not what is compared.
        seeds: over which the worst counts; 0 where the median of one seed counts.
        gap: proved; None where nothing is.
        asked_seconds: None where nothing is asked; the same for the others.
        asked_code: with which each run has to end.
        note: what the case says of itself, such as the pace of the disk.
    """

    name: str
    seconds: float
    megabytes: float
    gap: float | None
    codes: tuple[int, ...]
    asked_seconds: float | None = None
    asked_megabytes: float | None = None
    asked_gap: float | None = None
    days: int = 0
    seeds: int = 0
    asked_code: int = 0
    note: str = ""

    @property
    def reached(self) -> bool:
        asked = (
            (self.asked_seconds, self.seconds),
            (self.asked_megabytes, self.megabytes),
            (self.asked_gap, self.gap),
        )
        within = all(most is None or (it is not None and it <= most) for most, it in asked)
        return within and set(self.codes) == {self.asked_code}


@dataclass(frozen=True, slots=True)
class Ours:
    """The planner on one problem.

    Attributes:
        gap: asked.
        seconds: from the problem read to the proof, the median; None where a run was not there.
        proved: the gap of the median run.
        objective, bound: the least and the highest of all runs, fen per pupil and day.
    """

    gap: float
    seconds: float | None
    proved: float | None
    megabytes: float
    objective: float | None
    bound: float | None


@dataclass(frozen=True, slots=True)
class Peer:
    """A solver on the plain formulation of the same problem, once.

    Attributes:
        objective: of its menu on the day model, fen per pupil and day; None where it has none.
        broken: hard clauses that its menu breaks.
        bound: that stands at the end.
        steps: (seconds, gap) at which the proved gap was less than before.
    """

    solver: str
    version: str
    megabytes: float
    objective: float | None
    broken: tuple[str, ...]
    bound: float | None
    steps: tuple[tuple[float, float], ...]

    def there(self, gap: float) -> float | None:
        """Return the seconds at which ``gap`` was proved, or None."""
        return next((seconds for seconds, proved in self.steps if proved <= gap), None)

    @property
    def closest(self) -> float | None:
        return min((proved for _, proved in self.steps), default=None)


@dataclass(frozen=True, slots=True)
class Race:
    """All solvers on one problem.

    Attributes:
        times: how many times shorter the planner has to be than the best peer.
        limit: seconds that each peer had.
        size: rows, columns, whole columns of the plain formulation.
    """

    name: str
    times: float
    limit: float
    size: tuple[int, int, int]
    ours: tuple[Ours, ...]
    peers: tuple[Peer, ...]

    def best(self, gap: float) -> float | None:
        """Return the seconds of the peer that is first at ``gap``, or None."""
        there = (peer.there(gap) for peer in self.peers)
        return min((seconds for seconds in there if seconds is not None), default=None)

    def reached(self, ours: Ours) -> bool:
        """Say whether the planner is so many times faster as is asked, or the only one there."""
        best = self.best(ours.gap)
        return ours.seconds is not None and (best is None or best >= self.times * ours.seconds)

    @property
    def contradicted(self) -> bool:
        """Say whether somebody's bound lies above a lawful menu of somebody."""
        menus = [o.objective for o in self.ours] + [p.objective for p in self.peers if not p.broken]
        bounds = [o.bound for o in self.ours] + [p.bound for p in self.peers]
        least = min((menu for menu in menus if menu is not None), default=float("inf"))
        return any(bound is not None and bound > least * (1 + ROOM) for bound in bounds)


@dataclass(frozen=True, slots=True)
class Part:
    """What was measured on one day, on one machine."""

    day: str
    machine: str


@dataclass(frozen=True, slots=True)
class Results:
    """All that is kept; a part that was not measured yet is missing from ``parts``."""

    parts: dict[str, Part] = field(default_factory=dict)
    commands: tuple[Row, ...] = ()
    growth: tuple[Row, ...] = ()
    books: tuple[Row, ...] = ()
    wall: tuple[Row, ...] = ()
    peers: tuple[Race, ...] = ()

    @property
    def reached(self) -> bool:
        rows = all(row.reached for row in (*self.commands, *self.growth, *self.books, *self.wall))
        races = all(race.reached(ours) for race in self.peers for ours in race.ours)
        return rows and races and not any(race.contradicted for race in self.peers)


def read(path: Path = KEPT) -> Results:
    """Return what is kept, or nothing where nothing is."""
    if not path.exists():
        return Results()
    kept = json.loads(path.read_text("utf-8"))
    return Results(
        parts={name: Part(**part) for name, part in kept["parts"].items()},
        commands=tuple(_row(row) for row in kept["commands"]),
        growth=tuple(_row(row) for row in kept["growth"]),
        books=tuple(_row(row) for row in kept.get("books", ())),
        wall=tuple(_row(row) for row in kept.get("wall", ())),
        peers=tuple(_race(race) for race in kept["peers"]),
    )


def write(results: Results, path: Path = KEPT) -> None:
    """Keep all results."""
    path.write_text(json.dumps(asdict(results), ensure_ascii=False, indent=1) + "\n", "utf-8")


def _row(row: Mapping[str, Any]) -> Row:
    return Row(**{**row, "codes": tuple(row["codes"])})


def _race(race: Mapping[str, Any]) -> Race:
    return Race(
        name=race["name"],
        times=race["times"],
        limit=race["limit"],
        size=tuple(race["size"]),
        ours=tuple(Ours(**ours) for ours in race["ours"]),
        peers=tuple(_peer(peer) for peer in race["peers"]),
    )


def _peer(peer: Mapping[str, Any]) -> Peer:
    steps = tuple((seconds, gap) for seconds, gap in peer["steps"])
    return Peer(**{**peer, "broken": tuple(peer["broken"]), "steps": steps})
