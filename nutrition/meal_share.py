"""The share of the day that one meal carries."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from pydantic import ConfigDict

from nutrition.quantities import Finite


@dataclass(frozen=True, slots=True)
class MealShare:
    """The share of the day's energy that one meal carries."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    low: Finite
    high: Finite
    source: str = ""
