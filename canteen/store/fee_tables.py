"""Tables of service fees: the items that are offered, and what pupils paid, got and got back."""

from __future__ import annotations

from sqlalchemy import BigInteger, CheckConstraint, Column, Date, Index, Integer, String

from canteen.store.schema import facts

CODE = 64

fee_item = facts(
    "fee_item",
    Column("code", String(CODE), nullable=False),
    Column("name", String(CODE), nullable=False),
    Column("basis", String(200), nullable=False, doc="the document that allows it"),
    Column("scope", String(CODE), nullable=False),
    Column("fen", BigInteger, nullable=False, doc="of one unit"),
    Column("unit", String(CODE), nullable=False),
    Column("supplier", String(CODE)),
    Column("since", Date, nullable=False),
    CheckConstraint("fen > 0", name="fen"),
)

fee_move = facts(
    "fee_move",
    Column("day", Date, nullable=False),
    Column("item", String(CODE), nullable=False),
    Column("pupil", String(CODE), nullable=False),
    Column("units", Integer, doc="delivered, and only then; below zero where that was undone"),
    Column("fen", BigInteger, nullable=False, doc="above zero where it was paid, else below"),
    Column("reason", String(10), nullable=False, doc="paid, delivered, refunded"),
    CheckConstraint("fen <> 0", name="fen"),
    CheckConstraint("(reason = 'delivered') = (units IS NOT NULL)", name="units"),
)

Index(None, fee_item.c.canteen, fee_item.c.code)
Index(None, fee_move.c.canteen, fee_move.c.item, fee_move.c.pupil)
