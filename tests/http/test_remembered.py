"""Answers kept whole: the same bytes for the same question, until something is published."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from fastapi import FastAPI, Request
from starlette.responses import Response
from starlette.testclient import TestClient

from api.http.answers import answered
from api.http.app import create_app
from api.http.door import Answer, Door, State
from api.http.remembered import Remembered
from api.settings import DoorSettings
from canteen.publicity.publication import MenuDay
from canteen.record import Hand
from canteen.store.backup import backup
from canteen.store.canteens import enrol
from canteen.store.engine import Database, open_books
from canteen.store.publications import Publications
from canteen.store.writing import writing
from tests.http.conftest import CODE, MONDAY, OTHER, SUNDAY, menu_days, shown

API = "/api/v1"

WEEK = "from=2026-03-02&to=2026-03-06"

READ = (
    f"{API}/schools",
    f"{API}/schools/{CODE}",
    f"{API}/days?{WEEK}",
    f"{API}/schools/{CODE}/days?{WEEK}&page_size=2",
    f"{API}/schools/{CODE}/sheets",
    f"{API}/schools/{CODE}/menu.ics?{WEEK}",
    f"{API}/coverage?{WEEK}",
    f"/schools/{CODE}?week=2026-03-02",
    "/",
)


class Count(Remembered):
    """Count how often somebody has to answer."""

    asked = 0

    def __init__(self, door: Door) -> None:
        super().__init__(self._app(), door)

    def _app(self) -> FastAPI:
        app = FastAPI()

        @app.get("/{path:path}")
        async def answer(request: Request, path: str) -> Response:
            Count.asked += 1
            form = request.headers.get("accept", ""), request.headers.get("accept-language", "")
            content = f"{path} {request.query_params} {form}".encode()
            if path == "mine":
                return Response(content, headers={"cache-control": "private", "etag": '"x"'})
            if path == "wrong":
                return Response(content, 500, headers={"cache-control": "public", "etag": '"x"'})
            return answered(request, content, "text/plain")

        return app


@pytest.fixture
def door(wall: Database) -> Door:
    return Door(wall)


@pytest.fixture
def counted(door: Door) -> Iterator[TestClient]:
    Count.asked = 0
    with TestClient(Count(door)) as client:
        yield client


@pytest.fixture
def later(wall: Database, tmp_path: Path) -> Database:
    """Return a copy of the database, to write into."""
    path = tmp_path / "later.db"
    backup(wall, path)
    return open_books(f"sqlite:///{path}")


def corrected() -> tuple[MenuDay, ...]:
    return tuple(replace(each, body=each.body.replace("示例菜", "更正菜")) for each in menu_days())


@pytest.mark.parametrize("path", READ)
def test_what_is_kept_is_what_was_answered(client: TestClient, path: str) -> None:
    kept: Door = client.app.state.door  # type: ignore[attr-defined]
    first = client.get(path)
    assert len(kept.answers) == 1
    again = client.get(path)
    assert (again.status_code, again.content) == (200, first.content)
    assert dict(again.headers) == dict(first.headers)
    assert len(kept.answers) == 1
    told = client.get(path, headers={"if-none-match": first.headers["etag"]})
    assert (told.status_code, told.content) == (304, b"")
    assert told.headers["content-security-policy"] == first.headers["content-security-policy"]


def test_a_question_is_answered_once_for_each_of_its_forms(counted: TestClient) -> None:
    plain = counted.get("/a", headers={"accept": "*/*"}).content
    assert counted.get("/a", headers={"accept": "*/*"}).content == plain
    assert Count.asked == 1
    for path, name, value in (
        ("/a", "accept", "text/csv"),
        ("/a", "accept-language", "en"),
        ("/a?lang=en", "accept", "*/*"),
        ("/b", "accept", "*/*"),
    ):
        assert counted.get(path, headers={name: value}).content != plain
    assert Count.asked == 5


@pytest.mark.parametrize("path", ["/mine", "/wrong"])
def test_what_is_not_for_everybody_or_went_wrong_is_never_kept(
    counted: TestClient, path: str
) -> None:
    counted.get(path)
    counted.get(path)
    assert Count.asked == 2


@pytest.mark.parametrize(
    ("query", "headers"),
    [("x" * 1000, {}), ("", {"accept": "x" * 1000}), ("", {"accept-language": "x" * 1000})],
)
def test_a_very_long_question_is_answered_and_not_kept(
    counted: TestClient, query: str, headers: dict[str, str]
) -> None:
    for _ in range(2):
        assert counted.get(f"/a?{query}", headers=headers).status_code == 200
    assert Count.asked == 2


def test_ever_new_questions_about_nothing_fill_no_memory() -> None:
    door = Door(open_books("sqlite:///unused.db", create=True))
    nothing = Answer((), b"")
    for number in range(200_000):
        door.answers.keep(number, nothing)
        door.held.keep(number, [])
    assert len(door.answers) < 50_000
    assert len(door.held) <= 100_000


def test_another_day_asks_again(counted: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    counted.get("/a")
    monkeypatch.setattr(Door, "today", MONDAY)
    counted.get("/a")
    assert Count.asked == 2


def test_a_correction_is_seen_and_leaves_the_answers_of_other_schools(
    later: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    with TestClient(create_app(later, DoorSettings())) as client:
        path, of_other = f"{API}/schools/{CODE}/days?{WEEK}", f"{API}/schools/{OTHER}"
        old, other = client.get(path), client.get(of_other)
        friday = MONDAY + timedelta(4)
        with writing(later, CODE, Hand(SUNDAY, "示例甲")) as books:
            sheet = shown("recipe", MONDAY, friday, corrected())
            Publications(books).show(replace(sheet, fingerprint="0" * len(sheet.fingerprint)))
        monkeypatch.setattr(State, "fresh", False)
        new = client.get(path)
        assert "更正菜0" in new.text
        assert new.headers["etag"] != old.headers["etag"]
        stale = client.get(path, headers={"if-none-match": old.headers["etag"]})
        assert stale.status_code == 200
        kept = len(client.app.state.door.answers)  # type: ignore[attr-defined]
        assert client.get(of_other).content == other.content
        assert len(client.app.state.door.answers) == kept  # type: ignore[attr-defined]


def test_a_correction_is_seen_by_those_who_ask_at_length(
    later: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_length = f"{API}/days?{WEEK}" + "&school=demo" * 90
    with TestClient(create_app(later, DoorSettings())) as client:
        assert "更正菜0" not in client.get(at_length).text
        sheet = shown("recipe", MONDAY, MONDAY + timedelta(4), corrected())
        with writing(later, CODE, Hand(SUNDAY, "示例甲")) as books:
            Publications(books).show(replace(sheet, fingerprint="0" * len(sheet.fingerprint)))
        monkeypatch.setattr("api.http.door.FRESH", 0.0)
        assert "更正菜0" in client.get(at_length).text


def test_a_school_that_joins_is_listed(later: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(State, "fresh", False)
    with TestClient(create_app(later, DoorSettings())) as client:
        assert client.get(f"{API}/schools").json()["total"] == 2
        enrol(later, "third", "第三所小学")
        assert client.get(f"{API}/schools").json()["total"] == 3


def test_where_the_database_is_away_nothing_old_is_told(
    later: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(State, "fresh", False)
    path = Path(str(later.url.database))
    with TestClient(create_app(later, DoorSettings()), raise_server_exceptions=False) as client:
        assert client.get(f"{API}/days?{WEEK}").status_code == 200
        later.dispose()
        path.unlink()
        path.mkdir()
        assert client.get(f"{API}/days?{WEEK}").status_code == 503


@pytest.mark.parametrize(("days", "elsewhere"), [(0, False), (3_000, False), (3_001, True)])
def test_a_question_about_many_days_leaves_the_loop_to_others(
    door: Door, days: int, *, elsewhere: bool
) -> None:
    async def asked() -> tuple[int, int]:
        return threading.get_ident(), await door.look(lambda _: threading.get_ident(), days)

    here, there = asyncio.run(asked())
    assert (here != there) is elsewhere
