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


class Unauthorized(HttpError):
    """The caller shows no key, or one that nobody gave out.

    Attributes:
        reason: ``no-key``, ``wrong-key`` or ``none-set``: this door has no keys at all.
    """

    code = "http.unauthorized"
    status = HTTPStatus.UNAUTHORIZED

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason

    @property
    def headers(self) -> dict[str, str]:
        return {"www-authenticate": 'Bearer realm="canteen"'}


class QueueFull(HttpError):
    """As many jobs wait as may wait.

    Attributes:
        waiting: how many.
    """

    code = "http.queue-full"
    status = HTTPStatus.TOO_MANY_REQUESTS

    def __init__(self, waiting: int, seconds: int) -> None:
        super().__init__(f"{waiting} jobs are waiting")
        self.waiting = waiting
        self._seconds = seconds

    @property
    def headers(self) -> dict[str, str]:
        return {"retry-after": str(self._seconds)}


class KeyUsedBefore(HttpError):
    """Another request came under this Idempotency-Key.

    Attributes:
        key: that was used; ``job``: what it made.
    """

    code = "http.key-used"
    status = HTTPStatus.CONFLICT

    def __init__(self, key: str, job: str) -> None:
        super().__init__(f"{key} made {job}")
        self.key = key
        self.job = job


class NotFinished(HttpError):
    """The job has no result yet, or none at all.

    Attributes:
        state: of the job.
    """

    code = "http.not-finished"
    status = HTTPStatus.CONFLICT

    def __init__(self, state: str) -> None:
        super().__init__(f"the job is {state}")
        self.state = state


class BadUpload(HttpError):
    """What should be a plan folder cannot be one.

    Attributes:
        reason: ``not-zip``, ``names``, ``too-many``, ``too-large``, ``no-plan`` or ``outside``.
        what: the name or number that is wrong, or "".
    """

    code = "http.bad-upload"
    status = HTTPStatus.UNPROCESSABLE_ENTITY

    def __init__(self, reason: str, what: str = "") -> None:
        super().__init__(f"{reason} {what}".rstrip())
        self.reason = reason
        self.what = what


class UnsupportedBody(HttpError):
    """The body is in a form that this address does not read.

    Attributes:
        kind: its media type; ``allowed``: those that are read.
    """

    code = "http.unsupported-body"
    status = HTTPStatus.UNSUPPORTED_MEDIA_TYPE

    def __init__(self, kind: str, *allowed: str) -> None:
        super().__init__(f"{kind}; read are {', '.join(allowed)}")
        self.kind = kind
        self.allowed = allowed
