"""Jobs of callers in a folder that all processes of a server share: made once, found, cancelled."""

from __future__ import annotations

import fcntl
import hashlib
import json
import time
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from api.clock import now
from api.http.errors import KeyUsedBefore, NoSuchPlace, NotFinished, QueueFull
from api.http.job import CANCEL, KEPT, Job, Kept, State
from api.http.work import ASKED, INPUT, RESULT

RETRY = 10
"""Seconds after which a caller may try again when the queue is full."""


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


class Jobs:
    """All jobs of one server; what is said here is done by ``api.http.workers``."""

    def __init__(self, root: Path, most_waiting: int) -> None:
        """``root``: folder of all jobs; it is made where there is none."""
        self._most = most_waiting
        self._lock = root / "lock"
        self._all = root / "jobs"
        self._queue = root / "queue"
        self._keys = root / "keys"
        for folder in (self._all, self._queue, self._keys):
            folder.mkdir(parents=True, exist_ok=True)

    def add(self, caller: str, wanted: Wanted) -> Job:
        """Queue a job, or return the one that the same key made.

        Raises:
            KeyUsedBefore: another request came under this key.
            QueueFull: as many wait as may wait.
        """
        with self._alone():
            if (before := self._made(caller, wanted)) is not None:
                return before
            waiting = sum(1 for _ in self._queue.iterdir())
            if waiting >= self._most:
                raise QueueFull(waiting, RETRY)
            number = uuid.uuid4().hex[:16]
            job = write_job(self._all / number, caller, wanted)
            if wanted.key:
                self._key(caller, wanted.key).write_text(number, "ascii")
            (self._queue / f"{time.time_ns():020}-{number}").touch()
            return job

    def of(self, caller: str, number: str) -> Job:
        """Return a job of this caller.

        Raises:
            NoSuchPlace: there is none, or it is somebody else's.
        """
        job = Job.read(self._all / number)
        if job is None or job.kept.caller != caller:
            raise NoSuchPlace(f"jobs/{number}")
        return job

    def cancel(self, job: Job) -> None:
        """End a job: at once where it waits, else its worker ends it and its process.

        What has ended stays as it ended.
        """
        if job.state.ended:
            return
        (job.folder / CANCEL).touch()
        if any(self._taken(entry) for entry in self._queue.glob(f"*-{job.kept.id}")):
            job.turn(State.CANCELLED)

    def next(self) -> Job | None:
        """Take the job that waited longest; None where none waits."""
        for entry in sorted(self._queue.iterdir()):
            if self._taken(entry):
                return Job.read(self._all / entry.name.partition("-")[2])
        return None

    def every(self) -> Iterator[tuple[Job, bool]]:
        """Yield all jobs, and whether they wait."""
        for folder in self._all.iterdir():
            if (job := Job.read(folder)) is not None:
                yield job, any(self._queue.glob(f"*-{job.kept.id}"))

    def forget_key(self, job: Job) -> None:
        """Let the key of a job make another one."""
        if job.kept.key:
            self._key(job.kept.caller, job.kept.key).unlink(missing_ok=True)

    def _made(self, caller: str, wanted: Wanted) -> Job | None:
        file = self._key(caller, wanted.key)
        if not wanted.key or not file.is_file():
            return None
        job = Job.read(self._all / file.read_text("ascii"))
        if job is not None and job.kept.digest != wanted.digest:
            raise KeyUsedBefore(wanted.key, job.kept.id)
        return job

    def _key(self, caller: str, key: str) -> Path:
        return self._keys / hashlib.sha256(f"{caller}\0{key}".encode()).hexdigest()

    @staticmethod
    def _taken(entry: Path) -> bool:
        """Take an entry out of the queue; of all who try, one succeeds."""
        try:
            entry.unlink()
        except FileNotFoundError:
            return False
        return True

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Keep all other processes and threads from adding."""
        with self._lock.open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield


def write_job(folder: Path, caller: str, wanted: Wanted) -> Job:
    """Put the folder of a job together; it waits."""
    inside = folder / INPUT
    inside.mkdir(parents=True)
    for name, content in wanted.files.items():
        (inside / name).write_bytes(content)
    (folder / ASKED).write_text(json.dumps(dict(wanted.asked)), "utf-8")
    kept = Kept(
        id=folder.name,
        caller=caller,
        kind=wanted.kind,
        seconds=wanted.seconds,
        digest=wanted.digest,
        key=wanted.key,
        made_at=now(),
    )
    job = Job(kept, folder)
    job.turn(State.QUEUED)
    (folder / KEPT).write_text(kept.model_dump_json(), "utf-8")
    return job


def result_of(job: Job) -> bytes:
    """Return the result of a job as JSON.

    Raises:
        NotFinished: there is none yet, or none at all.
    """
    file, state = job.folder / RESULT, job.state
    if not state.has_result or not file.is_file():
        raise NotFinished(state)
    return file.read_bytes()
