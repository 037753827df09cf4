"""What a person sees when a solver fails, and that Ctrl-C ends the whole command."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.commands import planning
from api.commands.planning import PlanRequest, run
from api.language import Lang
from api.outcome import Exit
from optimizer.isolating import Job
from tests.folder.foreign import foreign
from tests.house.tree import ROOT
from tests.process.witness import MARK, marked, new_mark, within_patience

SAMPLE = ROOT / "food_tables" / "samples" / "primary_lunch"


def request(folder: Path) -> PlanRequest:
    return PlanRequest(folder, None, True, 0.005, 60, "highs", 0, "")  # noqa: FBT003 -- as_json


def planned_by(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(planning, "PLAN", Job(f"tests.process.stand_ins:{name}"))


SAID: dict[Lang, str] = {
    "zh": "求解器 highs 给的结果自相矛盾；改由 cbc 重算，结果出自 cbc。",
    "en": "The solver highs gave an answer that cannot be; cbc takes over, "
    "and the result is its own.",
}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_one_sentence_says_which_solver_failed_and_whose_the_result_is(
    lang: Lang,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    planned_by("plan_with_a_bound_above_its_menu", monkeypatch)
    assert run(request(foreign(tmp_path)), lang) == Exit.DONE
    out, err = capsys.readouterr()
    assert err.splitlines().count(SAID[lang]) == 1
    assert json.loads(out)["proof"]["solver"] == "cbc"


def test_when_both_fail_both_are_named_and_there_is_no_menu(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    planned_by("killed", monkeypatch)
    assert run(request(foreign(tmp_path)), "zh") == Exit.NOTHING_FOUND
    out, err = capsys.readouterr()
    assert "求解器 highs 没有算完就退出了" in err
    assert "求解器 cbc 没有算完就退出了（SIGKILL）" in err
    assert json.loads(out)["error"] == "solver.crashed"


@pytest.fixture
def _listening() -> Iterator[None]:
    """Let children hear Ctrl-C also where the tests run in a shell's background, which does not."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("_listening")
def test_ctrl_c_ends_the_command_and_its_worker() -> None:
    mark = new_mark()
    command = [sys.executable, "-m", "api.cli", "plan", str(SAMPLE), "--gap", "0"]
    started = subprocess.Popen(
        command,
        cwd=ROOT,
        env={**os.environ, MARK: mark},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    assert within_patience(lambda: len(marked(mark)) > 1)
    os.killpg(started.pid, signal.SIGINT)  # as a terminal does
    _, err = started.communicate(timeout=60)
    assert started.returncode in (Exit.INTERRUPTED, Exit.GAP_LEFT)
    assert b"Traceback" not in err
    assert within_patience(lambda: marked(mark) == set())
