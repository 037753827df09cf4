"""A door over a database in which one school showed a week, a statement and a surplus."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from api.clock import CHINA
from api.http.app import create_app
from api.http.workers import Workers
from api.settings import DoorSettings
from canteen.choices import choose
from canteen.publicity.publication import MenuDay, Publication
from canteen.record import Hand
from canteen.store.canteens import enrol
from canteen.store.choosing import make
from canteen.store.engine import Database, open_books
from canteen.store.migrating import upgrade
from canteen.store.publications import Publications
from canteen.store.writing import writing
from reports.inks import html, pdf, xlsx
from reports.inks.printing import fingerprint_of
from tests.sheets.test_open_data import a_day
from tests.sheets.wall import SHEETS

MONDAY = date(2026, 3, 2)

CODE, OTHER = "demo", "other"

SUNDAY = datetime(2026, 3, 1, 8, tzinfo=CHINA)

KEY = "an example key"

SIGNED = {"author": "示例甲", "approver": "示例乙"}


def shown(sheet: str, first: date, last: date, days: tuple[MenuDay, ...] = ()) -> Publication:
    drawn = SHEETS[sheet]("zh")
    return Publication(
        sheet=sheet,
        first=first,
        last=last,
        title=drawn.title,
        fingerprint=fingerprint_of(drawn),
        dated=drawn.published,
        inks={"html": html.draw(drawn), "pdf": pdf.draw(drawn), "xlsx": xlsx.draw(drawn)},
        signed=SIGNED,
        days=days,
    )


def menu_days() -> tuple[MenuDay, ...]:
    days = []
    for number in range(5):
        day = a_day(dish=f"示例菜{number}").model_copy(
            update={"date": MONDAY + timedelta(number), "costed": True}
        )
        days.append(MenuDay(day.date, ("lunch",), True, True, day.model_dump_json()))  # noqa: FBT003
    return tuple(days)


def publish(engine: Database) -> None:
    """Let two schools join, one of which shows all that a school shows."""
    upgrade(engine)
    enrol(engine, CODE, "示例小学")
    enrol(engine, OTHER, "另一所小学 <b>&")
    friday = MONDAY + timedelta(4)
    with writing(engine, CODE, Hand(SUNDAY, "示例甲")) as books:
        make(books, choose("phone", "010-00000000", MONDAY, "校长室"), "phone")
        record = Publications(books)
        record.show(shown("recipe", MONDAY, friday, menu_days()))
        for sheet in ("statement", "surplus"):
            record.show(shown(sheet, date(2026, 3, 1), date(2026, 3, 31)))
        for sheet in ("purchase-prices", "dish-prices", "fees"):
            record.show(shown(sheet, MONDAY, friday))


@pytest.fixture(scope="session")
def wall(tmp_path_factory: pytest.TempPathFactory) -> Database:
    """Return the database; nobody writes into it."""
    path = tmp_path_factory.mktemp("wall") / "wall.db"
    engine = open_books(f"sqlite:///{path}", create=True)
    publish(engine)
    return engine


@pytest.fixture
def settings(tmp_path: Path) -> DoorSettings:
    digest = hashlib.sha256(KEY.encode()).hexdigest()
    other = hashlib.sha256(b"another key").hexdigest()
    return DoorSettings(
        api_keys={"portal": digest, "stranger": other},
        jobs=str(tmp_path / "jobs"),
        job_workers=1,
        job_queue=2,
        job_seconds=60,
    )


@pytest.fixture
def client(wall: Database, settings: DoorSettings) -> Iterator[TestClient]:
    app = create_app(wall, settings)
    with TestClient(app, raise_server_exceptions=False) as opened:
        workers = Workers(app.state.jobs, settings)
        workers.start()
        yield opened
        workers.stop()


@pytest.fixture
def key() -> dict[str, str]:
    return {"authorization": f"Bearer {KEY}"}
