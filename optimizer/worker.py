"""The worker: a process that does one job, tells how it goes, and ends.

Started by ``optimizer.isolating`` as ``python -m optimizer.worker PARENT MEMORY``.  Frames
come in on standard input: the job, and later perhaps the wish that it stop.  Frames go out on
what was standard output, ("progress", Progress), at last ("result", value) or
("error", (exception, traceback)); anything that a solver prints goes to standard error instead.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from typing import cast

from optimizer.errors import SolverOutOfMemory
from optimizer.frames import Unpacking, packed
from optimizer.leash import bind
from optimizer.settings import Progress, Settings

Asked = tuple[str, tuple[object, ...], dict[str, object], Settings]
"""A job, its arguments, its options and how to search."""


def main() -> None:
    """Do the job that is sent; the answer is one frame, of a result or of an error."""
    bind(int(sys.argv[1]))
    _limit(int(sys.argv[2]))
    out = os.dup(1)
    os.dup2(2, 1)
    import_module("optimizer.planning")  # while the job is still being written
    inbox = Unpacking()
    while True:
        for sent in inbox.feed(_piece(inbox.missing)):
            _send(out, _answer(out, sent))
            os._exit(0)  # solvers may take their time to leave


def _limit(memory: int) -> None:
    """Allow ``memory`` bytes of data, here and to each process started from here; no core files.

    Data, not address space: what numpy and threads only reserve costs nobody anything.
    """
    if os.name == "posix":
        import resource  # noqa: PLC0415 -- not on every system

        resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _piece(most: int = 1) -> bytes:
    """Return what came in; where nobody is left to send anything, end all at once."""
    piece = os.read(0, most)
    if not piece:
        os.killpg(0, signal.SIGKILL)
    return piece


def _answer(out: int, sent: object) -> bytes:
    job, arguments, options, settings = cast("Asked", sent)
    short = packed(("error", (SolverOutOfMemory(settings.solver), "")))  # later there is no room
    try:
        call = _named(job)
        value = call(*arguments, settings=_watched(out, settings), **options)
        return packed(("result", value))
    except MemoryError:
        return short
    except Exception as error:  # noqa: BLE001 -- raised again on the other side
        return _told(error)


def _named(job: str) -> Callable[..., object]:
    module, name = job.split(":")
    found: Callable[..., object] = getattr(import_module(module), name)
    return found


def _told(error: Exception) -> bytes:
    text = traceback.format_exc()
    try:
        frame = packed(("error", (error, text)))
        list(Unpacking().feed(frame))
    except Exception:  # noqa: BLE001 -- an error that cannot travel
        return packed(("error", (RuntimeError(type(error).__name__), text)))
    return frame


def _watched(out: int, settings: Settings) -> Settings:
    """Return the settings with a report that tells the other side, and stops when it says so."""
    stop = threading.Event()

    def listen() -> None:
        _piece()
        stop.set()
        while _piece():
            pass

    def report(progress: Progress) -> bool:
        _send(out, packed(("progress", progress)))
        return not stop.is_set()

    threading.Thread(target=listen, daemon=True).start()
    return replace(settings, report=report)


def _send(out: int, frame: bytes) -> None:
    rest = memoryview(frame)
    while rest:
        rest = rest[os.write(out, rest) :]


if __name__ == "__main__":
    main()
