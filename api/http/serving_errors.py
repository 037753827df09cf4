"""What keeps the public door from opening."""

from __future__ import annotations

from api.errors import DoorError


class BadSetting(DoorError):
    """A setting of the environment is none; its value is not told, for it may be a secret.

    Attributes:
        name: of the variable.
        reason: what it may be, or the words of the system.
    """

    code = "serve.bad-setting"

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name}: {reason}")
        self.name, self.reason = name, reason


class PortTaken(DoorError):
    """Nobody can answer at this address.

    Attributes:
        reason: in the words of the system.
    """

    code = "serve.port-taken"

    def __init__(self, host: str, port: int, reason: str) -> None:
        super().__init__(f"cannot listen at {host}:{port}: {reason}")
        self.host, self.port, self.reason = host, port, reason
