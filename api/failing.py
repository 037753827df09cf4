"""Ways out of a command that did not end well: a sentence on stderr and an exit code."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
import traceback
from collections.abc import Sequence
from pathlib import Path

import typer

from api.errors import BadOption
from api.files import keep_for_report
from api.language import language, terminal_words
from api.outcome import Exit
from api.problems import ROOM_ERRORS, Problems
from api.usage import lines as usage_lines
from optimizer.errors import (
    BasketHasNoSolution,
    EmptySlot,
    NoLawfulMenu,
    RuleCannotFit,
    SolverCrashed,
    SolverGaveUp,
    SolverHung,
    SolverLied,
    SolverOutOfMemory,
    UnlawfulMenu,
)
from optimizer.order_errors import (
    NoDeliveryInTime,
    NoOffer,
    NoOrderInTime,
    OffersTooSmall,
    ThresholdOutOfReach,
    UnlawfulOrder,
)

_CODES: dict[type[Exception], Exit] = {
    NoLawfulMenu: Exit.INFEASIBLE,
    RuleCannotFit: Exit.INFEASIBLE,
    EmptySlot: Exit.INFEASIBLE,
    BasketHasNoSolution: Exit.INFEASIBLE,
    NoOffer: Exit.INFEASIBLE,
    NoDeliveryInTime: Exit.INFEASIBLE,
    OffersTooSmall: Exit.INFEASIBLE,
    ThresholdOutOfReach: Exit.INFEASIBLE,
    SolverGaveUp: Exit.NOTHING_FOUND,
    NoOrderInTime: Exit.NOTHING_FOUND,
    SolverCrashed: Exit.NOTHING_FOUND,
    SolverHung: Exit.NOTHING_FOUND,
    SolverLied: Exit.NOTHING_FOUND,
    SolverOutOfMemory: Exit.NOTHING_FOUND,
    UnlawfulMenu: Exit.INTERNAL,
    UnlawfulOrder: Exit.INTERNAL,
    BadOption: Exit.USAGE,
}

_ABORTED = ("Abort", "KeyboardInterrupt")

_CANNOT_PRINT = (errno.ENOSPC, errno.EIO, errno.EDQUOT, errno.EFBIG)


def exit_code(error: Exception) -> Exit:
    """Return the exit code of an error that was raised on purpose."""
    return _CODES.get(type(error), Exit.BAD_DATA)


def failed(error: Exception, arguments: Sequence[str]) -> Exit:
    """Tell the person what went wrong, and return the exit code; never raises."""
    lang = language(arguments)
    problems = Problems(lang, {})
    if isinstance(error, typer.Exit):
        return Exit(error.exit_code)
    if type(error).__name__ in _ABORTED:
        _tell([problems.say("internal.interrupted", {})])
        return Exit.INTERRUPTED
    if isinstance(error, ROOM_ERRORS):
        _tell(problems.lines(error))
        if not isinstance(error, UnlawfulMenu | UnlawfulOrder):
            return exit_code(error)
    elif hasattr(error, "format_message"):  # typer's usage errors
        _tell(usage_lines(error, terminal_words(lang), arguments))
        return Exit.USAGE
    elif isinstance(error, OSError) and error.errno in _CANNOT_PRINT and not error.filename:
        silence()
        reason = "refused" if error.errno == errno.EIO else "full"
        _tell([problems.say("internal.cannot-print", {"reason": reason})])
        return Exit.BAD_DATA
    _tell([_report(error, arguments, problems)])
    return Exit.INTERNAL


def _report(error: Exception, arguments: Sequence[str], problems: Problems) -> str:
    """Keep what a bug needs to be found, and say where; a full disk keeps nothing."""
    facts = {"kind": type(error).__name__}
    try:
        report = "".join(traceback.format_exception(error))
        kept = keep_for_report(map(Path, arguments), report)
    except Exception:  # noqa: BLE001 - nothing may follow a failure but its sentence
        return problems.say("internal.bug-not-kept", facts)
    return problems.say("internal.bug", {**facts, "path": str(kept)})


def silence() -> None:
    """Let nobody hear what is still to be printed: its reader is gone, or its disk is full."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _tell(lines: Sequence[str]) -> None:
    with contextlib.suppress(OSError, ValueError):  # stderr may be closed
        for line in lines:
            typer.echo(line, err=True)
