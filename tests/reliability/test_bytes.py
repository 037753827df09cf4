"""What is changed behind the back of the books is found: any column, any row, any byte."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Column, Connection, Engine, Table, and_, delete, insert, select, update

from canteen.errors import BooksUnavailable
from canteen.record import Kind
from canteen.store import tables as t
from canteen.store.chain import Value
from canteen.store.engine import open_books, reading
from canteen.store.raw import Span, rows
from canteen.store.verifying import Flaw, Verified, verify
from canteen.store.writing import Draft, writing
from tests.reliability.conftest import SOAK
from tests.reliability.figures import note
from tests.reliability.operations_ledger import LEDGER
from tests.store.school import BEGIN, HAND

CODE = "kept"

TRIGGERS = "SELECT name FROM sqlite_master WHERE type = 'trigger'"

BYTES = 2000 if SOAK else 200

EITHER = {"given", "entitled", "present", "bulk", "lawful", "costed"}
"""Columns of yes (1) or no (0)."""

LAWFUL: dict[tuple[str, str], Value] = {
    ("fee_move", "reason"): "paid",
    ("fee_move", "units"): None,
    ("stock_move", "lot_record"): 2,
}
"""What a row says so that the database takes it."""

CHECKS = """SELECT conrelid::regclass, conname FROM pg_constraint
WHERE contype = 'c' AND connamespace = current_schema()::regnamespace"""

CHANGED = [(x, c) for x in (t.record, *t.fact_tables()) for c in x.columns]


@pytest.fixture
def full(engine: Engine) -> Engine:
    """Return books with two rows in every fact table, and three records after them."""
    LEDGER[0].prepare(engine, CODE)
    LEDGER[0].do(engine, CODE)
    with writing(engine, CODE, HAND) as books:
        facts = {x: [_row(x, n) for n in (1, 2)] for x in t.fact_tables()}
        books.append(Draft(Kind.CLOSING, BEGIN, "all", {}, facts, "凭1", "各表一行"))
    for operation in LEDGER[1:4]:
        with writing(engine, CODE, HAND) as books:
            books.append(Draft(Kind.SETTING, BEGIN, operation.name, {}, voucher="凭2"))
    return engine


def _row(table: Table, n: int) -> dict[str, Value]:
    """Return a row of any fact table; two of them are in balance."""
    if table is t.posting:
        row = _row_of(table, n)
        return {**row, "fen": 5 if n == 1 else -5}
    return _row_of(table, n)


def _row_of(table: Table, n: int) -> dict[str, Value]:
    return {
        c.name: _value(c, n) for c in table.columns if c.name not in ("canteen", "record", "line")
    }


def _value(column: Column[Any], n: int) -> Value:
    kind = column.type.python_type
    if (column.table.name, column.name) in LAWFUL:
        return LAWFUL[column.table.name, column.name]
    if kind is date:
        return BEGIN + timedelta(days=n)
    if kind is bool or column.name in EITHER:
        return n == 1 if kind is bool else n - 1
    return n if kind is int else f"字{n}"


def _other(column: Column[Any], value: Any) -> Value:  # noqa: ANN401 -- a value of any column
    """Return a value that differs as little as can be, and that no other row has."""
    if value is None:
        return 1 if column.type.python_type is int else _value(column, 1)
    if isinstance(value, date):
        return value + timedelta(days=1)
    if isinstance(value, bool) or column.name in EITHER:
        return not value if isinstance(value, bool) else 1 - value
    return value + 1000 if isinstance(value, int) else value[:-1] + chr(ord(value[-1]) ^ 1)


@contextmanager
def behind_the_back(engine: Engine) -> Iterator[Connection]:
    """Change the tables as one who owns the database can: no trigger, no foreign key.

    What is changed is taken back at the end.
    """
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            for name in connection.exec_driver_sql(TRIGGERS).scalars().all():
                connection.exec_driver_sql(f"DROP TRIGGER {name}")
            connection.commit()
            for pragma in ("foreign_keys=OFF", "ignore_check_constraints=ON"):
                connection.connection.cursor().execute(f"PRAGMA {pragma}")
        else:
            connection.exec_driver_sql("SET session_replication_role = replica")
            connection.commit()
            for table, check in connection.exec_driver_sql(CHECKS).all():
                connection.exec_driver_sql(f'ALTER TABLE {table} DROP CONSTRAINT "{check}"')
        yield connection
        connection.rollback()
        connection.invalidate()


def _seen(engine: Engine) -> Verified:
    with reading(engine) as connection:
        return verify(connection)


def _one(table: Table, record: int, line: int = 2) -> Any:  # noqa: ANN401 -- of SQLAlchemy
    if table is t.record:
        return and_(table.c.canteen == 2, table.c.number == record)
    return and_(table.c.canteen == 2, table.c.record == record, table.c.line == line)


def test_a_changed_value_names_the_record(full: Engine) -> None:
    assert _seen(full).flaws == ()
    for table, column in CHANGED:
        _change(full, table, column)
    assert _seen(full).flaws == ()


def _change(full: Engine, table: Table, column: Column[Any]) -> None:
    with behind_the_back(full) as connection:
        value = connection.scalar(select(column).where(_one(table, 2)))
    others = [_other(column, value)]
    if column.nullable and value is not None:
        others.append(None)
    for other in others:
        with behind_the_back(full) as connection:
            connection.execute(update(table).where(_one(table, 2)).values({column.name: other}))
            found = verify(connection).flaws
        assert (CODE, 2) in {(flaw.canteen, flaw.record) for flaw in found}, column


def test_a_row_that_vanished_came_or_changed_places_names_the_record(full: Engine) -> None:
    for table in t.fact_tables():
        _move(full, table)


def _move(full: Engine, table: Table) -> None:
    with behind_the_back(full) as connection:
        row = connection.execute(select(table).where(_one(table, 2))).one()._asdict()
    named = [c.name for c in table.columns if c.name not in ("canteen", "record", "line")]
    more = {**row, **{n: _other(table.c[n], row[n]) for n in named}}

    def vanished(connection: Connection) -> None:
        connection.execute(delete(table).where(_one(table, 2)))

    def came(record: int) -> Callable[[Connection], object]:
        added = {**more, "record": record, "line": 3}
        return lambda connection: connection.execute(insert(table), added)

    def changed_places(connection: Connection) -> None:
        for old, new in ((1, 9), (2, 1), (9, 2)):
            connection.execute(update(table).where(_one(table, 2, old)).values(line=new))

    changes = [(vanished, 2), (changed_places, 2), *((came(n), n) for n in (-1, 0, 2, 4, 77))]
    for change, record in changes:
        with behind_the_back(full) as connection:
            change(connection)
            found = verify(connection).flaws
        assert (CODE, record) in {(flaw.canteen, flaw.record) for flaw in found}
    with behind_the_back(full) as connection:
        connection.execute(insert(table), {**more, "canteen": 99})
        assert Flaw("#99", 0, "canteen") in verify(connection).flaws


def test_records_that_vanished_or_changed_places_break_the_chain(full: Engine) -> None:
    heads = _seen(full).heads
    assert heads[CODE][0] == 5
    with behind_the_back(full) as connection:
        connection.execute(delete(t.record).where(_one(t.record, 3)))
        found = verify(connection)
        assert {Flaw(CODE, 4, "gap"), Flaw(CODE, 4, "link")} == set(found.flaws)
    with behind_the_back(full) as connection:
        for old, new in ((3, 99), (4, 3), (99, 4)):
            connection.execute(update(t.record).where(_one(t.record, old)).values(number=new))
        broken = {flaw.record for flaw in verify(connection).flaws if flaw.what == "link"}
        assert broken == {3, 4, 5}
    with behind_the_back(full) as connection:
        connection.execute(delete(t.canteen).where(t.canteen.c.id == 2))
        assert Flaw("#2", 0, "canteen") in verify(connection).flaws


def test_every_column_of_every_table_is_tried(engine: Engine) -> None:
    columns = [c for x in t.BOOKS.sorted_tables if "record" in x.c or x is t.record for c in x.c]
    assert {c for _, c in CHANGED} == set(columns)
    tables = len({x for x, _ in CHANGED})
    note("columns", engine, {"tables": tables, "columns": len(CHANGED)})


def test_records_cut_off_at_the_end_show_in_the_head_alone(full: Engine) -> None:
    noted = _seen(full).heads
    with behind_the_back(full) as connection:
        connection.execute(delete(t.record).where(_one(t.record, 5)))
        found = verify(connection)
        assert found.flaws == ()
        assert found.heads[CODE] != noted[CODE]


@pytest.mark.parametrize("address", ["sqlite"], indirect=True)
def test_a_changed_byte_of_the_file_is_found_wherever_it_counts(full: Engine) -> None:
    """Change single bytes of an SQLite file; what verifies holds the same rows as before."""
    with full.connect() as connection:
        connection.connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    whole = _rows(full)
    full.dispose()
    path = Path(str(full.url.database))
    content, drawn = path.read_bytes(), random.Random(7)
    found = 0
    for _ in range(BYTES):
        at = drawn.randrange(len(content))
        changed = bytearray(content)
        changed[at] ^= 1 << drawn.randrange(8)
        path.write_bytes(changed)
        found += _found_or_harmless(f"sqlite:///{path}", whole)
        assert not path.with_name(path.name + "-wal").exists()
    assert found > 0
    note("bytes", full, {"changed bits": BYTES}, of_them_no_matter=BYTES - found)


def test_text_that_is_none_names_its_record(full: Engine) -> None:
    if full.dialect.name != "sqlite":
        return  # PostgreSQL takes no such text
    with behind_the_back(full) as connection:
        connection.exec_driver_sql(
            "UPDATE posting SET party = CAST(x'ff41' AS TEXT) "
            "WHERE canteen = 2 AND record = 2 AND line = 2"
        )
        assert Flaw(CODE, 2, "content") in verify(connection).flaws


def _found_or_harmless(url: str, whole: dict[str, list[Any]]) -> bool:
    engine = open_books(url)
    try:
        if _seen(engine).flaws:
            return True
        assert _rows(engine) == whole
    except BooksUnavailable as error:
        if error.reason not in ("broken", "schema"):
            raise
        return True
    else:
        return False
    finally:
        engine.dispose()


def _rows(engine: Engine) -> dict[str, list[Any]]:
    with reading(engine) as connection:
        return {x.name: rows(connection, x, Span(2)) for x in (t.record, *t.fact_tables())}
