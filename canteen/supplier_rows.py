"""Rows of a table become suppliers; a supplier with several licences or contracts has more rows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from pydantic import BaseModel, ConfigDict

from canteen.errors import BooksError
from canteen.suppliers import Chosen, Contract, Licence, Supplier
from food_tables.cells import Code, Label, MaybeDay, Named, plain
from food_tables.reading import Row, Table, parse
from food_tables.table_errors import BadRows, Fault
from nutrition.tables import in_order

CHOSEN = {"": Chosen.SCHOOL, "school": Chosen.SCHOOL, "学校": Chosen.SCHOOL}
CHOSEN |= dict.fromkeys(("central", "集中", "集中采购", "统一采购", "统采"), Chosen.CENTRAL)


class SupplierRow(BaseModel):
    """A row of a table of suppliers."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    code: Code
    name: Named
    contact: Label = ""
    phone: Label = ""
    address: Label = ""
    licence: Label = ""
    licence_number: Label = ""
    licence_until: MaybeDay = None
    contract: Label = ""
    first: MaybeDay = None
    last: MaybeDay = None
    chosen: Label = ""


Rows = Sequence[tuple[Row, SupplierRow]]


def suppliers_of(table: Table) -> tuple[Supplier, ...]:
    """Return the suppliers of a table, in its order; name and address are those of the first row.

    Raises:
        BadRows: with every row that cannot be read.
    """
    faults: list[Fault] = []
    own: dict[str, list[tuple[Row, SupplierRow]]] = {}
    for row, line in parse(table, SupplierRow, faults):
        own.setdefault(line.code, []).append((row, line))
        faults += _halves(table, row, line)
    found = [made for rows in own.values() if (made := _supplier(table, rows, faults))]
    if faults:
        raise BadRows(table.file, in_order(faults))
    return tuple(found)


def _halves(table: Table, row: Row, line: SupplierRow) -> list[Fault]:
    """Return what a licence or a contract lacks."""
    lacking = []
    if bool(line.licence) != bool(line.licence_number):
        lacking.append("licence" if line.licence_number else "licence_number")
    if line.contract:
        lacking += [column for column in ("first", "last") if getattr(line, column) is None]
    faults = [table.fault("row.missing-value", row, column, value="") for column in lacking]
    if plain(line.chosen).casefold() not in CHOSEN:
        facts = {"value": line.chosen, "allowed": "学校、集中采购"}
        faults.append(table.fault("row.not-one-of", row, "chosen", **facts))
    return faults


def _supplier(table: Table, rows: Rows, faults: list[Fault]) -> Supplier | None:
    first_row, head = rows[0]
    if any(fault.row == row.number for fault in faults for row, _ in rows):
        return None
    lines = [line for _, line in rows]
    licences = (Licence(x.licence, x.licence_number, x.licence_until) for x in lines if x.licence)
    contracts = (_contract(line, line.first, line.last) for line in lines)
    try:
        return Supplier(
            head.code,
            head.name,
            head.contact,
            head.phone,
            head.address,
            tuple(dict.fromkeys(licences)),
            tuple(dict.fromkeys(each for each in contracts if each is not None)),
        )
    except BooksError as error:
        faults.append(table.fault(error.code, first_row, "code", **error.facts))
        return None


def _contract(line: SupplierRow, first: date | None, last: date | None) -> Contract | None:
    if not line.contract or first is None or last is None:
        return None
    return Contract(line.contract, first, last, CHOSEN[plain(line.chosen).casefold()])
