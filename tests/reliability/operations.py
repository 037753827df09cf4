"""Operations on the books, each under a fixed key: what the attacks of this folder try.

To have a new operation attacked, add it to ``OPERATIONS``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta

from sqlalchemy import Engine

from canteen.calendar import Month
from canteen.choices import choose
from canteen.ledger.closing import Check, Checklist
from canteen.ledger.entry import Entry, Posting
from canteen.ledger.funds import Fund
from canteen.payments import Payment
from canteen.record import Hand, Recorded
from canteen.store.canteens import enrol
from canteen.store.choosing import make
from canteen.store.claims import ClaimRequest, PayOut, claim, pay_out
from canteen.store.engine import reading
from canteen.store.journal import Journal
from canteen.store.payments import pay
from canteen.store.periods import Periods
from canteen.store.refunds import RefundRequest, run
from canteen.store.verifying import Verified, verify
from canteen.store.writing import Books, writing
from nutrition.quantities import Money
from tests.store.roll import enrolled
from tests.store.school import BEGIN, HAND, power

MARCH, APRIL = Month(2026, 3), date(2026, 4, 2)

APRIL_HAND = replace(HAND, now=HAND.now + timedelta(days=3))

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


def _march_closed(books: Books) -> None:
    _opened(books)
    Periods(books).close(MARCH, IN_ORDER, "close")


def _closed(books: Books) -> Recorded:
    return Periods(books).close(MARCH, IN_ORDER, "close")


def _weights(_books: Books, _first: date, _last: date) -> Mapping[str, int]:
    return {"001": 20, "002": 19, "003": 21}


def _refunded(books: Books) -> Recorded:
    return run(books, RefundRequest(MARCH, APRIL, "退1"), _weights, "refund")


def _march_refunded(books: Books) -> None:
    _march_closed(books)
    _refunded(books)


def _paid_out(books: Books) -> Recorded:
    paid = {"001": Money(100), "002": Money(200)}
    return pay_out(books, PayOut(APRIL, "付1", "1002", paid), "pay")


def _prepaid(books: Books) -> None:
    _opened(books)
    enrolled(books)
    pay(books, Payment(BEGIN, "收1", {"001": Money(900), "002": Money(800)}), "prepaid")


def _claimed(books: Books) -> Recorded:
    return claim(books, ClaimRequest("001", Money(900), BEGIN, "uneaten", "退2"), "claim")


OPERATIONS = (
    Operation("open", lambda _: None, _opened),
    Operation("post", _opened, _posted),
    Operation("reverse", _opened_and_posted, _reversed),
    Operation("set", _opened, _set),
    Operation("close", _opened, _closed, APRIL_HAND),
    Operation("refund", _march_closed, _refunded, APRIL_HAND),
    Operation("pay out", _march_refunded, _paid_out, APRIL_HAND),
    Operation("claim", _prepaid, _claimed),
)


def seen(engine: Engine) -> Verified:
    """Return what a verification sees."""
    with reading(engine) as connection:
        return verify(connection)
