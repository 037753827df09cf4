"""What every request may bring, and what every answer carries; pure ASGI, nothing is buffered."""

from __future__ import annotations

from contextlib import suppress

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.http.errors import BodyTooLarge
from api.http.problems import problem

MOST_BYTES = 10 * 2**20

HEADERS = {
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; "
    "form-action 'none'",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "cross-origin-resource-policy": "same-origin",
}
"""On every answer; a page may name a policy of its own."""


class Headers:
    """Put the headers of safety on every answer that does not bring its own."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        await self.app(scope, receive, guarded)


class Heads:
    """Answer HEAD as GET, without the body: RFC 9110 asks it of whoever answers GET."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self.app(scope, receive, send)
            return

        async def bare(message: Message) -> None:
            await send({**message, "body": b""} if "body" in message else message)

        await self.app({**scope, "method": "GET"}, receive, bare)


class BodyLimit:
    """Refuse a body beyond the limit: by its length where it is told, else while it comes."""

    def __init__(self, app: ASGIApp, limit: int = MOST_BYTES) -> None:
        self.app = app
        self.limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        request = Request(scope)
        told = request.headers.get("content-length", "")
        if told.isdecimal() and int(told) > self.limit:
            await problem(request, BodyTooLarge(self.limit))(scope, receive, send)
            return
        await _Counted(request, self.limit).run(self.app, receive, send)


class _Counted:
    """One request whose body is counted while it comes."""

    def __init__(self, request: Request, limit: int) -> None:
        self.request = request
        self.limit = limit
        self.seen = 0
        self.begun = False

    async def run(self, app: ASGIApp, receive: Receive, send: Send) -> None:
        """Let the application answer, unless the body goes on beyond the limit."""

        async def counted() -> Message:
            message = await receive()
            if message["type"] == "http.request":
                self.seen += len(message.get("body", b""))
                if self.seen > self.limit:
                    raise BodyTooLarge(self.limit)
            return message

        async def watched(message: Message) -> None:
            if self.seen <= self.limit or self.begun:
                self.begun = True
                await send(message)

        with suppress(BodyTooLarge):
            await app(self.request.scope, counted, watched)
        if self.seen > self.limit and not self.begun:
            await problem(self.request, BodyTooLarge(self.limit))(self.request.scope, receive, send)
