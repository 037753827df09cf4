"""What was wrong with a command line, in the language spoken."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from api.language import Terminal

_MESSAGES = (
    (
        re.compile(r"No such command '(?P<name>.*?)'\.(?: Did you mean '(?P<like>.*?)'\?)?"),
        "command",
    ),
    (re.compile(r"Got unexpected extra argument\(s\) \((?P<name>.*)\)"), "extra"),
    (re.compile(r"Option '(?P<name>.*)' requires an argument"), "needs-value"),
    (re.compile(r"Option '(?P<name>.*)' does not take a value"), "no-value"),
    (re.compile(r"Missing command"), "no-command"),
)

_KINDS = (("integer", "not-whole"), ("number", "not-a-number"))


def lines(error: Any, own: Terminal, said: Sequence[str]) -> list[str]:  # noqa: ANN401 - typer's errors are untyped
    """Return the sentence about a usage error of typer's, and where help is to be had."""
    if type(error).__name__ == "NoArgsIsHelpError":
        return [str(error.format_message())]
    spoken = " ".join(["canteen", *(word for word in said[:1] if not word.startswith("-"))])
    command = error.ctx.command_path if getattr(error, "ctx", None) else spoken
    return [own("usage.head", message=_sentence(error, own)), own("usage.hint", command=command)]


def _sentence(error: Any, own: Terminal) -> str:  # noqa: ANN401 - typer's errors are untyped
    message = str(error.format_message())
    match type(error).__name__:
        case "MissingParameter":
            return own("usage.missing", name=_name(error.param))
        case "NoSuchOption":
            like = own.listed(sorted(error.possibilities or ()))
            key = "usage.option-like" if like else "usage.option"
            return own(key, name=error.option_name, like=like)
        case "BadParameter":
            kind = next((k for word, k in _KINDS if word in message), "bad-value")
            return own(f"usage.{kind}", name=_name(error.param))
    for pattern, key in _MESSAGES:
        found = pattern.search(message)
        if found:
            facts = found.groupdict()
            return own(f"usage.{key}-like" if facts.get("like") else f"usage.{key}", **facts)
    return message


def _name(parameter: Any) -> str:  # noqa: ANN401 - typer's parameters are untyped
    """Return ``--gap`` for an option, FOLDER for an argument."""
    name = str(parameter.opts[0])
    return name if name.startswith("-") else name.upper()
