"""Rows of lists of service fees become payments and deliveries, one for each paper and item."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date

from pydantic import BaseModel, ConfigDict

from canteen.fees import MOST_UNITS, FeeDelivery, FeePayment
from canteen.money_cells import MaybeYuan
from canteen.payment_rows import amount_of, till_of
from canteen.payments import Into
from canteen.pupil_rows import unknown_pupil
from canteen.pupils import Consent
from food_tables.cells import Code, Day, Label, MaybeDay, Named, Whole, plain
from food_tables.reading import Row, Table, parse, repeated
from food_tables.table_errors import BadRows, Fault
from nutrition.quantities import Money
from nutrition.tables import in_order


class FeeRow(BaseModel):
    """What rows of payments and deliveries have in common."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    pupil: Code
    item: Code
    date: Day
    voucher: Named


class FeeConsentRow(BaseModel):
    """A row of a list of who agreed to an item."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    pupil: Code
    item: Code
    consent: Named
    since: MaybeDay = None


class FeePaymentRow(FeeRow):
    """A row of a list of payments for items."""

    yuan: MaybeYuan
    into: Label = ""


class FeeDeliveryRow(FeeRow):
    """A row of a list of who got how many units."""

    units: Whole


def fee_payments_of(
    table: Table, known: Collection[str], today: date, into: Into = Into.BANK
) -> tuple[FeePayment, ...]:
    """Return the payments of a table, by paper and item in its order.

    ``known``: pupils who are enrolled.  ``into``: where money went, if no column says so.

    Raises:
        BadRows: with every row that cannot be read, and every pupil whom nobody knows.
    """
    faults: list[Fault] = []
    papers: dict[tuple[date, str, str, Into], dict[str, Money]] = {}
    rows = parse(table, FeePaymentRow, faults)
    for row, line in rows:
        amount = amount_of(table, row, line.yuan, faults)
        till = till_of(table, row, line.into, faults) if "into" in row.cells else into
        if amount is not None and till is not None:
            paper = (line.date, plain(line.voucher), line.item, till)
            papers.setdefault(paper, {})[line.pupil] = amount
    _refuse(table, rows, (known, today), faults)
    return tuple(FeePayment(*paper[:3], who, paper[3]) for paper, who in papers.items())


def fee_deliveries_of(table: Table, known: Collection[str], today: date) -> tuple[FeeDelivery, ...]:
    """Return the deliveries of a table, by paper and item in its order.

    Raises:
        BadRows: with every row that cannot be read, and every pupil whom nobody knows.
    """
    faults: list[Fault] = []
    papers: dict[tuple[date, str, str], dict[str, int]] = {}
    rows = parse(table, FeeDeliveryRow, faults)
    for row, line in rows:
        units = _units(table, row, line.units, faults)
        if units is not None:
            paper = (line.date, plain(line.voucher), line.item)
            papers.setdefault(paper, {})[line.pupil] = units
    _refuse(table, rows, (known, today), faults)
    return tuple(FeeDelivery(*paper, who) for paper, who in papers.items())


def fee_consents_of(table: Table, known: Collection[str], first: date) -> tuple[Consent, ...]:
    """Return who agreed to which item; ``first``: the first day of those whose rows name none.

    Raises:
        BadRows: with every row that cannot be read, and every pupil whom nobody knows.
    """
    faults: list[Fault] = []
    rows = parse(table, FeeConsentRow, faults)
    for row, line in rows:
        if line.pupil not in known:
            faults.append(unknown_pupil(table, row, known))
    faults += repeated(table, ((r, (x.pupil, x.item)) for r, x in rows), "pupil")
    if faults:
        raise BadRows(table.file, in_order(faults))
    return tuple(Consent(x.pupil, plain(x.consent), x.since or first, what=x.item) for _, x in rows)


def _units(table: Table, row: Row, units: int | None, faults: list[Fault]) -> int | None:
    """Read how many; an empty cell is no number."""
    if units is None:
        faults.append(table.fault("row.missing-value", row, "units", value=""))
        return None
    if not 0 < units <= MOST_UNITS:
        allowed = f"1-{MOST_UNITS}"
        faults.append(
            table.fault("row.not-one-of", row, "units", value=str(units), allowed=allowed)
        )
        return None
    return units


def _refuse(
    table: Table,
    rows: Iterable[tuple[Row, FeeRow]],
    within: tuple[Collection[str], date],
    faults: list[Fault],
) -> None:
    """Refuse a table with faults, among them strangers, days to come and rows said twice.

    Raises:
        BadRows: there are such.
    """
    (known, today), rows = within, list(rows)
    for row, line in rows:
        if line.pupil not in known:
            faults.append(unknown_pupil(table, row, known))
        if line.date > today:
            facts = {"value": str(line.date), "limit": str(today)}
            faults.append(table.fault("row.future-day", row, "date", **facts))
    keys = ((r, (x.pupil, x.item, x.date, plain(x.voucher))) for r, x in rows)
    faults += repeated(table, keys, "pupil")
    if faults:
        raise BadRows(table.file, in_order(faults))
