"""Spans: what held from which day to which, out of sentences that say what holds from a day on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Generic, TypeVar

T = TypeVar("T")

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Span(Generic[T]):
    """What holds from ``first`` to ``last``, both included; without ``last`` it still does."""

    value: T
    first: date
    last: date | None = None

    def meets(self, first: date, last: date | None) -> bool:
        """Say whether the two share a day."""
        return (last is None or self.first <= last) and (self.last is None or first <= self.last)

    def covers(self, first: date, last: date | None) -> bool:
        """Say whether every day from ``first`` to ``last`` lies in this span."""
        if first < self.first:
            return False
        return self.last is None or (last is not None and last <= self.last)


def spans(said: Iterable[tuple[date, T | None]]) -> tuple[Span[T], ...]:
    """Return what held when, in order.  Of one day the last said holds; None: nothing does."""
    by_day = dict(said)
    found: list[Span[T]] = []
    days = sorted(by_day)
    for place, since in enumerate(days, start=1):
        value = by_day[since]
        if value is None:
            continue
        last = days[place] - ONE_DAY if place < len(days) else None
        before = found[-1] if found else None
        if before and before.value == value and before.last == since - ONE_DAY:
            found[-1] = Span(value, before.first, last)
        else:
            found.append(Span(value, since, last))
    return tuple(found)
