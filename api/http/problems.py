"""Every refusal as application/problem+json (RFC 9457); the only place that knows both sides."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from api.http.errors import BadRequest, HttpError, MethodRefused, NoSuchPlace
from api.http.speaking import spoken
from api.problems import ROOM_ERRORS, Problems
from canteen.errors import BooksUnavailable, UnknownCanteen
from canteen.period_errors import MonthNotKept
from canteen.publicity.errors import NotShown

MEDIA_TYPE = "application/problem+json"

STATUS: Mapping[type[Exception], HTTPStatus] = {
    UnknownCanteen: HTTPStatus.NOT_FOUND,
    NotShown: HTTPStatus.NOT_FOUND,
    MonthNotKept: HTTPStatus.NOT_FOUND,
    BooksUnavailable: HTTPStatus.SERVICE_UNAVAILABLE,
}
"""Errors of the rooms that are no 422."""

LOG = logging.getLogger("canteen.http")


def install(app: FastAPI) -> None:
    """Answer every on-purpose error of every room, and every other one, as a problem."""
    for base in ROOM_ERRORS:
        app.add_exception_handler(base, _refused)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _plain)
    app.add_exception_handler(Exception, _bug)


def problem(request: Request, error: Exception) -> Response:
    """Return the answer to an error that was raised on purpose."""
    lang = spoken(request)
    status = error.status if isinstance(error, HttpError) else _status(error)
    lines = Problems(lang, {}).lines(error)
    more: dict[str, Any] = {}
    if isinstance(error, BadRequest):
        more["errors"] = [{"pointer": where, "detail": what} for where, what in error.places]
    elif len(lines) > 1:
        more["errors"] = [{"detail": line.strip()} for line in lines[1:]]
    headers = getattr(error, "headers", {})
    return answer(status, str(getattr(error, "code", "")), lines[0], more, headers)


def answer(
    status: HTTPStatus,
    code: str,
    detail: str,
    more: Mapping[str, Any] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Return a problem; ``code`` is stable and names its kind."""
    body = {
        "type": f"urn:canteen:{code}",
        "title": status.phrase,
        "status": status.value,
        "detail": detail,
        **(more or {}),
    }
    text = json.dumps(body, ensure_ascii=False, default=str)
    return Response(text, status.value, media_type=MEDIA_TYPE, headers=dict(headers or {}))


def _status(error: Exception) -> HTTPStatus:
    return STATUS.get(type(error), HTTPStatus.UNPROCESSABLE_ENTITY)


def _refused(request: Request, error: Exception) -> Response:
    return problem(request, error)


def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    places = [(_pointer(each["loc"]), str(each["msg"])) for each in error.errors()]
    return problem(request, BadRequest(*places))


def _pointer(place: tuple[str | int, ...]) -> str:
    """Return ``#/groups/0`` for a part of the body, the name of a parameter for any other."""
    kind, *rest = place
    if kind == "body":
        parts = (str(part).replace("~", "~0").replace("/", "~1") for part in rest)
        return "#/" + "/".join(parts)
    return ".".join(map(str, rest))


def _plain(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if error.status_code == HTTPStatus.NOT_FOUND:
        return problem(request, NoSuchPlace(request.url.path))
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        made = problem(request, MethodRefused(request.method))
        made.headers.update(error.headers or {})
        return made
    status = HTTPStatus(error.status_code)
    return answer(status, "http.refused", str(error.detail), headers=error.headers)


def _bug(request: Request, error: Exception) -> Response:
    LOG.error("a bug behind %s %s", request.method, request.url.path, exc_info=error)
    said = Problems(spoken(request), {}).say("internal.http-bug", {})
    return answer(HTTPStatus.INTERNAL_SERVER_ERROR, "internal.http-bug", said)
