"""Exhibits of backups that cannot be made, or that are not what was noted."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Engine

from canteen.store.backup import backup, program_of, restored
from canteen.store.canteens import enrol
from canteen.store.engine import open_books
from canteen.store.migrating import upgrade
from tests.folder.exhibits import Exhibit


def kept(then: Callable[[Engine, Path], object]) -> Callable[[Path], object]:
    """Keep books of nothing in a folder, then do what goes wrong."""

    def run(folder: Path) -> object:
        engine = open_books(f"sqlite:///{folder / 'books.db'}", create=True)
        try:
            upgrade(engine)
            enrol(engine, "demo", "示例学校")
            return then(engine, folder)
        finally:
            engine.dispose()

    return run


BACKUPS: dict[str, Exhibit] = {
    "books.backup-exists": Exhibit(
        "a backup onto the books themselves",
        kept(lambda engine, folder: backup(engine, folder / "books.db")),
    ),
    "books.backup-program": Exhibit(
        "a computer without PostgreSQL's programs", lambda _: program_of("pg_dump_of_no_version")
    ),
    "books.backup-failed": Exhibit(
        "a backup into a folder that is not there",
        kept(lambda engine, folder: backup(engine, folder / "no folder" / "copy.db")),
    ),
    "books.backup-differs": Exhibit(
        "books restored that end otherwise than was noted",
        kept(lambda engine, _: restored(engine, {"demo": (7, "5" * 64)})),
    ),
}
