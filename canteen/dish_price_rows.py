"""Rows of dish_prices.csv become finished prices; ours and a stranger's take the same path."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from pydantic import BaseModel, ConfigDict

from canteen.dish_prices import DishPrice
from canteen.money_cells import Yuan
from canteen.pupils import DEAREST
from food_tables.cells import Day, Label, Named, Note, plain
from food_tables.reading import Row, Table, parse, repeated
from food_tables.table_errors import BadRows, Fault
from nutrition.tables import in_order


class DishPriceRow(BaseModel):
    """A row of dish_prices.csv."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    dish: Named
    yuan: Yuan
    since: Day
    basis: Label = ""
    note: Note = ""


def dish_names(dishes: Mapping[str, str]) -> dict[str, str]:
    """Return what a row may call a dish -> its code; ``dishes``: code -> name.

    A name that two dishes have names neither of them.
    """
    named: dict[str, set[str]] = {}
    for code, name in dishes.items():
        named.setdefault(_key(name), set()).add(code)
    found = {name: next(iter(codes)) for name, codes in named.items() if len(codes) == 1}
    return found | {_key(code): code for code in dishes}


def dish_prices_of(table: Table, names: Mapping[str, str]) -> tuple[DishPrice, ...]:
    """Return the prices of a table, in its order; ``names`` as ``dish_names`` returns them.

    Raises:
        BadRows: with every row that cannot be read, and every dish that nobody knows.
    """
    faults: list[Fault] = []
    rows = parse(table, DishPriceRow, faults)
    for row, line in rows:
        faults.extend(_wrong(table, row, line, names))
    keys = ((row, (names.get(_key(line.dish)), line.since)) for row, line in rows)
    known = ((row, key) for row, key in keys if key[0] is not None)
    faults.extend(repeated(table, known, "dish"))
    if faults:
        raise BadRows(table.file, in_order(faults))
    return tuple(
        DishPrice(names[_key(each.dish)], each.yuan, each.since, each.basis) for _, each in rows
    )


def _wrong(table: Table, row: Row, line: DishPriceRow, names: Mapping[str, str]) -> Iterable[Fault]:
    if _key(line.dish) not in names:
        yield table.fault("row.unknown-dish", row, "dish", value=line.dish)
    if not line.yuan.fen:
        yield table.fault("row.not-positive", row, "yuan", value=row.cells["yuan"])
    elif line.yuan.fen > DEAREST.fen:
        facts = {"value": row.cells["yuan"], "limit": str(DEAREST)}
        yield table.fault("row.too-large", row, "yuan", **facts)


def _key(text: str) -> str:
    return plain(text).casefold()
