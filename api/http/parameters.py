"""Parameters that several routes share: days from–to, pages, and what they are bounded by.

Dependencies are coroutines: a plain function would be sent to a thread, which takes longer than it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Annotated

from fastapi import Depends, Path, Query
from pydantic import AfterValidator
from pydantic_core import PydanticCustomError

from api.http.errors import BadRequest

MOST_DAYS = 400

MOST_ITEMS = 100

FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2199, 12, 31)
"""Nobody showed a menu before or after; weeks and months around them are days, too."""


def _in_our_time(day: date) -> date:
    if not FIRST_DAY <= day <= LAST_DAY:
        raise PydanticCustomError("our_time", f"{FIRST_DAY} – {LAST_DAY}")
    return day


ADay = Annotated[date, AfterValidator(_in_our_time)]

Code = Annotated[
    str,
    Path(
        pattern=r"^[A-Za-z0-9][A-Za-z0-9_.\-]{0,63}$",
        description="code of a school",
        examples=["demo"],
    ),
]


@dataclass(frozen=True, slots=True)
class Page:
    """Which page of a list: from place ``start`` on, ``size`` items."""

    number: int
    size: int

    @property
    def start(self) -> int:
        return (self.number - 1) * self.size


async def page(
    number: Annotated[int, Query(alias="page", ge=1, le=100_000)] = 1,
    size: Annotated[int, Query(alias="page_size", ge=1, le=MOST_ITEMS)] = 20,
) -> Page:
    return Page(number, size)


@dataclass(frozen=True, slots=True)
class Days:
    """Days from ``first`` to ``last``, both included."""

    first: date
    last: date


async def days(
    first: Annotated[ADay, Query(alias="from", description="first day", examples=["2026-03-02"])],
    last: Annotated[ADay, Query(alias="to", description="last day", examples=["2026-03-06"])],
) -> Days:
    """Return the days asked for.

    Raises:
        BadRequest: they are in the wrong order, or too many.
    """
    if not first <= last:
        raise BadRequest(("to", f"not before {first}"))
    if last - first > timedelta(MOST_DAYS):
        raise BadRequest(("to", f"at most {MOST_DAYS} days after from"))
    return Days(first, last)


PageAsked = Annotated[Page, Depends(page)]

DaysAsked = Annotated[Days, Depends(days)]
