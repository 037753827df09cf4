"""docs/reliability.md, made from what is promised and what was kept of the runs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.house.tree import ROOT
from tests.reliability.figures import BOTH, PROMISES, read

PAGE = ROOT / "docs" / "reliability.md"

HEAD = """\
# What the books promise, and how it was tried

Written by `python -m tests.reliability.page` from docs/reliability.json (CANTEEN_KEEP=1 has a run
of the tests kept there). Every run of the tests
tries each promise as often as the column *every run* says, and fails where one does not hold or
where it tries less than this page tells; `make soak` tries them as often as the last column says.
What a run *found* is of the run that is kept: {days}.

"""

NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}


def page() -> str:
    kept = read()
    days = "; ".join(f"{kept[mode]['day']} ({mode}: {kept[mode]['machine']})" for mode in kept)
    return HEAD.format(days=days) + "\n".join(_blocks(kept)) + "\n"


def _blocks(kept: dict[str, Any]) -> Iterator[str]:
    for name, promise in PROMISES.items():
        yield f"## {name}\n\n{promise.words}\n"
        yield f"`tests/reliability/{promise.module}.py`\n"
        yield "| database | every run | `make soak` |\n|---|---|---|"
        for database in BOTH:
            if database in promise.on:
                cells = (_cell(kept, mode, name, database) for mode in ("gate", "soak"))
                yield f"| {NAMES[database]} | {' | '.join(cells)} |"
        yield ""


def _cell(kept: dict[str, Any], mode: str, name: str, database: str) -> str:
    figures = kept.get(mode, {}).get("figures", {}).get(name, {}).get(database)
    if figures is None:
        seldom = mode == "gate" and database in PROMISES[name].seldom
        return "—" if seldom else "not run yet"
    tried = ", ".join(f"{number:,} {what}" for what, number in figures["tried"].items())
    found = ", ".join(f"{number:,} {_words(what)}" for what, number in figures["found"].items())
    return f"{tried}; found {found}" if found else tried


def _words(name: str) -> str:
    return name.replace("_", " ")


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
