"""Which language is spoken, and the words of the terminal in it."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

Lang = Literal["zh", "en"]

VARIABLE = "CANTEEN_LANG"


def language(arguments: Sequence[str] = ()) -> Lang:
    """Return what ``--lang`` in ``arguments`` says, else CANTEEN_LANG, else Chinese."""
    said = os.environ.get(VARIABLE, "")
    for place, text in enumerate(arguments):
        if text.startswith("--lang="):
            said = text.partition("=")[2]
        elif text == "--lang" and place + 1 < len(arguments):
            said = arguments[place + 1]
    return "en" if said.lower().startswith("en") else "zh"


@dataclass(frozen=True, slots=True)
class Terminal:
    """The words of the terminal: ``words("plan.title", school=...)``."""

    lang: Lang
    table: Mapping[str, Mapping[str, str]]

    def __call__(self, key: str, **facts: object) -> str:
        """Return the sentence under ``room.key`` with its facts filled in."""
        room, _, name = key.partition(".")
        return self.table[room][name].format_map({"s": plural(facts), **facts})

    def listed(self, words: Sequence[str]) -> str:
        """Join words: 甲、乙 or a, b."""
        return ("、" if self.lang == "zh" else ", ").join(words)


def plural(facts: Mapping[str, object]) -> str:
    """Return the ``{s}`` of an English sentence about so many things."""
    number = next((facts[n] for n in ("count", "number", "days") if n in facts), None)
    return "" if number == 1 else "s"


@cache
def terminal_words(lang: Lang) -> Terminal:
    """Return the words of a language."""
    text = files("api").joinpath(f"words_{lang}.toml").read_text("utf-8")
    return Terminal(lang, tomllib.loads(text))
