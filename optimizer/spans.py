"""Spans: what one row of a rule covers, in the day model and in its aggregates alike.

A model divides the days into periods.  A span that lies inside one period is summed with
its neighbours there: every lawful menu satisfies the sum, so the aggregate stays a valid
relaxation, and with periods of one day nothing is lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from nutrition.clauses import Per
from optimizer.problem import ServiceDay

Cell = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Period:
    """Days that a model does not tell apart, as positions in the problem's days, ascending."""

    days: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.days)


@dataclass(frozen=True, slots=True)
class Span:
    """The cells (period, meal) of one row.

    Attributes:
        label: ASCII, part of the row's name.
        meals: the meals measured, which set the share of the day.
        days: number of service days covered; limits on a mean day are multiplied by it.
        count: number of elementary spans summed; limits on a count are multiplied by it.
    """

    label: str
    cells: tuple[Cell, ...]
    meals: tuple[str, ...]
    days: int
    count: int


def single_days(number: int) -> tuple[Period, ...]:
    """Return the periods of the day model."""
    return tuple(Period((d,)) for d in range(number))


def one_period(number: int) -> tuple[Period, ...]:
    """Return the single period of the aggregate."""
    return (Period(tuple(range(number))),)


def spans(
    per: Per, days: Sequence[ServiceDay], periods: Sequence[Period], meals: Sequence[str]
) -> list[Span]:
    """Return the spans of ``per`` over ``meals``, merged where periods cannot tell them apart."""
    together = per in (Per.DAY, Per.WEEK, Per.PERIOD)
    portions = [tuple(meals)] if together else [(m,) for m in meals]
    blocks = _blocks(per, days, periods)
    return [_span(block, part, days, periods) for block in blocks for part in portions if part]


def _blocks(
    per: Per, days: Sequence[ServiceDay], periods: Sequence[Period]
) -> list[tuple[list[int], int]]:
    """Return groups of periods, each with the number of elementary spans (days, weeks) inside."""
    if per is Per.PERIOD:
        return [(list(range(len(periods))), 1)]
    if per in (Per.DAY, Per.MEAL):
        return [([p], len(period)) for p, period in enumerate(periods)]
    return _weeks(days, periods)


def _weeks(days: Sequence[ServiceDay], periods: Sequence[Period]) -> list[tuple[list[int], int]]:
    blocks: list[tuple[list[int], set[int]]] = []
    for p, period in enumerate(periods):
        weeks = {days[d].week for d in period.days}
        touching = [b for b in blocks if b[1] & weeks]
        rest = [b for b in blocks if not b[1] & weeks]
        members = [q for b in touching for q in b[0]] + [p]
        blocks = [*rest, (members, weeks.union(*(b[1] for b in touching)))]
    return [(sorted(members), len(weeks)) for members, weeks in sorted(blocks, key=lambda b: b[0])]


def _span(
    block: tuple[list[int], int],
    meals: tuple[str, ...],
    days: Sequence[ServiceDay],
    periods: Sequence[Period],
) -> Span:
    members, count = block
    covered = [d for p in members for d in periods[p].days]
    label = day_label(days, covered)
    if len(meals) == 1:
        label = f"{label}.{plain(meals[0])}"
    cells = tuple((p, m) for p in members for m in meals)
    return Span(label, cells, meals, len(covered), count)


def day_label(days: Sequence[ServiceDay], covered: Sequence[int]) -> str:
    """Name days by month and day, ``0302`` or ``0302_0306``; with the year where it turns."""
    first, last = days[min(covered)].date, days[max(covered)].date
    form = "%m%d" if days[0].date.year == days[-1].date.year else "%y%m%d"
    return f"{first:{form}}" if first == last else f"{first:{form}}_{last:{form}}"


def plain(text: str) -> str:
    """Return ``text`` where it is ASCII, else its code points: names in a model are ASCII."""
    kept = "".join(c if c.isascii() and c.isalnum() else f"u{ord(c):x}" for c in text)
    return kept or "none"


def runs(positions: Iterable[int]) -> list[int]:
    """Return the lengths of the unbroken runs in ascending positions."""
    lengths: list[int] = []
    previous: int | None = None
    for position in positions:
        if previous is not None and position == previous + 1:
            lengths[-1] += 1
        else:
            lengths.append(1)
        previous = position
    return lengths
