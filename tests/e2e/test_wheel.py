"""The wheel works in an empty environment, away from the checkout."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.house.tree import ROOMS, ROOT, place, tracked

PIP = (sys.executable, "-m", "pip", "--disable-pip-version-check", "-q")

PROVED, LARGER_GAP = 0, 4

pytestmark = pytest.mark.slow


def _run(command: Sequence[str | Path], cwd: Path) -> subprocess.CompletedProcess[str]:
    """Run a command with nothing of this checkout or this session in its environment."""
    clean = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PYTHON", "CANTEEN", "PIP", "VIRTUAL_ENV", "COVERAGE"))
    }
    return subprocess.run(command, cwd=cwd, env=clean, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build from a copy of what is tracked, so that nothing untracked can help."""
    tmp = tmp_path_factory.mktemp("wheel")
    for path in tracked():
        copy = tmp / "tree" / path.relative_to(ROOT)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)
    build = ("wheel", "--no-deps", "--no-index", "--no-build-isolation", "-w", tmp, tmp / "tree")
    done = _run([*PIP, *build], tmp)
    assert done.returncode == 0, done.stderr
    return next(tmp.glob("*.whl"))


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """An environment that holds the wheel, and a folder far from the checkout."""

    bin: Path
    folder: Path

    def canteen(self, *words: str | Path) -> subprocess.CompletedProcess[str]:
        return _run([self.bin / "canteen", *words], self.folder)

    def package(self, name: str) -> Path:
        program = f"import {name}; print({name}.__path__[0])"
        return Path(_run([self.bin / "python", "-c", program], self.folder).stdout.strip())


@pytest.fixture(scope="module")
def elsewhere(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Elsewhere:
    """Install the wheel without network; the outside libraries are borrowed through a .pth."""
    tmp = tmp_path_factory.mktemp("elsewhere")
    assert _run([sys.executable, "-m", "venv", "--without-pip", tmp / "venv"], tmp).returncode == 0
    scripts = tmp / "venv" / "bin"
    pip = (*PIP[:3], "--python", scripts / "python", *PIP[3:])
    done = _run([*pip, "install", "--no-deps", "--no-index", wheel], tmp)
    assert done.returncode == 0, done.stderr
    [site] = (tmp / "venv" / "lib").glob("python*/site-packages")
    (site / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n", "utf-8")
    return Elsewhere(scripts, tmp)


def test_the_wheel_holds_every_module_and_every_data_file_of_the_rooms(wheel: Path) -> None:
    packed = set(zipfile.ZipFile(wheel).namelist())
    wanted = {place(p) for p in tracked() if place(p).split("/")[0] in ROOMS}
    assert wanted - packed == set()


def test_the_wheel_holds_no_tests_and_nothing_on_top_but_the_rooms(wheel: Path) -> None:
    tops = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == set(ROOMS)


def test_the_rooms_are_imported_from_the_wheel_and_not_from_the_checkout(
    elsewhere: Elsewhere,
) -> None:
    for room in ROOMS:
        assert elsewhere.package(room).is_relative_to(elsewhere.folder)


def test_help_works_away_from_the_checkout(elsewhere: Elsewhere) -> None:
    done = elsewhere.canteen("--help")
    assert done.returncode == 0, done.stderr
    assert "plan" in done.stdout


def test_the_bundled_week_is_planned_away_from_the_checkout(elsewhere: Elsewhere) -> None:
    sample = elsewhere.package("food_tables") / "samples" / "primary_lunch"
    out = elsewhere.folder / "out"
    done = elsewhere.canteen("plan", sample, "--out", out)
    assert done.returncode in {PROVED, LARGER_GAP}, done.stderr + done.stdout
    assert {".html", ".pdf", ".xlsx"} <= {p.suffix for p in out.iterdir()}


def test_a_missing_folder_is_one_sentence_and_no_traceback(elsewhere: Elsewhere) -> None:
    done = elsewhere.canteen("plan", "no-such-folder")
    assert done.returncode != 0
    assert "Traceback" not in done.stderr + done.stdout
    assert done.stderr.strip()
