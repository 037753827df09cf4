"""Closing a month: its states and the checklist that comes first."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum

MOST_SHOWN = 10
"""What a check lacks is named so many times; the rest is counted."""


class State(StrEnum):
    """What has become of a month; it never goes back."""

    OPEN = "open"
    CLOSED = "closed"
    REFUNDED = "refunded"


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the checklist.

    Attributes:
        id: ``receipts``, ``stock``, ``attendance``, ``kitchen``, ``balance``, ``chain``.
        missing: what is missing, as days, vouchers or foods; empty where it is met.
    """

    id: str
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Checklist:
    """What has to be in order before a month is closed."""

    checks: tuple[Check, ...]

    @property
    def open(self) -> tuple[str, ...]:
        """The ids of what is missing."""
        return tuple(check.id for check in self.checks if check.missing)

    @property
    def details(self) -> tuple[str, ...]:
        """Each check that is not met with what it lacks, no more than a reader takes in."""
        return tuple(
            f"{check.id}: {', '.join(check.missing[:MOST_SHOWN])}{_more(check)}"
            for check in self.checks
            if check.missing
        )

    @property
    def written(self) -> str:
        """What was checked, as it is kept."""
        return json.dumps([check.id for check in self.checks])


def _more(check: Check) -> str:
    rest = len(check.missing) - MOST_SHOWN
    return f" … +{rest}" if rest > 0 else ""
