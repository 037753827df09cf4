"""Tables of purchases and stock: suppliers, price lists, receipts, moves, counts."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Date,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    Text,
)

from canteen.store.schema import facts

CODE = 64

WORDS = 200

supplier = facts(
    "supplier",
    Column("code", String(CODE), nullable=False),
    Column("name", String(WORDS), nullable=False),
    Column("contact", String(WORDS)),
    Column("phone", String(WORDS)),
    Column("address", Text),
)

Index(None, supplier.c.canteen, supplier.c.code)

licence = facts(
    "licence",
    Column("kind", String(WORDS), nullable=False, doc="as it is titled"),
    Column("number", String(WORDS), nullable=False),
    Column("until", Date, doc="last day; none where it has none"),
)

contract = facts(
    "contract",
    Column("number", String(WORDS), nullable=False),
    Column("first", Date, nullable=False),
    Column("last", Date, nullable=False),
    Column("chosen", String(20), nullable=False, doc="central, school"),
)

quote = facts(
    "quote",
    Column("supplier", String(CODE), doc="none for a reference price"),
    Column("food", String(CODE), nullable=False),
    Column("li_per_kg", BigInteger, nullable=False),
    Column("since", Date, nullable=False, doc="first day on which it holds"),
    Column("basis", String(20), nullable=False, doc="contract, market, reference"),
    CheckConstraint("li_per_kg > 0", name="li_per_kg"),
)

Index(None, quote.c.canteen, quote.c.food, quote.c.since)

receipt = facts(
    "receipt",
    Column("supplier", String(CODE), nullable=False),
    Column("inspectors", Text, nullable=False, doc="names, parted by 、"),
)

receipt_line = facts(
    "receipt_line",
    Column("food", String(CODE), nullable=False),
    Column("name", String(WORDS), doc="as the delivery note prints it"),
    Column("spec", String(WORDS)),
    Column("grams", BigInteger, nullable=False),
    Column("fen", BigInteger, nullable=False),
    Column("li_per_kg", BigInteger, doc="as printed"),
    Column("produced", Date),
    Column("batch", String(WORDS)),
    Column("use_by", Date, doc="last day of use, stated or counted"),
    Column("keeps", Integer, doc="shelf life in days, as printed"),
    Column("origin", String(WORDS)),
    Column("bulk", Integer, nullable=False, doc="1: received by two persons or more"),
    CheckConstraint("grams > 0 AND fen >= 0 AND bulk IN (0, 1)", name="goods"),
)

Index(None, receipt_line.c.canteen, receipt_line.c.food)

stock_move = facts(
    "stock_move",
    Column("day", Date, nullable=False, doc="of its record, for sums over days"),
    Column("food", String(CODE), nullable=False),
    Column("lot_record", BigInteger, nullable=False),
    Column("lot_line", Integer, nullable=False),
    Column("grams", BigInteger, nullable=False, doc="above zero where goods came"),
    Column("fen", BigInteger, nullable=False),
    Column("grams_after", BigInteger, nullable=False, doc="of the food, over all lots"),
    Column("fen_after", BigInteger, nullable=False),
    Column("reason", String(20), nullable=False, doc="what undoes a move has its reason"),
    Column("bulk", Integer, nullable=False),
    Column("dish", String(WORDS)),
    Column("meal", String(WORDS)),
    ForeignKeyConstraint(
        ["canteen", "lot_record", "lot_line"],
        ["receipt_line.canteen", "receipt_line.record", "receipt_line.line"],
    ),
    CheckConstraint("grams <> 0 AND grams_after >= 0 AND fen_after >= 0", name="shelf"),
    CheckConstraint("grams_after > 0 OR fen_after = 0", name="last"),
)

Index(None, stock_move.c.canteen, stock_move.c.food, stock_move.c.record, stock_move.c.line)

Index(None, stock_move.c.canteen, stock_move.c.day)

Index(None, stock_move.c.canteen, stock_move.c.lot_record, stock_move.c.lot_line)

stock_count = facts(
    "stock_count",
    Column("food", String(CODE), nullable=False),
    Column("booked", BigInteger, nullable=False, doc="grams that the books had"),
    Column("counted", BigInteger, nullable=False),
    CheckConstraint("booked >= 0 AND counted >= 0", name="grams"),
)
