"""The page of what is promised says what the tests try, and nothing else."""

from __future__ import annotations

import re

from tests.house.tree import ROOT
from tests.reliability.figures import PROMISES, read
from tests.reliability.page import PAGE, page


def test_the_page_is_made_of_what_is_kept() -> None:
    assert PAGE.read_text("utf-8") == page(), "python -m tests.reliability.page"


def test_every_promise_is_tried_on_each_of_its_databases() -> None:
    kept = read()["gate"]["figures"]
    assert {name: set(of) for name, of in kept.items()} == {
        name: set(promise.on) - set(promise.seldom) for name, promise in PROMISES.items()
    }


def test_every_promise_names_the_module_that_tries_it() -> None:
    for name, promise in PROMISES.items():
        path = ROOT / "tests" / "reliability" / f"{promise.module}.py"
        assert re.search(rf'note(?:_on)?\(\s*"{name}"', path.read_text("utf-8")), name
