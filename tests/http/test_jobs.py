"""Jobs of the portal: made once, followed, cancelled, apart; an impossible week is a result."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

import food_tables
from api.clock import now
from api.http import checks
from api.http.app import create_app
from api.http.job import Event, Job, State
from api.http.jobs import Jobs, Wanted, result_of
from api.http.workers import Workers
from api.settings import DoorSettings
from canteen.store.engine import Database
from tests.folder.foreign import STANDARD, foreign
from tests.http.conftest import CODE

API = "/api/v1"

SAMPLE = Path(food_tables.__file__).parent / "samples" / "primary_lunch"

Key = dict[str, str]

STRANGER = {"authorization": "Bearer another key"}

PATIENCE = 90.0


def sample(**changes: str) -> dict[str, str]:
    """Return the files of a sample week; ``changes``: name of a file -> text put before it."""
    files = {
        each.name: each.read_text("utf-8")
        for each in SAMPLE.iterdir()
        if each.suffix in (".toml", ".csv")
    }
    return {name: changes.get(name, "") + text for name, text in files.items()}


def planned(client: TestClient, key: Key, files: dict[str, str], **headers: str) -> dict[str, Any]:
    body = {"files": files, "options": {"gap": 0.05, "time_limit": 30}}
    answer = client.post(f"{API}/plans", json=body, headers={**key, **headers})
    assert answer.status_code == 202, answer.text
    made: dict[str, Any] = answer.json()
    assert answer.headers["location"] == made["links"]["self"]
    return made


def ended(client: TestClient, key: Key, job: dict[str, Any]) -> dict[str, Any]:
    """Wait for the end of a job."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        said: dict[str, Any] = client.get(job["links"]["self"], headers=key).json()
        if State(said["state"]).ended:
            return said
        time.sleep(0.1)
    raise AssertionError(f"{job['id']} does not end")


def events(client: TestClient, key: Key, job: dict[str, Any], **headers: str) -> list[tuple[str, str, Any]]:  # fmt: skip # noqa: E501
    """Return id, kind and data of the events of a job that ends."""
    text = client.get(job["links"]["events"], headers={**key, **headers}).text
    found = []
    for block in text.replace("\r\n", "\n").split("\n\n"):
        said = dict(line.split(": ", 1) for line in block.splitlines() if not line.startswith(":"))
        if said:
            found.append((said["id"], said["event"], json.loads(said["data"])))
    return found


def test_a_week_is_planned_followed_and_fetched(client: TestClient, key: Key) -> None:
    job = planned(client, key, sample())
    told = events(client, key, job)
    states = [data["state"] for _, kind, data in told if kind == "state"]
    assert states == ["queued", "running", "done"]
    assert [number for number, _, _ in told] == [str(n) for n in range(len(told))]
    assert any(kind == "progress" for _, kind, _ in told)
    later = events(client, key, job, **{"last-event-id": told[-2][0]})
    assert later == told[-1:]
    result = client.get(job["links"]["result"], headers=key).json()
    assert result["lawful"] is True
    assert len(result["plan"]["days"]) == 5
    assert result["plan"]["proof"]["gap"] <= 0.05


def test_an_impossible_week_is_a_result_that_explains_itself(
    client: TestClient, key: Key, tmp_path: Path
) -> None:
    folder = foreign(tmp_path / "foreign")
    files = {each.name: each.read_text("utf-8") for each in folder.iterdir()}
    files["standard.toml"] = STANDARD.replace("value = 10", "value = 9999")
    job = planned(client, key, files)
    assert ended(client, key, job)["state"] == "infeasible"
    answer = client.get(job["links"]["result"], headers=key)
    assert (answer.status_code, answer.json()["lawful"]) == (200, False)
    assert answer.json()["error"] == "planning.no-lawful-menu"
    assert "vigour" in " ".join(answer.json()["explanation"])


def test_a_folder_with_mistakes_fails_with_file_row_and_remedy(
    client: TestClient, key: Key
) -> None:
    job = planned(client, key, {"plan.toml": "[school]\nname = 7\n"})
    assert ended(client, key, job)["state"] == "failed"
    result = client.get(job["links"]["result"], headers=key).json()
    assert "plan.toml" in " ".join(result["explanation"])


def test_the_same_key_and_request_make_one_job(client: TestClient, key: Key) -> None:
    again = {"idempotency-key": "week 10"}
    bad = {"plan.toml": "[school]\n"}
    first = planned(client, key, bad, **again)
    assert planned(client, key, bad, **again)["id"] == first["id"]
    assert planned(client, STRANGER, bad, **again)["id"] != first["id"]
    other = client.post(
        f"{API}/plans", json={"files": {"plan.toml": "x"}}, headers={**key, **again}
    )
    assert (other.status_code, other.json()["type"]) == (409, "urn:canteen:http.key-used")
    assert first["id"] in other.json()["detail"]


def test_a_job_belongs_to_whoever_made_it(client: TestClient, key: Key) -> None:
    job = planned(client, key, {"plan.toml": "[school]\n"})
    for link in job["links"].values():
        assert client.get(link, headers=STRANGER).status_code == 404
    assert client.delete(job["links"]["self"], headers=STRANGER).status_code == 404


def test_a_cancelled_job_ends_with_its_process(client: TestClient, key: Key) -> None:
    files = sample()
    job = planned(client, key, files)
    answer = client.delete(job["links"]["self"], headers=key)
    assert (answer.status_code, answer.json()["state"]) == (202, "cancelled")
    assert ended(client, key, job)["state"] == "cancelled"
    result = client.get(job["links"]["result"], headers=key)
    assert (result.status_code, result.json()["type"]) == (409, "urn:canteen:http.not-finished")
    assert client.delete(job["links"]["self"], headers=key).json()["state"] == "cancelled"


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer ", "Bearer wrong", "Basic x", "bearer an example"]
)
def test_without_a_key_of_ours_nobody_plans_or_checks(client: TestClient, header: str) -> None:
    for path in ("/plans", "/checks"):
        answer = client.post(f"{API}{path}", json={}, headers={"authorization": header})
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"].startswith("Bearer")


def test_where_no_keys_are_set_the_answer_says_so(wall: Database) -> None:
    with TestClient(create_app(wall, DoorSettings(api_keys={}))) as client:
        answer = client.post(f"{API}/plans", json={}, headers={"authorization": "Bearer x"})
    assert (answer.status_code, "CANTEEN_API_KEYS" in answer.json()["detail"]) == (401, True)


def test_keys_are_written_as_digests(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CANTEEN_API_KEYS", f"portal:{'a' * 64}, other:{'b' * 64}")
    assert DoorSettings().api_keys == {"portal": "a" * 64, "other": "b" * 64}
    monkeypatch.setenv("CANTEEN_API_KEYS", "portal:secret")
    with pytest.raises(ValueError, match="SHA256"):
        DoorSettings()


@pytest.fixture
def idle(settings: DoorSettings) -> Jobs:
    """Return jobs that nobody works on."""
    return Jobs(Path(settings.jobs), settings.job_queue)


Add = Callable[[str], Job]


@pytest.fixture
def add(idle: Jobs) -> Add:
    return lambda name: idle.add("portal", Wanted("plan", {"plan.toml": name.encode()}, {}, 1))


def test_a_full_queue_says_when_to_come_again(
    wall: Database, settings: DoorSettings, key: Key, add: Add
) -> None:
    add("a")
    add("b")
    with TestClient(create_app(wall, settings)) as client:
        answer = client.post(f"{API}/plans", json={"files": {"plan.toml": "c"}}, headers=key)
    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) > 0


def test_a_waiting_job_can_be_cancelled(idle: Jobs, add: Add) -> None:
    job = add("a")
    idle.cancel(job)
    assert job.state is State.CANCELLED
    assert idle.next() is None


def test_jobs_are_taken_in_their_order_and_once(
    idle: Jobs, add: Add, settings: DoorSettings
) -> None:
    first, second = add("a"), add("b")
    other = Jobs(Path(settings.jobs), settings.job_queue)
    assert [each and each.kept.id for each in (idle.next(), other.next(), idle.next())] == [
        first.kept.id,
        second.kept.id,
        None,
    ]


def test_any_process_of_a_server_finds_follows_and_ends_a_job(
    client: TestClient, wall: Database, settings: DoorSettings, key: Key
) -> None:
    with TestClient(create_app(wall, settings)) as other:
        job = planned(other, key, sample(), **{"idempotency-key": "one"})
        assert planned(client, key, sample(), **{"idempotency-key": "one"})["id"] == job["id"]
        assert other.delete(job["links"]["self"], headers=key).json()["state"] == "cancelled"
        assert ended(client, key, job) == ended(other, key, job)


def test_of_many_who_ask_with_one_key_each_gets_the_same_job(settings: DoorSettings) -> None:
    def ask(_: int) -> str:
        jobs = Jobs(Path(settings.jobs), settings.job_queue)
        return jobs.add("portal", Wanted("plan", {}, {}, 1, "a key")).kept.id

    with ThreadPoolExecutor(16) as many:
        assert len(set(many.map(ask, range(64)))) == 1


def test_after_a_restart_what_was_begun_has_failed_and_the_rest_is_there(
    idle: Jobs, add: Add, settings: DoorSettings
) -> None:
    done = add("a")
    done.turn(State.DONE)
    (done.folder / "result.json").write_text('{"lawful": true}')
    begun = add("b")
    assert [idle.next(), idle.next()] == [done, begun]
    begun.turn(State.RUNNING)
    waiting = add("c")
    again = Jobs(Path(settings.jobs), settings.job_queue)
    workers = Workers(again, settings)
    workers.start()
    try:
        assert again.of("portal", begun.kept.id).state is State.FAILED
        assert result_of(again.of("portal", done.kept.id)) == b'{"lawful": true}'
        until = time.monotonic() + PATIENCE
        while not waiting.state.ended and time.monotonic() < until:
            time.sleep(0.1)
    finally:
        workers.stop()
    kinds = [each.data["state"] for each in waiting.events() if each.kind == "state"]
    assert kinds == ["queued", "running", "failed"]  # its folder is none, which was found


def test_what_ended_long_ago_is_forgotten_with_its_folder_and_key(
    idle: Jobs, settings: DoorSettings
) -> None:
    wanted = Wanted("plan", {}, {}, 1, "a key")
    job, kept = idle.add("portal", wanted), idle.add("portal", Wanted("plan", {}, {}, 1))
    assert [idle.next(), idle.next()] == [job, kept]
    kept.turn(State.DONE)
    long_ago = now() - timedelta(hours=settings.job_hours + 1)
    ended = Event(kind="state", data={"state": "done"}, at=long_ago)
    (job.folder / "events.jsonl").write_text(ended.model_dump_json() + "\n")
    Workers(idle, settings).forget()
    assert (job.folder.exists(), kept.folder.exists()) == (False, True)
    assert idle.add("portal", wanted).kept.id != job.kept.id


def test_a_line_half_written_is_no_event_yet(add: Add) -> None:
    job = add("a")
    with (job.folder / "events.jsonl").open("a") as out:
        out.write('{"kind": "sta')
    assert job.state is State.QUEUED
    assert len(job.events()) == 1


def test_a_menu_is_checked_in_a_process_of_its_own(client: TestClient, key: Key) -> None:
    rows = [{"day": "周一", "meal": "lunch", "dish": "米饭", "food": "大米", "grams": 90}]
    answer = client.post(f"{API}/checks", json={"age": "9-11", "rows": rows}, headers=key)
    assert answer.status_code == 200
    told = answer.json()
    assert told["lawful"] is False
    assert "t1_energy_day" in told["broken"]
    unknown = [{**rows[0], "food": "没有的食材"}]
    told = client.post(f"{API}/checks", json={"age": "9-11", "rows": unknown}, headers=key).json()
    assert told["unknown_foods"][0]["text"] == "没有的食材"


def test_checks_under_way_keep_no_reader_waiting(
    client: TestClient, key: Key, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate = threading.Event()
    monkeypatch.setattr(checks, "run_now", lambda *_: str(gate.wait(PATIENCE)).encode())
    rows = [{"day": "周一", "meal": "lunch", "dish": "米饭", "food": "大米", "grams": 90}]
    body = {"age": "9-11", "rows": rows}
    with ThreadPoolExecutor(4) as many:
        asked = [
            many.submit(client.post, f"{API}/checks", json=body, headers=key) for _ in range(4)
        ]
        read = client.get(f"{API}/schools/{CODE}")  # of those that a thread answers
        ended_before = any(each.done() for each in asked)
        gate.set()
    assert (read.status_code, ended_before) == (200, False)
    assert {each.result().content for each in asked} == {b"True"}
