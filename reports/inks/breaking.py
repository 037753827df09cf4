"""Where a long word may break: after a stroke, so that no figure is torn; else anywhere."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

LONG: Final = 18
"""Characters of a word that may be wider than its column."""

_LONG_WORD: Final = re.compile(rf"[!-~]{{{LONG},}}")

_PIECE: Final = re.compile(r"[^/]*/|[^/]+")


def broken(text: str, mark: str, write: Callable[[str], str] = str) -> str:
    """Return a text with a mark wherever a long word of it may break.

    ``write``: writes what stands between two marks.
    """
    written, at = [], 0
    for word in _LONG_WORD.finditer(text):
        written += [write(text[at : word.start()]), mark.join(map(write, _pieces(word[0])))]
        at = word.end()
    return "".join([*written, write(text[at:])])


def _pieces(word: str) -> list[str]:
    found: list[str] = []
    for piece in _PIECE.findall(word):
        found += piece if len(piece) >= LONG else [piece]
    return found
