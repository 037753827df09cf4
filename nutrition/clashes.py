"""One name, one code: tables laid over each other may not call two things alike."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from food_tables.cells import plain
from food_tables.reading import Row, Table
from food_tables.table_errors import Fault


@dataclass(frozen=True, slots=True)
class Entry:
    """A food or a dish, and the row that it stands in; ours come first, without a row."""

    code: str
    name: str
    table: Table | None = None
    row: Row | None = None


def clashes(entries: Iterable[Entry]) -> list[Fault]:
    """Return a fault for each row with a name of another code, or a code but for its capitals."""
    codes: dict[str, str] = {}
    names: dict[str, str] = {}
    faults = []
    for each in entries:
        code = codes.setdefault(each.code.casefold(), each.code)
        owner = names.setdefault(plain(each.name).casefold(), each.code)
        if each.table is None or each.row is None:
            continue
        if code != each.code:
            faults.append(
                each.table.fault("row.code-alike", each.row, "code", value=each.code, other=code)
            )
        if owner != each.code:
            facts = {"value": each.name, "other": owner}
            faults.append(each.table.fault("row.name-taken", each.row, "name", **facts))
    return faults
