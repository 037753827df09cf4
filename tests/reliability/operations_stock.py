"""Operations on goods: suppliers, prices, deliveries, issues, counts and what is undone of them."""

from __future__ import annotations

from canteen.dish_prices import DishPrice
from canteen.ledger.entry import Entry, Posting
from canteen.ledger.funds import Fund
from canteen.quotes import Basis, Quote
from canteen.record import Recorded
from canteen.stock_papers import Count, Issue, IssueLine, LotId, Spoiled, WriteOff
from canteen.store.finished_prices import Prices
from canteen.store.journal import Journal
from canteen.store.reversing import reverse
from canteen.store.stockroom import Stockroom
from canteen.store.suppliers import Suppliers
from canteen.store.writing import Books
from nutrition.quantities import Money, UnitPrice
from tests.reliability.operation import Operation, opening
from tests.store.larder import FARM, RICE, SPINACH, march, receipt, rice, spinach, stocked
from tests.store.school import BEGIN

DELIVERY = 4
"""The record of the delivery: after the opening and two suppliers."""


def _opened(books: Books) -> None:
    Journal(books).open(opening(), "opening")


def _known(books: Books) -> None:
    _opened(books)
    stocked(books)


def _delivered(books: Books) -> None:
    _opened(books)
    stocked(books, receipt(3, rice(3000, 1500), spinach(500, 450)))


def _opened_with_stock(books: Books) -> Recorded:
    lines = (Posting("1301", Money(1500)), Posting("3001", Money(-1500), Fund.PUPILS))
    return Journal(books).open(Entry(BEGIN, "期初1", "", lines), "opening", [rice(3000, 1500)])


def _quoted(books: Books) -> Recorded:
    price = Quote("S1", RICE, UnitPrice(5123), BEGIN, Basis.CONTRACT)
    return Suppliers(books).quote([price], "价目表1", "quotes")


def _received(books: Books) -> Recorded:
    return Stockroom(books).receive(receipt(4, rice(2000, 1001), voucher="入2"), "receive")


def _issued(books: Books) -> Recorded:
    lines = (IssueLine(RICE, 1001, "S001", "lunch"), IssueLine(SPINACH, 250))
    return Stockroom(books).issue(Issue(march(5), "领1", lines), "issue")


def _counted(books: Books) -> Recorded:
    count = Count(march(6), "盘1", {RICE: 2995, SPINACH: 510})
    return Stockroom(books).count(count, "count")


def _written_off(books: Books) -> Recorded:
    spoiled = Spoiled(SPINACH, LotId(DELIVERY, 2), 100)
    return Stockroom(books).write_off(WriteOff(march(6), "损1", "腐烂", (spoiled,)), "write-off")


def _sent_back(books: Books) -> Recorded:
    return reverse(books, DELIVERY, (march(7), "退货1"), "send back")


def _priced(books: Books) -> Recorded:
    return Prices(books).set([DishPrice("S001", Money(150), BEGIN)], "价1", "dish prices")


STOCK = (
    Operation("open with stock", lambda _: None, _opened_with_stock),
    Operation("supplier", _opened, lambda books: Suppliers(books).keep(FARM, "farm")),
    Operation("quotes", _known, _quoted),
    Operation("receive", _known, _received),
    Operation("issue", _delivered, _issued),
    Operation("count", _delivered, _counted),
    Operation("write off", _delivered, _written_off),
    Operation("reverse a receipt", _delivered, _sent_back),
    Operation("dish prices", _opened, _priced),
)
