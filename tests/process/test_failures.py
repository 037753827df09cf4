"""A solver that crashes, hangs, eats all memory or lies: a clear answer, then the other solver."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from optimizer import isolating
from optimizer.errors import (
    Interrupted,
    NoLawfulMenu,
    PlanningError,
    SolverCrashed,
    SolverFailed,
    SolverGaveUp,
    SolverHung,
    SolverLied,
    SolverOutOfMemory,
    UnlawfulMenu,
)
from optimizer.isolating import Apart, Job, Worker
from optimizer.plans import Plan
from optimizer.settings import Progress, Settings, SolverName
from tests.process.stand_ins import STARTED
from tests.process.witness import MARK, marked, new_mark, program, within_patience

MIB = 1 << 20

BRIEF = Settings(seconds=20)

LONG_ENOUGH = 2.0
"""Seconds in which a worker has begun its job, so that there is something to kill."""

Told = list[tuple[PlanningError, SolverName]]


def job(name: str) -> Job[object]:
    return Job(f"tests.process.stand_ins:{name}")


@pytest.fixture(autouse=True)
def nothing_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """After every test no process of its own is alive, and no temporary file is left."""
    mark = new_mark()
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setenv(MARK, mark)
    monkeypatch.setenv("TMPDIR", str(temporary))
    monkeypatch.chdir(temporary)
    yield mark
    assert within_patience(lambda: marked(mark) <= {os.getpid()})
    assert list(temporary.iterdir()) == []


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(isolating, "GRACE", 0.2)
    monkeypatch.setattr(isolating, "STOP_GRACE", 0.2)


def done(
    name: str, *arguments: object, settings: Settings = BRIEF, memory: int = isolating.MEMORY
) -> object:
    with Worker(memory) as worker:
        return worker.run(job(name), *arguments, settings=settings)


def tried(name: str, *arguments: object, settings: Settings = BRIEF) -> tuple[object, Told]:
    """Return what came of a job, and what was told of solvers that failed."""
    told: Told = []
    with Apart(lambda error, other: told.append((error, other))) as apart:
        return apart(job(name), *arguments, settings=settings), told


def test_a_job_is_done_elsewhere_and_its_answer_comes_whole() -> None:
    big = bytes(range(256)) * 8000
    answer = done("echo", "饭", big, settings=Settings(solver="cbc"))
    assert isinstance(answer, tuple)
    assert answer[0] != os.getpid()
    assert answer[1:] == ("cbc", "饭", big)


def test_what_a_solver_prints_is_no_answer() -> None:
    assert done("chatty") == "highs"


@pytest.mark.parametrize(
    ("name", "error"),
    [
        ("killed", SolverCrashed("highs", "SIGKILL")),
        ("quit_early", SolverCrashed("highs", "highs has no licence")),
        ("aborted", SolverOutOfMemory("highs")),
        ("deaf", SolverHung("highs", LONG_ENOUGH)),
        ("with_children", SolverHung("highs", LONG_ENOUGH)),
        ("plan_that_is_no_number", SolverLied("highs", "not-a-number")),
        ("plan_with_a_bound_above_its_menu", SolverLied("highs", "bound-above-menu")),
        ("plan_with_a_relaxation_above_the_menu", SolverLied("highs", "bound-above-menu")),
        ("plan_that_leaves_out_a_rule", UnlawfulMenu(["energy"])),
    ],
)
@pytest.mark.usefixtures("impatient")
def test_what_a_solver_does_is_said_by_its_name(name: str, error: PlanningError) -> None:
    seconds = LONG_ENOUGH if isinstance(error, SolverHung) else 20
    with pytest.raises(type(error)) as caught:
        done(name, settings=Settings(seconds=seconds))
    assert vars(caught.value) == vars(error)


def test_memory_has_an_end() -> None:
    with pytest.raises(SolverOutOfMemory):
        done("hungry", memory=400 * MIB)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("killed_once", SolverCrashed),
        ("deaf_once", SolverHung),
        ("plan_with_a_bound_above_its_menu", SolverLied),
        ("plan_that_leaves_out_a_rule", UnlawfulMenu),
    ],
)
@pytest.mark.usefixtures("impatient")
def test_the_other_solver_is_tried_and_named(name: str, kind: type[PlanningError]) -> None:
    seconds = LONG_ENOUGH if kind is SolverHung else 20
    answer, told = tried(name, settings=Settings(seconds=seconds))
    assert [(type(error), other) for error, other in told] == [(kind, "cbc")]
    assert (answer.proof.solver if isinstance(answer, Plan) else answer) == "cbc"


def test_where_cbc_fails_highs_is_tried(tmp_path: Path) -> None:
    crash = program(tmp_path / "cbc", "#!/bin/sh\nkill -SEGV $$\n")
    answer, told = tried("plan_by", crash, settings=Settings(solver="cbc"))
    assert isinstance(answer, Plan)
    assert answer.proof.solver == "highs"
    assert [vars(error) for error, _ in told] == [{"solver": "cbc", "how": "SIGSEGV"}]


@pytest.mark.usefixtures("impatient")
def test_where_both_fail_the_second_failure_is_the_answer() -> None:
    told: Told = []
    with (
        Apart(lambda error, other: told.append((error, other))) as apart,
        pytest.raises(SolverCrashed) as caught,
    ):
        apart(job("killed"), settings=BRIEF)
    assert caught.value.solver == "cbc"
    assert len(told) == 1


@pytest.mark.parametrize(
    ("name", "kind"), [("infeasible", NoLawfulMenu), ("too_slow", SolverGaveUp)]
)
def test_an_honest_no_is_not_asked_again(name: str, kind: type[PlanningError]) -> None:
    told: Told = []
    with (
        Apart(lambda error, other: told.append((error, other))) as apart,
        pytest.raises(kind) as caught,
    ):
        apart(job(name), settings=BRIEF)
    assert told == []
    if isinstance(caught.value, NoLawfulMenu):
        assert caught.value.clauses == ("energy", "highs")
        assert caught.value.shortfalls[0].amount == 3.5


def test_a_hang_is_answered_within_the_limit_and_five_seconds() -> None:
    start = time.monotonic()
    with pytest.raises(SolverHung):
        done("deaf", settings=Settings(seconds=0.1))
    assert time.monotonic() - start < 0.1 + 5


CBC = {
    "sleeps": ("#!/bin/sh\nexec sleep 60\n", SolverHung),
    "aborts": ("#!/bin/sh\necho bad_alloc\nkill -ABRT $$\n", SolverOutOfMemory),
    "complains": ("#!/bin/sh\necho no licence >&2\nexit 7\n", SolverCrashed),
    "says nothing": ("#!/bin/sh\nexit 0\n", SolverCrashed),
}


@pytest.mark.parametrize("way", CBC)
def test_a_cbc_that_fails_is_told_apart(way: str, tmp_path: Path) -> None:
    text, kind = CBC[way]
    cbc = program(tmp_path / "cbc", text)
    with pytest.raises(SolverFailed) as caught:
        done("plan_by", cbc, settings=Settings(seconds=0.5, solver="cbc"))
    assert type(caught.value) is kind
    assert caught.value.solver == "cbc"


def test_a_bug_comes_back_as_it_was_raised_with_its_traceback() -> None:
    with pytest.raises(KeyError) as caught:
        done("buggy")
    assert "in buggy" in str(caught.value.__cause__)
    with pytest.raises(RuntimeError, match="Untravelled") as other:
        done("buggy_with_an_error_that_cannot_travel")
    assert "reason=settings.solver" in str(other.value.__cause__)
    with pytest.raises(AttributeError, match="local object"):
        done("answer_that_cannot_travel")


@pytest.mark.parametrize("name", ["reporting", "deaf"])
@pytest.mark.usefixtures("impatient")
def test_whoever_waits_may_stop_a_worker_that_listens_and_one_that_does_not(name: str) -> None:
    seen: list[Progress] = []

    def stop(progress: Progress) -> bool:
        seen.append(progress)
        return False

    with pytest.raises(Interrupted):
        done(name, settings=Settings(report=stop))
    assert len(seen) == 1


def test_a_report_hears_what_the_worker_says() -> None:
    seen: list[Progress] = []

    def stop_after_three(progress: Progress) -> bool:
        seen.append(progress)
        return seen.count(STARTED) < 3

    with pytest.raises(Interrupted):
        done("reporting", settings=Settings(report=stop_after_three))
    assert STARTED in seen


def test_a_report_that_fails_ends_the_worker(nothing_is_left: str) -> None:
    def fail(_: Progress) -> bool:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        done("reporting", settings=Settings(report=fail))
    assert marked(nothing_is_left) <= {os.getpid()}


def test_a_worker_that_gets_no_job_ends_with_its_block(nothing_is_left: str) -> None:
    with Worker():
        assert within_patience(lambda: len(marked(nothing_is_left)) >= 1)
    assert marked(nothing_is_left) <= {os.getpid()}
