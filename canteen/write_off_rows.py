"""Rows of write_offs.csv become write-offs, one for each voucher."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from canteen.paper_rows import HeadRow, PaperReading, by_voucher
from canteen.stock_papers import LotId, Spoiled, WriteOff
from canteen.stockroom import Lot
from food_tables.cells import Label, Note, plain
from food_tables.reading import Row, Table
from food_tables.supply_cells import Kilos
from nutrition.tables import FoodNames

_LOT = re.compile(r"(\d{1,15})-(\d{1,6})", re.ASCII)


class WriteOffRow(HeadRow):
    """A row of write_offs.csv; why may stand in the first row of its voucher alone."""

    amount: Kilos
    lot: Label = ""
    why: Note = ""


def write_offs_of(
    table: Table, names: FoodNames, lots: Callable[[str], Sequence[Lot]]
) -> tuple[WriteOff, ...]:
    """Return the write-offs of a table, in its order.

    ``lots``: food -> what is left of each lot.  A lot need not be named where there is one only.

    Raises:
        BadRows: with every row that cannot be read, and every lot that is not clear.
    """
    reading = PaperReading(table, names)
    made: list[WriteOff] = []
    for voucher, rows in by_voucher(reading.rows(WriteOffRow)).items():
        before = len(reading.faults)
        places = [row for row, _ in rows]
        day = reading.day(places, [line.day for _, line in rows])
        why = reading.head(places, [plain(line.why) for _, line in rows], "why")
        lines = [_line(reading, row, line, lots) for row, line in rows]
        if day is not None and len(reading.faults) == before:
            spoiled = tuple(each for each in lines if each is not None)
            made.append(WriteOff(day, voucher, why or "", spoiled))
    reading.finish()
    return tuple(made)


def _line(
    reading: PaperReading, row: Row, line: WriteOffRow, lots: Callable[[str], Sequence[Lot]]
) -> Spoiled | None:
    food = reading.food(row, line.food)
    if line.amount is None:
        reading.refuse("row.missing-value", row, "amount")
    lot = _lot(reading, row, plain(line.lot), lots(food)) if food else None
    return None if lot is None or line.amount is None else Spoiled(food, lot, line.amount)


def _lot(reading: PaperReading, row: Row, text: str, there: Sequence[Lot]) -> LotId | None:
    """Return the lot that a row names, or the only one there is."""
    if not text and len(there) == 1:
        return there[0].id
    named = _LOT.fullmatch(text)
    if named is None:
        column = "lot" if "lot" in row.cells else "food"
        said = "、".join(f"{lot.id}" for lot in there) or "—"
        reading.refuse("row.which-lot", row, column, lots=said)
        return None
    return LotId(int(named[1]), int(named[2]))
