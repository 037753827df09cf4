"""Other programs: run on a leash and watched; and what became of one that ended badly."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from signal import Signals
from subprocess import DEVNULL, Popen, TimeoutExpired
from tempfile import TemporaryFile
from typing import IO

from optimizer.errors import SolverCrashed, SolverFailed, SolverOutOfMemory

LEASH = str(Path(__file__).with_name("leash.py"))

LOOK_EVERY = 0.1

_NO_MEMORY = ("memoryerror", "bad_alloc", "out of memory", "allocate memory", "memory allocation")


def nameless() -> IO[bytes]:
    """Return a file that no folder holds, so that nobody need take it away."""
    if hasattr(os, "memfd_create"):
        return os.fdopen(os.memfd_create("canteen"), "w+b")
    return TemporaryFile()


def path(file: IO[bytes]) -> str:
    """Return a path by which this process, and a program handed the file, may open it."""
    return f"/dev/fd/{file.fileno()}"


def run(
    command: Sequence[str],
    handed: Sequence[IO[bytes]],
    log: IO[bytes],
    seconds: float,
    go_on: Callable[[], bool],
) -> int | None:
    """Return the exit code of a program, or None when ``go_on`` had it killed.

    It dies with this process, which nothing but the leash sees to when this one is killed.

    Raises:
        TimeoutError: it was killed after ``seconds``.
    """
    leash = [sys.executable, "-I", "-S", LEASH, str(os.getpid())]
    fds = [file.fileno() for file in handed]
    end = time.monotonic() + seconds
    with Popen([*leash, *command], stdin=DEVNULL, stdout=log, stderr=log, pass_fds=fds) as process:
        try:
            while not _ended(process):
                if not go_on():
                    return None
                if time.monotonic() > end:
                    raise TimeoutError
        finally:
            process.kill()
    return process.returncode


def _ended(process: Popen[bytes]) -> bool:
    try:
        process.wait(LOOK_EVERY)
    except TimeoutExpired:
        return False
    return True


def failure(solver: str, code: int, words: str) -> SolverFailed:
    """Return why a process ended, from its exit code and what it printed last."""
    if any(sign in words.lower() for sign in _NO_MEMORY):
        return SolverOutOfMemory(solver)
    if code < 0:
        return SolverCrashed(solver, Signals(-code).name)
    last = next((line for line in reversed(words.splitlines()) if line.strip()), "")
    return SolverCrashed(solver, last or f"exit code {code}")
