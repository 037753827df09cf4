"""Tables of what was shown: sheets, their inks, the days of a menu; the bytes stand apart."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Date,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
)

from canteen.store.schema import BOOKS, facts

SHA256 = 64

publication = facts(
    "publication",
    Column("sheet", String(40), nullable=False),
    Column("part", String(200), nullable=False, doc="group of pupils, or empty: the whole"),
    Column("first", Date, nullable=False, doc="first day that it is about"),
    Column("last", Date, nullable=False),
    Column("version", Integer, nullable=False, doc="1, then one more for each correction"),
    Column("title", Text, nullable=False),
    Column("lang", String(2), nullable=False),
    Column("dated", Date, nullable=False, doc="as printed on it"),
    Column("fingerprint", String(40), nullable=False),
    Column("signed", Text, nullable=False, doc="JSON: post and name"),
    CheckConstraint("version > 0 AND first <= last", name="version"),
)

Index(None, publication.c.canteen, publication.c.sheet, publication.c.first)
Index(None, publication.c.fingerprint)

publication_ink = facts(
    "publication_ink",
    Column("ink", String(10), nullable=False, doc="html, pdf, xlsx"),
    Column("sha256", String(SHA256), nullable=False),
    Column("size", BigInteger, nullable=False, doc="bytes"),
    CheckConstraint("size > 0", name="size"),
)

Index(None, publication_ink.c.sha256)

menu_day = facts(
    "menu_day",
    Column("day", Date, nullable=False),
    Column("meals", String(200), nullable=False, doc="ids of the meals, parted by blanks"),
    Column("lawful", Integer, nullable=False, doc="1: no hard rule was broken when it was made"),
    Column("costed", Integer, nullable=False, doc="1: the cost of every portion is known"),
    Column("body", Text, nullable=False, doc="JSON of the day, as the public API hands it out"),
    CheckConstraint("lawful IN (0, 1) AND costed IN (0, 1)", name="flags"),
)

Index(None, menu_day.c.canteen, menu_day.c.day)
Index(None, menu_day.c.day, menu_day.c.canteen)

paper = Table(
    "paper",
    BOOKS,
    Column("sha256", String(SHA256), primary_key=True, doc="of the bytes before packing"),
    Column("packed", LargeBinary, nullable=False, doc="the bytes, packed with zlib"),
)
"""The exact bytes that were shown, each once; ``publication_ink`` vouches for them."""
