"""Those who do the jobs: so many threads of one process; each job has a process of its own."""

from __future__ import annotations

import contextlib
import json
import logging
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from api.clock import now
from api.http.job import PROGRESS, Job, State
from api.http.jobs import Jobs, Wanted, result_of, write_job
from api.settings import DoorSettings

LOG = logging.getLogger(__name__)

SLACK = 30.0
"""Seconds beyond its limit after which a job is ended from outside: reading, writing, the proof."""

TICK = 0.1

TIDY = 60.0
"""Seconds between two looks for jobs that are to be forgotten."""


class Workers:
    """Do what waits in the folder of jobs; only one process of a server has them."""

    def __init__(self, jobs: Jobs, settings: DoorSettings) -> None:
        self._jobs = jobs
        self._settings = settings
        self._closing = threading.Event()
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        """Begin to work; what an earlier server began and did not finish has failed."""
        for job, waits in self._jobs.every():
            if not waits and not job.state.ended:
                job.turn(State.CANCELLED if job.shall_end else State.FAILED)
        for do in (*[self._work] * at_once(self._settings), self._tidy):
            thread = threading.Thread(target=do, daemon=True)
            thread.start()
            self._threads.append(thread)

    def stop(self) -> None:
        """End the jobs under way, which are cancelled; what waits will be done another day."""
        self._closing.set()
        for thread in self._threads:
            thread.join(5)

    def forget(self) -> None:
        """Remove what ended longer ago than it is kept."""
        until = now() - timedelta(hours=self._settings.job_hours)
        for job, _ in self._jobs.every():
            ended = job.standing.ended_at
            if ended and ended < until:
                self._jobs.forget_key(job)
                shutil.rmtree(job.folder, ignore_errors=True)

    def _work(self) -> None:
        while not self._closing.is_set():
            job = self._jobs.next()
            if job is None:
                self._closing.wait(TICK)
                continue
            try:
                do(job, self._closing.is_set)
            except OSError:  # a full disk ends one job, not all work
                LOG.exception("job %s could not be done", job.kept.id)

    def _tidy(self) -> None:
        while not self._closing.is_set():
            self.forget()
            self._closing.wait(TIDY)


def at_once(settings: DoorSettings) -> int:
    """Return how many jobs are done at once."""
    return settings.job_workers or max(1, (os.cpu_count() or 2) - 1)


def do(job: Job, closing: Callable[[], bool]) -> None:
    """Run a job in its process, note what it says, and end it where it shall end."""
    job.turn(State.RUNNING)
    command = [sys.executable, "-P", "-m", "api.http.work", job.kept.kind, str(job.folder)]
    with subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        watch = threading.Thread(target=_watch, args=(job, process, closing))
        watch.start()
        try:
            end = _listen(job, process)
        finally:
            _kill(process)
            watch.join()
    unfinished = State.CANCELLED if job.shall_end or closing() else State.FAILED
    job.turn(end or unfinished)


def run_now(root: Path, wanted: Wanted) -> bytes:
    """Do a short job at once and return its result as JSON; nothing of it is kept.

    Raises:
        NotFinished: it did not end in time.
    """
    with tempfile.TemporaryDirectory(dir=root) as folder:
        job = write_job(Path(folder) / "now", "", wanted)
        do(job, lambda: False)
        return result_of(job)


def _listen(job: Job, process: subprocess.Popen[bytes]) -> State | None:
    """Note what a job says, and return how it says that it ended; None where it does not."""
    assert process.stdout is not None
    end = None
    for line in process.stdout:
        said = json.loads(line)
        if "end" in said:
            end = State(said["end"])
        else:
            job.tell(PROGRESS, said["progress"])
    return end


def _watch(job: Job, process: subprocess.Popen[bytes], closing: Callable[[], bool]) -> None:
    """Kill a job that shall end, that takes too long, or whose server closes."""
    until = time.monotonic() + job.kept.seconds + SLACK
    while process.poll() is None:
        if job.shall_end or closing() or time.monotonic() > until:
            _kill(process)
            return
        time.sleep(TICK)


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End a process and all that it started; its solver ends with it."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(2)
