"""Bring a database of books to the form that this program knows; never backwards."""

from __future__ import annotations

from importlib.resources import files

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from canteen.errors import BooksUnavailable
from canteen.store.engine import changing
from canteen.store.estimates import estimate
from canteen.store.tables import BOOKS


def upgrade(engine: Engine) -> tuple[str | None, str]:
    """Run the migrations that are missing, in one transaction; return the forms before and after.

    Raises:
        BooksUnavailable: the database cannot be written to, or is newer than this program.
    """
    with changing(engine) as connection:
        before = _known(connection)
        command.upgrade(_config(connection), "head")
        estimate(connection)
    return before, newest()


def current(connection: Connection) -> str | None:
    """Return the form that the database has, or None where it keeps no books."""
    return MigrationContext.configure(connection).get_current_revision()


def newest() -> str:
    """Return the form that this program knows."""
    head = ScriptDirectory.from_config(_config(None)).get_current_head()
    if head is None:
        raise RuntimeError("the package has lost its migrations")
    return head


def strays(connection: Connection) -> list[str]:
    """Return where the tables differ from what this program knows, as alembic tells it."""
    context = MigrationContext.configure(connection, opts={"compare_type": True})
    return [str(each) for each in compare_metadata(context, BOOKS)]


def _known(connection: Connection) -> str | None:
    """Return the form of the database.

    Raises:
        BooksUnavailable: it is of a newer program.
    """
    found = current(connection)
    scripts = ScriptDirectory.from_config(_config(None))
    if found is not None and found not in {each.revision for each in scripts.walk_revisions()}:
        raise BooksUnavailable("newer", found)
    return found


def _config(connection: Connection | None) -> Config:
    config = Config()
    place = str(files("canteen.store") / "migrations")
    config.set_main_option("script_location", place.replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
