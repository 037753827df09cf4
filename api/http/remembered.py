"""Answers that anybody may keep are kept here, too, until something is published."""

from __future__ import annotations

from http import HTTPStatus

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.http.answers import has
from api.http.door import Answer, Door

KEEPABLE = b"public"
"""How the Cache-Control of an answer begins that is the same for everybody."""

SELECTING = ("accept", "accept-language")
"""Headers of a request that choose among the forms of an answer; nothing else may."""

LONGEST = 1000
"""Characters of a question; a longer one is answered, and not kept."""

OF_A_BODY = (b"content-length", b"content-type")


class Remembered:
    """Answer again what was answered, for the same state of the books, day, address and form."""

    def __init__(self, app: ASGIApp, door: Door) -> None:
        self.app = app
        self.door = door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "GET":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        form = tuple(headers.get(name, "") for name in SELECTING)
        if sum(map(len, (scope["path"], scope["query_string"], *form))) > LONGEST:
            await self.app(scope, receive, send)
            return
        state = await self.door.state_of(scope["path"])
        key = (state, self.door.today, scope["path"], scope["query_string"], form)
        kept = self.door.answers.find(key) if state else None
        if kept is not None:
            await _again(kept, headers, send)
            return
        noted = _Noted(send)
        await self.app(scope, receive, noted)
        if state and (made := noted.answer) is not None:
            self.door.answers.keep(key, made)


async def _again(kept: Answer, asked: Headers, send: Send) -> None:
    told = list(kept.headers)
    if has(asked, dict(told)[b"etag"].decode("latin-1")):
        told = [each for each in told if each[0] not in OF_A_BODY]
        await send(
            {"type": "http.response.start", "status": HTTPStatus.NOT_MODIFIED, "headers": told}
        )
        await send({"type": "http.response.body", "body": b""})
        return
    await send({"type": "http.response.start", "status": HTTPStatus.OK, "headers": told})
    await send({"type": "http.response.body", "body": kept.body})


class _Noted:
    """Send an answer on, and note what was sent."""

    def __init__(self, send: Send) -> None:
        self.send = send
        self.answer: Answer | None = None
        self._start: Message = {}

    async def __call__(self, message: Message) -> None:
        await self.send(message)
        if message["type"] == "http.response.start":
            self._start = message
        elif self._keepable and not message.get("more_body"):
            self.answer = Answer(tuple(self._start["headers"]), message.get("body", b""))

    @property
    def _keepable(self) -> bool:
        """Say whether the answer is whole and the same for everybody who asks like this."""
        told = dict(self._start.get("headers", ()))
        return (
            self._start.get("status") == HTTPStatus.OK
            and b"etag" in told
            and told.get(b"cache-control", b"").startswith(KEEPABLE)
        )
