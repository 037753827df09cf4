"""A parent to be killed: ``python -m tests.process.asking JOB ARGUMENTS``, one job in a worker."""

from __future__ import annotations

import sys
from pathlib import Path

from optimizer.isolating import Job, Worker
from optimizer.settings import Settings

if __name__ == "__main__":
    solver: Settings = Settings(seconds=600, solver="cbc")
    with Worker() as worker:
        worker.run(Job(sys.argv[1]), *map(Path, sys.argv[2:]), settings=solver)
