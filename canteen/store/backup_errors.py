"""What can go wrong when books are copied away and brought back."""

from __future__ import annotations

from collections.abc import Sequence

from canteen.errors import BooksError


class BackupInTheWay(BooksError):
    """There is a file already where the copy should go; no copy ever replaces another."""

    code = "books.backup-exists"

    def __init__(self, path: str) -> None:
        super().__init__(f"{path} exists")
        self.path = path


class BackupNeedsProgram(BooksError):
    """PostgreSQL is copied by its own programs, and this one is not there."""

    code = "books.backup-program"

    def __init__(self, program: str) -> None:
        super().__init__(f"no {program}")
        self.program = program


class BackupFailed(BooksError):
    """The copy could not be written whole, and nothing is left of it."""

    code = "books.backup-failed"

    def __init__(self, path: str, detail: str) -> None:
        super().__init__(f"{path}: {detail}")
        self.path = path
        self.detail = detail


class BackupDiffers(BooksError):
    """What was brought back is not what was copied away.

    Attributes:
        canteens: whose last record is another, or whose books have flaws.
    """

    code = "books.backup-differs"

    def __init__(self, canteens: Sequence[str]) -> None:
        super().__init__(f"not as noted: {', '.join(canteens)}")
        self.canteens = tuple(canteens)
