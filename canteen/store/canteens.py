"""The canteens whose books a database keeps."""

from __future__ import annotations

import re

from sqlalchemy import Engine, insert, select

from canteen.errors import BadCanteen
from canteen.store import tables as t
from canteen.store.engine import changing, reading

LONGEST_NAME = 200

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.\-]{0,63}", re.ASCII)


def kept(engine: Engine) -> dict[str, str]:
    """Return code -> name of every canteen."""
    with reading(engine) as connection:
        rows = connection.execute(select(t.canteen).order_by(t.canteen.c.code))
        return {row.code: row.name for row in rows}


def refuse_bad(code: str, name: str) -> None:
    """Refuse a canteen that nobody could name.

    Raises:
        BadCanteen: the code or the name cannot be such.
    """
    if not _CODE.fullmatch(code) or not 0 < len(name.strip()) <= LONGEST_NAME:
        raise BadCanteen(code, name)


def enrol(engine: Engine, code: str, name: str) -> None:
    """Let the database keep the books of a canteen, once.

    Raises:
        BadCanteen: the code or the name cannot be such.
    """
    refuse_bad(code, name)
    with changing(engine) as connection:
        if code not in set(connection.scalars(select(t.canteen.c.code))):
            connection.execute(insert(t.canteen), {"code": code, "name": name})
