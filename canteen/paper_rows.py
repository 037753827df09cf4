"""Rows of papers: a head said once for all rows of its voucher, foods by name, faults by row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from pydantic import BaseModel, ConfigDict

from canteen.errors import BooksError
from food_tables.cells import MaybeDay, Named, Note, plain
from food_tables.reading import Row, Table, parse
from food_tables.table_errors import BadRows, Fault
from nutrition.tables import FoodNames, in_order, unknown_food

Made = TypeVar("Made")

_COLUMN = {
    "books.bad-grams": "amount",
    "books.bad-worth": "yuan",
    "books.made-later": "produced",
    "books.price-differs": "yuan",
    "books.shelf-life-over": "use_by",
    "books.shelf-life-unclear": "keeps",
}
"""Where a row says what the books refuse; else where its reader says."""


class HeadRow(BaseModel):
    """What every row of a paper has; day may stand in the first row of its voucher alone."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    voucher: Named
    day: MaybeDay = None
    food: Named
    note: Note = ""


Line = TypeVar("Line", bound=HeadRow)


@dataclass(frozen=True, slots=True)
class PaperReading:
    """A table while it is read.

    Attributes:
        broken: vouchers of rows that cannot be read.
    """

    table: Table
    names: FoodNames
    faults: list[Fault] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)

    def rows(self, model: type[Line]) -> list[tuple[Row, Line]]:
        """Return the rows that can be read; vouchers of others are not judged as a whole."""
        read = parse(self.table, model, self.faults)
        good = {row.number for row, _ in read}
        self.broken.update(_voucher(row) for row in self.table.rows if row.number not in good)
        return read

    def refuse(self, code: str, row: Row, column: str, **facts: str) -> None:
        """Put down what is wrong with one cell."""
        value = facts.pop("value", row.cells.get(column, ""))
        self.faults.append(self.table.fault(code, row, column, value=value, **facts))

    def food(self, row: Row, text: str) -> str:
        """Return the code of a food, or "" and put down that nobody knows it."""
        found = self.names.find(text)
        if found is None:
            self.faults.append(unknown_food(self.table, row, self.names))
        return found or ""

    def head(self, rows: Iterable[Row], values: Iterable[Made], column: str) -> Made | None:
        """Return what the rows of one voucher say of a column: the first says it, none differs.

        A row that says nothing goes along with the first.
        """
        first: Made | None = None
        said: Row | None = None
        for row, value in zip(rows, values, strict=True):
            if said is None:
                said, first = row, value or None
                if first is None and _voucher(row) not in self.broken:
                    self.refuse("row.missing-value", row, column)
            elif value and first and value != first:
                was = said.cells.get(column, "")
                self.refuse("row.two-heads", row, column, first=str(said.number), was=was)
        return first

    def day(self, rows: Iterable[Row], days: Iterable[date | None]) -> date | None:
        return self.head(rows, days, "day")

    def made(self, row: Row, column: str, make: Callable[[], Made]) -> Made | None:
        """Return what ``make`` makes; what the books refuse is the fault of ``row``."""
        try:
            return make()
        except BooksError as error:
            place = _COLUMN.get(error.code, column)
            place = place if place in row.cells else column
            self.faults.append(self.table.fault(error.code, row, place, **error.facts))
            return None

    def finish(self) -> None:
        """Refuse the table where anything is wrong with it.

        Raises:
            BadRows: with every row that cannot be read.
        """
        if self.faults:
            raise BadRows(self.table.file, in_order(self.faults))


def by_voucher(rows: Iterable[tuple[Row, Line]]) -> Mapping[str, list[tuple[Row, Line]]]:
    """Return voucher -> its rows, in the order of the file."""
    found: dict[str, list[tuple[Row, Line]]] = {}
    for row, line in rows:
        found.setdefault(plain(line.voucher), []).append((row, line))
    return found


def _voucher(row: Row) -> str:
    return plain(row.cells.get("voucher", ""))
