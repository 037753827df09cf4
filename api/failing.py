"""Ways out of a command that did not end well: a sentence on stderr and an exit code."""

from __future__ import annotations

import traceback
from collections.abc import Sequence
from pathlib import Path

import typer

from api.errors import BadOption
from api.files import keep_for_report
from api.language import language, terminal_words
from api.outcome import Exit
from api.problems import ROOM_ERRORS, Problems
from optimizer.errors import (
    BasketHasNoSolution,
    EmptySlot,
    NoLawfulMenu,
    RuleCannotFit,
    SolverGaveUp,
    UnlawfulMenu,
)

_CODES: dict[type[Exception], Exit] = {
    NoLawfulMenu: Exit.INFEASIBLE,
    RuleCannotFit: Exit.INFEASIBLE,
    EmptySlot: Exit.INFEASIBLE,
    BasketHasNoSolution: Exit.INFEASIBLE,
    SolverGaveUp: Exit.NOTHING_FOUND,
    UnlawfulMenu: Exit.INTERNAL,
    BadOption: Exit.USAGE,
}

_ABORTED = ("Abort", "KeyboardInterrupt")


def exit_code(error: Exception) -> Exit:
    """Return the exit code of an error that was raised on purpose."""
    return _CODES.get(type(error), Exit.BAD_DATA)


def failed(error: Exception, arguments: Sequence[str]) -> Exit:
    """Tell the person what went wrong, and return the exit code."""
    lang = language(arguments)
    problems = Problems(lang, {})
    if isinstance(error, typer.Exit):
        return Exit(error.exit_code)
    if type(error).__name__ in _ABORTED:
        _tell([problems.say("internal.interrupted", {})])
        return Exit.INTERRUPTED
    if isinstance(error, ROOM_ERRORS):
        _tell(problems.lines(error))
        if not isinstance(error, UnlawfulMenu):
            return exit_code(error)
    elif hasattr(error, "format_message"):  # typer's usage errors
        own = terminal_words(lang)
        command = "".join(f"{a} " for a in arguments[:1] if not a.startswith("-"))
        _tell(
            [own("usage.head", message=error.format_message()), own("usage.hint", command=command)]
        )
        return Exit.USAGE
    report = "".join(traceback.format_exception(error))
    kept = keep_for_report([p for a in arguments if (p := Path(a)).exists()], report)
    _tell([problems.say("internal.bug", {"kind": type(error).__name__, "path": str(kept)})])
    return Exit.INTERNAL


def _tell(lines: Sequence[str]) -> None:
    for line in lines:
        typer.echo(line, err=True)
