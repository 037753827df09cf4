"""The nutrition programme in one canteen: days, people (人), meals (人次) and money of a month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select

from canteen.calendar import Month
from canteen.ledger.funds import Fund
from canteen.ledger.statement import FundLine
from canteen.store import tables as t
from canteen.store.charged_days import days_charged
from canteen.store.periods import Periods
from canteen.store.pupils import Roll
from canteen.store.writing import Books
from nutrition.quantities import Money


@dataclass(frozen=True, slots=True)
class ProgrammeDay:
    """One charged day.

    Attributes:
        people: pupils who ate; ``meals``: meals of all who ate.
        entitled: pupils who ate and for whom the programme paid.
        paid: by the programme; ``food``: cost of all food of the day.
    """

    day: date
    people: int
    meals: int
    entitled: int
    paid: Money
    food: Money


@dataclass(frozen=True, slots=True)
class Programme:
    """A month of the programme.

    Attributes:
        enrolled, entitled: pupils in a class on the month's last day, and those of them with the
            grant.
        rate: of the grant, for a pupil and school day.
        fund: what the programme's fund had, got, spent and has.
    """

    enrolled: int
    entitled: int
    rate: Money
    days: tuple[ProgrammeDay, ...]
    fund: FundLine


def programme(books: Books, month: Month, rate: Money) -> Programme:
    """Return what the programme reached in a month, from its charged days.

    Raises:
        MonthNotKept: the books were not open yet, or the month is still to come.
    """
    roll, found = Roll(books), Periods(books).statement(month)
    pupils = {p for listed in roll.class_list(month.last).values() for p in listed}
    granted = {p for p, funds in roll.grants(month.last).items() if Fund.SUBSIDY in funds}
    fund = next(line for line in found.funds if line.fund is Fund.SUBSIDY)
    return Programme(len(pupils), len(pupils & granted), rate, _days(books, month), fund)


def _days(books: Books, month: Month) -> tuple[ProgrammeDay, ...]:
    day, part = t.charged_day.c, t.charge.c
    standing = days_charged(books, month.first, month.last)
    undone = select(t.record.c.reverses).where(
        t.record.c.canteen == books.canteen, t.record.c.reverses.is_not(None)
    )
    rows = books.connection.execute(
        select(day.day, day.people, day.meals, day.bulk, day.other).where(
            day.canteen == books.canteen,
            day.day.in_(standing),
            day.record.not_in(undone),
        )
    )
    paid = {
        row.day: (int(row.eaters or 0), int(row.fen or 0))
        for row in books.connection.execute(
            select(part.day, func.sum(part.fen).label("fen"), func.max(part.eaters).label("eaters"))
            .where(
                part.canteen == books.canteen,
                part.fund == Fund.SUBSIDY.value,
                part.day.in_(standing),
                part.record.not_in(undone),
            )
            .group_by(part.day)
        )
    }
    return tuple(
        ProgrammeDay(
            row.day,
            row.people,
            row.meals,
            paid.get(row.day, (0, 0))[0],
            Money(paid.get(row.day, (0, 0))[1]),
            Money(row.bulk + row.other),
        )
        for row in sorted(rows, key=lambda row: row.day)
    )
