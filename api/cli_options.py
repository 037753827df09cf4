"""What the commands of the terminal share: their words, common options, paths, language."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from api.language import Lang, language, terminal_words

_SAY = terminal_words(language(sys.argv[1:]))


def option_help(name: str) -> str:
    return _SAY(f"help.{name}")


Spoken = Annotated[str, typer.Option("--lang", metavar="zh|en", help=option_help("lang"))]
AsJson = Annotated[bool, typer.Option("--json", help=option_help("json"))]
TableName = Annotated[
    str, typer.Option("--table", metavar="canteen|mext", help=option_help("table"))
]


def path_given(option: str, text: str) -> Path:
    """Return a path that was really given.

    Raises:
        BadOption: it is empty.
    """
    if not text:
        from api.errors import BadOption

        raise BadOption(option, text, "PATH")
    return Path(text)


def language_of(lang: str) -> Lang:
    """Return the language spoken.

    Raises:
        BadOption: ``lang`` is neither.
    """
    if lang and lang not in ("zh", "en"):
        from api.errors import BadOption

        raise BadOption("--lang", lang, "zh、en")
    return language(["--lang", lang] if lang else [])
