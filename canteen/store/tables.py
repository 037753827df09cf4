"""All tables of the books, each defined in the module of what it is about."""

from __future__ import annotations

from sqlalchemy import Table

from canteen.store.fee_tables import fee_item, fee_move
from canteen.store.journal_tables import canteen, period_mark, posting, record, setting
from canteen.store.price_tables import dish_price
from canteen.store.publicity_tables import menu_day, paper, publication, publication_ink
from canteen.store.pupil_tables import (
    allergy,
    attendance,
    charge,
    charged_day,
    consent,
    enrolment,
    entitlement,
    head_count,
    meal_plan,
    person,
    roll_call,
)
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
    "allergy",
    "attendance",
    "canteen",
    "charge",
    "charged_day",
    "consent",
    "contract",
    "dish_price",
    "enrolment",
    "entitlement",
    "fact_tables",
    "fee_item",
    "fee_move",
    "head_count",
    "licence",
    "meal_plan",
    "menu_day",
    "paper",
    "period_mark",
    "person",
    "posting",
    "publication",
    "publication_ink",
    "quote",
    "receipt",
    "receipt_line",
    "record",
    "refund_claim",
    "refund_run",
    "roll_call",
    "setting",
    "stock_count",
    "stock_move",
    "supplier",
]


def fact_tables() -> list[Table]:
    """Return the tables whose rows cite a record, in the order of their digest: by name."""
    return sorted((x for x in BOOKS.tables.values() if x.info.get("facts")), key=lambda x: x.name)
