"""Rows of a list of payments become payments, one for each paper."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from pydantic import BaseModel, ConfigDict

from canteen.money_cells import MaybeYuan
from canteen.payments import Into, Payment
from canteen.pupil_rows import unknown_pupil
from food_tables.cells import Code, Day, Label, Named, plain
from food_tables.reading import Row, Table, parse, repeated
from food_tables.table_errors import BadRows, Fault
from food_tables.vocabulary import vocabulary
from nutrition.quantities import Money
from nutrition.tables import in_order

INTO = {"cash": Into.CASH, "bank": Into.BANK}


class PaymentRow(BaseModel):
    """A row of a list of payments."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    pupil: Code
    yuan: MaybeYuan
    date: Day
    voucher: Named
    into: Label = ""


def payments_of(
    table: Table, known: Collection[str], today: date, into: Into = Into.BANK
) -> tuple[Payment, ...]:
    """Return the payments of a table, by paper in its order.

    ``known``: pupils who are enrolled.  ``into``: where money went, if no column says so.

    Raises:
        BadRows: with every row that cannot be read, and every pupil whom nobody knows.
    """
    faults: list[Fault] = []
    papers: dict[tuple[date, str, Into], dict[str, Money]] = {}
    rows = parse(table, PaymentRow, faults)
    for row, line in rows:
        amount = amount_of(table, row, line.yuan, faults)
        till = till_of(table, row, line.into, faults) if "into" in row.cells else into
        if line.pupil not in known:
            faults.append(unknown_pupil(table, row, known))
        if line.date > today:
            facts = {"value": str(line.date), "limit": str(today)}
            faults.append(table.fault("row.future-day", row, "date", **facts))
        if amount is not None and till is not None:
            papers.setdefault((line.date, plain(line.voucher), till), {})[line.pupil] = amount
    keys = ((row, (line.pupil, line.date, plain(line.voucher))) for row, line in rows)
    faults += repeated(table, keys, "pupil")
    if faults:
        raise BadRows(table.file, in_order(faults))
    return tuple(Payment(day, paper, who, till) for (day, paper, till), who in papers.items())


def amount_of(table: Table, row: Row, amount: Money | None, faults: list[Fault]) -> Money | None:
    """Return an amount above zero; an empty cell is no amount."""
    if amount is None:
        faults.append(table.fault("row.missing-value", row, "yuan", value=""))
    elif not amount.fen:
        faults.append(table.fault("row.not-positive", row, "yuan", value=row.cells["yuan"]))
    else:
        return amount
    return None


def till_of(table: Table, row: Row, into: str, faults: list[Fault]) -> Into | None:
    """Read where money went; an empty cell does not say."""
    words = vocabulary("till")
    found = words.find(into)
    if found is not None:
        return INTO[found]
    if not plain(into):
        faults.append(table.fault("row.missing-value", row, "into", value=""))
    else:
        facts = {"value": into, "allowed": "、".join(words.choices)}
        faults.append(table.fault("row.not-one-of", row, "into", **facts))
    return None
