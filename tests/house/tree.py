"""The tree as the house tests see it: tracked files, product modules, their syntax."""

from __future__ import annotations

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

ROOMS = ("food_tables", "nutrition", "optimizer", "canteen", "reports", "api")


@cache
def tracked() -> tuple[Path, ...]:
    """Every file that belongs to the repository, or would once added."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],  # noqa: S607
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    return tuple(sorted(p for name in listed.split("\0") if name and (p := ROOT / name).is_file()))


@cache
def product_modules() -> tuple[Path, ...]:
    """Every Python module of the six rooms."""
    return tuple(p for p in tracked() if p.suffix == ".py" and place(p).split("/")[0] in ROOMS)


@cache
def modules_of_tests() -> tuple[Path, ...]:
    """Every Python module under tests."""
    return tuple(p for p in tracked() if p.suffix == ".py" and place(p).startswith("tests/"))


def place(path: Path) -> str:
    """Say where a file is, as a reader of the repository would write it."""
    return path.relative_to(ROOT).as_posix()


@cache
def syntax(path: Path) -> ast.Module:
    """Parse one module."""
    return ast.parse(path.read_text("utf-8"), place(path))


def functions(path: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Return every function and method of a module, nested ones too."""
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return [node for node in ast.walk(syntax(path)) if isinstance(node, kinds)]
