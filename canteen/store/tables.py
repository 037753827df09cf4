"""All tables of the books, each defined in the module of what it is about."""

from __future__ import annotations

from sqlalchemy import Table

from canteen.store.journal_tables import canteen, period_mark, posting, record, setting
from canteen.store.refund_tables import refund_claim, refund_run
from canteen.store.schema import BOOKS

__all__ = [
    "BOOKS",
    "canteen",
    "fact_tables",
    "period_mark",
    "posting",
    "record",
    "refund_claim",
    "refund_run",
    "setting",
]


def fact_tables() -> list[Table]:
    """Return the tables whose rows cite a record, in the order of their digest: by name."""
    return sorted((x for x in BOOKS.tables.values() if x.info.get("facts")), key=lambda x: x.name)
