"""What a caller of the public door may be refused: facts in, stable codes out."""

from __future__ import annotations

from http import HTTPStatus
from typing import ClassVar

from api.errors import DoorError


class HttpError(DoorError):
    """Base of every refusal that is one of the door itself."""

    status: ClassVar[HTTPStatus]


class BodyTooLarge(HttpError):
    """The body is beyond what is read.

    Attributes:
        limit: bytes that are read.
    """

    code = "http.too-large"
    status = HTTPStatus.REQUEST_ENTITY_TOO_LARGE

    def __init__(self, limit: int) -> None:
        super().__init__(f"a body may have {limit} bytes")
        self.limit = limit


class NoSuchPlace(HttpError):
    """There is nothing at this address.

    Attributes:
        path: the address that was asked for.
    """

    code = "http.not-found"
    status = HTTPStatus.NOT_FOUND

    def __init__(self, path: str) -> None:
        super().__init__(f"nothing at {path}")
        self.path = path


class BadRequest(HttpError):
    """Parts of the request cannot be such.

    Attributes:
        places: (JSON pointer or name of a parameter, what is wrong), each of them.
    """

    code = "http.bad-request"
    status = HTTPStatus.UNPROCESSABLE_ENTITY

    def __init__(self, *places: tuple[str, str]) -> None:
        super().__init__("; ".join(f"{where}: {what}" for where, what in places))
        self.places = places


class MethodRefused(HttpError):
    """The address is not asked in this way.

    Attributes:
        method: that was used.
    """

    code = "http.method"
    status = HTTPStatus.METHOD_NOT_ALLOWED

    def __init__(self, method: str) -> None:
        super().__init__(f"{method} is not answered here")
        self.method = method


class NotAcceptable(HttpError):
    """None of the forms asked for is there.

    Attributes:
        allowed: media types that there are.
    """

    code = "http.not-acceptable"
    status = HTTPStatus.NOT_ACCEPTABLE

    def __init__(self, *allowed: str) -> None:
        super().__init__(f"only {', '.join(allowed)}")
        self.allowed = allowed
