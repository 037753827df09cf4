"""What the schools of a database serve and showed, read for the coverage of the programme."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, Connection, func, select, true

from canteen.publicity.coverage import SchoolRecord, ShownDay, ShownSheet
from canteen.store import tables as t
from canteen.store.publication_queries import menu_days


def school_records(
    connection: Connection, first: date, last: date, codes: Sequence[str] = ()
) -> list[SchoolRecord]:
    """Return what schools serve and showed about days from ``first`` to ``last``, by code.

    ``codes``: of these schools; none means all.
    """
    house = t.canteen.c
    asked = select(house.id, house.code, house.name).order_by(house.code)
    rows = connection.execute(asked.where(house.code.in_(codes)) if codes else asked).all()
    some = [row.id for row in rows] if codes else None
    meals, days = _meals(connection), _days(connection, first, last, some)
    sheets = _sheets(connection, first, last, some)
    return [
        SchoolRecord(row.code, row.name, meals[row.id], days[row.id], sheets[row.id])
        for row in rows
    ]


def _meals(connection: Connection) -> defaultdict[int, dict[date, frozenset[str]]]:
    """Return canteen -> first day -> meals of all its meal plans from then on."""
    c = t.meal_plan.c
    rows = connection.execute(
        select(c.canteen, c.record, c.name, c.meal, c.since).order_by(c.since, c.record, c.line)
    )
    plans: defaultdict[int, dict[str, tuple[int, set[str]]]] = defaultdict(dict)
    found: defaultdict[int, dict[date, frozenset[str]]] = defaultdict(dict)
    for row in rows:
        own = plans[row.canteen]
        made, meals = own.get(row.name, (0, set()))
        own[row.name] = (row.record, ({*meals, row.meal} if made == row.record else {row.meal}))
        held = frozenset(meal for _, each in own.values() for meal in each)
        found[row.canteen][row.since] = held
    return found


def _days(
    connection: Connection, first: date, last: date, some: Sequence[int] | None
) -> defaultdict[int, dict[date, ShownDay]]:
    day, record = t.menu_day.c, t.record.c
    asked = day.day.between(first, last) & _of(day.canteen, some)
    since = {
        (row.canteen, row.day): datetime.fromisoformat(row.written).date()
        for row in connection.execute(
            select(day.canteen, day.day, func.min(record.written).label("written"))
            .join(t.record, (record.canteen == day.canteen) & (record.number == day.record))
            .where(asked)
            .group_by(day.canteen, day.day)
        )
    }
    found: defaultdict[int, dict[date, ShownDay]] = defaultdict(dict)
    for row in connection.execute(
        menu_days(day.canteen, day.day, day.meals, day.lawful, day.costed).where(asked)
    ):
        found[row.canteen][row.day] = ShownDay(
            frozenset(row.meals.split()),
            bool(row.lawful),
            bool(row.costed),
            since[row.canteen, row.day],
        )
    return found


def _of(canteen: ColumnElement[int], some: Sequence[int] | None) -> ColumnElement[bool]:
    """Return the condition that a row is of some canteen; None means any."""
    return true() if some is None else canteen.in_(some)


def _sheets(
    connection: Connection, first: date, last: date, some: Sequence[int] | None
) -> defaultdict[int, list[ShownSheet]]:
    c, record = t.publication.c, t.record.c
    rows = connection.execute(
        select(c.canteen, c.sheet, c.first, c.last, record.written)
        .join(t.record, (record.canteen == c.canteen) & (record.number == c.record))
        .where(c.part == "", c.last >= first, c.first <= last, _of(c.canteen, some))
        .order_by(c.canteen, c.record)
    )
    found: defaultdict[int, list[ShownSheet]] = defaultdict(list)
    for row in rows:
        at = datetime.fromisoformat(row.written).date()
        found[row.canteen].append(ShownSheet(row.sheet, row.first, row.last, at))
    return found
