"""How far the programme reaches: school days, meals and sheets that were shown, of those there are.

A school day counts where its menu, as it holds now, is lawful and costed, and some menu for it was
shown by that day.  A sheet is in time where it, or an earlier version, was shown by its last day.
School days are the working days from Monday to Friday of the State Council's calendar; what the
school itself closed for is not known here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from canteen.calendar import Month, is_school_day
from canteen.publicity.duties import Every, SheetDuty, duties
from canteen.spans import ONE_DAY


@dataclass(frozen=True, slots=True)
class ShownDay:
    """The menu of one day as it holds now.

    Attributes:
        since: day on which a menu for it was first shown.
    """

    meals: frozenset[str]
    lawful: bool
    costed: bool
    since: date

    def reached(self, day: date) -> bool:
        return self.lawful and self.costed and self.since <= day


@dataclass(frozen=True, slots=True)
class ShownSheet:
    """One version of a sheet: what it is about, and the day on which it was shown."""

    sheet: str
    first: date
    last: date
    at: date


@dataclass(frozen=True, slots=True)
class SchoolRecord:
    """What one school serves and showed.

    Attributes:
        meals: day from which on -> meals that its meal plans have; none before the first.
    """

    code: str
    name: str
    meals: Mapping[date, frozenset[str]]
    days: Mapping[date, ShownDay]
    sheets: Sequence[ShownSheet]

    def meals_on(self, day: date) -> frozenset[str]:
        """Return the meals that the school offers on a day; none where it has no meal plan."""
        since = max((first for first in self.meals if first <= day), default=None)
        return frozenset() if since is None else self.meals[since]


@dataclass(slots=True)
class Count:
    """So many of so many, and which are missing (``school``, or ``school date …``)."""

    numerator: int = 0
    denominator: int = 0
    missing: list[str] = field(default_factory=list)

    def add(self, *, reached: bool, name: str) -> None:
        self.denominator += 1
        if reached:
            self.numerator += 1
        else:
            self.missing.append(name)


@dataclass(frozen=True, slots=True)
class Coverage:
    """What was reached from ``first`` to ``last``.

    Attributes:
        schools: whose every school day was reached.
        meals: of the schools that have meal plans; ``without_plans``: the others.
        sheets: id of a sheet -> shown in time, of those due by the day asked.
        late: id of a sheet -> shown, but after its last day.
    """

    first: date
    last: date
    schools: Count
    days: Count
    meals: Count
    without_plans: tuple[str, ...]
    sheets: dict[str, Count]
    late: dict[str, int]


def coverage(schools: Sequence[SchoolRecord], first: date, last: date, today: date) -> Coverage:
    """Count what was reached from ``first`` to ``last``, both included, as seen on ``today``."""
    open_days = [day for day in _days(first, last) if is_school_day(day)]
    due = {
        duty.id: [(a, b) for a, b, until in periods(duty, open_days) if until < today]
        for duty in duties().values()
        if duty.every
    }
    found = Coverage(
        first,
        last,
        Count(),
        Count(),
        Count(),
        tuple(s.code for s in schools if open_days and not s.meals_on(open_days[-1])),
        {sheet: Count() for sheet in due},
        dict.fromkeys(due, 0),
    )
    for school in schools:
        _count_days(found, school, open_days)
        for sheet, spans in due.items():
            _count_sheets(found, school, duties()[sheet], spans)
    return found


def _count_days(found: Coverage, school: SchoolRecord, open_days: Sequence[date]) -> None:
    reached = [day in school.days and school.days[day].reached(day) for day in open_days]
    for day, yes in zip(open_days, reached, strict=True):
        found.days.add(reached=yes, name=f"{school.code} {day}")
        for meal in sorted(school.meals_on(day)):
            shown = yes and meal in school.days[day].meals
            found.meals.add(reached=shown, name=f"{school.code} {day} {meal}")
    if open_days:
        found.schools.add(reached=all(reached), name=school.code)


def _count_sheets(
    found: Coverage, school: SchoolRecord, duty: SheetDuty, spans: Sequence[tuple[date, date]]
) -> None:
    for first, last in spans:
        shown = _first_shown(school, duty.id, first, last)
        until = duty.last_day(first, last)
        in_time = until is not None and shown is not None and shown <= until
        found.sheets[duty.id].add(reached=in_time, name=f"{school.code} {first}")
        if shown is not None and not in_time:
            found.late[duty.id] += 1


@dataclass(frozen=True, slots=True)
class DueSheet:
    """One sheet that a school has to show.

    Attributes:
        until: last day on which it is in time.
        shown: day on which its first version was shown; None where it was not.
    """

    sheet: str
    first: date
    last: date
    until: date
    shown: date | None


def due_sheets(school: SchoolRecord, first: date, last: date) -> list[DueSheet]:
    """Return what a school has to show about days from ``first`` to ``last``, by last day."""
    open_days = [day for day in _days(first, last) if is_school_day(day)]
    found = [
        DueSheet(duty.id, start, end, until, _first_shown(school, duty.id, start, end))
        for duty in duties().values()
        for start, end, until in periods(duty, open_days)
    ]
    return sorted(found, key=lambda each: each.until)


def _first_shown(school: SchoolRecord, sheet: str, first: date, last: date) -> date | None:
    shown = (
        each.at
        for each in school.sheets
        if each.sheet == sheet and each.first <= first and each.last >= last
    )
    return min(shown, default=None)


def periods(duty: SheetDuty, open_days: Sequence[date]) -> Iterator[tuple[date, date, date]]:
    """Yield first and last day of the weeks (their school days) or months, and the last in time."""
    if duty.every is Every.WEEK:
        weeks: dict[date, list[date]] = {}
        for day in open_days:
            weeks.setdefault(day - timedelta(day.weekday()), []).append(day)
        spans = [(days[0], days[-1]) for days in weeks.values()]
    else:
        spans = [(m.first, m.last) for m in dict.fromkeys(map(Month.of, open_days))]
    for first, last in spans:
        until = duty.last_day(first, last)
        if until is not None:
            yield first, last, until


def _days(first: date, last: date) -> Iterator[date]:
    day = first
    while day <= last:
        yield day
        day += ONE_DAY
