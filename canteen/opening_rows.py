"""Rows of a stock list become the lots with which books begin."""

from __future__ import annotations

from collections.abc import Collection
from fractions import Fraction

from canteen.receipts import Goods
from food_tables.cells import plain
from food_tables.reading import Table
from food_tables.table_errors import BadRows
from nutrition.stock import stock_of
from nutrition.tables import FoodNames


def opening_lots(table: Table, names: FoodNames, bulk: Collection[str]) -> tuple[Goods, ...]:
    """Return the lots of a stock list, each worth its grams at its price.

    Raises:
        BadRows: with every row that cannot be read, or that names no price.
    """
    dear = [
        table.fault("row.missing-value", row, "yuan_per_kg", value="")
        for row in table.rows
        if not plain(row.cells.get("yuan_per_kg", ""))
    ]
    lots = stock_of(table, names)
    if dear:
        raise BadRows(table.file, dear)
    return tuple(
        Goods(
            lot.food,
            lot.grams,
            lot.price.cost(Fraction(lot.grams)),
            lot.food in bulk,
            price=lot.price,
            use_by=lot.use_by,
            batch=lot.name,
        )
        for lot in lots
        if lot.price is not None
    )
