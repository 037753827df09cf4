"""Pupils: age bands, sexes, and the groups that eat one size of portion."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

from food_tables.cells import plain

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


_DASH = re.compile(r"\s*[-–—−~～至到]\s*")

_YEARS = re.compile(r"周?岁|years?|\s", re.IGNORECASE)


def age_band(text: str, known: Collection[str]) -> str:
    """Return the band of ``known`` that people write as 9～11岁 or ９–１１; others stay."""
    if text in known:
        return text
    bare = _YEARS.sub("", _DASH.sub("-", plain(text)))
    return bare if bare in known else text


def first_year(age: str) -> tuple[int, str]:
    """Put bands in the order of age."""
    digits = age.partition("-")[0]
    return (int(digits) if digits.isdecimal() else 0, age)


def shares(groups: Sequence[PupilGroup]) -> list[float]:
    """Return each group's share of all pupils; the shares sum to one."""
    total = sum(g.headcount for g in groups)
    return [g.headcount / total for g in groups]
