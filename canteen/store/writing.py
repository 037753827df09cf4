"""One transaction on the books of one canteen: the only place that commits.

Who writes holds the canteen until the end, so that its records follow each other; who only
reads sees the books as they were when it began.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import Connection, Engine, String, Table, func, insert, select

from canteen.errors import KeyUsedOtherwise, TextTooLong, UnknownCanteen
from canteen.record import Hand, Kind, Recorded
from canteen.store import tables as t
from canteen.store.chain import FIRST, Value, digest, line, written
from canteen.store.engine import changing, reading

Facts = Mapping[Table, Sequence[Mapping[str, Value]]]
"""Table -> rows without canteen, record and line."""

LONGEST = {c.name: c.type.length or 0 for c in t.record.columns if isinstance(c.type, String)}
"""Column of a record -> signs that it holds; SQLite would not mind, PostgreSQL does."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A record to be.

    Attributes:
        day: of the fact.
        key: the same key is the same request, however often it comes.
        asked: what was asked, in named values; the same key must ask the same.
    """

    kind: Kind
    day: date
    key: str
    asked: Mapping[str, Value]
    facts: Facts = field(default_factory=dict)
    voucher: str | None = None
    memo: str | None = None
    reverses: int | None = None

    @property
    def request(self) -> str:
        return digest([self.kind, written(self.asked)])


class Books:
    """The books of one canteen, inside one transaction.

    Attributes:
        canteen: the id of the canteen, in every row of its books.
        code: what people call it by.
    """

    def __init__(self, connection: Connection, canteen: int, code: str, hand: Hand) -> None:
        self.connection = connection
        self.canteen = canteen
        self.code = code
        self.hand = hand

    def made(self, draft: Draft) -> Recorded | None:
        """Return what the key of ``draft`` made before, or None.

        Raises:
            KeyUsedOtherwise: another request came under this key.
        """
        found = self.connection.execute(
            select(t.record.c.number, t.record.c.request).where(
                t.record.c.canteen == self.canteen, t.record.c.key == draft.key
            )
        ).one_or_none()
        if found is None:
            return None
        if found.request != draft.request:
            raise KeyUsedOtherwise(draft.key, found.number)
        return Recorded(found.number, before=True)

    def append(self, draft: Draft) -> Recorded:
        """Add a record with its rows as the next link of the chain.

        Raises:
            TextTooLong: the voucher, the key or a name is beyond what a record holds.
        """
        for column, text in (("voucher", draft.voucher), ("key", draft.key), ("by", self.hand.by)):
            if text is not None and len(text) > LONGEST[column]:
                raise TextTooLong(column, text, LONGEST[column])
        number, before = self._head()
        head: dict[str, Value] = {
            "number": number + 1,
            "kind": draft.kind.value,
            "day": draft.day,
            "written": self.hand.now.isoformat(timespec="seconds"),
            "by": self.hand.by,
            "key": draft.key,
            "request": draft.request,
            "voucher": draft.voucher,
            "memo": draft.memo,
            "reverses": draft.reverses,
            "content": digest(_lines(draft.facts)),
            "before": before,
        }
        head["hash"] = digest([written(head)])
        self.connection.execute(insert(t.record), {"canteen": self.canteen, **head})
        for table in t.fact_tables():
            if rows := draft.facts.get(table):
                self.connection.execute(
                    insert(table),
                    [
                        {"canteen": self.canteen, "record": number + 1, "line": n, **row}
                        for n, row in enumerate(rows, start=1)
                    ],
                )
        return Recorded(number + 1)

    def next_number(self) -> int:
        """Return the number that the next record will have; nobody else writes meanwhile."""
        return self._head()[0] + 1

    def _head(self) -> tuple[int, str]:
        """Return number and hash of the last record."""
        last = (
            select(func.max(t.record.c.number))
            .where(t.record.c.canteen == self.canteen)
            .scalar_subquery()
        )
        found = self.connection.execute(
            select(t.record.c.number, t.record.c.hash).where(
                t.record.c.canteen == self.canteen, t.record.c.number == last
            )
        ).one_or_none()
        return (found.number, found.hash) if found else (0, FIRST)


def _lines(facts: Facts) -> Iterator[str]:
    for table in t.fact_tables():
        for n, row in enumerate(facts.get(table, ()), start=1):
            named: dict[str, Value] = {"line": n}
            named |= {c.name: row.get(c.name) for c in table.columns if c.name in row}
            yield line(table.name, tuple(named), tuple(named.values()))


@contextmanager
def writing(engine: Engine, code: str, hand: Hand) -> Iterator[Books]:
    """Hold the books of one canteen, and commit what was written unless an error ends it.

    Raises:
        UnknownCanteen: the database keeps no such books.
        BooksUnavailable: the database cannot be written to.
    """
    with changing(engine) as connection:
        yield Books(connection, _held(connection, code), code, hand)


@contextmanager
def looking(engine: Engine, code: str, hand: Hand) -> Iterator[Books]:
    """See the books of one canteen as they are now; nothing is written.

    Raises:
        UnknownCanteen: the database keeps no such books.
        BooksUnavailable: the database does not answer.
    """
    with reading(engine) as connection:
        yield Books(connection, _known(connection, code), code, hand)


def _held(connection: Connection, code: str) -> int:
    """Return the id of a canteen, which is this transaction's until its end."""
    held = select(t.canteen.c.id).where(t.canteen.c.code == code).with_for_update()
    found = connection.scalar(held)
    return _known(connection, code) if found is None else int(found)


def _known(connection: Connection, code: str) -> int:
    found = connection.scalar(select(t.canteen.c.id).where(t.canteen.c.code == code))
    if found is None:
        known = connection.scalars(select(t.canteen.c.code).order_by(t.canteen.c.code))
        raise UnknownCanteen(code, list(known))
    return int(found)
