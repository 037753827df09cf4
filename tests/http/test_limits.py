"""What a body may be: not too large, no number without end, nothing that hides."""

from __future__ import annotations

import base64
import io
import json
import zipfile
from collections.abc import Iterator

import pytest
from fastapi import FastAPI, Request
from starlette.testclient import TestClient

from api.http import problems
from api.http.limits import BodyLimit, Headers
from api.http.speaking import _ranked
from tests.folder.exhibits import PLAN

API = "/api/v1"

MENU = {"age": "9-11", "rows": [{"day": "周一", "meal": "lunch", "food": "大米", "grams": 90}]}

Key = dict[str, str]


def post(client: TestClient, path: str, body: bytes, key: Key, kind: str = "application/json"):  # type: ignore[no-untyped-def] # noqa: ANN201
    return client.post(f"{API}{path}", content=body, headers={**key, "content-type": kind})


def zipped(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize("path", ["/checks", "/plans"])
def test_a_body_beyond_the_limit_is_413_whether_its_length_is_told_or_not(
    client: TestClient, key: Key, path: str
) -> None:
    def pieces() -> Iterator[bytes]:
        for _ in range(12):
            yield b"x" * 2**20

    for content in (b"x" * (10 * 2**20 + 1), pieces()):
        answer = client.post(
            f"{API}{path}", content=content, headers={**key, "content-type": "application/json"}
        )
        assert answer.status_code == 413
        assert answer.headers["content-type"] == "application/problem+json"
        assert "content-security-policy" in answer.headers


def test_a_body_at_the_limit_is_read_whole() -> None:
    app = FastAPI()
    problems.install(app)
    app.add_middleware(BodyLimit, limit=10)
    app.add_middleware(Headers)

    @app.post("/")
    async def size(request: Request) -> int:
        return len(await request.body())

    with TestClient(app) as client:
        assert client.post("/", content=b"x" * 10).json() == 10
        assert client.post("/", content=b"x" * 11).status_code == 413


@pytest.mark.parametrize(
    "number", ["NaN", "Infinity", "-Infinity", "1e999", "-1", "0", "1e300", '"90"', "true", "null"]
)
def test_a_number_without_bounds_is_422_and_named(
    client: TestClient, key: Key, number: str
) -> None:
    body = json.dumps(MENU).replace("90", number)
    answer = post(client, "/checks", body.encode(), key)
    assert answer.status_code == 422
    assert "#/rows/0/grams" in {each["pointer"] for each in answer.json()["errors"]}


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"\xff\xfe",
        b'{"age": "9-11"}',
        b'{"age": "9-11", "rows": []}',
        b'{"age": "9-11", "rows": [{"day": "\\ud800", "food": "x", "grams": 1}]}',
        b"[" * 100_000,
        b'{"a":' * 50_000,
        json.dumps({**MENU, "age": "999"}).encode(),
        json.dumps({**MENU, "sex": "X"}).encode(),
        json.dumps({**MENU, "more": 1}).encode(),
        json.dumps({**MENU, "rows": [{"day": 1, "food": [], "grams": {}}]}).encode(),
        b'{"age": "9-11", "rows": [{"day": "d", "food": "x", "grams": ' + b"9" * 5000 + b"}]}",
    ],
    ids=range(14),
)
def test_a_body_that_is_no_menu_is_a_clean_refusal(
    client: TestClient, key: Key, body: bytes
) -> None:
    answer = post(client, "/checks", body, key)
    refused = answer.status_code == 422 or "error" in answer.json()
    assert refused
    assert answer.status_code < 500


@pytest.mark.parametrize(
    ("files", "reason"),
    [
        ({"plan.toml": b"", "a.exe": b"MZ"}, "a.exe"),
        ({"plan.toml": b"", "../plan.toml": b""}, "plan.toml"),
        ({"prices.csv": b"food\n"}, "plan.toml"),
        ({"plan.toml": b'[keep]\nplan = "../../secret.json"'}, "secret.json"),
        ({"plan.toml": b'[near]\nplan = "other.json"'}, "other.json"),
        ({f"p{i}.json": b"" for i in range(50)}, "50"),
        ({"plan.toml": b"0" * (60 * 2**20)}, "10485760"),
    ],
    ids=["a program", "outside", "no plan", "keep", "near", "too many", "a bomb"],
)
def test_an_archive_that_is_no_plan_folder_is_refused(
    client: TestClient, key: Key, files: dict[str, bytes], reason: str
) -> None:
    answer = post(client, "/plans", zipped(**files), key, "application/zip")
    assert answer.status_code == 422
    assert reason in answer.json()["detail"]


@pytest.mark.parametrize("body", [b"", b"PK\x03\x04half", b"not a zip"])
def test_what_is_no_archive_is_refused(client: TestClient, key: Key, body: bytes) -> None:
    answer = post(client, "/plans", body, key, "application/zip")
    assert (answer.status_code, answer.json()["type"]) == (422, "urn:canteen:http.bad-upload")


@pytest.mark.parametrize(
    "change",
    [
        {"gap": 2},
        {"gap": -0.1},
        {"time_limit": 0},
        {"time_limit": 1e9},
        {"solver": "glpk"},
        {"seed": -1},
        {"objective": "fame"},
        {"unknown": 1},
    ],
)
def test_options_are_bounded_in_json_and_in_the_address(
    client: TestClient, key: Key, change: dict[str, object]
) -> None:
    body = {"files": {"plan.toml": PLAN}, "options": change}
    assert post(client, "/plans", json.dumps(body).encode(), key).status_code == 422
    if "unknown" not in change:
        query = "&".join(f"{name}={value}" for name, value in change.items())
        sent = zipped(**{"plan.toml": PLAN.encode()})
        answer = post(client, f"/plans?{query}", sent, key, "application/zip")
        assert answer.status_code == 422


def test_a_workbook_comes_as_base64_and_nothing_else_does(client: TestClient, key: Key) -> None:
    bad = {"files": {"plan.toml": PLAN, "foods.xlsx": {"base64": "§"}}}
    assert post(client, "/plans", json.dumps(bad).encode(), key).status_code == 422
    text = base64.b64encode(PLAN.encode()).decode()
    good = {"files": {"plan.toml": {"base64": text}}}
    assert post(client, "/plans", json.dumps(good).encode(), key).status_code == 202


def test_another_kind_of_body_is_415(client: TestClient, key: Key) -> None:
    answer = post(client, "/plans", b"<plan/>", key, "application/xml")
    assert answer.status_code == 415


@pytest.mark.parametrize(
    ("header", "names"),
    [
        ("zh,en", ["zh", "en"]),
        ("zh;q=0.1, en", ["en", "zh"]),
        ("zh;q=0, en;q=0.5", ["en"]),
        ("zh;q=NaN, en;q=x", []),
        (",,;q=1", []),
    ],
)
def test_what_is_asked_for_first_is_taken_first(header: str, names: list[str]) -> None:
    assert list(_ranked(header)) == names
