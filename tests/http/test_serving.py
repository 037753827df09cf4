"""Several processes behind one port: they share jobs, are replaced, and end with their parent."""

from __future__ import annotations

import hashlib
import os
import signal
from contextlib import suppress
from pathlib import Path

import httpx2
import pytest

from api.commands.serving import served
from api.errors import BadOption
from api.http.job import State
from api.http.serving_errors import BadSetting
from canteen.store.engine import Database
from tests.http.conftest import KEY
from tests.http.serving import PATIENCE, serving
from tests.http.test_jobs import sample
from tests.process.witness import within_patience

API = "/api/v1"

AUTHORIZED = {"authorization": f"Bearer {KEY}"}


def answers(address: str) -> bool:
    try:
        return httpx2.get(f"{address}{API}/schools").status_code == 200
    except httpx2.TransportError:
        return False


@pytest.fixture
def keys(tmp_path: Path) -> dict[str, str]:
    digest = hashlib.sha256(KEY.encode()).hexdigest()
    return {"CANTEEN_API_KEYS": f"portal:{digest}", "CANTEEN_JOBS": str(tmp_path / "jobs")}


def test_whichever_process_answers_knows_the_job_and_its_solver_ends_with_the_server(
    wall: Database, keys: dict[str, str]
) -> None:
    with serving(wall.url.render_as_string(), "--processes", "2", **keys) as server:
        assert within_patience(lambda: answers(server.address))
        assert len(server.children) == 2
        body = {"files": sample(), "options": {"gap": 0.0, "time_limit": 60}}
        made = httpx2.post(f"{server.address}{API}/plans", json=body, headers=AUTHORIZED).json()
        link = f"{server.address}{made['links']['self']}"

        def states() -> set[str]:  # every request is a connection of its own: both are asked
            return {httpx2.get(link, headers=AUTHORIZED).json()["state"] for _ in range(20)}

        assert within_patience(lambda: states() == {State.RUNNING})
    folder = Path(keys["CANTEEN_JOBS"]) / "jobs" / made["id"]
    assert within_patience(lambda: not working_in(folder))
    assert State.CANCELLED in (folder / "events.jsonl").read_text().splitlines()[-1]


def working_in(folder: Path) -> bool:
    """Say whether some process was started to work in a folder."""
    for told in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):  # one that ends meanwhile
            if str(folder) in told.read_text():
                return True
    return False


def test_a_process_that_dies_is_replaced(wall: Database) -> None:
    with serving(wall.url.render_as_string(), "--processes", "2") as server:
        assert within_patience(lambda: answers(server.address))
        before = server.children
        os.kill(before[0], signal.SIGKILL)
        assert within_patience(
            lambda: before[0] not in server.children and len(server.children) == 2
        )
        assert within_patience(lambda: all(answers(server.address) for _ in range(20)))


def test_where_the_parent_is_killed_nobody_is_left_at_the_port(wall: Database) -> None:
    with serving(wall.url.render_as_string(), "--processes", "2") as server:
        assert within_patience(lambda: answers(server.address))
        children = server.children
        server.process.kill()
        server.process.wait(PATIENCE)
        assert within_patience(lambda: not any(Path(f"/proc/{pid}").exists() for pid in children))
        assert not answers(server.address)


@pytest.mark.parametrize("number", [-1, 65, 1_000_000])
def test_a_number_of_processes_that_cannot_be_is_refused(wall: Database, number: int) -> None:
    with pytest.raises(BadOption, match="--processes"):
        served("127.0.0.1", 0, number, wall.url.render_as_string(), "zh")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("CANTEEN_API_KEYS", "portal:a secret"),
        ("CANTEEN_JOB_QUEUE", "lots"),
        ("CANTEEN_JOBS", "/proc/nowhere"),
        ("CANTEEN_JOBS", __file__),
    ],
)
def test_a_setting_that_is_none_is_named_and_its_value_is_not_told(
    wall: Database, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(BadSetting) as found:
        served("127.0.0.1", 0, 1, wall.url.render_as_string(), "zh")
    assert found.value.name == name
    assert value not in str(found.value)
