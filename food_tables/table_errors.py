"""What can be wrong with a table that somebody brings: facts in, stable codes out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Fault:
    """One place in a file that cannot be read.  A value, collected and shown together.

    Attributes:
        code: what is wrong (``row.not-a-number``).
        file: name of the file.
        row: as the spreadsheet numbers it, or None when the whole file is meant.
        column: as the file's own header writes it, or "".
        facts: what the sentence about it needs (the value, the limit, ...).
    """

    code: str
    file: str
    row: int | None = None
    column: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)


class TableError(Exception):
    """Base of every error about a table that somebody brings.

    Attributes:
        file: name of the file.
    """

    code: ClassVar[str]

    def __init__(self, file: str, text: str) -> None:
        super().__init__(f"{file}: {text}")
        self.file = file


class NotATable(TableError):
    """The bytes are neither text nor a workbook.

    Attributes:
        kind: what they look like (``binary``, ``pdf``, ``image``, ``old-excel``, ...).
    """

    code = "tables.not-a-table"

    def __init__(self, file: str, kind: str) -> None:
        super().__init__(file, f"not a table but {kind}")
        self.kind = kind


class OldWorkbook(TableError):
    """A workbook in the format of before 2007 (.xls, .et)."""

    code = "tables.old-workbook"

    def __init__(self, file: str) -> None:
        super().__init__(file, "an .xls workbook")


class BrokenWorkbook(TableError):
    """A workbook that cannot be opened: damaged, protected by a password, or not one at all."""

    code = "tables.broken-workbook"

    def __init__(self, file: str) -> None:
        super().__init__(file, "the workbook cannot be opened")


class BrokenText(TableError):
    """A text table whose quotes do not close, or a text that no charset we know explains.

    Attributes:
        row: where reading stopped.
    """

    code = "tables.broken-text"

    def __init__(self, file: str, row: int) -> None:
        super().__init__(file, f"cannot be split into cells near row {row}")
        self.row = row


class TableTooLarge(TableError):
    """A file beyond what a canteen's table can be.

    Attributes:
        what: ``bytes``, ``members``, ``inflated``, ``ratio``, ``rows`` or ``columns``.
        limit: the most that is read.
    """

    code = "tables.too-large"

    def __init__(self, file: str, what: str, limit: int) -> None:
        super().__init__(file, f"more than {limit} {what}")
        self.what, self.limit = what, limit


class EmptyTable(TableError):
    """A file without a single filled cell, or with a header and nothing under it."""

    code = "tables.empty"

    def __init__(self, file: str) -> None:
        super().__init__(file, "no rows")


class MissingColumns(TableError):
    """Columns that the table needs are not in its header.

    Attributes:
        columns: what is missing.
        found: the header as it was read.
    """

    code = "tables.missing-columns"

    def __init__(self, file: str, columns: Sequence[str], found: Sequence[str]) -> None:
        super().__init__(file, f"missing columns {', '.join(columns)}")
        self.columns, self.found = tuple(columns), tuple(found)


class UnknownColumns(TableError):
    """The header names columns that the table does not have.

    Attributes:
        columns: what nobody knows.
        known: what may stand there.
    """

    code = "tables.unknown-columns"

    def __init__(self, file: str, columns: Sequence[str], known: Sequence[str]) -> None:
        super().__init__(file, f"unknown columns {', '.join(columns)}")
        self.columns, self.known = tuple(columns), tuple(known)


class RepeatedColumn(TableError):
    """Two headers mean the same column.

    Attributes:
        columns: the headers, as the file writes them.
    """

    code = "tables.repeated-column"

    def __init__(self, file: str, columns: Sequence[str]) -> None:
        super().__init__(file, f"columns {', '.join(columns)} mean the same")
        self.columns = tuple(columns)


class WrongUnit(TableError):
    """A header states a unit that cannot be converted into the column's own.

    Attributes:
        column: the header.
        unit: as it is stated.
        known: the units that are understood there.
    """

    code = "tables.wrong-unit"

    def __init__(self, file: str, column: str, unit: str, known: Sequence[str]) -> None:
        super().__init__(file, f"{column}: unit {unit}")
        self.column, self.unit, self.known = column, unit, tuple(known)


class BadRows(TableError):
    """Rows that cannot be read, all of them at once.

    Attributes:
        faults: in the order of the file.
    """

    code = "tables.bad-rows"

    def __init__(self, file: str, faults: Sequence[Fault]) -> None:
        super().__init__(file, f"{len(faults)} faults, first {faults[0]}")
        self.faults = tuple(faults)
