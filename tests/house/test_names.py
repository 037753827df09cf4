"""Names and first sentences follow the style guide."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.house.tree import functions, place, product_modules, syntax

BANNED = {"utils", "helpers", "common", "manager", "base", "misc", "data2"}

PREFIX_BANNED = "process_"


@pytest.mark.parametrize("path", product_modules(), ids=place)
def test_a_module_opens_with_one_sentence_on_its_purpose(path: Path) -> None:
    words = ast.get_docstring(syntax(path))
    assert words is not None
    first = words.split("\n\n")[0]
    assert first.endswith((".", "。")), f"not a sentence: {first}"


@pytest.mark.parametrize("path", product_modules(), ids=place)
def test_no_module_or_function_has_a_name_that_says_nothing(path: Path) -> None:
    parts = {*path.with_suffix("").parts, *(f.name for f in functions(path))}
    assert {p for p in parts if p in BANNED or p.startswith(PREFIX_BANNED)} == set()


@pytest.mark.parametrize("path", product_modules(), ids=place)
def test_identifiers_are_english(path: Path) -> None:
    found = set()
    for node in ast.walk(syntax(path)):
        for field in ("id", "attr", "arg", "name", "asname"):
            name = getattr(node, field, None)
            if isinstance(name, str) and not name.isascii():
                found.add(name)
    assert found == set()


@pytest.mark.parametrize("path", product_modules(), ids=place)
def test_nothing_is_left_for_later_in_a_comment(path: Path) -> None:
    marks = re.findall(r"#.*\b(?:TODO|FIXME|XXX)\b", path.read_text("utf-8"))
    assert marks == []
