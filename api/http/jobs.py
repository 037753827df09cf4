"""Jobs of callers: a bounded queue; each has a process and a folder of its own."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import queue
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from api.clock import now
from api.http.errors import KeyUsedBefore, NoSuchPlace, NotFinished, QueueFull
from api.http.job import Going, Kept, State
from api.http.work import ASKED, INPUT, RESULT
from api.settings import DoorSettings

KEPT = "job.json"

SLACK = 30.0
"""Seconds beyond its limit after which a job is ended from outside: reading, writing, the proof."""

RETRY = 10
"""Seconds after which a caller may try again when the queue is full."""

TICK = 0.2


@dataclass(frozen=True, slots=True)
class Wanted:
    """A job to be.

    Attributes:
        kind: of the work.
        files: of its folder.
        asked: what is asked for, as its process reads it.
        key: of the caller, so that the same request makes one job; or "".
    """

    kind: str
    files: Mapping[str, bytes]
    asked: Mapping[str, Any]
    seconds: float
    key: str = ""

    @property
    def digest(self) -> str:
        """Return what tells one request from another."""
        sums = {name: hashlib.sha256(content).hexdigest() for name, content in self.files.items()}
        text = json.dumps([self.kind, sums, dict(self.asked)], sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()


@dataclass(slots=True)
class Job:
    """One job in memory; ``news`` wakes those who wait for what comes next."""

    kept: Kept
    folder: Path
    wanted: Wanted | None = None
    events: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    going: Going | None = None
    process: subprocess.Popen[bytes] | None = None
    cancelled: bool = False

    @property
    def state(self) -> State:
        return self.kept.state


class Jobs:
    """All jobs of one server."""

    def __init__(self, settings: DoorSettings) -> None:
        self._settings = settings
        self._own = not settings.jobs
        self._root = Path(settings.jobs or tempfile.mkdtemp(prefix="canteen-jobs-"))
        self._root.mkdir(parents=True, exist_ok=True)
        self._queue: queue.Queue[Job | None] = queue.Queue(settings.job_queue)
        self._lock = threading.Lock()
        self._jobs: dict[str, Job] = {}
        self._threads: list[threading.Thread] = []
        self._load()

    def start(self) -> None:
        """Begin to work."""
        count = self._settings.job_workers or max(1, (os.cpu_count() or 2) - 1)
        for _ in range(count):
            thread = threading.Thread(target=self._work, daemon=True)
            thread.start()
            self._threads.append(thread)

    def stop(self) -> None:
        """End all jobs and their processes; what was not finished is said to be cancelled."""
        with self._lock:
            open_ = [job for job in self._jobs.values() if not job.state.ended]
        for job in open_:
            self._end(job)
        for _ in self._threads:
            with contextlib.suppress(queue.Full):
                self._queue.put_nowait(None)
        for thread in self._threads:
            thread.join(5)
        if self._own:
            shutil.rmtree(self._root, ignore_errors=True)

    def add(self, caller: str, wanted: Wanted) -> tuple[Job, bool]:
        """Queue a job, or return the one that the same key made; say whether it is new.

        Raises:
            KeyUsedBefore: another request came under this key.
            QueueFull: as many wait as may wait.
        """
        self._forget()
        with self._lock:
            if (before := self._made(caller, wanted)) is not None:
                return before, False
            if self._queue.full():
                raise QueueFull(self._queue.qsize(), RETRY)
            number = uuid.uuid4().hex[:16]
            kept = Kept(
                id=number, caller=caller, digest=wanted.digest, key=wanted.key, made_at=now()
            )
            job = Job(kept, self._root / number, wanted)
            _write(job, wanted)
            self._jobs[number] = job
            self._said(job, "state", {"state": job.state})
            self._queue.put_nowait(job)
            return job, True

    def of(self, caller: str, number: str) -> Job:
        """Return a job of this caller.

        Raises:
            NoSuchPlace: there is none, or it is somebody else's.
        """
        with self._lock:
            job = self._jobs.get(number)
        if job is None or job.kept.caller != caller:
            raise NoSuchPlace(f"jobs/{number}")
        return job

    def result(self, job: Job) -> bytes:
        """Return the result as JSON.

        Raises:
            NotFinished: there is none yet, or none at all.
        """
        file = job.folder / RESULT
        if not job.state.has_result or not file.is_file():
            raise NotFinished(job.state)
        return file.read_bytes()

    def cancel(self, job: Job) -> None:
        """End a job and its process; what has ended stays as it ended."""
        if not job.state.ended:
            self._end(job)

    def run_now(self, wanted: Wanted) -> bytes:
        """Do a short job at once and return its result as JSON; nothing of it is kept.

        Raises:
            NotFinished: it did not end in time.
        """
        with tempfile.TemporaryDirectory(dir=self._root) as folder:
            kept = Kept(id="now", caller="", digest="", made_at=now())
            job = Job(kept, Path(folder) / "job", wanted)
            _write(job, wanted)
            self._do(job, wanted)
            return self.result(job)

    def _made(self, caller: str, wanted: Wanted) -> Job | None:
        if not wanted.key:
            return None
        for job in self._jobs.values():
            if (job.kept.caller, job.kept.key) == (caller, wanted.key):
                if job.kept.digest != wanted.digest:
                    raise KeyUsedBefore(wanted.key, job.kept.id)
                return job
        return None

    def _work(self) -> None:
        while (job := self._queue.get()) is not None:
            if job.wanted is not None and not job.cancelled:
                self._do(job, job.wanted)

    def _do(self, job: Job, wanted: Wanted) -> None:
        """Run a job in its process, and pass on what it says."""
        self._turn(job, State.RUNNING)
        command = [sys.executable, "-P", "-m", "api.http.work", wanted.kind, str(job.folder)]
        with subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        ) as process:
            job.process = process
            late = threading.Timer(wanted.seconds + SLACK, _kill, [process])
            late.start()
            try:
                end = self._listen(job, process)
            finally:
                late.cancel()
                _kill(process)
        if job.cancelled:
            self._turn(job, State.CANCELLED)
        else:
            self._turn(job, end)

    def _listen(self, job: Job, process: subprocess.Popen[bytes]) -> State:
        end = State.FAILED  # unless the process says how it ended
        assert process.stdout is not None
        for line in process.stdout:
            said = json.loads(line)
            if "end" in said:
                end = State(said["end"])
            else:
                job.going = Going.model_validate(said["progress"])
                self._said(job, "progress", said["progress"])
        return end

    def _end(self, job: Job) -> None:
        job.cancelled = True
        if job.process is not None:
            _kill(job.process)
        else:
            self._turn(job, State.CANCELLED)

    def _turn(self, job: Job, state: State) -> None:
        ended = now() if state.ended else None
        job.kept = job.kept.model_copy(update={"state": state, "ended_at": ended})
        if job.folder.is_dir():
            (job.folder / KEPT).write_text(job.kept.model_dump_json(), "utf-8")
        self._said(job, "state", {"state": state})

    def _said(self, job: Job, kind: str, data: dict[str, Any]) -> None:
        job.events.append((kind, data))

    def _load(self) -> None:
        """Read the jobs of an earlier server; what it did not finish has failed."""
        for file in sorted(self._root.glob(f"*/{KEPT}")):
            try:
                kept = Kept.model_validate_json(file.read_bytes())
            except ValueError:
                continue
            job = Job(kept, file.parent)
            self._jobs[kept.id] = job
            if not kept.state.ended:
                self._turn(job, State.FAILED)

    def _forget(self) -> None:
        """Remove what ended longer ago than it is kept."""
        until: datetime = now() - timedelta(hours=self._settings.job_hours)
        with self._lock:
            old = [j for j in self._jobs.values() if j.kept.ended_at and j.kept.ended_at < until]
            for job in old:
                del self._jobs[job.kept.id]
        for job in old:
            shutil.rmtree(job.folder, ignore_errors=True)


def _write(job: Job, wanted: Wanted) -> None:
    """Put the folder of a job together."""
    inside = job.folder / INPUT
    inside.mkdir(parents=True)
    for name, content in wanted.files.items():
        (inside / name).write_bytes(content)
    (job.folder / ASKED).write_text(json.dumps(dict(wanted.asked)), "utf-8")
    (job.folder / KEPT).write_text(job.kept.model_dump_json(), "utf-8")


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End a process and all that it started; its solver ends with it."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    deadline = time.monotonic() + 2
    while process.poll() is None and time.monotonic() < deadline:
        time.sleep(TICK / 10)
