"""Tables of refunds: runs over closed months, the share of each pupil, single claims."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, CheckConstraint, Column, Date, String

from canteen.store.schema import facts

refund_run = facts(
    "refund_run",
    Column("first", Date, nullable=False, doc="first day whose surplus it is"),
    Column("last", Date, nullable=False),
    Column("by", String(10), nullable=False, doc="days or paid"),
    Column("fen", BigInteger, nullable=False, doc="the whole surplus"),
    CheckConstraint("fen > 0", name="fen"),
)

refund_claim = facts(
    "refund_claim",
    Column("pupil", String(64), nullable=False),
    Column("asked", Date, nullable=False),
    Column("due", Date, nullable=False, doc="last day for the payment"),
    Column("confirmed", Boolean, nullable=False, doc="the holidays until then are published"),
    Column("reason", String(10), nullable=False, doc="surplus, uneaten, left, fee"),
    Column("weight", BigInteger, doc="of the share, where there is one"),
    Column("fen", BigInteger, nullable=False),
    CheckConstraint("fen > 0", name="fen"),
)
