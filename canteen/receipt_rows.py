"""Rows of receipts.csv become receipts: rows of one voucher are one receipt."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from canteen.money_cells import MaybeYuan
from canteen.paper_rows import HeadRow, PaperReading, by_voucher
from canteen.receipts import Goods, Receipt, different, refuse_goods
from food_tables.cells import Items, Label, MaybeDay, Whole, plain
from food_tables.reading import Row, Table
from food_tables.supply_cells import Kilos, MaybeLastDay
from nutrition.prices import price_in
from nutrition.quantities import UnitPrice
from nutrition.tables import FoodNames


class ReceiptRow(HeadRow):
    """A row of receipts.csv without the price per kilogram."""

    supplier: Label = ""
    inspectors: Items = ()
    amount: Kilos
    yuan: MaybeYuan = None
    printed: Label = ""
    spec: Label = ""
    produced: MaybeDay = None
    batch: Label = ""
    use_by: MaybeLastDay = None
    keeps: Whole = None
    origin: Label = ""


Rows = list[tuple[Row, ReceiptRow]]


@dataclass(frozen=True, slots=True)
class Known:
    """What rows of receipts may name.

    Attributes:
        suppliers: code or name in plain small letters -> code (canteen.suppliers.codes_of).
        bulk: codes of the bulk goods (canteen.bulk).
    """

    foods: FoodNames
    suppliers: Mapping[str, str]
    bulk: Collection[str]


def receipts_of(table: Table, known: Known) -> tuple[Receipt, ...]:
    """Return the receipts of a table, in its order.

    Raises:
        BadRows: with every row that cannot be read, and every receipt that the books refuse.
    """
    reading = PaperReading(table, known.foods)
    rows = reading.rows(ReceiptRow)
    made = [_receipt(reading, known, lines) for lines in by_voucher(rows).values()]
    reading.finish()
    return tuple(each for each in made if each is not None)


def _receipt(reading: PaperReading, known: Known, rows: Rows) -> Receipt | None:
    places = [row for row, _ in rows]
    day = reading.day(places, [line.day for _, line in rows])
    named = [plain(line.supplier) for _, line in rows]
    codes = [known.suppliers.get(name.casefold(), name) for name in named]
    supplier = reading.head(places, codes, "supplier")
    persons = [tuple(sorted(different(line.inspectors))) for _, line in rows]
    inspectors = reading.head(places, persons, "inspectors")
    if supplier and supplier not in known.suppliers.values():
        facts = {"supplier": supplier, "known": "、".join(sorted(set(known.suppliers.values())))}
        reading.refuse("books.unknown-supplier", places[0], "supplier", **facts)
        supplier = None
    goods = [_goods(reading, known, row, line) for row, line in rows]
    lines = [each for each in goods if each is not None]
    if not (day and supplier and inspectors) or len(lines) < len(goods):
        return None
    voucher = plain(rows[0][1].voucher)
    judged = [_possible(reading, row, day, each) for row, each in zip(places, lines, strict=True)]
    if not all(judged):
        return None
    return reading.made(
        places[0],
        "inspectors",
        lambda: Receipt(day, voucher, supplier, different(rows[0][1].inspectors), tuple(lines)),
    )


def _possible(reading: PaperReading, row: Row, day: date, goods: Goods) -> bool:
    """Say whether the goods can have come so on ``day``; if not, it is the fault of their row."""
    before = len(reading.faults)
    voucher = plain(row.cells["voucher"])
    reading.made(row, "food", lambda: refuse_goods(day, voucher, goods))
    return len(reading.faults) == before


def _goods(reading: PaperReading, known: Known, row: Row, line: ReceiptRow) -> Goods | None:
    before = len(reading.faults)
    food = reading.food(row, line.food)
    price: UnitPrice | None = None
    if plain(row.cells.get("yuan_per_kg", "")):
        price = price_in(reading.table, row, "yuan_per_kg", reading.faults)
    elif line.yuan is None:
        reading.refuse("row.no-worth", row, "yuan")
    if line.amount is None:
        reading.refuse("row.missing-value", row, "amount")
    if len(reading.faults) > before or line.amount is None:
        return None
    worth = line.yuan
    if worth is None and price is not None:
        worth = price.cost(Fraction(line.amount))
    assert worth is not None
    return Goods(
        food,
        line.amount,
        worth,
        food in known.bulk,
        plain(line.printed),
        plain(line.spec),
        price,
        line.produced,
        plain(line.batch),
        line.use_by,
        line.keeps,
        plain(line.origin),
    )
