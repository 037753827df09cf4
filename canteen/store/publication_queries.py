"""Questions about what was shown, each built once: many read at a time."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Date, Integer, Row, Select, String, bindparam, func, select

from canteen.publicity.publication import Shown
from canteen.store import tables as t
from canteen.store.since import CANTEEN

_P, _R = t.publication.c, t.record.c

MENU = "recipe"


def menu_days(*columns: ColumnElement[Any]) -> Select[Any]:
    """Return the question for the days of menus as they hold: of each day the newest menu's.

    A later menu about a day takes its place even where it serves nothing on it.
    ``columns``: of the days; without any, all but their keys, and when they were written.
    """
    day, later = t.menu_day.c, t.publication.alias("later")
    replaced = select(later.c.record).where(
        later.c.canteen == day.canteen,
        later.c.sheet == MENU,
        later.c.part == "",
        later.c.first <= day.day,
        later.c.last >= day.day,
        later.c.record > day.record,
    )
    flags = (day.canteen, day.day, day.meals, day.lawful, day.costed, day.body, _R.written)
    asked = select(*(columns or flags))
    if not columns:
        asked = asked.join(t.record, (_R.canteen == day.canteen) & (_R.number == day.record))
    return asked.where(~replaced.exists()).order_by(day.day, day.canteen)


def sheets() -> Select[Any]:
    later = t.publication.alias("newer")
    newest = (
        select(func.max(later.c.version))
        .where(
            later.c.canteen == _P.canteen,
            later.c.sheet == _P.sheet,
            later.c.part == _P.part,
            later.c.first == _P.first,
            later.c.last == _P.last,
        )
        .scalar_subquery()
    )
    return select(
        *(c for c in t.publication.columns if c.name != "line"),
        _R.written,
        _R.by,
        newest.label("newest"),
    ).join(t.record, (_R.canteen == _P.canteen) & (_R.number == _P.record))


ABOUT = (
    sheets()
    .where(
        _P.canteen == CANTEEN,
        _P.last >= bindparam("first", type_=Date),
        _P.first <= bindparam("last", type_=Date),
    )
    .order_by(_P.first.desc(), _P.record.desc())
)

INKS = select(
    t.publication_ink.c.record, t.publication_ink.c.ink, t.publication_ink.c.sha256
).where(
    t.publication_ink.c.canteen == CANTEEN,
    t.publication_ink.c.record.in_(bindparam("records", expanding=True)),
)


def _of_kind() -> Select[Any]:
    """Return the sheets of one kind or of all, each version or those that hold."""
    kind, every = bindparam("sheet", type_=String), bindparam("every", type_=Integer)
    later = t.publication.alias("after")
    replaced = select(later.c.record).where(
        later.c.canteen == _P.canteen,
        later.c.sheet == _P.sheet,
        later.c.part == _P.part,
        later.c.first == _P.first,
        later.c.last == _P.last,
        later.c.version > _P.version,
    )
    return sheets().where(
        _P.canteen == CANTEEN,
        (kind == "") | (_P.sheet == kind),
        (every == 1) | ~replaced.exists(),
    )


LISTED = (
    _of_kind()
    .order_by(_P.first.desc(), _P.record.desc())
    .offset(bindparam("start", type_=Integer))
    .limit(bindparam("count", type_=Integer))
)

LISTED_COUNT = select(func.count()).select_from(_of_kind().subquery())


def shown_of(row: Row[Any], inks: dict[str, str]) -> Shown:
    return Shown(
        record=row.record,
        sheet=row.sheet,
        first=row.first,
        last=row.last,
        part=row.part,
        version=row.version,
        title=row.title,
        fingerprint=row.fingerprint,
        dated=row.dated,
        at=datetime.fromisoformat(row.written),
        by=row.by,
        signed=json.loads(row.signed),
        inks=inks,
        current=row.version == row.newest,
    )
