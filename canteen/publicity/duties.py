"""The sheets that a canteen shows: when each is due, and which post signs it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache

from food_tables.loading import load_posts, load_sheet_figures, load_sheets


class Every(StrEnum):
    """What one sheet covers."""

    WEEK = "week"
    MONTH = "month"


class Due(StrEnum):
    """By when a sheet hangs."""

    BEFORE_MONDAY = "before-monday"
    BY_15TH = "by-15th"


@dataclass(frozen=True, slots=True)
class SheetDuty:
    """One kind of sheet.

    Attributes:
        every: what it must be shown for; None where it is shown when there is something to show.
        public: open to everybody, else kept inside the school.
        officer: post of the five-post rule that signs beside author and approver, or "".
        bases: ids of what it rests on.
    """

    id: str
    title: str
    title_en: str
    every: Every | None
    due: Due | None
    public: bool
    officer: str
    bases: tuple[str, ...]

    def last_day(self, first: date, last: date) -> date | None:
        """Return the last day on which a sheet about ``first`` to ``last`` is in time.

        A week's sheet hangs on the day before its first day; a month's on a day of the next.
        """
        if self.due is Due.BEFORE_MONDAY:
            return first - timedelta(first.weekday() + 1)
        if self.due is Due.BY_15TH:
            return (last.replace(day=28) + timedelta(4)).replace(day=figures()["month_sheets_by"])
        return None


@cache
def duties() -> Mapping[str, SheetDuty]:
    """Return sheet id -> what is asked of it, in the order in which sheets are named."""
    return {
        row["sheet"]: SheetDuty(
            row["sheet"],
            row["title"],
            row["title_en"],
            Every(row["every"]) if row["every"] else None,
            Due(row["due"]) if row["due"] else None,
            row["public"] == "yes",
            row["officer"],
            tuple(row["bases"].split()),
        )
        for row in load_sheets()
    }


@cache
def figures() -> Mapping[str, int]:
    """Return id of a figure -> its value, in the unit of its table."""
    return {row["figure"]: int(row["value"]) for row in load_sheet_figures()}


@cache
def posts() -> Mapping[str, tuple[str, str]]:
    """Return post id -> what it is called, in Chinese and in English."""
    return {row["post"]: (row["title"], row["title_en"]) for row in load_posts()}
