"""Rows of issues.csv and stock_counts.csv become issues and counts, one for each voucher."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from canteen.paper_rows import HeadRow, PaperReading, by_voucher
from canteen.stock_papers import Count, Found, Issue, IssueLine
from food_tables.cells import Label, plain
from food_tables.reading import Row, Table, repeated
from food_tables.supply_cells import Held, Kilos, MaybeLastDay
from nutrition.meal_names import meal_id
from nutrition.prices import price_in
from nutrition.tables import FoodNames


class IssueRow(HeadRow):
    """A row of issues.csv."""

    amount: Kilos
    dish: Label = ""
    meal: Label = ""


class CountRow(HeadRow):
    """A row of stock_counts.csv without the price; price and last day are for goods found."""

    amount: Held
    use_by: MaybeLastDay = None


def issues_of(
    table: Table, names: FoodNames, dishes: Mapping[str, str] | None = None
) -> tuple[Issue, ...]:
    """Return the issues of a table, in its order.

    ``dishes``: what a row may call a dish -> its code; other dishes stay as they are written.

    Raises:
        BadRows: with every row that cannot be read, and every issue that cannot be.
    """
    reading = PaperReading(table, names)
    made: list[Issue | None] = []
    for voucher, rows in by_voucher(reading.rows(IssueRow)).items():
        before = len(reading.faults)
        places = [row for row, _ in rows]
        day = reading.day(places, [line.day for _, line in rows])
        lines = tuple(_line(reading, row, line, dishes or {}) for row, line in rows)
        if day is not None and len(reading.faults) == before:
            made.append(Issue(day, voucher, lines))
    reading.finish()
    return tuple(each for each in made if each is not None)


def _line(reading: PaperReading, row: Row, line: IssueRow, dishes: Mapping[str, str]) -> IssueLine:
    food = reading.food(row, line.food)
    if line.amount is None:
        reading.refuse("row.missing-value", row, "amount")
    meal = meal_id(line.meal) if line.meal else ""
    dish = plain(line.dish)
    return IssueLine(food, line.amount or 0, dishes.get(dish.casefold(), dish), meal)


def counts_of(table: Table, names: FoodNames, bulk: Collection[str]) -> tuple[Count, ...]:
    """Return the counts of a table, in its order; a food stands once in a count.

    Raises:
        BadRows: with every row that cannot be read.
    """
    reading = PaperReading(table, names)
    made: list[Count] = []
    for voucher, rows in by_voucher(reading.rows(CountRow)).items():
        before = len(reading.faults)
        places = [row for row, _ in rows]
        day = reading.day(places, [line.day for _, line in rows])
        foods = [reading.food(row, line.food) for row, line in rows]
        reading.faults.extend(repeated(table, zip(places, foods, strict=True), "food"))
        found = {
            food: each
            for (row, line), food in zip(rows, foods, strict=True)
            if (each := _found(reading, row, line, bulk=food in bulk)) is not None
        }
        if day is not None and len(reading.faults) == before:
            counted = {food: line.amount for food, (_, line) in zip(foods, rows, strict=True)}
            made.append(Count(day, voucher, counted, found))
    reading.finish()
    return tuple(made)


def _found(reading: PaperReading, row: Row, line: CountRow, *, bulk: bool) -> Found | None:
    """Read what goods are, where the row says what they cost."""
    if not plain(row.cells.get("yuan_per_kg", "")):
        return None
    price = price_in(reading.table, row, "yuan_per_kg", reading.faults)
    return None if price is None else Found(price, bulk, line.use_by)
