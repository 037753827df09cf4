"""What a checker says: one line per clause, group and place, and how lines are ranked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from nutrition.checking.places import Place
from nutrition.clauses import Mode

TOLERANCE = 1e-6
"""Relative to the limit; the feasibility tolerance of the solvers."""

KNOWN_ENOUGH = 0.95
"""A ceiling is judged only when this share of the grams has a known value."""


class Verdict(StrEnum):
    """What a line says of its clause.

    ``AMBER`` keeps the limit and misses the target; ``UNKNOWN`` is 无法判定: the figures
    or the menu do not say enough; ``NOT_SERVED``: the clause does not concern this menu;
    ``REVIEW``: a person signs; ``OFF``: the school has switched the clause off.
    """

    MET = "met"
    AMBER = "amber"
    NOT_MET = "not_met"
    UNKNOWN = "unknown"
    NOT_SERVED = "not_served"
    REVIEW = "review"
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Attainment:
    """One measurement of one clause.

    Attributes:
        group: code of the pupil group, or "" where the line holds for all.
        measured: None where there was nothing to measure.
        known: share of the grams that have a figure for what is measured.
    """

    clause: str
    verdict: Verdict
    mode: Mode = Mode.HARD
    group: str = ""
    where: Place = field(default_factory=Place)
    measured: float | None = None
    low: float | None = None
    high: float | None = None
    target: float | None = None
    unit: str = ""
    known: float = 1.0

    @property
    def missed_by(self) -> float:
        """How far outside its limits the line is, as a share of the limit; 0 inside."""
        if self.measured is None:
            return 0.0
        below = (self.low - self.measured) / (abs(self.low) or 1.0) if self.low is not None else 0.0
        above = (
            (self.measured - self.high) / (abs(self.high) or 1.0) if self.high is not None else 0.0
        )
        return max(below, above, 0.0)

    @property
    def slack(self) -> float:
        """Distance to the nearer limit as a share of it; infinite without a limit."""
        if self.measured is None:
            return float("inf")
        sides = [
            sign * (self.measured - limit) / (abs(limit) or 1.0)
            for sign, limit in ((1, self.low), (-1, self.high))
            if limit is not None
        ]
        return min(sides, default=float("inf"))


_RANK = (
    Verdict.NOT_MET,
    Verdict.UNKNOWN,
    Verdict.AMBER,
    Verdict.REVIEW,
    Verdict.MET,
    Verdict.NOT_SERVED,
    Verdict.OFF,
)


def worst(lines: Iterable[Attainment]) -> Attainment:
    """Return the line to show when only one fits; the earlier of equals.

    Raises:
        ValueError: there is no line.
    """
    return min(lines, key=lambda a: (_RANK.index(a.verdict), -a.missed_by, a.slack))


def worst_by_clause(lines: Iterable[Attainment]) -> Mapping[str, Attainment]:
    """Return the worst line of each clause, in the order in which clauses first occur."""
    by_clause: dict[str, list[Attainment]] = {}
    for line in lines:
        by_clause.setdefault(line.clause, []).append(line)
    return {clause: worst(found) for clause, found in by_clause.items()}


def broken(lines: Iterable[Attainment]) -> list[Attainment]:
    """Return the lines that break a hard rule."""
    return [a for a in lines if a.verdict is Verdict.NOT_MET and a.mode is Mode.HARD]


def below(measured: float, limit: float | None) -> bool:
    """Say whether ``measured`` misses a floor by more than the tolerance."""
    return limit is not None and measured < limit - TOLERANCE * max(abs(limit), TOLERANCE)


def above(measured: float, limit: float | None) -> bool:
    """Say whether ``measured`` passes a ceiling by more than the tolerance."""
    return limit is not None and measured > limit + TOLERANCE * max(abs(limit), TOLERANCE)
