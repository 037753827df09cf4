"""Books in a database of their own for every test: SQLite always, PostgreSQL where it answers."""

from __future__ import annotations

import os
import tempfile
import uuid
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Engine

from canteen.ledger.entry import Entry, Posting
from canteen.ledger.funds import Fund
from canteen.store.canteens import enrol
from canteen.store.engine import open_books
from canteen.store.journal import Journal
from canteen.store.migrating import upgrade
from canteen.store.writing import writing
from nutrition.quantities import Money
from tests.store.school import BEGIN, CODE, HAND

SERVER = os.environ.get("CANTEEN_TEST_POSTGRES", "postgresql://postgres@127.0.0.1:5432/test")


def server() -> str:
    """Return the address of the PostgreSQL of the tests, or skip, or fail where CI promised one."""
    try:
        psycopg.connect(SERVER, connect_timeout=5).close()
    except psycopg.OperationalError as error:
        if os.environ.get("CANTEEN_TEST_NO_SKIP"):
            pytest.fail(f"PostgreSQL does not answer at {SERVER}: {error}")
        pytest.skip(f"PostgreSQL does not answer at {SERVER}")
    return SERVER


@pytest.fixture(params=["sqlite", "postgres"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Return the address of an empty database."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'books.db'}"
        return
    schema = f"books_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(server(), autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {schema}")
        yield f"{SERVER}?options=-csearch_path%3D{schema}"
        connection.execute(f"DROP SCHEMA {schema} CASCADE")


@pytest.fixture
def engine(address: str) -> Iterator[Engine]:
    """Return a database that keeps the books of one canteen, not opened yet."""
    if address.startswith("sqlite:///"):
        Path(address.removeprefix("sqlite:///")).write_bytes(_begun())
        engine = open_books(address)
    else:
        engine = _begin(address)
    yield engine
    engine.dispose()


def _begin(address: str) -> Engine:
    engine = open_books(address, create=True)
    upgrade(engine)
    enrol(engine, CODE, "示例学校")
    return engine


@cache
def _begun() -> bytes:
    """Return the file of such a database, made once: most tests begin with a copy of it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "books.db"
        _begin(f"sqlite:///{path}").dispose()
        return path.read_bytes()


@pytest.fixture
def opened(engine: Engine) -> Engine:
    """Return the same with books that began with 1,000 yuan of the pupils' fund."""
    with writing(engine, CODE, HAND) as books:
        Journal(books).open(
            Entry(
                BEGIN,
                "期初1",
                "期初余额",
                (Posting("1002", Money(100_000)), Posting("3001", Money(-100_000), Fund.PUPILS)),
            ),
            "opening",
        )
    return engine
