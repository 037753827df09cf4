"""Who calls: keys of the settings, kept and compared as digests."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from typing import Annotated

from fastapi import Depends, Request
from fastapi.security import HTTPBearer

from api.http.errors import Unauthorized

BEARER = HTTPBearer(auto_error=False, description="a key of the settings CANTEEN_API_KEYS")


async def caller(request: Request, _: Annotated[object, Depends(BEARER)]) -> str:
    """Return the name of whoever calls.

    Raises:
        Unauthorized: no key is shown, or one that nobody gave out.
    """
    keys: Mapping[str, str] = request.app.state.keys
    if not keys:
        raise Unauthorized("none-set")
    scheme, _, key = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not key.strip():
        raise Unauthorized("no-key")
    digest = hashlib.sha256(key.strip().encode("utf-8", "surrogateescape")).hexdigest()
    found = [name for name, known in keys.items() if hmac.compare_digest(known, digest)]
    if not found:
        raise Unauthorized("wrong-key")
    return found[0]


Caller = Annotated[str, Depends(caller)]
