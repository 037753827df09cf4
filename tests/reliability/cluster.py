"""A PostgreSQL cluster of the tests' own, on a port that nobody uses: one that may be stopped."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

PROGRAMS = Path("/usr/lib/postgresql")

USER = "postgres"
"""Who runs the server where the tests run as root, which PostgreSQL refuses."""

PATIENCE = 60


@dataclass(frozen=True, slots=True)
class Cluster:
    """One cluster, in a folder and on a port of its own."""

    programs: Path
    folder: Path
    port: int

    @property
    def address(self) -> str:
        return f"postgresql://{USER}@127.0.0.1:{self.port}/postgres"

    def create(self) -> None:
        self._run("initdb", "-D", self._data, "-U", USER, "-A", "trust", "-E", "UTF8", "--no-sync")

    def start(self) -> None:
        """Start, and return when it answers; what was written before a stop is recovered first."""
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -k {self.folder}"
        log = f"{self.folder / 'log'}"
        self._run("pg_ctl", "start", "-w", "-D", self._data, "-l", log, "-o", options)

    def stop_at_once(self) -> None:
        """Stop as if the machine had lost its power: no checkpoint, no goodbye."""
        self._run("pg_ctl", "stop", "-m", "immediate", "-D", self._data)

    @property
    def running(self) -> bool:
        return (self.folder / "data" / "postmaster.pid").exists()

    @property
    def _data(self) -> str:
        return f"{self.folder / 'data'}"

    def _run(self, name: str, *words: str) -> None:
        as_other = shutil.which("runuser", path=f"{os.environ['PATH']}:/usr/sbin:/sbin")
        other = [str(as_other), "-u", USER, "--"] if os.geteuid() == 0 else []
        subprocess.run(
            [*other, f"{self.programs / name}", *words],
            cwd=self.folder,
            check=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,  # the server inherits it: a pipe would never end
            stderr=subprocess.DEVNULL,
            timeout=PATIENCE,
        )


def _programs() -> Path:
    """Return the folder of the newest server, or skip, or fail where it was promised."""
    found = sorted(PROGRAMS.glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    if found:
        return found[-1].parent
    if os.environ.get("CANTEEN_TEST_NO_SKIP"):
        pytest.fail(f"no PostgreSQL server in {PROGRAMS}")
    pytest.skip(f"no PostgreSQL server in {PROGRAMS}")


@contextmanager
def cluster() -> Iterator[Cluster]:
    """Run a cluster, and take it away with all that it kept."""
    programs = _programs()
    folder = Path(tempfile.mkdtemp(prefix="books-"))  # not below pytest's, which is root's alone
    try:
        if os.geteuid() == 0:
            os.chown(folder, pwd.getpwnam(USER).pw_uid, -1)
        made = Cluster(programs, folder, _free_port())
        made.create()
        made.start()
        try:
            yield made
        finally:
            if made.running:
                made.stop_at_once()
    finally:
        shutil.rmtree(folder)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as line:
        return int(line.getsockname()[1])
