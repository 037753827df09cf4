"""Months of the books."""

from __future__ import annotations

from datetime import date


def month_of(day: date) -> str:
    """Return the month of a day as the books name it: 2026-03."""
    return f"{day:%Y-%m}"
