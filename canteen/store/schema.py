"""The form of the tables: what all of them share.

All but ``canteen``, ``person`` and ``allergy`` are append-only, and their rows cite a record.
A record is a link of its canteen's chain: it carries the digest of every row that cites it and
the hash of the record before it (canteen.store.chain).
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    ForeignKeyConstraint,
    Integer,
    MetaData,
    Table,
    UniqueConstraint,
)

BOOKS = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def facts(
    name: str,
    *columns: Column[Any] | CheckConstraint | UniqueConstraint | ForeignKeyConstraint,
) -> Table:
    """Return a table whose rows cite a record, numbered inside it."""
    return Table(
        name,
        BOOKS,
        Column("canteen", Integer, primary_key=True),
        Column("record", BigInteger, primary_key=True, autoincrement=False),
        Column("line", Integer, primary_key=True, autoincrement=False),
        *columns,
        ForeignKeyConstraint(["canteen", "record"], ["record.canteen", "record.number"]),
        sqlite_with_rowid=False,
        info={"facts": True},
    )
