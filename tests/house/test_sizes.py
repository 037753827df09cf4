"""Modules, functions and parameter lists stay small enough to read at once."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.house.tree import functions, modules_of_tests, place, product_modules

MODULE_LINES = 300

FUNCTION_LINES = 40

PARAMETERS = 5

TEST_MODULE_LINES = 500

TEST_FUNCTION_LINES = 60

# One parameter per option is typer's shape: ruff's per-file-ignores name the same doors.
OPTION_DOORS = ("api/cli", "api/commands/")


# A migration is one list of tables, written once and never read again.
MIGRATIONS = "canteen/store/migrations/versions/"


def _lines(path: Path) -> int:
    return len(path.read_text("utf-8").splitlines())


def _length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (function.end_lineno or function.lineno) - function.lineno + 1


def _parameters(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    spec = function.args
    named = [a.arg for a in (*spec.posonlyargs, *spec.args, *spec.kwonlyargs)]
    return len(named[1:] if named[:1] in (["self"], ["cls"]) else named)


@pytest.mark.parametrize("path", product_modules(), ids=place)
def test_a_module_fits_in_300_lines_and_its_functions_in_40(path: Path) -> None:
    if place(path).startswith(MIGRATIONS):
        pytest.skip("a list of tables")
    assert _lines(path) <= MODULE_LINES
    assert [f.name for f in functions(path) if _length(f) > FUNCTION_LINES] == []


@pytest.mark.parametrize("path", product_modules(), ids=place)
def test_no_function_takes_more_than_five_parameters(path: Path) -> None:
    if place(path).startswith(OPTION_DOORS):
        pytest.skip("one parameter per option")
    assert [f.name for f in functions(path) if _parameters(f) > PARAMETERS] == []


@pytest.mark.parametrize("path", modules_of_tests(), ids=place)
def test_test_modules_may_be_longer_but_not_without_end(path: Path) -> None:
    assert _lines(path) <= TEST_MODULE_LINES
    assert [f.name for f in functions(path) if _length(f) > TEST_FUNCTION_LINES] == []
