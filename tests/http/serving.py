"""The door of the command itself, at a port that is free."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

PATIENCE = 20.0
"""Seconds in which a server that is told to end has ended."""


@dataclass(frozen=True, slots=True)
class Served:
    """A server that answers."""

    address: str
    port: int
    process: subprocess.Popen[str]

    @property
    def children(self) -> list[int]:
        """Return the processes that answer, as Linux tells."""
        told = Path(f"/proc/{self.process.pid}/task")
        pids = " ".join(each.joinpath("children").read_text() for each in told.iterdir())
        names = {int(pid): Path(f"/proc/{pid}/cmdline").read_text() for pid in pids.split()}
        return sorted(pid for pid, name in names.items() if "spawn_main" in name)


@contextmanager
def serving(address: str, *options: str, **settings: str) -> Iterator[Served]:
    """Open the door over a database, and close it again; ``settings``: of its environment."""
    command = [
        sys.executable,
        *("-m", "api.cli", "serve", "--port", "0", *options),
        *("--database", address),
    ]
    environment = {**os.environ, **settings}
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment) as server:
        assert server.stderr is not None
        try:
            found = re.search(r"http://127\.0\.0\.1:(\d+)", server.stderr.readline())
            assert found
            yield Served(found[0], int(found[1]), server)
        finally:
            if server.poll() is None:
                server.terminate()
                assert server.wait(PATIENCE) in (0, -15)
