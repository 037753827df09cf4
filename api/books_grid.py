"""A table of the books on a terminal."""

from __future__ import annotations

from collections.abc import Iterable

from rich.box import SIMPLE_HEAD
from rich.table import Table as Grid

from api.language import Terminal


def grid(own: Terminal, texts: Iterable[str], figures: Iterable[str]) -> Grid:
    """Return an empty table: columns of text, then columns of figures, by the names of words."""
    made = Grid(box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
    for name in texts:
        made.add_column(own(f"books.col_{name}"), overflow="fold")
    for name in figures:
        made.add_column(own(f"books.col_{name}"), justify="right", no_wrap=True)
    return made
