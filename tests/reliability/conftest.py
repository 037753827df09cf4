"""Books that are attacked: a database of their own for every test, on both kinds."""

from __future__ import annotations

import os

from tests.store.conftest import address, engine, opened

__all__ = ["address", "engine", "opened"]

SOAK = bool(os.environ.get("CANTEEN_SOAK"))
"""Whether there is time for many rounds."""
