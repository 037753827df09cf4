"""Verify the books: every row is what was written, every link follows the one before it."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import Connection, CursorResult, Table, select

from canteen.store import tables as t
from canteen.store.chain import FIRST, digest, line, written

AT_ONCE = 20_000
"""Rows that are held in memory, of each table."""


@dataclass(frozen=True, slots=True)
class Flaw:
    """One place where the books are not what was written.

    Attributes:
        what: ``content`` (rows of a record), ``hash`` (the record itself), ``link`` (the one before
            it), ``gap`` (a number is missing), ``orphan`` (rows without a record), ``balance``.
    """

    canteen: str
    record: int
    what: str


@dataclass(frozen=True, slots=True)
class Verified:
    """What a verification saw.

    Attributes:
        heads: canteen -> number and hash of its last record.
    """

    records: int
    rows: int
    heads: dict[str, tuple[int, str]]
    flaws: tuple[Flaw, ...]


def verify(connection: Connection, only: str = "") -> Verified:
    """Read the books of all canteens, or of one, in order, and return what is wrong with them."""
    flaws: list[Flaw] = []
    heads: dict[str, tuple[int, str]] = {}
    records = rows = 0
    canteens = select(t.canteen).order_by(t.canteen.c.id)
    if only:
        canteens = canteens.where(t.canteen.c.code == only)
    for canteen in connection.execute(canteens).all():
        before, last = FIRST, 0
        facts = _Facts(connection, canteen.id)
        for head in _streamed(connection, t.record, canteen.id):
            named = head._asdict()
            del named["canteen"], named["hash"]
            number = head.number
            lines, off, orphans = facts.of(number)
            rows += len(lines)
            found = {
                "gap": number != last + 1,
                "link": head.before != before,
                "content": head.content != digest(lines),
                "hash": head.hash != digest([written(named)]),
                "balance": off != 0,
            }
            flaws += [Flaw(canteen.code, each, "orphan") for each in orphans]
            flaws += [Flaw(canteen.code, number, what) for what, wrong in found.items() if wrong]
            before, last, records = head.hash, number, records + 1
        flaws += [Flaw(canteen.code, each, "orphan") for each in facts.left()]
        heads[canteen.code] = last, before
    return Verified(records, rows, heads, tuple(flaws))


class _Facts:
    """The rows of one canteen, record by record."""

    def __init__(self, connection: Connection, canteen: int) -> None:
        sources = [
            _lines(n, table, _streamed(connection, table, canteen))
            for n, table in enumerate(t.fact_tables())
        ]
        self._groups = groupby(heapq.merge(*sources, key=itemgetter(0, 1, 2)), key=itemgetter(0))
        self._next = next(self._groups, None)

    def of(self, number: int) -> tuple[list[str], int, list[int]]:
        """Return the lines of a record, by how much it is out of balance, and what was skipped."""
        skipped: list[int] = []
        while self._next is not None and self._next[0] < number:
            skipped.append(self._next[0])
            self._next = next(self._groups, None)
        if self._next is None or self._next[0] != number:
            return [], 0, skipped
        found = list(self._next[1])
        self._next = next(self._groups, None)
        return [row[3] for row in found], sum(row[4] for row in found), skipped

    def left(self) -> list[int]:
        rest = [] if self._next is None else [self._next[0]]
        return rest + [number for number, _ in self._groups]


Line = tuple[int, int, int, str, int]
"""(record, table, line, text, fen that count for the balance)."""


def _lines(place: int, table: Table, rows: Iterable[Sequence[Any]]) -> Iterator[Line]:
    names = [c.name for c in table.columns]
    record, number = names.index("record"), names.index("line")
    kept = [i for i, name in enumerate(names) if name not in ("canteen", "record")]
    shown, values = [names[i] for i in kept], itemgetter(*kept)
    fen = names.index("fen") if table is t.posting else None
    for row in rows:
        text = line(table.name, shown, values(row))
        yield row[record], place, row[number], text, row[fen] if fen is not None else 0


def _streamed(connection: Connection, table: Table, canteen: int) -> CursorResult[Any]:
    key = [c for c in table.primary_key.columns if c.name != "canteen"]
    asked = select(table).where(table.c.canteen == canteen).order_by(*key)
    return connection.execute(asked, execution_options={"yield_per": AT_ONCE})
