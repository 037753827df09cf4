"""Pupils: age bands, sexes, and the groups that eat one size of portion."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Sex = Literal["M", "F"]


@dataclass(frozen=True, slots=True)
class Cohort:
    """Pupils of one age band and sex."""

    age: str
    sex: Sex
    count: int


@dataclass(frozen=True, slots=True)
class PupilGroup:
    """Pupils who get the same portions: any mix of cohorts.

    Attributes:
        code: ASCII id, part of row names.
        name: as a canteen writes it (低年级).
        factor: size against the reference portion, or None to follow the group's energy.
    """

    code: str
    name: str
    cohorts: tuple[Cohort, ...]
    factor: float | None = None

    @property
    def headcount(self) -> int:
        return sum(c.count for c in self.cohorts)


def shares(groups: Sequence[PupilGroup]) -> list[float]:
    """Return each group's share of all pupils; the shares sum to one."""
    total = sum(g.headcount for g in groups)
    return [g.headcount / total for g in groups]
