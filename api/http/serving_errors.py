"""What keeps the public door from opening."""

from __future__ import annotations

from api.errors import DoorError


class PortTaken(DoorError):
    """Nobody can answer at this address.

    Attributes:
        reason: in the words of the system.
    """

    code = "serve.port-taken"

    def __init__(self, host: str, port: int, reason: str) -> None:
        super().__init__(f"cannot listen at {host}:{port}: {reason}")
        self.host, self.port, self.reason = host, port, reason
