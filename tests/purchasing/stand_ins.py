"""Jobs of a worker that make no good order."""

from __future__ import annotations

from typing import NoReturn

from optimizer.order_errors import UnlawfulOrder
from optimizer.settings import Settings


def rejected(*_: object, settings: Settings) -> NoReturn:
    raise UnlawfulOrder([f"cover: 5 g of G001 are missing ({settings.solver})"])
