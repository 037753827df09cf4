"""Rows of a price list become prices of foods; ours and a stranger's take the same path."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pydantic import BaseModel, ConfigDict

from food_tables.cells import Label, Named, maybe_day, number, plain
from food_tables.reading import Row, Table, fault_of, parse, repeated
from food_tables.table_errors import BadRows, Fault, MissingColumns
from nutrition.errors import BadAmount
from nutrition.quantities import UnitPrice
from nutrition.tables import FoodNames, in_order, unknown_food


@dataclass(frozen=True, slots=True)
class Quote:
    """What a food costs as bought, and why we think so.

    Attributes:
        basis: ``published``, ``derived``, ``estimate``, or ``own`` for the school's list.
        day: as the source writes it; "" when it does not.
    """

    food: str
    price: UnitPrice
    basis: str = "own"
    day: str = ""
    place: str = ""
    source: str = ""

    def after(self, on: date) -> bool:
        """Say whether the price is dated after ``on``."""
        return _day(self.day) > on


class PriceRow(BaseModel):
    """A row of prices.csv without the price."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    food: Named
    basis: Label = "own"
    date: Label = ""
    place: Label = ""
    source: Label = ""


def prices_of(table: Table, names: FoodNames, on: date | None = None) -> dict[str, Quote]:
    """Return food code -> price.  Of several dated prices the latest not after ``on`` counts.

    Without ``on`` the table is ours, whose dates are written as their sources write them.

    Raises:
        BadRows: with every row that cannot be read, and every food that nobody knows.
    """
    if table.rows and not {"yuan_per_kg", "li_per_kg"} & set(table.rows[0].cells):
        raise MissingColumns(table.file, ["yuan_per_kg"], list(table.written.values()))
    faults: list[Fault] = []
    found: dict[str, Quote] = {}
    dated: list[tuple[Row, object]] = []
    for row, line in parse(table, PriceRow, faults):
        food = names.find(line.food)
        in_li = "li_per_kg" in row.cells
        price = price_in(table, row, "li_per_kg" if in_li else "yuan_per_kg", faults)
        if food is None:
            faults.append(unknown_food(table, row, names))
        if food is None or price is None:
            continue
        if on is not None and not _is_day(line.date):
            faults.append(table.fault("row.bad-date", row, "date", value=line.date))
        quote = Quote(food, price, line.basis or "own", line.date, line.place, line.source)
        dated.append((row, (food, plain(line.date))))
        if _later(quote, found.get(food), on):
            found[food] = quote
    faults += repeated(table, dated, "food")
    if faults:
        raise BadRows(table.file, in_order(faults))
    return found


def _later(quote: Quote, known: Quote | None, on: date | None) -> bool:
    if known is None:
        return True
    limit = on or date.max
    mine, other = _day(quote.day), _day(known.day)
    if (mine > limit) != (other > limit):
        return other > limit
    return mine < other if mine > limit else mine > other


def _is_day(text: str) -> bool:
    try:
        maybe_day(text)
    except ValueError:
        return False
    return True


def _day(text: str) -> date:
    try:
        return maybe_day(text) or date.min
    except ValueError:
        return date.min


def price_in(table: Table, row: Row, column: str, faults: list[Fault]) -> UnitPrice | None:
    """Read 元/kg (at most three decimals) or whole 厘/kg; a price of nothing is refused."""
    text = table.scaled(row)[column]
    try:
        if number(text) == 0:
            faults.append(table.fault("row.zero-price", row, column, value=text))
            return None
        bare = format(Decimal(plain(text).replace(",", "")).normalize(), "f")
        return UnitPrice(int(bare)) if column == "li_per_kg" else UnitPrice.yuan_per_kg(bare)
    except BadAmount:
        faults.append(table.fault("row.bad-price", row, column, value=text))
    except ValueError as error:
        faults.append(fault_of(table, row, column, error))
    return None
