"""The same was published in both databases: whoever reads cannot tell which one answers."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Iterator

import psycopg
import pytest
from starlette.testclient import TestClient

from api.http.app import create_app
from api.http.door import Door, State
from api.settings import DoorSettings
from canteen.store.engine import Database, open_books
from tests.http.conftest import publish
from tests.http.test_remembered import READ
from tests.store.conftest import server


@pytest.fixture(scope="module")
def far() -> Iterator[Database]:
    """Return a database of PostgreSQL in which the same was published."""
    schema = f"door_{uuid.uuid4().hex[:12]}"
    with psycopg.connect(server(), autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {schema}")
        engine = open_books(f"{server()}?options=-csearch_path%3D{schema}", create=True)
        publish(engine)
        yield engine
        engine.dispose()
        connection.execute(f"DROP SCHEMA {schema} CASCADE")


@pytest.mark.parametrize("path", READ)
def test_both_databases_give_the_same_bytes(client: TestClient, far: Database, path: str) -> None:
    with TestClient(create_app(far, DoorSettings())) as other:
        near, answer = client.get(path), other.get(path)
    assert (answer.status_code, answer.content) == (200, near.content)
    assert answer.headers["etag"] == near.headers["etag"]


def test_many_who_come_at_once_ask_for_the_state_once(
    far: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    door, asked = Door(far), 0
    look = Door.look

    async def counted(self: Door, question: object) -> object:
        nonlocal asked
        asked += 1
        return await look(self, question)  # type: ignore[arg-type]

    monkeypatch.setattr(Door, "look", counted)

    async def come() -> set[object]:
        return set(await asyncio.gather(*(door.state_of("/") for _ in range(50))))

    assert asyncio.run(come()) == {(0, door.state.head)}
    assert asked == 1
    assert door.state.fresh
    assert State().fresh is False
