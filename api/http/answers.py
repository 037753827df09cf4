"""Answers to readers: with a validator and an age, as JSON, tables or calendars."""

from __future__ import annotations

import hashlib
from http import HTTPStatus

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response

JSON, CSV, CALENDAR = "application/json", "text/csv", "text/calendar"

SHORT = "public, max-age=60"

FOR_EVER = "public, max-age=31536000, immutable"


def answered(
    request: Request, content: bytes, kind: str, *, tag: str = "", age: str = SHORT
) -> Response:
    """Return ``content``, or 304 where the caller has it.

    ``tag``: its validator; without one it is made of the content.
    """
    etag = f'"{tag or hashlib.sha256(content).hexdigest()[:32]}"'
    headers = {"etag": etag, "cache-control": age, "vary": "accept, accept-language"}
    if has(request.headers, etag):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    charset = "; charset=utf-8" if kind.startswith("text/") else ""
    return Response(content, headers={**headers, "content-type": f"{kind}{charset}"})


def has(asked: Headers, etag: str) -> bool:
    """Say whether whoever asks has the answer with this validator already."""
    told = asked.get("if-none-match", "")
    return any(each.strip().removeprefix("W/") in (etag, "*") for each in told.split(","))
