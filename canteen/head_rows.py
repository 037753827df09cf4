"""Rows of head_counts.csv become head counts: staff and guests at one meal each."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, ConfigDict

from canteen.attendance import MOST, HeadCount
from canteen.attendance_rows import MEALS
from food_tables.cells import Day, Named, Whole, plain
from food_tables.reading import Row, Table, parse, repeated
from food_tables.table_errors import BadRows, Fault
from nutrition.meal_names import meal_called, meal_id
from nutrition.tables import in_order


class HeadCountRow(BaseModel):
    """A row of head_counts.csv."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    voucher: Named
    date: Day
    meal: Named
    staff: Whole
    guests: Whole


def head_counts_of(table: Table, today: date) -> tuple[HeadCount, ...]:
    """Return the head counts of a table, in its order; a meal stands once in it.

    Raises:
        BadRows: with every row that cannot be read.
    """
    faults: list[Fault] = []
    made: list[HeadCount] = []
    rows = parse(table, HeadCountRow, faults)
    for row, line in rows:
        before = len(faults)
        staff = _heads(table, row, ("staff", line.staff), faults)
        guests = _heads(table, row, ("guests", line.guests), faults)
        meal = meal_id(line.meal)
        if line.date > today:
            facts = {"value": str(line.date), "limit": str(today)}
            faults.append(table.fault("row.future-day", row, "date", **facts))
        if meal not in MEALS:
            allowed = "、".join(meal_called(each) for each in MEALS)
            facts = {"value": plain(line.meal), "allowed": allowed}
            faults.append(table.fault("row.not-one-of", row, "meal", **facts))
        if len(faults) == before:
            made.append(HeadCount(line.date, meal, plain(line.voucher), staff, guests))
    keys = ((row, (line.date, meal_id(line.meal))) for row, line in rows)
    faults += repeated(table, keys, "meal")
    if faults:
        raise BadRows(table.file, in_order(faults))
    return tuple(made)


def _heads(table: Table, row: Row, cell: tuple[str, int | None], faults: list[Fault]) -> int:
    """Read how many; an empty cell is no number."""
    column, count = cell
    if count is None:
        faults.append(table.fault("row.missing-value", row, column, value=""))
        return 0
    if count > MOST:
        facts = {"value": plain(row.cells[column]), "limit": str(MOST)}
        faults.append(table.fault("row.too-large", row, column, **facts))
    return count
