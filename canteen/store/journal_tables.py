"""Tables of the journal: canteens, records, postings, months."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from canteen.store.schema import BOOKS, facts

SHA256 = 64

canteen = Table(
    "canteen",
    BOOKS,
    Column("id", Integer, primary_key=True),
    Column("code", String(64), nullable=False, unique=True),
    Column("name", String(200), nullable=False),
)

record = Table(
    "record",
    BOOKS,
    Column("canteen", Integer, ForeignKey("canteen.id"), primary_key=True),
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("kind", String(20), nullable=False),
    Column("day", Date, nullable=False, doc="day of the fact"),
    Column("written", String(32), nullable=False, doc="when it was written, ISO 8601"),
    Column("by", String(100), nullable=False, doc="who answers for it"),
    Column("key", String(200), nullable=False, doc="the same key is the same request"),
    Column("request", String(SHA256), nullable=False, doc="digest of what was asked"),
    Column("voucher", String(200)),
    Column("memo", Text),
    Column("reverses", BigInteger),
    Column("content", String(SHA256), nullable=False, doc="digest of the rows that cite it"),
    Column("before", String(SHA256), nullable=False, doc="hash of the record before"),
    Column("hash", String(SHA256), nullable=False),
    ForeignKeyConstraint(["canteen", "reverses"], ["record.canteen", "record.number"]),
    UniqueConstraint("canteen", "key"),
    UniqueConstraint("canteen", "reverses"),
    sqlite_with_rowid=False,
)

Index(None, record.c.canteen, record.c.kind, record.c.voucher)

posting = facts(
    "posting",
    Column("day", Date, nullable=False, doc="of its record, for sums over days"),
    Column("account", String(10), nullable=False),
    Column("fund", String(20)),
    Column("party", String(64)),
    Column("fen", BigInteger, nullable=False, doc="debit above zero, credit below"),
    CheckConstraint("fen <> 0", name="fen"),
)

Index(None, posting.c.canteen, posting.c.account, posting.c.party, posting.c.day)

period_mark = facts(
    "period_mark",
    Column("month", String(7), nullable=False, doc="2026-03"),
    Column("state", String(10), nullable=False, doc="closed, refunded"),
    Column("checks", Text, doc="what was checked before it was closed"),
    UniqueConstraint("canteen", "month", "state"),
)

setting = facts(
    "setting",
    Column("name", String(40), nullable=False),
    Column("value", String(200), nullable=False),
    Column("since", Date, nullable=False, doc="first day on which it holds"),
    Column("basis", Text, nullable=False, doc="the document that says so"),
)
