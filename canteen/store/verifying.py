"""Verify the books: every row is what was written, every link follows the one before it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from itertools import compress
from operator import itemgetter

from sqlalchemy import Connection, Table, select

from canteen.store import tables as t
from canteen.store.chain import FIRST, digest, pairer
from canteen.store.raw import Row, Span, canteens, is_whole, rows

AT_ONCE = 10_000
"""Records that are held in memory, with all rows that cite them."""


@dataclass(frozen=True, slots=True)
class Flaw:
    """One place where the books are not what was written.

    Attributes:
        canteen: its code; ``#`` and its id where the database keeps no such books.
        what: ``content`` (rows of a record), ``hash`` (the record itself), ``link`` (the one before
            it), ``gap`` (a number is missing), ``orphan`` (rows without a record), ``balance``,
            ``canteen`` (nobody's books, record 0), ``file`` (the database contradicts itself, as
            in an index; no canteen, record 0); of sums that do not agree, record 0, see
            ``tallying``.
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
    """Read the books of all canteens, or of one, in order, and return what is wrong with them.

    The file is looked through meanwhile, by a connection of its own.
    """
    with ThreadPoolExecutor(1) as apart:
        whole = apart.submit(is_whole, connection.engine)
        found = _followed(connection, only)
        file = () if whole.result() else (Flaw("", 0, "file"),)
    return replace(found, flaws=(*file, *found.flaws))


def _followed(connection: Connection, only: str) -> Verified:
    flaws: list[Flaw] = []
    kept = connection.execute(select(t.canteen).order_by(t.canteen.c.id)).all()
    strange = canteens(connection) - {each.id for each in kept}
    flaws += [Flaw(f"#{each}", 0, "canteen") for each in sorted(strange)]
    heads: dict[str, tuple[int, str]] = {}
    records = lines = 0
    for canteen in (each for each in kept if only in ("", each.code)):
        chain = _Chain(canteen.code)
        for links, facts in _portions(connection, canteen.id):
            for link in links:
                chain.follow(link, facts.pop(link[_NUMBER], _Facts()))
            flaws += [Flaw(canteen.code, record, "orphan") for record in sorted(facts)]
        heads[canteen.code] = chain.number, chain.hash
        flaws += chain.flaws
        records, lines = records + chain.records, lines + chain.lines
    return Verified(records, lines, heads, tuple(flaws))


@dataclass(slots=True)
class _Facts:
    """What cites one record: each row as it is hashed, and by how many fen they are off."""

    lines: list[str] = field(default_factory=list)
    off: int = 0


_COLUMNS = [c.name for c in t.record.columns]

_NUMBER, _BEFORE, _CONTENT, _HASH = map(_COLUMNS.index, ("number", "before", "content", "hash"))

_SIGNED = [i for i, name in enumerate(_COLUMNS) if name not in ("canteen", "hash")]

_shown, _signed = pairer(tuple(_COLUMNS[i] for i in _SIGNED)), itemgetter(*_SIGNED)


_WRONG = ("gap", "link", "content", "hash", "balance")


@dataclass(slots=True)
class _Chain:
    """The records of one canteen, as far as they were followed."""

    code: str
    number: int = 0
    hash: str = FIRST
    records: int = 0
    lines: int = 0
    flaws: list[Flaw] = field(default_factory=list)

    def follow(self, link: Row, facts: _Facts) -> None:
        number, told = link[_NUMBER], link[_HASH]
        wrong = (
            number != self.number + 1,
            link[_BEFORE] != self.hash,
            link[_CONTENT] != digest(facts.lines),
            told != digest([_shown(_signed(link))]),
            facts.off != 0,
        )
        if any(wrong):
            self.flaws += [Flaw(self.code, number, what) for what in compress(_WRONG, wrong)]
        self.number, self.hash = number, told
        self.records, self.lines = self.records + 1, self.lines + len(facts.lines)


def _portions(
    connection: Connection, canteen: int
) -> Iterator[tuple[list[Row], dict[int, _Facts]]]:
    """Yield records with what cites them, in order; the last portion has no end."""
    after: int | None = None
    while True:
        links = rows(connection, t.record, Span(canteen, after), AT_ONCE)
        until = links[-1][_NUMBER] if len(links) == AT_ONCE else None
        facts: defaultdict[int, _Facts] = defaultdict(_Facts)
        for table in t.fact_tables():
            _gather(facts, table, rows(connection, table, Span(canteen, after, until)))
        yield links, facts
        if until is None:
            return
        after = until


def _gather(facts: dict[int, _Facts], table: Table, found: Iterable[Row]) -> None:
    names = [c.name for c in table.columns]
    kept = [i for i, name in enumerate(names) if name not in ("canteen", "record")]
    shown, values = pairer(tuple(names[i] for i in kept)), itemgetter(*kept)
    record = names.index("record")
    fen = names.index("fen") if table is t.posting else None
    for row in found:
        of = facts[row[record]]
        of.lines.append(table.name + shown(values(row)))
        if fen is not None and isinstance(row[fen], int):
            of.off += row[fen]
