"""A refusal as a page, where somebody looks at it with a browser; under /api it stays a problem."""

from __future__ import annotations

import json

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.http.problems import MEDIA_TYPE
from api.http.speaking import spoken
from api.pages.drawing import POLICY, rendered

API = "/api/"


class Refusals:
    """Show a problem as a page to whoever asks for pages."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith(API) or not _page_asked(scope):
            await self.app(scope, receive, send)
            return
        start: Message = {}

        async def shown(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                start = message
                if Headers(raw=message["headers"]).get("content-type") != MEDIA_TYPE:
                    await send(message)
            elif Headers(raw=start["headers"]).get("content-type") != MEDIA_TYPE:
                await send(message)
            else:  # a problem is one message
                await _page(Request(scope), start, message["body"], send)

        await self.app(scope, receive, shown)


def _page_asked(scope: Scope) -> bool:
    return "text/html" in Headers(scope=scope).get("accept", "")


async def _page(request: Request, start: Message, problem: bytes, send: Send) -> None:
    content = rendered("refused.html", spoken(request), problem=json.loads(problem))
    headers = MutableHeaders(raw=list(start["headers"]))
    headers["content-type"] = "text/html; charset=utf-8"
    headers["content-length"] = str(len(content))
    headers["content-security-policy"] = POLICY
    await send({**start, "headers": headers.raw})
    await send({"type": "http.response.body", "body": content})
