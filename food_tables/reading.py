"""The only place that reads a stranger's CSV or XLSX: bytes in, rows of text with numbers out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError
from pydantic_core import PydanticCustomError

from food_tables.cells import halfwidth, number
from food_tables.layout import Head, Layout, read_head
from food_tables.table_errors import (
    BadRows,
    EmptyTable,
    Fault,
    MissingColumns,
    OldWorkbook,
    TableTooLarge,
)
from food_tables.text import decode, text_rows
from food_tables.workbook import workbook_rows

MOST_BYTES = 10 * 1024 * 1024

MOST_HEAD_ROWS = 5  # a title or two may stand above the header

_OLE = b"\xd0\xcf\x11\xe0"

_ZIP = b"PK\x03\x04"

Model = TypeVar("Model")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table.

    Attributes:
        number: as the spreadsheet numbers it.
        cells: column id -> text as written.
    """

    number: int
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """A table that was read by the names of its columns.

    Attributes:
        written: column id -> the header as the file writes it.
        factors: column id -> what its numbers are multiplied by.
        ignored: headers that nobody asked for.
    """

    file: str
    rows: tuple[Row, ...]
    written: Mapping[str, str] = field(default_factory=dict)
    factors: Mapping[str, float] = field(default_factory=dict)
    ignored: tuple[str, ...] = ()

    def fault(self, code: str, row: Row, column: str, **facts: str) -> Fault:
        """Return a fault in one cell of this table."""
        return Fault(code, self.file, row.number, self.written.get(column, column), facts)

    def scaled(self, row: Row) -> dict[str, str]:
        """Return the cells of ``row`` in the columns' own units."""
        found = dict(row.cells)
        for column, factor in self.factors.items():
            if factor != 1.0:
                found[column] = _times(found[column], factor)
        return found


def read_table(content: bytes, file: str, layout: Layout) -> Table:
    """Read a CSV or an XLSX, whichever the bytes are, by the names of its columns.

    Raises:
        TableError: the file, its header or its size cannot be accepted.
    """
    if len(content) > MOST_BYTES:
        raise TableTooLarge(file, "bytes", MOST_BYTES)
    if content.startswith(_OLE):
        raise OldWorkbook(file)
    if content.startswith(_ZIP):
        grid = workbook_rows(content, file)
    else:
        grid = text_rows(decode(content, file), file)
    start, head = _find_head(grid, file, layout)
    body = list(_body(grid, start, head, file))
    faults = [row for row in body if isinstance(row, Fault)]
    if faults:
        raise BadRows(file, faults)
    rows = tuple(row for row in body if isinstance(row, Row))
    if not rows and not layout.may_be_empty:
        raise EmptyTable(file)
    return Table(file, rows, head.written, head.factors, head.ignored)


def table_of(records: Iterable[Mapping[str, str]], file: str, layout: Layout) -> Table:
    """Return a table of our own, so that it takes the same path as a stranger's.

    Columns that the layout does not know are for the builders of the table.
    """
    known = {c.id for c in layout.columns}
    rows = (
        Row(number, {c: text for c, text in record.items() if c in known})
        for number, record in enumerate(records, start=2)
    )
    return Table(file, tuple(rows))


def _find_head(grid: Sequence[Sequence[str]], file: str, layout: Layout) -> tuple[int, Head]:
    """Return the header's place; the first filled line is the one meant when none fits."""
    filled = [i for i, cells in enumerate(grid) if any(c.strip() for c in cells)]
    if not filled:
        raise EmptyTable(file)
    first: MissingColumns | None = None
    for place in filled[:MOST_HEAD_ROWS]:
        try:
            return place, read_head(grid[place], file, layout)
        except MissingColumns as error:
            if first is None or len(error.columns) < len(first.columns):
                first = error
    raise first or EmptyTable(file)


def _body(
    grid: Sequence[Sequence[str]], start: int, head: Head, file: str
) -> Iterator[Row | Fault]:
    width = len(grid[start]) + _empty_tail(grid[start:])
    for number_, cells in enumerate(grid[start + 1 :], start=start + 2):
        if not any(c.strip() for c in cells):
            continue
        if len(cells) > width:
            facts = {"found": str(len(cells)), "expected": str(width)}
            yield Fault("row.too-many-cells", file, number_, "", facts)
            continue
        found = {c: cells[p] if p < len(cells) else "" for c, p in head.places.items()}
        yield Row(number_, found)


_THOUSANDS = re.compile(r"(^|,)\s*\d{1,3},\d{3}(\.\d+)?\s*(,|$)", re.ASCII)


def _empty_tail(grid: Sequence[Sequence[str]]) -> int:
    """Return how many empty cells every row has beyond its header, as spreadsheets leave them.

    None where a row could be one whose comma was taken for the end of a cell.
    """
    width = len(grid[0])
    filled = [cells for cells in grid[1:] if any(c.strip() for c in cells)]
    surplus = {len(cells) - width for cells in filled}
    if len(surplus) != 1 or any(any(c.strip() for c in cells[width:]) for cells in filled):
        return 0
    if any(_THOUSANDS.search(",".join(cells)) for cells in filled):
        return 0
    return max(0, *surplus, 0)


def parse(table: Table, model: type[Model], faults: list[Fault]) -> list[tuple[Row, Model]]:
    """Validate every row; rows that fail go to ``faults``, the others are returned."""
    adapter: TypeAdapter[Model] = TypeAdapter(model)
    good: list[tuple[Row, Model]] = []
    for row in table.rows:
        try:
            good.append((row, adapter.validate_python(table.scaled(row))))
        except ValidationError as error:
            for one in error.errors():
                column = str(one["loc"][0]) if one["loc"] else ""
                faults.append(_fault(table, row, column, one["type"], one.get("ctx", {})))
    return good


def fault_of(table: Table, row: Row, column: str, error: ValueError) -> Fault:
    """Return the fault behind an error that a reader of cells raised."""
    if isinstance(error, PydanticCustomError):
        return _fault(table, row, column, error.type, error.context or {})
    return _fault(table, row, column, "row.refused", {})


def _fault(table: Table, row: Row, column: str, code: str, facts: Mapping[str, object]) -> Fault:
    value = row.cells.get(column, "")
    if not value.strip():
        code = "row.missing-value"
    elif not code.startswith("row."):
        code = "row.refused"
    return table.fault(
        code, row, column, **{k: str(v) for k, v in facts.items() if k != "value"}, value=value
    )


def _times(text: str, factor: float) -> str:
    try:
        number(text)
        bare = halfwidth(text).replace(",", "")
        return format(Decimal(bare) * Decimal(str(factor)), "f")
    except (ValueError, InvalidOperation):
        return text  # the cell's own reader says what is wrong with it


def repeated(table: Table, keys: Iterable[tuple[Row, object]], column: str) -> Iterator[Fault]:
    """Yield a fault for every row whose key an earlier row already has."""
    seen: dict[object, int] = {}
    for row, key in keys:
        if key in seen:
            value = row.cells.get(column, "")
            yield table.fault("row.repeated", row, column, value=value, first=str(seen[key]))
        else:
            seen[key] = row.number
