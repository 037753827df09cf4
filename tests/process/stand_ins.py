"""Jobs that go wrong in a worker: what a solver may do to us, one function each.

A job whose name ends in ``_once`` goes wrong under the solver asked first only.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import cbcbox
import pulp

from optimizer import planning, solving
from optimizer.errors import Interrupted, NoLawfulMenu, Shortfall, SolverGaveUp
from optimizer.plans import Plan
from optimizer.problem import Problem
from optimizer.settings import Progress, Settings, Stage
from optimizer.solving import Outcome, Search
from tests.optimizer.school import school

FIRST = "highs"

STARTED = Progress(Stage.ASSIGN, 500.0, 400.0, 1.0)


def echo(*values: object, settings: Settings) -> object:
    return (os.getpid(), settings.solver, *values)


def chatty(settings: Settings) -> str:
    """Print where frames used to go, and as a solver written in C does."""
    os.write(1, b"not a frame\n" * 10_000)
    sys.stdout.write("nor this\n")
    sys.stdout.flush()
    return settings.solver


def killed(*_: object, settings: Settings) -> NoReturn:
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError(settings)


def killed_once(settings: Settings) -> str:
    if settings.solver == FIRST:
        killed(settings=settings)
    return settings.solver


def quit_early(settings: Settings) -> NoReturn:
    """End as a program does that prints why."""
    sys.stderr.write(f"{settings.solver} has no licence\n")
    raise SystemExit(3)


def aborted(settings: Settings) -> NoReturn:
    """End as C++ does when nobody catches its want of memory."""
    sys.stderr.write("terminate called after throwing an instance of 'std::bad_alloc'\n")
    sys.stderr.flush()
    os.abort()
    raise AssertionError(settings)


def hungry(settings: Settings) -> NoReturn:
    held = [settings.solver.encode()]
    while True:
        held.append(bytes(1 << 24))


def deaf(settings: Settings) -> NoReturn:
    """Neither report nor heed any signal that can be left unheeded."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    while True:
        time.sleep(settings.seconds)


def deaf_once(settings: Settings) -> str:
    if settings.solver == FIRST:
        deaf(settings)
    return settings.solver


def reporting(settings: Settings) -> NoReturn:
    """Report until told to stop."""
    assert settings.report is not None
    while settings.report(STARTED):
        time.sleep(0.01)
    raise Interrupted


def with_children(settings: Settings) -> NoReturn:
    """Hang with a child in the same group, and a stopped one."""
    subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    stopped = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
    stopped.send_signal(signal.SIGSTOP)
    deaf(settings)


def infeasible(settings: Settings) -> NoReturn:
    short = Shortfall("energy", "0302", 3.5, "kcal")
    raise NoLawfulMenu(["energy", settings.solver], [short], minimal=True)


def too_slow(settings: Settings) -> NoReturn:
    raise SolverGaveUp(settings.seconds)


def buggy(settings: Settings) -> object:
    nothing: dict[str, object] = {}
    return nothing[settings.solver]


class Untravelled(Exception):
    def __init__(self, *, reason: str) -> None:
        super().__init__(reason)


def buggy_with_an_error_that_cannot_travel(settings: Settings) -> NoReturn:
    raise Untravelled(reason=settings.solver)


def answer_that_cannot_travel(settings: Settings) -> object:
    return lambda: settings


# The real plan of a small school, by a solver that is not what it seems.


def plan_by(cbc: Path, settings: Settings) -> Plan:
    """Plan with ``cbc`` in the place of CBC."""
    cbcbox.cbc_bin_path = lambda: str(cbc)
    return planning.plan(school(days=1), settings)


Highs = Callable[[pulp.LpProblem, Search], Outcome]


def _plan(
    lie: Callable[[Highs, pulp.LpProblem, Search], Outcome],
    settings: Settings,
    problem: Problem | None = None,
) -> Plan:
    honest = solving._highs
    solving._highs = lambda lp, search: lie(honest, lp, search)
    return planning.plan(problem or school(days=1), settings)


def plan_with_a_bound_above_its_menu(problem: Problem | None = None, *, settings: Settings) -> Plan:
    def lie(highs: Highs, lp: pulp.LpProblem, search: Search) -> Outcome:
        told = highs(lp, search)
        return told if told.bound is None else replace(told, bound=told.bound * 1.01)

    return _plan(lie, settings, problem)


def plan_with_a_relaxation_above_the_menu(settings: Settings) -> Plan:
    """Raise what is proved of the sums: each answer is consistent, the plan is not."""

    def lie(highs: Highs, lp: pulp.LpProblem, search: Search) -> Outcome:
        told = highs(lp, search)
        if not search.relaxed or told.objective is None or told.bound is None:
            return told
        return replace(told, objective=told.objective * 1.5, bound=told.bound * 1.5)

    return _plan(lie, settings)


def plan_that_is_no_number(settings: Settings) -> Plan:
    def lie(highs: Highs, lp: pulp.LpProblem, search: Search) -> Outcome:
        told = highs(lp, search)
        for variable in lp.variables():
            variable.varValue = float("nan")
        return told

    return _plan(lie, settings)


def plan_that_leaves_out_a_rule(settings: Settings) -> Plan:
    def lie(highs: Highs, lp: pulp.LpProblem, search: Search) -> Outcome:
        for row in lp.constraints():
            if row.name.startswith("energy"):
                row.changeRHS(-1e6 if row.sense == pulp.LpConstraintGE else 1e6)
        return highs(lp, search)

    return _plan(lie, settings)
