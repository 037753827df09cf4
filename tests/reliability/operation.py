"""One change of the books under a fixed key, and what the books hold before it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Engine

from canteen.ledger.closing import Check, Checklist
from canteen.ledger.entry import Entry, Posting
from canteen.ledger.funds import Fund
from canteen.record import Hand, Recorded
from canteen.store.canteens import enrol
from canteen.store.engine import reading
from canteen.store.verifying import Verified, verify
from canteen.store.writing import Books, writing
from nutrition.quantities import Money
from tests.store.school import BEGIN, HAND

IN_ORDER = Checklist((Check("balance"), Check("chain")))


def opening() -> Entry:
    """Return the opening entry: 1,000 yuan of the pupils' fund."""
    return Entry(
        BEGIN,
        "期初1",
        "期初余额",
        (Posting("1002", Money(100_000)), Posting("3001", Money(-100_000), Fund.PUPILS)),
    )


@dataclass(frozen=True, slots=True)
class Operation:
    """One change of a canteen's books.

    Attributes:
        before: what the books need to hold already.
        change: the change itself, under a key of its own.
    """

    name: str
    before: Callable[[Books], object]
    change: Callable[[Books], Recorded]
    hand: Hand = HAND

    def prepare(self, engine: Engine, code: str) -> None:
        """Keep the books of a canteen, ready for the change."""
        enrol(engine, code, "示例学校")
        with writing(engine, code, self.hand) as books:
            self.before(books)

    def do(self, engine: Engine, code: str) -> Recorded:
        with writing(engine, code, self.hand) as books:
            return self.change(books)

    def __str__(self) -> str:
        return self.name


def seen(engine: Engine) -> Verified:
    """Return what a verification sees."""
    with reading(engine) as connection:
        return verify(connection)
