"""The table of finished prices of dishes."""

from __future__ import annotations

from sqlalchemy import BigInteger, CheckConstraint, Column, Date, Index, String, Text

from canteen.store.schema import facts

dish_price = facts(
    "dish_price",
    Column("dish", String(200), nullable=False),
    Column("fen", BigInteger, nullable=False, doc="of one portion"),
    Column("since", Date, nullable=False, doc="first day on which it holds"),
    Column("basis", Text, doc="the document that says so, beside the voucher"),
    CheckConstraint("fen > 0", name="fen"),
)

Index(None, dish_price.c.canteen, dish_price.c.dish, dish_price.c.since)
