"""How to plan, and where a search stands: plain values that cross to the worker and back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

SolverName = Literal["highs", "cbc"]


class Stage(StrEnum):
    """What a search is doing, for the person who waits."""

    AGGREGATE = "aggregate"
    ASSIGN = "assign"
    IMPROVE = "improve"
    EXPLAIN = "explain"


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a search stands.

    Attributes:
        incumbent: objective of the best lawful menu so far, fen per pupil and day.
        bound: proved lower bound of the whole problem so far.
        seconds: since the start.
    """

    stage: Stage
    incumbent: float | None
    bound: float | None
    seconds: float


Report = Callable[[Progress], bool]


@dataclass(frozen=True, slots=True)
class Settings:
    """How to plan.

    Attributes:
        gap: share of the cost at which a menu is good enough.
        seconds: time limit of the whole plan.
        report: called a few times a second; returning False interrupts.
    """

    gap: float = 0.005
    seconds: float = 60.0
    solver: SolverName = "highs"
    seed: int = 0
    report: Report | None = None
