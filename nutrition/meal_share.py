"""The share of the day that one meal carries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal

from pydantic import ConfigDict

from nutrition.clause import Seen
from nutrition.quantities import Finite


@dataclass(frozen=True, slots=True)
class MealShare:
    """The share of the day's energy that one meal carries, and how it was seen."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    low: Finite
    high: Finite
    source: str = ""
    seen: Seen | None = None
    grade: Literal["A", "B", "C", "R"] = "C"
    checked_on: date | None = None
