"""Configuration, lock, changelog and README keep the promises that the style guide makes."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from tests.house.tree import ROOT, tracked

PYPROJECT = (ROOT / "pyproject.toml").read_text("utf-8")

LOCK = (ROOT / "requirements.lock").read_text("utf-8")

MAKEFILE = (ROOT / "Makefile").read_text("utf-8")


def _between(text: str, start: str, end: str) -> list[str]:
    return text.split(start, 1)[1].split(end, 1)[0].splitlines()


def test_every_lint_that_is_off_says_why() -> None:
    block = _between(PYPROJECT, "\nignore = [\n", "\n]")
    block += _between(PYPROJECT, "[tool.ruff.lint.per-file-ignores]\n", "\n[tool.")
    codes = [line for line in block if re.match(r'\s+"[A-Z]+\d+"', line)]
    assert len(codes) > 20
    assert [line for line in codes if not re.search(r"#\s+\w+", line)] == []


def test_every_dependency_says_why_it_is_bounded() -> None:
    block = _between(PYPROJECT, "\ndependencies = [\n", "\n]")
    lines = [line for line in block if line.strip().startswith('"')]
    assert [line for line in lines if not re.search(r'[<,]\d[^"]*",?\s+#\s+\w+', line)] == []


def test_ruff_starts_from_all_and_mypy_from_strict() -> None:
    tools = tomllib.loads(PYPROJECT)["tool"]
    assert tools["ruff"]["lint"]["select"] == ["ALL"]
    assert tools["mypy"]["strict"] is True
    assert "tests" in tools["mypy"]["files"]
    assert tools["pytest"]["ini_options"]["filterwarnings"] == ["error"]


def test_the_lock_pins_and_hashes_every_package_and_names_no_place() -> None:
    entries = re.split(r"\n(?=[a-z0-9])", LOCK.split("#\n", 1)[1])
    pinned = [e for e in entries if re.match(r"[a-z0-9._-]+==", e)]
    assert len(pinned) > 20
    assert [e.split()[0] for e in pinned if "--hash=sha256:" not in e] == []
    assert "://" not in LOCK
    assert "--index" not in LOCK
    assert "--find-links" not in LOCK


def test_the_lock_holds_every_direct_dependency() -> None:
    project = tomllib.loads(PYPROJECT)["project"]
    wanted = {
        re.split(r"[\[<>=~ ]", line)[0].lower()
        for line in project["dependencies"] + project["optional-dependencies"]["dev"]
    }
    locked = set(re.findall(r"^([a-z0-9._-]+)==", LOCK, re.MULTILINE))
    assert wanted - locked == set()


def test_every_room_is_built_into_the_wheel() -> None:
    listed = tomllib.loads(PYPROJECT)["tool"]["setuptools"]["packages"]["find"]["include"]
    rooms = {f"{p.parent.name}*" for p in tracked() if p.name == "__init__.py" and _on_top(p)}
    assert rooms == set(listed)


def _on_top(path: Path) -> bool:
    return path.parent.parent == ROOT


def test_help_lists_every_target_and_every_target_exists() -> None:
    phony = set(_between(MAKEFILE, ".PHONY:", "\n")[0].split())
    told = set(re.findall(r"^([a-z]+):.*## \S", MAKEFILE, re.MULTILINE))
    assert phony == told


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_a_readme_names_only_make_targets_that_exist(name: str) -> None:
    words = (ROOT / name).read_text("utf-8")
    targets = set(re.findall(r"\bmake ([a-z]+)\b", words.replace("make it", "")))
    assert {"demo"} <= targets
    assert targets <= set(re.findall(r"^([a-z]+):", MAKEFILE, re.MULTILINE))


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_a_readme_points_only_at_files_that_exist(name: str) -> None:
    words = (ROOT / name).read_text("utf-8")
    links = re.findall(r"\]\(([^)#:]+)\)", words)
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []


def test_the_changelog_tells_what_a_reader_asks() -> None:
    words = (ROOT / "CHANGELOG.md").read_text("utf-8")
    for entry in words.split("\n## ")[1:]:
        for fact in ("Kind:", "Weeks and terms concerned:", "Clauses touched:", "Goldens:"):
            assert fact in entry, f"{entry.splitlines()[0]} lacks {fact!r}"
