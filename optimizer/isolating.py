"""One job, one process: killed when it exceeds its time, and where one solver fails, the other.

This is the side of whoever asks.  It loads no solver: a process that has run one cannot be
forked, and keeps its memory.
"""

from __future__ import annotations

import contextlib
import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import IO, Generic, Self, TypeVar, cast

from optimizer.errors import (
    Interrupted,
    PlanningError,
    SolverCrashed,
    SolverFailed,
    SolverHung,
    UnlawfulMenu,
)
from optimizer.frames import Garbled, Unpacking, packed
from optimizer.order_errors import UnlawfulOrder
from optimizer.program import failure
from optimizer.settings import Progress, Settings, SolverName, Stage

MEMORY = 2 << 30
"""Bytes of data that a worker may hold, and again each solver that it starts."""

GRACE = 4.5
"""Seconds after its limit until a worker is killed; with the killing, less than five."""

STOP_GRACE = 5.0
"""Seconds that a worker may take to end when asked to."""

TICK = 0.2

HANGING_UP = 1.0
"""Seconds between the end of a worker's pipe and of itself."""

PIECE = 1 << 16

LAST_WORDS = 1 << 14

STOP = b"."

OTHER: dict[SolverName, SolverName] = {"highs": "cbc", "cbc": "highs"}

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Job(Generic[T]):
    """A function that a worker can call, by name, so that nobody else need load it.

    Attributes:
        name: "module:function"; it takes ``settings`` by keyword and returns a ``T``.  It ends
            within ``settings.seconds``, and a job of many plans minds that each ends a little late.
    """

    name: str


class RemoteTraceback(Exception):
    """Where an error was raised in the worker: the cause of the same error raised here."""


START = Progress(Stage.AGGREGATE, None, None, 0.0)


@dataclass(slots=True)
class _Watch:
    """What the one who waits is told, and when patience ends."""

    settings: Settings
    started: float = field(default_factory=time.monotonic)
    last: Progress = START
    stopped: float | None = None

    @property
    def seconds(self) -> float:
        return time.monotonic() - self.started

    def go_on(self, progress: Progress | None) -> bool:
        """Tell how it goes, again when there is no news; False the first time someone says stop."""
        report = self.settings.report
        self.last = progress or replace(self.last, seconds=self.seconds)
        if report is None or self.stopped is not None or report(self.last):
            return True
        self.stopped = time.monotonic()
        return False

    def judge(self) -> None:
        """Refuse to wait any longer.

        Raises:
            Interrupted: the worker was asked to stop, and did not.
            SolverHung: its time is up.
        """
        if self.stopped is not None and time.monotonic() > self.stopped + STOP_GRACE:
            raise Interrupted
        if self.seconds > self.settings.seconds + GRACE:
            raise SolverHung(self.settings.solver, self.settings.seconds)


class Worker:
    """A process that does one job, and never outlives the ``with`` block that opened it.

    On Linux it does not outlive the thread that opened it either.
    """

    def __init__(self, memory: int = MEMORY, module: str = "optimizer.worker") -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", module, str(os.getpid()), str(memory)],
            bufsize=0,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,  # a group to kill with all that it starts; no Ctrl-C of ours
            env=_environment(),
        )
        for pipe in self._pipes():
            os.set_blocking(pipe.fileno(), False)
        self._outbox = b""
        self._words = b""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._process.returncode is None:
            self._kill()
        for pipe in self._pipes():
            pipe.close()

    def run(self, job: Job[T], *arguments: object, settings: Settings, **options: object) -> T:
        """Return what ``job`` returns, or raise what it raises.

        Raises:
            SolverFailed: the worker crashed, hung, or ran out of memory.
            Interrupted: ``settings.report`` said stop, and no answer came.
        """
        plain = replace(settings, report=None)
        self._outbox = packed((job.name, arguments, options, plain))
        watch = _Watch(settings)
        try:
            return cast("T", self._answer(watch))
        except SolverFailed:
            if watch.stopped is None:
                raise
            raise Interrupted from None

    def _answer(self, watch: _Watch) -> object:
        inbox = Unpacking()
        while (piece := self._exchange()) is not None:
            try:
                said = cast("list[tuple[str, object]]", list(inbox.feed(piece)))
            except Garbled:
                raise SolverCrashed(watch.settings.solver, "garbled answer") from None
            for kind, content in said:
                if kind == "result":
                    return content
                if kind == "error":
                    error, text = cast("tuple[Exception, str]", content)
                    raise error from RemoteTraceback(text)
            if not watch.go_on(cast("Progress", said[-1][1]) if said else None):
                self._outbox += STOP
            watch.judge()
        raise self._end_of(watch.settings.solver)

    def _pipes(self) -> tuple[IO[bytes], IO[bytes], IO[bytes]]:
        process = self._process
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        return process.stdin, process.stdout, process.stderr

    def _exchange(self) -> bytes | None:
        """Send and receive what can be within a tick; None when the worker has hung up."""
        inward, outward, words = self._pipes()
        with selectors.DefaultSelector() as ready:
            ready.register(outward, selectors.EVENT_READ)
            ready.register(words, selectors.EVENT_READ)
            if self._outbox:
                ready.register(inward, selectors.EVENT_WRITE)
            happened = {key.fileobj for key, _ in ready.select(TICK)}
        if inward in happened:
            try:
                self._outbox = self._outbox[os.write(inward.fileno(), self._outbox) :]
            except BrokenPipeError:
                self._outbox = b""
        if words in happened:
            self._listen()
        return os.read(outward.fileno(), PIECE) or None if outward in happened else b""

    def _listen(self) -> None:
        """Keep the last of what is written to standard error: it says why a process ended."""
        with contextlib.suppress(BlockingIOError):
            while piece := os.read(self._pipes()[2].fileno(), PIECE):
                self._words = (self._words + piece)[-LAST_WORDS:]

    def _end_of(self, solver: str) -> SolverFailed:
        """Return why a worker has hung up without an answer."""
        try:
            code = self._process.wait(HANGING_UP)
        except subprocess.TimeoutExpired:
            return SolverCrashed(solver, "hung up")
        self._kill()  # what it started
        self._listen()
        return failure(solver, code, self._words.decode(errors="replace"))

    def _kill(self) -> None:
        """Kill the worker and all that it started, and bury it."""
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()


class Apart:
    """Does jobs in workers; the first is started early, while its job is still being written.

    Where one solver fails, the other is tried once, with as much time again.
    """

    def __init__(self, tell: Callable[[PlanningError, SolverName], None]) -> None:
        """``tell``: told which error made the solver named be tried."""
        self._tell = tell
        self._ready: Worker | None = Worker()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._ready is not None:
            self._ready.__exit__()

    def __call__(self, job: Job[T], *arguments: object, settings: Settings, **options: object) -> T:
        """Return what ``job`` returns, or raise what it raises.

        Raises:
            SolverFailed, UnlawfulMenu, UnlawfulOrder: with the one solver as with the other.
        """
        try:
            return self._once(job, *arguments, settings=settings, **options)
        except (SolverFailed, UnlawfulMenu, UnlawfulOrder) as error:
            other = OTHER[settings.solver]
            self._tell(error, other)
        return self._once(job, *arguments, settings=replace(settings, solver=other), **options)

    def _once(self, job: Job[T], *arguments: object, settings: Settings, **options: object) -> T:
        worker, self._ready = self._ready or Worker(), None
        with worker:
            return worker.run(job, *arguments, settings=settings, **options)


def _environment() -> dict[str, str]:
    """Return an environment in which Python finds here what it finds for us, and nothing else."""
    found = os.pathsep.join(filter(None, sys.path))
    return {**os.environ, "PYTHONPATH": found, "OPENBLAS_NUM_THREADS": "1"}
