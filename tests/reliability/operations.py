"""Operations on the books, each under a fixed key: what the attacks of this folder try.

To have a new operation attacked, add it to ``OPERATIONS``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Engine

from canteen.choices import choose
from canteen.ledger.entry import Entry, Posting
from canteen.ledger.funds import Fund
from canteen.record import Recorded
from canteen.store.canteens import enrol
from canteen.store.choosing import make
from canteen.store.engine import reading
from canteen.store.journal import Journal
from canteen.store.verifying import Verified, verify
from canteen.store.writing import Books, writing
from nutrition.quantities import Money
from tests.store.school import BEGIN, HAND, power


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

    def prepare(self, engine: Engine, code: str) -> None:
        """Keep the books of a canteen, ready for the change."""
        enrol(engine, code, "示例学校")
        with writing(engine, code, HAND) as books:
            self.before(books)

    def do(self, engine: Engine, code: str) -> Recorded:
        with writing(engine, code, HAND) as books:
            return self.change(books)

    def __str__(self) -> str:
        return self.name


def _opened(books: Books) -> Recorded:
    return Journal(books).open(opening(), "opening")


def _posted(books: Books) -> Recorded:
    return Journal(books).post(power(), "post")


def _opened_and_posted(books: Books) -> Recorded:
    _opened(books)
    return _posted(books)


def _reversed(books: Books) -> Recorded:
    return Journal(books).reverse(2, date(2026, 3, 12), "更1", "reverse")


def _set(books: Books) -> Recorded:
    choice = choose("running", "contracted", date(2026, 3, 10), "承包合同1号")
    return make(books, choice, "set")


OPERATIONS = (
    Operation("open", lambda _: None, _opened),
    Operation("post", _opened, _posted),
    Operation("reverse", _opened_and_posted, _reversed),
    Operation("set", _opened, _set),
)


def seen(engine: Engine) -> Verified:
    """Return what a verification sees."""
    with reading(engine) as connection:
        return verify(connection)
