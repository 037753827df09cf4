"""The OpenAPI document: everything that it allows is answered as it says, and never by a fault."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from anyio import CapacityLimiter
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.core.result import Ok
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from starlette.testclient import TestClient

from api.http import checks
from api.http.app import create_app
from api.http.jobs import Jobs
from api.settings import DoorSettings
from canteen.store.engine import Database
from tests.http.conftest import KEY

EXAMPLES = 25

FEW = settings(
    max_examples=EXAMPLES,
    derandomize=True,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


@schemathesis.serializer("application/zip")
def as_it_is(_: schemathesis.SerializationContext, value: object) -> bytes:
    """Send what was drawn for an archive: it is none, and has to be refused as such."""
    return value if isinstance(value, bytes) else str(value).encode("utf-8", "replace")


CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]


def test_whatever_the_document_allows_is_answered_as_it_says(
    wall: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Nobody works on jobs; checks are answered from nowhere.
    monkeypatch.setattr(checks, "run_now", lambda _, __: b'{"lawful": true, "broken": []}')
    keys = {"portal": hashlib.sha256(KEY.encode()).hexdigest()}
    app = create_app(wall, DoorSettings(api_keys=keys, jobs=str(tmp_path)))
    app.state.jobs = Jobs(tmp_path, app.state.settings.job_queue)
    app.state.root, app.state.checking = tmp_path, CapacityLimiter(1)
    schema = schemathesis.openapi.from_asgi("/api/v1/openapi.json", app)
    asked = 0
    for found in schema.get_all_operations():
        assert isinstance(found, Ok)
        operation = found.ok()

        @FEW
        @given(case=operation.as_strategy())
        def answered(case: schemathesis.Case[Any]) -> None:
            nonlocal asked
            asked += 1
            case.call_and_validate(
                headers={"authorization": f"Bearer {KEY}"},
                checks=CHECKS,
            )

        answered()
    assert asked > EXAMPLES * 10


def test_the_document_is_of_openapi_3_1_and_every_operation_has_words(client: TestClient) -> None:
    told = client.get("/api/v1/openapi.json").json()
    assert told["openapi"].startswith("3.1")
    operations = [each for path in told["paths"].values() for each in path.values()]
    assert len(operations) >= 14
    for each in operations:
        assert each["description"]
        assert each["tags"]
        refusals = [status for status in each["responses"] if status.startswith("4")]
        assert refusals
        for status in refusals:
            assert list(each["responses"][status]["content"]) == ["application/problem+json"]
