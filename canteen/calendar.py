"""Months of the books, and working days until something is due."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date

import chinese_calendar

from canteen.period_errors import NoSuchMonth
from canteen.spans import ONE_DAY

SATURDAY = 5


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A month of the books, named 2026-03."""

    year: int
    number: int

    @classmethod
    def of(cls, day: date) -> Month:
        return cls(day.year, day.month)

    @classmethod
    def named(cls, text: str) -> Month:
        """Read ``2026-03``.

        Raises:
            NoSuchMonth: it is no month.
        """
        try:
            return cls.of(date.fromisoformat(f"{text}-01"))
        except ValueError:
            raise NoSuchMonth(text) from None

    def __str__(self) -> str:
        return f"{self.year:04}-{self.number:02}"

    @property
    def first(self) -> date:
        return date(self.year, self.number, 1)

    @property
    def last(self) -> date:
        return date(self.year, self.number, calendar.monthrange(self.year, self.number)[1])

    @property
    def next(self) -> Month:
        return Month.of(self.last + ONE_DAY)


@dataclass(frozen=True, slots=True)
class Due:
    """The last day for something.

    Attributes:
        confirmed: every day until then lies in a year whose holidays are published.
    """

    day: date
    confirmed: bool


def due(asked: date, working_days: int) -> Due:
    """Return the last of so many working days after ``asked``; that day itself does not count.

    Working days are those of the State Council's published calendars, with the days that are
    worked on a weekend; where a year is not published yet, Monday to Friday.
    """
    day, confirmed = asked, True
    while working_days > 0:
        day += ONE_DAY
        works, published = _works(day)
        confirmed &= published
        working_days -= works
    return Due(day, confirmed)


def is_school_day(day: date) -> bool:
    """Say whether schools of a term are open: working days from Monday to Friday.

    Whether a worked weekend is a school day, each school says itself.
    """
    return day.weekday() < SATURDAY and _works(day)[0]


def _works(day: date) -> tuple[bool, bool]:
    """Return whether people work on a day, and whether the calendar of its year is published."""
    try:
        return chinese_calendar.is_workday(day), True
    except NotImplementedError:
        return day.weekday() < SATURDAY, False
