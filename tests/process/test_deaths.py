"""Whoever is killed, and by whatever: nobody goes on working for him, and nothing lies about."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.house.tree import ROOT
from tests.process.witness import MARK, marked, new_mark, program, within_patience

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="asks /proc")

SLEEPS = "#!/bin/sh\nexec sleep 600\n"

COMMAND = [sys.executable, "-m", "tests.process.asking"]


class Family:
    """A process that waits for a worker that waits for a program that sleeps."""

    def __init__(self, folder: Path) -> None:
        self.temporary = folder / "temporary"
        self.temporary.mkdir()
        self.mark = new_mark()
        environment = {**os.environ, MARK: self.mark, "TMPDIR": str(self.temporary)}
        job = ["tests.process.stand_ins:plan_by", str(program(folder / "cbc", SLEEPS))]
        self.parent = subprocess.Popen([*COMMAND, *job], cwd=ROOT, env=environment)

    def everybody_is_there(self) -> bool:
        return any(_runs(pid, "sleep") for pid in self.alive())

    def alive(self) -> set[int]:
        return marked(self.mark) - (
            {self.parent.pid} if self.parent.returncode is not None else set()
        )

    def of(self, word: str) -> int:
        return next(pid for pid in self.alive() if _runs(pid, word))


def _runs(pid: int, word: str) -> bool:
    try:
        return word in Path(f"/proc/{pid}/cmdline").read_text("utf-8").split("\0")
    except OSError:
        return False


@pytest.fixture
def family(tmp_path: Path) -> Iterator[Family]:
    made = Family(tmp_path)
    assert within_patience(made.everybody_is_there)
    yield made
    made.parent.kill()
    made.parent.wait()
    assert within_patience(lambda: made.alive() == set())
    assert list(made.temporary.iterdir()) == []


@pytest.mark.parametrize("blow", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_when_the_parent_is_killed_the_worker_and_its_solver_die(
    family: Family, blow: signal.Signals
) -> None:
    family.parent.send_signal(blow)
    family.parent.wait()
    assert within_patience(lambda: family.alive() == set())


def test_when_the_worker_is_killed_its_solver_dies_and_the_parent_ends(family: Family) -> None:
    os.kill(family.of("optimizer.worker"), signal.SIGKILL)
    assert family.parent.wait(60) == 1
    assert within_patience(lambda: family.alive() == set())


def test_when_parent_and_worker_are_killed_at_once_the_solver_dies(family: Family) -> None:
    worker = family.of("optimizer.worker")
    os.kill(worker, signal.SIGSTOP)  # it can see to nothing any more
    family.parent.kill()
    family.parent.wait()
    assert within_patience(lambda: family.alive() == set())


def test_nothing_has_a_name_while_a_solver_works(family: Family) -> None:
    assert list(family.temporary.iterdir()) == []
