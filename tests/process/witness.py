"""Who is still alive, and what was left behind: asked of the system, not of the program."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable
from pathlib import Path

PATIENCE = 20.0

MARK = "CANTEEN_TEST_MARK"


def new_mark() -> str:
    return uuid.uuid4().hex


def marked(mark: str) -> set[int]:
    """Return the processes that were started under ``mark`` and have not ended."""
    wanted = f"{MARK}={mark}".encode()
    found = set()
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if wanted in (folder / "environ").read_bytes().split(b"\0"):
                found.add(int(folder.name))
        except OSError:  # it ended meanwhile, or is not ours
            continue
    return found


def within_patience(holds: Callable[[], bool]) -> bool:
    """Ask again and again until it holds, but not forever."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        if holds():
            return True
        time.sleep(0.02)
    return holds()


def program(path: Path, text: str) -> Path:
    """Write a program that stands in for another."""
    path.write_text(text, "utf-8")
    path.chmod(0o755)
    return path
