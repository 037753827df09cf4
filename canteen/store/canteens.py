"""The canteens whose books a database keeps."""

from __future__ import annotations

from sqlalchemy import Engine, insert, select

from canteen.store import tables as t
from canteen.store.engine import changing


def enrol(engine: Engine, code: str, name: str) -> None:
    """Let the database keep the books of a canteen, once."""
    with changing(engine) as connection:
        if code not in set(connection.scalars(select(t.canteen.c.code))):
            connection.execute(insert(t.canteen), {"code": code, "name": name})
