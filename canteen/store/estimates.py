"""What SQLite is told of the size of the books, so that it looks things up instead of reading all.

Without figures SQLite takes one canteen for ten rows and reads the whole table by its key.  The
figures are estimates of large books; they choose the way to the rows, never the rows.
"""

from __future__ import annotations

from sqlalchemy import Connection

from canteen.store.schema import BOOKS

ROWS = 1_000_000

SHARES = (ROWS, ROWS // 1000, ROWS // 20_000, 4)
"""Rows that share the first column of an index (the canteen), the first two, three, four."""


def estimate(connection: Connection) -> None:
    """Write the figures for every index of the books, where the database is SQLite."""
    if connection.dialect.name != "sqlite":
        return
    run = connection.exec_driver_sql
    run("ANALYZE sqlite_schema")  # makes the table of figures; measures nothing
    run("DELETE FROM sqlite_stat1")
    for table in BOOKS.tables:
        indexes = run('SELECT name, "unique" FROM pragma_index_list(?)', (table,)).all()
        for name, unique in indexes:
            columns = run("SELECT count(*) FROM pragma_index_info(?)", (name,)).scalar_one()
            shares = [*SHARES[: columns - 1], 1] if unique else SHARES[:columns]
            stat = " ".join(str(each) for each in (ROWS, *shares))
            run("INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (?, ?, ?)", (table, name, stat))
    run("ANALYZE sqlite_schema")  # reads the figures
