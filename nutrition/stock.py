"""Stock on hand: rows of stock.csv become lots, each with the day until which it may be used."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pydantic import BaseModel, ConfigDict

from food_tables.cells import Label, Named, Note, plain
from food_tables.reading import Table, parse
from food_tables.supply_cells import Held, LastDay
from food_tables.table_errors import BadRows, Fault
from nutrition.prices import price_in
from nutrition.quantities import UnitPrice
from nutrition.tables import FoodNames, in_order, unknown_food


@dataclass(frozen=True, slots=True)
class Lot:
    """Some grams of one food that lie in the store room.

    Attributes:
        grams: as bought.
        use_by: last day of use, or None for what keeps without a date (salt).
        price: what it cost, or None where nobody wrote it down.
        name: number of the lot, as the school writes it.
    """

    food: str
    grams: int
    use_by: date | None = None
    price: UnitPrice | None = None
    name: str = ""

    def usable(self, day: date) -> bool:
        """Say whether it may be used on ``day``; the last day counts."""
        return self.use_by is None or day <= self.use_by


class LotRow(BaseModel):
    """A row of stock.csv without the price."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    food: Named
    amount: Held
    use_by: LastDay
    lot: Label = ""
    note: Note = ""


def stock_of(table: Table, names: FoodNames) -> tuple[Lot, ...]:
    """Return the lots of a table, in its order.

    Raises:
        BadRows: with every row that cannot be read, and every food that nobody knows.
    """
    faults: list[Fault] = []
    found: list[Lot] = []
    for row, line in parse(table, LotRow, faults):
        food = names.find(line.food)
        if food is None:
            faults.append(unknown_food(table, row, names))
        price = None
        if plain(row.cells.get("yuan_per_kg", "")):
            price = price_in(table, row, "yuan_per_kg", faults)
        if food is not None and line.amount:
            found.append(Lot(food, line.amount, line.use_by, price, plain(line.lot)))
    if faults:
        raise BadRows(table.file, in_order(faults))
    return tuple(found)
