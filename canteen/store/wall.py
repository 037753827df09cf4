"""What was shown, over all canteens of a database: by fingerprint, by bytes, day by day.

Only what is open to everybody; nothing here names a pupil or changes a row.  Statements are built
once: many read at a time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    Connection,
    Date,
    Integer,
    Select,
    String,
    bindparam,
    func,
    select,
)

from canteen.store import tables as t
from canteen.store.publication_queries import menu_days


@dataclass(frozen=True, slots=True)
class Found:
    """A sheet that was shown: which canteen's, and the number of its record."""

    canteen: str
    name: str
    record: int


@dataclass(frozen=True, slots=True)
class House:
    """One school of the database.

    Attributes:
        head: number of the last record; whatever changes, it grows.
    """

    id: int
    code: str
    name: str
    head: int


def houses(connection: Connection, first: int, count: int) -> tuple[list[House], int]:
    """Return some schools by code, from place ``first`` on, and how many there are."""
    total = connection.scalar(_HOUSES_COUNT)
    rows = connection.execute(_HOUSES_PAGE, {"start": first, "count": count})
    return [House(*row) for row in rows], int(total or 0)


def house_named(connection: Connection, code: str) -> House | None:
    """Return the school with this code, or None."""
    row = connection.execute(_HOUSE_NAMED, {"code": code}).one_or_none()
    return House(*row) if row else None


def _houses() -> Select[Any]:
    house, record = t.canteen.c, t.record.c
    head = select(func.coalesce(func.max(record.number), 0)).where(record.canteen == house.id)
    return select(house.id, house.code, house.name, head.scalar_subquery())


START, COUNT = bindparam("start", type_=Integer), bindparam("count", type_=Integer)

_HOUSE_NAMED = _houses().where(t.canteen.c.code == bindparam("code", type_=String))

_HOUSES_PAGE = _houses().order_by(t.canteen.c.code).offset(START).limit(COUNT)

_HOUSES_COUNT = select(func.count()).select_from(t.canteen)


def by_fingerprint(connection: Connection, fingerprint: str) -> list[Found]:
    """Return the sheets with this fingerprint; of copies of one sheet there may be several."""
    sheet, house = t.publication.c, t.canteen.c
    rows = connection.execute(
        select(house.code, house.name, sheet.record)
        .join(t.canteen, house.id == sheet.canteen)
        .where(sheet.fingerprint == fingerprint)
        .order_by(house.code, sheet.record)
    )
    return [Found(*row) for row in rows]


def by_bytes(connection: Connection, sha256: str) -> list[Found]:
    """Return the sheets of which a file with this digest is one ink."""
    ink, house = t.publication_ink.c, t.canteen.c
    rows = connection.execute(
        select(house.code, house.name, ink.record)
        .join(t.canteen, house.id == ink.canteen)
        .where(ink.sha256 == sha256)
        .order_by(house.code, ink.record)
    )
    return [Found(*row) for row in rows]


Key = tuple[date, int, int]
"""One day of a menu: the day, the canteen and the record."""


@dataclass(frozen=True, slots=True)
class HeldDay:
    """One day of a menu as it holds now; ``shown``: when this version was put down."""

    day: date
    body: str
    shown: datetime


def keys_of(
    connection: Connection, first: date, last: date, canteens: Sequence[int] = ()
) -> list[Key]:
    """Return the days of menus as they hold, by day and canteen; no canteens means all."""
    facts: dict[str, object] = {"first": first, "last": last}
    if canteens:
        rows = connection.execute(_KEYS_OF_SOME, {**facts, "canteens": list(canteens)})
    else:
        rows = connection.execute(_KEYS, facts)
    return [tuple(row) for row in rows.all()]


def days_by(connection: Connection, keys: Sequence[Key]) -> list[HeldDay]:
    """Return days by their keys, by day and canteen."""
    if not keys:
        return []
    days, canteens, records = (sorted(set(each)) for each in zip(*keys, strict=True))
    facts = {"days": days, "canteens": canteens, "records": records}
    wanted = set(keys)  # the question takes them for a grid, which finds them by an index
    return [
        HeldDay(day, body, datetime.fromisoformat(written))
        for day, canteen, record, body, written in connection.execute(_DAYS_BY, facts)
        if (day, canteen, record) in wanted
    ]


_D, _R = t.menu_day.c, t.record.c

_BETWEEN = _D.day.between(bindparam("first", type_=Date), bindparam("last", type_=Date))

_KEYS = menu_days(_D.day, _D.canteen, _D.record).where(_BETWEEN)

_KEYS_OF_SOME = _KEYS.where(_D.canteen.in_(bindparam("canteens", expanding=True)))

_DAYS_BY = (
    select(_D.day, _D.canteen, _D.record, _D.body, _R.written)
    .join(t.record, (_R.canteen == _D.canteen) & (_R.number == _D.record))
    .where(
        _D.day.in_(bindparam("days", type_=Date, expanding=True)),
        _D.canteen.in_(bindparam("canteens", expanding=True)),
        _D.record.in_(bindparam("records", expanding=True)),
    )
    .order_by(_D.day, _D.canteen)
)
