"""The days of a menu put on the days of a folder's calendar: by their dates, or by the weekday."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from api.errors import BadMenu
from food_tables.table_errors import Fault

WEEKDAYS = "一二三四五六日"


def placed(days: Mapping[str, int], calendar: Sequence[date], file: str) -> dict[str, date]:
    """Return the date of each day of the menu; ``days`` are its labels and their first rows.

    Dates that are all in the calendar stay.  Otherwise the first week of the menu, dated or
    not, takes the weekdays of the calendar's first week, and so on.

    Raises:
        BadMenu: with every day that does not fit.
    """
    dates = {label: _date(label) for label in days}
    if all(day in calendar for day in dates.values()):
        return {label: day for label, day in dates.items() if day is not None}
    weeks = _weeks([day for day in dates.values() if day is not None])
    known = {(n, day.weekday()): day for n, week in _weeks(calendar).items() for day in week}
    found: dict[str, date] = {}
    faults = []
    for label, row in days.items():
        day = dates[label]
        place = _place(label, day, weeks)
        if place is None:
            faults.append(Fault("row.day-unknown", file, row, "day", {"value": label}))
        elif place not in known:
            facts = {"value": label, "allowed": "、".join(str(d) for d in calendar)}
            faults.append(Fault("row.day-not-served", file, row, "day", facts))
        else:
            found[label] = known[place]
    if faults:
        raise BadMenu(file, faults)
    return found


def _date(label: str) -> date | None:
    try:
        return date.fromisoformat(label)
    except ValueError:
        return None


def _weeks(days: Sequence[date]) -> dict[int, list[date]]:
    """Return the days by the number of their week, counted from the first."""
    numbers = list(dict.fromkeys(day.isocalendar()[:2] for day in sorted(days)))
    found: dict[int, list[date]] = {}
    for day in days:
        found.setdefault(numbers.index(day.isocalendar()[:2]), []).append(day)
    return found


def _place(
    label: str, day: date | None, weeks: Mapping[int, Sequence[date]]
) -> tuple[int, int] | None:
    """Return week and weekday of a label; a weekday without a date is one of the first week."""
    if day is not None:
        return next(n for n, week in weeks.items() if day in week), day.weekday()
    if label[:1] == "周" and label[1:] in WEEKDAYS and len(label) > 1:
        return 0, WEEKDAYS.index(label[1:])
    return None
