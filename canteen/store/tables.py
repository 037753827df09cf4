"""All tables of the books, each defined in the module of what it is about."""

from __future__ import annotations

from sqlalchemy import Table

from canteen.store.journal_tables import canteen, period_mark, posting, record, setting
from canteen.store.refund_tables import refund_claim, refund_run
from canteen.store.schema import BOOKS
from canteen.store.supply_tables import (
    contract,
    licence,
    quote,
    receipt,
    receipt_line,
    stock_count,
    stock_move,
    supplier,
)

__all__ = [
    "BOOKS",
    "canteen",
    "contract",
    "fact_tables",
    "licence",
    "period_mark",
    "posting",
    "quote",
    "receipt",
    "receipt_line",
    "record",
    "refund_claim",
    "refund_run",
    "setting",
    "stock_count",
    "stock_move",
    "supplier",
]


def fact_tables() -> list[Table]:
    """Return the tables whose rows cite a record, in the order of their digest: by name."""
    return sorted((x for x in BOOKS.tables.values() if x.info.get("facts")), key=lambda x: x.name)
