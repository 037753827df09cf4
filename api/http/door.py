"""What all routes share: the database of what was published, and what it is at this moment."""

from __future__ import annotations

import re
import time
from asyncio import Lock
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeVar

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from api.clock import now
from api.http.errors import NoSuchPlace
from api.http.memory import Memory
from canteen.errors import BooksUnavailable
from canteen.record import Hand
from canteen.store.engine import Database, Transaction, reading
from canteen.store.wall import House, Key, house_named, houses
from canteen.store.writing import Books

T = TypeVar("T")

FRESH = 1.0
"""Seconds for which the state of the database is taken for what it was."""

MOST_BYTES = 192 * 2**20
"""Of answers that are kept in memory, by each process."""

MOST_KEYS = 2_000_000
"""Of days that are known to hold."""

ENTRY_BYTES, ENTRY_KEYS = 4096, 20
"""What an entry takes beside its content: whoever asks for ever new nothings fills no memory."""

FEW_DAYS = 3_000
"""Of schools: as many as are gone through in some 20 ms."""

MOST_SCHOOLS = 1_000_000

_SCHOOL = re.compile(r"(?:/api/v1)?/schools/([^/]+)")


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer: all of its headers and its body."""

    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes


@dataclass(frozen=True, slots=True)
class State:
    """The schools of the database by code.

    Attributes:
        head: a number that grows with every school, and with every record of any.
    """

    houses: Mapping[str, House] = field(default_factory=dict)
    head: int = 0
    asked: float = -FRESH

    @property
    def fresh(self) -> bool:
        return time.monotonic() - self.asked < FRESH


@dataclass(slots=True)
class Door:
    """The rooms behind the door, and what was made of them.

    Attributes:
        answers: by state, day, address and form.
        held: which days hold, by state and what is asked for.
    """

    engine: Database
    answers: Memory[Answer] = field(
        default_factory=lambda: Memory(MOST_BYTES, lambda answer: len(answer.body) + ENTRY_BYTES)
    )
    held: Memory[list[Key]] = field(
        default_factory=lambda: Memory(MOST_KEYS, lambda keys: len(keys) + ENTRY_KEYS)
    )
    state: State = field(default_factory=State)
    asking: Lock = field(default_factory=Lock)

    async def state_of(self, path: str) -> tuple[int, int] | None:
        """Return what an answer under this address depends on; None where nobody can say.

        It is at most ``FRESH`` seconds old.
        """
        async with self.asking:  # one asks, the others wait for what it hears
            if not self.state.fresh:
                try:
                    self.state = await self.look(_state)
                except BooksUnavailable:
                    return None
        match = _SCHOOL.match(path)
        house = self.state.houses.get(match[1]) if match else None
        return (house.id, house.head) if house else (0, self.state.head)

    async def look(self, question: Callable[[Transaction], T], days: int = 0) -> T:
        """Ask the database one question.

        SQLite answers a short one from a file in less time than the way to a thread and back
        takes (docs/adr/0016); any other database may be far away.  ``days``: of schools that the
        question goes through.
        """

        def looked() -> T:
            with reading(self.engine) as connection:
                return question(connection)

        at_once = self.engine.dialect.name == "sqlite" and days <= FEW_DAYS
        return looked() if at_once else await run_in_threadpool(looked)

    @property
    def now(self) -> datetime:
        return now()

    @property
    def today(self) -> date:
        return self.now.date()

    def house(self, connection: Transaction, code: str) -> House:
        """Return a school.

        Raises:
            NoSuchPlace: there is none.
        """
        house = self.state.houses.get(code) or house_named(connection, code)
        if house is None:
            raise NoSuchPlace(f"schools/{code}")
        return house

    @contextmanager
    def books(self, code: str) -> Iterator[tuple[House, Books]]:
        """Read what one school published.

        Raises:
            NoSuchPlace: there is no such school.
        """
        with reading(self.engine) as connection:
            yield self.house(connection, code), self.books_in(connection, code)

    def books_in(self, connection: Transaction, code: str) -> Books:
        """Return the books of one school in a transaction that has begun.

        Raises:
            NoSuchPlace: there is no such school.
        """
        house = self.house(connection, code)
        return Books(connection, house.id, house.code, Hand(self.now, ""))


def _state(connection: Transaction) -> State:
    asked = time.monotonic()
    found, _ = houses(connection, 0, MOST_SCHOOLS)
    return State({each.code: each for each in found}, sum(1 + each.head for each in found), asked)


async def door_of(request: Request) -> Door:
    """Return the door that a request came through."""
    found = request.app.state.door
    assert isinstance(found, Door)
    return found
