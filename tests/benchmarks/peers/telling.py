"""What a peer tells while it searches: one JSON line for each step of its gap."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

SLACK = "u_"
"""How the names of the columns begin that soft rules are paid by."""

EVERY = 0.2

INSIDE = 0.9
"""Part of the gap asked that a solver is given as its own, which it takes of the objective."""


@dataclass(frozen=True, slots=True)
class Point:
    """Where a search stands.

    Attributes:
        seconds: since the solver was called, the model being read.
        objective: of the best solution, fen per pupil and day.
        penalty: part of it that is paid for soft rules.
        bound: proved.
    """

    seconds: float
    objective: float
    penalty: float
    bound: float

    @property
    def gap(self) -> float:
        """Distance to the bound as a share of the purchase cost, as a plan's proof has it."""
        cost = self.objective - self.penalty
        return max(0.0, self.objective - self.bound) / cost if cost > 0 else float("inf")


@dataclass(slots=True)
class Teller:
    """Tell the steps of one search, on the first sight of each.

    Attributes:
        gap: at which the search is over.
        began: when the solver was called.
    """

    gap: float
    began: float = field(default_factory=time.perf_counter)
    last: Point | None = None

    def step(self, objective: float, penalty: float, bound: float) -> bool:
        """Tell where the search stands now, if that is news; say whether the gap is proved."""
        return self.take(Point(time.perf_counter() - self.began, objective, penalty, bound))

    def take(self, here: Point) -> bool:
        """Tell where the search stood, if that is news; say whether the gap is proved."""
        if self._is_news(here):
            self.last = here
            print(json.dumps(asdict(here)), flush=True)
        return here.gap <= self.gap

    def _is_news(self, here: Point) -> bool:
        if self.last is None or here.objective != self.last.objective or here.gap <= self.gap:
            return True
        return here.bound != self.last.bound and here.seconds - self.last.seconds >= EVERY


def tell_end(version: str, bound: float, values: Mapping[str, float]) -> None:
    """Tell the version, the bound that stands at the end, and the last solution.

    ``values``: of its columns; empty where there is no solution.
    """
    held = {name: value for name, value in values.items() if value}
    print(json.dumps({"version": version, "proved": bound, "values": held}), flush=True)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a peer is called with: a model in MPS, a time limit, a gap."""

    model: str
    seconds: float
    gap: float


def asked() -> Asked:
    """Read the command line: MODEL.mps SECONDS GAP."""
    model, seconds, gap = sys.argv[1:]
    return Asked(model, float(seconds), float(gap))
