"""The way from a command to a solver: a process of its own, and a word where one solver failed."""

from __future__ import annotations

import typer

from api.language import Lang
from api.problems import Problems
from optimizer.errors import PlanningError
from optimizer.isolating import OTHER, Apart
from optimizer.settings import SolverName


def solving_apart(lang: Lang) -> Apart:
    """Start a worker, before the folder is read: it loads the solvers meanwhile.

    Use it as ``with solving_apart(lang) as apart`` around ``apart(JOB, problem, settings=…)``.
    """

    def tell(error: PlanningError, other: SolverName) -> None:
        facts = {"failed": OTHER[other], "reason": error.code, "other": other}
        typer.echo(Problems(lang, {}).say("note.other-solver", facts), err=True)

    return Apart(tell)
