"""Repair: the smallest change of a given menu that keeps every hard rule, and cheap menus near it.

Aims that are no money do not look at soft rules.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

from nutrition.checking.attainment import broken
from nutrition.clauses import Mode
from nutrition.proof import Proof, StopReason
from optimizer.assigning import Finished, priced
from optimizer.conflict import explain
from optimizer.errors import Interrupted, SolverGaveUp, UnlawfulMenu
from optimizer.fingerprint import fingerprint
from optimizer.goals import BASE, MONEY, reached
from optimizer.letting_in import HALF, ROUND, Prices, prices_of, settle
from optimizer.planning import binding, check
from optimizer.plans import Nearby, Plan, Repair
from optimizer.pool import lawful
from optimizer.portions import PortionTable
from optimizer.problem import Aim, Problem
from optimizer.solving import refuse_lie, versions
from optimizer.task import Report, Settings, Task

SMALLEST = (Aim.CHANGES, Aim.GRAMS, Aim.COST)

GRAMS_GAP = 5e-4
"""A twentieth of a gram per pupil and day, as a share of ``BASE``."""

PARTS = {Aim.CHANGES: 0.6, Aim.GRAMS: 0.2, Aim.COST: 0.3}
"""Parts of the time left that each aim may take."""

ALONE = {Aim.CHANGES: 0.6, Aim.GRAMS: 0.8, Aim.COST: 1.0}
"""The same where no menu within the exchanges asked is left to search for."""


def repair(problem: Problem, swaps: Sequence[int], settings: Settings) -> Repair:
    """Return the smallest change of ``problem.near``, and the cheapest within each of ``swaps``.

    ``swaps`` ascend.

    Raises:
        NoLawfulMenu: the rules cannot all hold (proved), with the reason.
        SolverGaveUp: the time ran out before any lawful menu was found.
        EmptySlot, BadLock: a slot cannot be filled, or a lock not be kept, by any menu.
        Interrupted: the report asked to stop, and there was no lawful menu yet.
        UnlawfulMenu: the independent check rejects a menu; a bug.
        SolverFailed: the solver crashed, hung, ran out of memory or lied.
    """
    first = Task(problem, PortionTable(problem), lawful(problem), settings)
    steps = _smallest(first, BASE + max(swaps, default=0))
    fewest = steps[0]
    nearby, best = [], None
    for n, most in enumerate(swaps):
        task = _task(first, Aim.COST, ((Aim.CHANGES, BASE + most),), 1 / (len(swaps) - n))
        start = best or (steps[-1].best if BASE + most >= fewest.held else None)
        found = _within(task, most, fewest, start)
        nearby.append(found[0])
        best = found[1]
    return Repair(_plan(problem, steps), tuple(nearby))


def _smallest(first: Task, most: float) -> list[_Step]:
    """Settle the aims of the smallest change; dishes come in as the exchanges price them.

    ``most``: beyond it no number of exchanges is asked about.
    """
    steps: list[_Step] = []
    order: Prices | None = None
    for aim in SMALLEST:
        held = tuple((step.task.problem.aim, step.held) for step in steps)
        parts = ALONE if steps and steps[0].bound > most else PARTS
        task = _task(first, aim, held, parts[aim])
        best, order = _settled(task, steps[-1].best if steps else None, order)
        if best is None:
            raise explain(task)
        steps.append(_Step(task, best))
    return steps


def _settled(
    task: Task, start: Finished | None, order: Prices | None
) -> tuple[Finished | None, Prices | None]:
    """Return the best menu, or None where there is none (proved), and the order it was found by.

    Raises:
        SolverGaveUp: none was found in time, and ``start`` is none.
    """
    known = None if start is None else priced(task, start)
    task.incumbent = None if known is None else known.objective
    if known is not None and task.left <= (HALF * order.seconds if order else 0.0):
        return known, order
    try:
        prices = prices_of(task)
    except SolverGaveUp:
        if known is None:
            raise
        return known, order
    if prices is None:
        return known, order
    return settle(task, known, prices, order or prices), order or prices


@dataclass(frozen=True, slots=True)
class _Step:
    """One aim, settled."""

    task: Task
    best: Finished

    @property
    def held(self) -> float:
        """What the aims that follow may not exceed; dishes are exchanged whole."""
        whole = self.task.problem.aim is Aim.CHANGES
        return round(self.best.objective) if whole else self.best.objective

    @property
    def bound(self) -> float:
        return min(self.task.bound or 0.0, self.held)

    @property
    def done(self) -> bool:
        return self.task.good_enough(self.best.objective, self.best.size)


def _task(first: Task, aim: Aim, held: tuple[tuple[Aim, float], ...], part: float) -> Task:
    """Return the task of one aim, with its part of the time; only money looks at soft rules.

    The first aim may take all the time for its first menu.
    """
    problem = replace(first.problem, aims=(aim,), reached=held)
    gone = time.monotonic() - first.started
    seconds = gone + max(0.0, first.settings.seconds - gone) * part
    gap = GRAMS_GAP if aim is Aim.GRAMS else first.settings.gap
    whole = seconds if held else first.settings.seconds
    settings = replace(first.settings, gap=gap, seconds=whole, report=_report(first, aim))
    task = Task(problem, first.table, first.pool, settings, started=first.started)
    task.content = seconds
    task.stopped = first.stopped
    if aim not in MONEY:
        task.bound = BASE
        clauses = problem.standard.clauses.values()
        task.waiting = frozenset(c.id for c in clauses if problem.mode(c) is Mode.SOFT)
    return task


def _report(first: Task, aim: Aim) -> Report | None:
    """Return the report of one aim: objective and bound are told where they are money."""
    report = first.settings.report
    if report is None or aim in MONEY:
        return report
    return lambda progress: report(replace(progress, incumbent=None, bound=None))


def _within(
    task: Task, most: int, fewest: _Step, start: Finished | None
) -> tuple[Nearby, Finished | None]:
    """Return the cheapest menu of at most so many exchanges; ``start`` is one that is known."""
    if BASE + most < fewest.bound - ROUND:
        return Nearby(most, None, impossible=True), None
    try:
        best, _ = _settled(task, start, None)
    except (SolverGaveUp, Interrupted):
        return Nearby(most, None, impossible=False), None
    if best is None:
        return Nearby(most, None, impossible=True), None
    return Nearby(most, _plan(task.problem, [_Step(task, best)]), impossible=False), best


def _plan(problem: Problem, steps: Sequence[_Step]) -> Plan:
    """Return the last step's menu with what was proved on the way.

    Raises:
        UnlawfulMenu: the independent check rejects it; a bug.
    """
    task, best = steps[-1].task, steps[-1].best
    lines = check(problem, best.menu)
    wrong = broken(lines)
    if wrong:
        raise UnlawfulMenu(sorted({line.clause for line in wrong}))
    for step in steps:
        refuse_lie(task.settings.solver, step.best.objective, step.task.bound)
    proof = Proof(
        objective=best.objective,
        cost=best.cost,
        penalty=best.objective - best.cost,
        bound=steps[-1].bound,
        solver=task.settings.solver,
        versions=versions(),
        seed=task.settings.seed,
        stop=_stop(steps),
        seconds=task.seconds,
        fingerprint=fingerprint(problem),
        reached=tuple(reached(s.task.problem.aim, s.held, s.bound) for s in steps[:-1]),
    )
    return Plan(best.menu, proof, tuple(lines), binding(lines))


def _stop(steps: Sequence[_Step]) -> StopReason:
    if all(step.done for step in steps):
        return StopReason.GAP_REACHED
    if steps[-1].task.stopped.is_set():
        return StopReason.INTERRUPTED
    late = any(step.task.left <= 0 for step in steps if not step.done)
    return StopReason.TIME_LIMIT if late else StopReason.NO_BETTER
