"""Rows of what was served before become dates and dish codes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from pydantic import BaseModel, ConfigDict

from food_tables.cells import Day, Label, Named, plain
from food_tables.reading import Table, parse
from food_tables.table_errors import BadRows, Fault
from nutrition.dish import Dish
from nutrition.tables import in_order


class HistoryRow(BaseModel):
    """A row of history.csv."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    date: Day
    meal: Label = ""
    dish: Named


def history_of(
    table: Table, dishes: Mapping[str, Dish], before: date = date.max
) -> dict[date, frozenset[str]]:
    """Return date -> codes of the dishes served; dishes by code or by name.

    ``before`` is the first day of the plan: what was served was served earlier.

    A dish that is no longer in the library stays under the name it is written with.

    Raises:
        BadRows: with every row that cannot be read.
    """
    faults: list[Fault] = []
    by_name = {plain(d.name): code for code, d in dishes.items()}
    found: dict[date, set[str]] = {}
    for row, line in parse(table, HistoryRow, faults):
        text = plain(line.dish)
        if line.date >= before:
            facts = {"value": str(line.date), "limit": str(before)}
            faults.append(table.fault("row.not-history", row, "date", **facts))
        found.setdefault(line.date, set()).add(by_name.get(text, text))
    if faults:
        raise BadRows(table.file, in_order(faults))
    return {day: frozenset(codes) for day, codes in found.items()}
