"""Operations of the ledger: entries, settings, months, refunds and payments to pupils."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from canteen.calendar import Month
from canteen.choices import choose
from canteen.payments import Payment
from canteen.record import Recorded
from canteen.store.choosing import make
from canteen.store.claims import ClaimRequest, PayOut, claim, pay_out
from canteen.store.journal import Journal
from canteen.store.payments import pay
from canteen.store.periods import Periods
from canteen.store.refunds import RefundRequest, run
from canteen.store.writing import Books
from nutrition.quantities import Money
from tests.reliability.operation import IN_ORDER, Operation, opening
from tests.store.roll import enrolled
from tests.store.school import BEGIN, HAND, power

MARCH, APRIL = Month(2026, 3), date(2026, 4, 2)

APRIL_HAND = replace(HAND, now=HAND.now + timedelta(days=3))


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


LEDGER = (
    Operation("open", lambda _: None, _opened),
    Operation("post", _opened, _posted),
    Operation("reverse", _opened_and_posted, _reversed),
    Operation("set", _opened, _set),
    Operation("close", _opened, _closed, APRIL_HAND),
    Operation("refund", _march_closed, _refunded, APRIL_HAND),
    Operation("pay out", _march_refunded, _paid_out, APRIL_HAND),
    Operation("claim", _prepaid, _claimed),
)
