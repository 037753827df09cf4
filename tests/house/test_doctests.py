"""Every example in a docstring says what really happens."""

from __future__ import annotations

import doctest
import importlib
from pathlib import Path

import pytest

from tests.house.tree import place, product_modules

WITH_EXAMPLES = [p for p in product_modules() if ">>>" in p.read_text("utf-8")]


@pytest.mark.parametrize("path", WITH_EXAMPLES, ids=place)
def test_examples_hold(path: Path) -> None:
    name = place(path).removesuffix(".py").removesuffix("/__init__").replace("/", ".")
    assert doctest.testmod(importlib.import_module(name)).failed == 0
