"""The canteens whose books a database keeps."""

from __future__ import annotations

from sqlalchemy import Engine, insert, select

from canteen.store import tables as t
from canteen.store.engine import changing, reading


def kept(engine: Engine) -> dict[str, str]:
    """Return code -> name of every canteen."""
    with reading(engine) as connection:
        rows = connection.execute(select(t.canteen).order_by(t.canteen.c.code))
        return {row.code: row.name for row in rows}


def enrol(engine: Engine, code: str, name: str) -> None:
    """Let the database keep the books of a canteen, once."""
    with changing(engine) as connection:
        if code not in set(connection.scalars(select(t.canteen.c.code))):
            connection.execute(insert(t.canteen), {"code": code, "name": name})
