"""What all routes share: the database of what was published, and what it is at this moment."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime

from starlette.requests import Request

from api.clock import now
from api.http.errors import NoSuchPlace
from canteen.record import Hand
from canteen.store.engine import Database, Transaction, reading
from canteen.store.wall import House, head, house_named
from canteen.store.writing import Books

FRESH = 1.0
"""Seconds for which the state of the database is taken for what it was."""


@dataclass(slots=True)
class Door:
    """The rooms behind the door."""

    engine: Database
    _head: int = 0
    _asked: float = -FRESH

    def head(self, connection: Transaction) -> int:
        """Return the state of the database, at most a second old."""
        at = time.monotonic()
        if at - self._asked >= FRESH:
            self._head, self._asked = head(connection), at
        return self._head

    @property
    def now(self) -> datetime:
        return now()

    @property
    def today(self) -> date:
        return self.now.date()

    @contextmanager
    def books(self, code: str) -> Iterator[tuple[House, Books]]:
        """Read what one school published.

        Raises:
            NoSuchPlace: there is no such school.
        """
        with reading(self.engine) as connection:
            house = house_named(connection, code)
            if house is None:
                raise NoSuchPlace(f"schools/{code}")
            yield house, Books(connection, house.id, house.code, Hand(self.now, ""))


async def door_of(request: Request) -> Door:
    """Return the door that a request came through."""
    found = request.app.state.door
    assert isinstance(found, Door)
    return found
