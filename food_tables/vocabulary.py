"""Words that stand for an id in a cell: allergens and tags, in Chinese or English, in any case."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from food_tables.cells import plain

NONE = frozenset({"无", "没有", "不含", "none", "no"})
"""What says that there is none, which an empty cell does not say."""

LIKENESS = 0.6


def _fold(text: str) -> str:
    return plain(text).casefold().replace(" ", "")


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The ids of one kind.

    Attributes:
        ids: word as it is compared -> id.
        choices: the ids as they are offered: ``peanut(花生)``.
    """

    ids: Mapping[str, str]
    choices: tuple[str, ...]

    def find(self, text: str) -> str | None:
        """Return the id that a word stands for, or None."""
        return self.ids.get(_fold(text))

    def like(self, text: str) -> tuple[str, ...]:
        """Return the ids that an unknown word may have meant."""
        bare = _fold(text)
        inside = [word for word in self.ids if len(word) > 1 and (word in bare or bare in word)]
        close = difflib.get_close_matches(bare, self.ids, 2, LIKENESS)
        return tuple(dict.fromkeys(self.ids[word] for word in (*close, *inside)))[:2]

    def also(self, ids: Iterable[str]) -> Vocabulary:
        """Return this vocabulary with ids of the school's own."""
        more = {_fold(each): each for each in ids}
        fresh = sorted(set(more.values()) - set(self.ids.values()))
        return Vocabulary({**more, **self.ids}, (*self.choices, *fresh))


@cache
def vocabulary(kind: str) -> Vocabulary:
    """Return the words of ``allergen`` or ``tag``."""
    text = files("food_tables").joinpath("headers.toml").read_text("utf-8")
    listed: Mapping[str, list[str]] = tomllib.loads(text)[kind]
    ids = {_fold(word): code for code, words in listed.items() for word in (code, *words)}
    return Vocabulary(ids, tuple(f"{code}({words[0]})" for code, words in listed.items()))
