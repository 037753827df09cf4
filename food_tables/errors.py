"""What can go wrong while opening the tables that ship inside the package."""

from __future__ import annotations

from typing import ClassVar


class EmbeddedTableError(Exception):
    """Base of every error about the tables that ship inside the package.

    Attributes:
        table: folder and name of the table, as ``foods/canteen``.
    """

    code: ClassVar[str]

    def __init__(self, table: str, text: str) -> None:
        super().__init__(f"{table}: {text}")
        self.table = table


class UnknownTable(EmbeddedTableError):
    """No table of this name ships with the package.

    Attributes:
        known: the names that do exist in that folder, joined by a comma.
    """

    code = "embedded.unknown-table"

    def __init__(self, table: str, known: str) -> None:
        super().__init__(table, f"no such table; there are: {known}")
        self.known = known


class TableAltered(EmbeddedTableError):
    """The bytes of a table are not those that its sidecar was sealed over.

    Attributes:
        expected: sha256 that the sidecar names, or "" when it names none.
        found: sha256 of the file.
    """

    code = "embedded.altered"

    def __init__(self, table: str, expected: str, found: str) -> None:
        super().__init__(table, f"sha256 is {found}, its sidecar says {expected or 'nothing'}")
        self.expected = expected
        self.found = found


class TableColumnsDiffer(EmbeddedTableError):
    """The header of a table is not the list of columns its sidecar explains.

    Attributes:
        missing: columns explained but absent, joined by a comma.
        unexplained: columns present but not explained, joined by a comma.
    """

    code = "embedded.columns"

    def __init__(self, table: str, missing: str, unexplained: str) -> None:
        super().__init__(table, f"missing columns: {missing}; unexplained columns: {unexplained}")
        self.missing = missing
        self.unexplained = unexplained
