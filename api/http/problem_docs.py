"""How the OpenAPI document describes refusals."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict

from api.http.problems import MEDIA_TYPE


class Problem(BaseModel):
    """A refusal (RFC 9457): ``type`` is stable, ``detail`` a sentence in the caller's language."""

    model_config = ConfigDict(extra="allow")

    type: str
    title: str
    status: int
    detail: str
    errors: list[dict[str, Any]] | None = None


EXAMPLE = {
    "type": "urn:canteen:http.bad-request",
    "title": "Unprocessable Content",
    "status": 422,
    "detail": "请求有 1 处不对。请按 errors 改正。",
    "errors": [{"pointer": "to", "detail": "not before 2026-03-02"}],
}


def documented(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return the answers of a route that may refuse with these statuses."""
    content = {MEDIA_TYPE: {"schema": Problem.model_json_schema(), "example": EXAMPLE}}
    return {
        status: {"description": "refused, with the reason", "content": content}
        for status in statuses
    }


PROBLEMS = documented(404, 406, 422, 503)
