"""The larder of the school whose books the tests keep: its supplier, rice, eggs and spinach."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from canteen.receipts import Goods, Receipt
from canteen.store.stockroom import Stockroom
from canteen.store.suppliers import Suppliers
from canteen.store.writing import Books
from canteen.suppliers import Chosen, Contract, Licence, Supplier
from nutrition.quantities import Money

RICE, EGG, SPINACH = "G001", "E001", "V001"

FARM = Supplier(
    "S1",
    "绿源农业公司",
    "王经理",
    "0714-1234567",
    "黄石市下陆区",
    (Licence("营业执照", "9142"), Licence("食品经营许可证", "JY1420", date(2026, 3, 20))),
    (Contract("HT-1", date(2026, 1, 1), date(2026, 12, 31), Chosen.CENTRAL),),
)

STALL = Supplier("S2", "下陆菜场12号摊")


def rice(grams: int, fen: int, use_by: date | None = None) -> Goods:
    return Goods(RICE, grams, Money(fen), bulk=True, use_by=use_by)


def spinach(grams: int, fen: int, use_by: date | None = None) -> Goods:
    return Goods(SPINACH, grams, Money(fen), bulk=False, use_by=use_by)


def march(day: int) -> date:
    return date(2026, 3, day)


def receipt(day: int, *lines: Goods, voucher: str = "") -> Receipt:
    return Receipt(march(day), voucher or f"入{day}", "S1", ("张三", "李四"), lines)


def stocked(books: Books, *receipts: Receipt) -> Stockroom:
    """Return the stock room with both suppliers entered and some receipts booked."""
    for supplier in (FARM, STALL):
        Suppliers(books).keep(supplier, f"supplier {supplier.code}")
    room = Stockroom(books)
    for n, each in enumerate(receipts):
        room.receive(each, f"receipt {n}")
    return room


def grams_left(room: Stockroom, food: str) -> Sequence[int]:
    return [lot.grams for lot in room.lots(food)]
