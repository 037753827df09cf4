"""What was shown, over all canteens of a database: by fingerprint, by bytes, day by day.

Only what is open to everybody; nothing here names a pupil or changes a row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, select

from canteen.store import tables as t
from canteen.store.publications import menu_days


@dataclass(frozen=True, slots=True)
class Found:
    """A sheet that was shown: which canteen's, and the number of its record."""

    canteen: str
    name: str
    record: int


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


def days_of(
    connection: Connection, first: date, last: date, canteens: Sequence[int] = ()
) -> list[Row[Any]]:
    """Return the days of menus as they hold, by day and canteen; of some canteens, or of all."""
    asked = menu_days().where(t.menu_day.c.day.between(first, last))
    if canteens:
        asked = asked.where(t.menu_day.c.canteen.in_(canteens))
    return list(connection.execute(asked))
