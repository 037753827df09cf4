"""Rows of what pupils think of dishes become dish codes and ratings of 0 to 100."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pydantic import BaseModel, ConfigDict

from food_tables.cells import Named, Number, plain
from food_tables.reading import Table, parse, repeated
from food_tables.table_errors import BadRows, Fault, MissingColumns
from nutrition.dish import Dish
from nutrition.tables import in_order

SCALES: Mapping[str, float] = {"stars": 5.0, "satisfaction": 100.0}
"""Column -> its best value; every value is a share of it."""


class RatingRow(BaseModel):
    """A row of ratings.csv."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    dish: Named
    stars: Number | None = None
    satisfaction: Number | None = None


def ratings_of(table: Table, find: Callable[[str], str | None]) -> dict[str, float]:
    """Return dish code -> rating, 0 to 100; ``find`` knows dishes by code or name.

    A dish that is no longer in the library is passed over.

    Raises:
        BadRows: with every row that cannot be read or that rates a dish again.
        MissingColumns: there is neither a column of stars nor one of satisfaction.
    """
    column = next((c for c in SCALES if c in table.written), None)
    if column is None:
        raise MissingColumns(table.file, list(SCALES), list(table.written.values()))
    faults: list[Fault] = []
    found: dict[str, float] = {}
    rows = parse(table, RatingRow, faults)
    for row, line in rows:
        rating = getattr(line, column)
        if rating > SCALES[column]:
            facts = {"value": row.cells[column], "limit": f"{SCALES[column]:g}"}
            faults.append(table.fault("row.too-large", row, column, **facts))
        code = find(line.dish)
        if code is not None:
            found[code] = 100 * rating / SCALES[column]
    faults += repeated(table, [(row, plain(line.dish)) for row, line in rows], "dish")
    if faults:
        raise BadRows(table.file, in_order(faults))
    return found


def complete(ratings: Mapping[str, float], dishes: Mapping[str, Dish]) -> dict[str, float]:
    """Return a rating for every dish; one that nobody rated counts as the mean of those rated."""
    known = [ratings[code] for code in dishes if code in ratings]
    mean = sum(known) / len(known) if known else 0.0
    return {code: ratings.get(code, mean) for code in dishes}
