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
    ColumnElement,
    Connection,
    Date,
    Integer,
    Row,
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


@dataclass(frozen=True, slots=True)
class Asked:
    """Which days of menus are asked for; ``canteens``: ids, none means all.

    ``start``, ``count``: how many days are left out, and how many are handed out at most.
    """

    first: date
    last: date
    canteens: Sequence[int] = ()
    start: int = 0
    count: int = 1000


@dataclass(frozen=True, slots=True)
class HeldDay:
    """One day of a menu as it holds now; ``shown``: when this version was put down."""

    canteen: int
    day: date
    meals: str
    lawful: bool
    costed: bool
    body: str
    shown: datetime


def days_of(connection: Connection, asked: Asked) -> tuple[list[HeldDay], int]:
    """Return the days of menus as they hold, by day and canteen, and how many there are."""
    page, counted = (_DAYS_OF_SOME, _COUNT_OF_SOME) if asked.canteens else (_DAYS, _COUNT)
    facts: dict[str, object] = {"first": asked.first, "last": asked.last}
    facts |= {"canteens": list(asked.canteens)} if asked.canteens else {}
    limits = {"start": asked.start, "count": asked.count}
    found = [_held(row) for row in connection.execute(page, {**facts, **limits})]
    if asked.start == 0 and len(found) < asked.count:
        return found, len(found)
    return found, int(connection.scalar(counted, facts) or 0)


_BETWEEN = t.menu_day.c.day.between(bindparam("first", type_=Date), bindparam("last", type_=Date))

_SOME = t.menu_day.c.canteen.in_(bindparam("canteens", expanding=True))


def _page(*wanted: ColumnElement[bool]) -> Select[Any]:
    return menu_days().where(*wanted).offset(START).limit(COUNT)


def _counted(*wanted: ColumnElement[bool]) -> Select[Any]:
    bare = menu_days(body=False).where(*wanted).order_by(None).subquery()
    return select(func.count()).select_from(bare)


_DAYS, _DAYS_OF_SOME = _page(_BETWEEN), _page(_BETWEEN, _SOME)

_COUNT, _COUNT_OF_SOME = _counted(_BETWEEN), _counted(_BETWEEN, _SOME)


def _held(row: Row[Any]) -> HeldDay:
    shown = datetime.fromisoformat(row.written)
    return HeldDay(
        row.canteen, row.day, row.meals, bool(row.lawful), bool(row.costed), row.body, shown
    )
