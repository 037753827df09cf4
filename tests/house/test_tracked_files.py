"""What is in the repository: nothing of anybody's machine, and nothing too heavy."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.house.tree import ROOT, place, tracked

HEAVY = 1_500_000

# Written in two halves so that this file does not find itself.
FOREIGN = re.compile(
    "|".join(
        [
            r"(?<![\w.])/(?:work|home|root|Users|opt)" + r"/[\w.]",
            "file" + "://",
            "pypi" + r"\.org",
            "pythonhosted" + r"\.org",
            "proxy" + r"\.golang\.org",
            "registry" + r"\.npmjs\.org",
            "--(?:extra-)?index-" + "url [^\\s]",
        ]
    )
)

TEXT = {".py", ".toml", ".csv", ".md", ".txt", ".lock", ".html", ".css", ".typ", ".lp", ".json", ""}


@pytest.mark.parametrize("path", [p for p in tracked() if p.suffix in TEXT], ids=place)
def test_no_file_names_a_package_host_or_a_path_of_somebodys_machine(path: Path) -> None:
    assert FOREIGN.findall(path.read_text("utf-8")) == []


@pytest.mark.parametrize("path", [p for p in tracked() if p.suffix in TEXT], ids=place)
def test_text_files_are_plain_utf8_without_mark_or_carriage_return(path: Path) -> None:
    if "samples" in path.parts or "cases" in path.parts:
        pytest.skip("a stranger's file may come as it comes")
    raw = path.read_bytes()
    assert not raw.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in raw


def test_no_tracked_file_is_heavier_than_a_megabyte_and_a_half() -> None:
    assert [place(p) for p in tracked() if p.stat().st_size > HEAVY] == []


def test_made_things_are_not_tracked() -> None:
    made = {".venv", "out", "__pycache__", "dist"}
    assert [place(p) for p in tracked() if made & set(p.relative_to(ROOT).parts[:-1])] == []
