"""Rows of quotes.csv become a price list; ours and a stranger's take the same path."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict

from canteen.paper_rows import PaperReading
from canteen.quotes import Basis, Quote
from food_tables.cells import Day, Label, Named, Note, plain
from food_tables.reading import Row, Table, parse, repeated
from food_tables.vocabulary import vocabulary
from nutrition.prices import price_in
from nutrition.tables import FoodNames


class QuoteRow(BaseModel):
    """A row of quotes.csv without the price."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    supplier: Label = ""
    food: Named
    since: Day
    basis: Named
    note: Note = ""


def quotes_of(table: Table, names: FoodNames, suppliers: Mapping[str, str]) -> tuple[Quote, ...]:
    """Return the prices of a table, in its order; ``suppliers`` as ``codes_of`` returns them.

    Raises:
        BadRows: with every row that cannot be read, and every name that nobody knows.
    """
    reading = PaperReading(table, names)
    found: list[tuple[Row, Quote]] = []
    for row, line in parse(table, QuoteRow, reading.faults):
        quote = _quote(reading, suppliers, row, line)
        if quote is not None:
            found.append((row, quote))
    keys = ((row, (each.supplier, each.food, each.since)) for row, each in found)
    reading.faults.extend(repeated(table, keys, "food"))
    reading.finish()
    return tuple(quote for _, quote in found)


def _quote(
    reading: PaperReading, suppliers: Mapping[str, str], row: Row, line: QuoteRow
) -> Quote | None:
    before = len(reading.faults)
    food = reading.food(row, line.food)
    price = price_in(reading.table, row, "yuan_per_kg", reading.faults)
    named = plain(line.supplier)
    supplier = suppliers.get(named.casefold(), "")
    basis = vocabulary("quote").find(line.basis)
    if basis is None:
        allowed = "、".join(vocabulary("quote").choices)
        reading.refuse("row.not-one-of", row, "basis", allowed=allowed)
    if named and not supplier:
        known = "、".join(sorted(set(suppliers.values())))
        reading.refuse("books.unknown-supplier", row, "supplier", supplier=named, known=known)
    elif not named and basis not in (None, Basis.REFERENCE):
        reading.refuse("row.missing-value", row, "supplier")
    if len(reading.faults) > before or price is None or basis is None:
        return None
    return Quote(supplier, food, price, line.since, Basis(basis))
