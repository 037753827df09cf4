"""Errors of purchases and stock: papers with one thing wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

from canteen.quotes import Basis, Quote
from canteen.receipt_errors import BroughtAlready
from canteen.receipt_rows import Known, receipts_of
from canteen.receipts import Goods, Receipt
from canteen.stock_papers import Issue, IssueLine, LotId, Spoiled
from canteen.stockroom import Lot, Reason, Room
from canteen.suppliers import Licence, Supplier
from canteen.supply_errors import (
    FoundWithoutPrice,
    LotsTaken,
    MoveOutOfOrder,
    OpeningStockDiffers,
    StockByHand,
    UnknownSupplier,
)
from canteen.write_off_rows import write_offs_of
from food_tables.layout import layout
from food_tables.reading import read_table
from nutrition.food import Food
from nutrition.quantities import Money, UnitPrice
from nutrition.tables import FoodNames
from tests.folder.exhibits import Exhibit, raised

DAY = date(2026, 3, 5)

RICE = Goods("G001", 1000, Money(470), bulk=True)

FOODS = FoodNames((Food("G001", "大米", "谷薯类", 1.0, {}),))

KNOWN = Known(FOODS, {"s1": "S1"}, ())

FARM = Supplier("S1", "绿源公司", licences=(Licence("营业执照", "9142", date(2026, 3, 1)),))


def received(goods: Goods = RICE, *inspectors: str) -> Callable[[Path], object]:
    return lambda _: Receipt(DAY, "入1", "S1", inspectors or ("张三", "李四"), (goods,))


def rows(text: str) -> Callable[[Path], object]:
    """Read receipts.csv with these rows."""
    content = f"voucher,day,supplier,inspectors,food,数量(kg),yuan\n{text}".encode()
    return lambda _: receipts_of(read_table(content, "receipts.csv", layout("receipts")), KNOWN)


def shelved() -> Room:
    """Return a room with 1 kg of rice that was good until 4 March."""
    room = Room()
    room.put(LotId(1, 1), replace(RICE, use_by=date(2026, 3, 4)), Reason.RECEIPT)
    return room


SUPPLIES: dict[str, Exhibit] = {
    "books.empty-paper": Exhibit("an issue of nothing", lambda _: Issue(DAY, "领1", ())),
    "books.bad-grams": Exhibit("-1 g of rice received", received(replace(RICE, grams=-1))),
    "books.bad-worth": Exhibit("rice for -1 fen", received(replace(RICE, worth=Money(-1)))),
    "books.brought-already": Exhibit(
        "a delivery note entered under two keys", raised(BroughtAlready("S1", "入1", 4))
    ),
    "books.inspectors": Exhibit("rice with one inspector twice", received(RICE, "张三", "张三")),
    "books.made-later": Exhibit(
        "rice of tomorrow", received(replace(RICE, produced=date(2026, 3, 6)))
    ),
    "books.shelf-life-over": Exhibit(
        "rice good until yesterday", received(replace(RICE, use_by=date(2026, 3, 4)))
    ),
    "books.shelf-life-unclear": Exhibit(
        "rice that keeps 30 days from a day that nobody wrote", received(replace(RICE, keeps=30))
    ),
    "books.price-differs": Exhibit(
        "1 kg at 4.80 yuan for 4.70", received(replace(RICE, price=UnitPrice(4800)))
    ),
    "books.bad-supplier": Exhibit("a supplier without a name", lambda _: Supplier("S1", " ")),
    "books.unknown-supplier": Exhibit(
        "goods of a supplier nobody entered", raised(UnknownSupplier("S9", ("S1", "S2")))
    ),
    "books.licence-expired": Exhibit(
        "a licence until 1 March, goods on 5 March", lambda _: FARM.refuse(DAY, ())
    ),
    "books.licence-missing": Exhibit(
        "rice of a supplier without a licence",
        lambda _: replace(FARM, licences=()).refuse(DAY, ("G001",)),
    ),
    "books.bad-quote": Exhibit(
        "a price of nothing", lambda _: Quote("S1", "G001", UnitPrice(0), DAY, Basis.MARKET)
    ),
    "books.not-enough": Exhibit(
        "rice issued that is past its day", lambda _: shelved().issue(IssueLine("G001", 10), DAY)
    ),
    "books.no-such-lot": Exhibit(
        "more written off than there is",
        lambda _: shelved().write_off(Spoiled("G001", LotId(1, 1), 1001)),
    ),
    "books.found-without-price": Exhibit(
        "rice counted where the books have none", raised(FoundWithoutPrice("盘1", "G001", 500))
    ),
    "books.move-out-of-order": Exhibit(
        "an issue of 5 March after one of 9 March",
        raised(MoveOutOfOrder("G001", DAY, date(2026, 3, 9))),
    ),
    "books.lots-taken": Exhibit(
        "a receipt undone after its rice was issued", raised(LotsTaken(4, "G001", ("领1(#5)",)))
    ),
    "books.opening-stock": Exhibit(
        "lots of 4.70 yuan in an opening that says 4.80",
        raised(OpeningStockDiffers("期初", Money(480), Money(470))),
    ),
    "books.stock-by-hand": Exhibit("an entry on 1301", raised(StockByHand("记1"))),
    "row.which-lot": Exhibit(
        "rice written off of which there are two lots",
        lambda _: write_offs_of(
            read_table(
                "单号,日期,食材,数量(kg),原因\n损1,2026-03-05,大米,1,受潮\n".encode(),
                "write_offs.csv",
                layout("write_offs"),
            ),
            FOODS,
            lambda food: [Lot(LotId(n, 1), food, 1000, bulk=True) for n in (3, 8)],
        ),
    ),
    "row.no-worth": Exhibit(
        "a receipt without amount and price", rows("入1,2026-03-05,S1,张三,大米,1,\n")
    ),
    "row.two-heads": Exhibit(
        "one voucher of two days",
        rows("入1,2026-03-05,S1,张三,大米,1,5\n入1,2026-03-06,S1,张三,大米,1,5\n"),
    ),
}
