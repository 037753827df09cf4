"""From a problem to the cheapest lawful menu that is proved in time, or to the reason why not."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from nutrition.checking.attaining import attain
from nutrition.checking.attainment import Attainment, Verdict, broken, worst_by_clause
from nutrition.checking.case import Case
from nutrition.clauses import Distinct, Mode
from nutrition.menu import Menu
from nutrition.proof import Proof, StopReason
from optimizer import one_day
from optimizer.aggregating import Aggregate, aggregate, weeks
from optimizer.assigning import Finished, assign, dealt_again, priced
from optimizer.conflict import explain
from optimizer.errors import (
    BadLock,
    EmptySlot,
    Interrupted,
    NoLawfulMenu,
    SolverGaveUp,
    UnlawfulMenu,
)
from optimizer.fingerprint import fingerprint
from optimizer.finishing import improve, repeated, tighten
from optimizer.goals import reached
from optimizer.plans import Plan
from optimizer.pool import lawful
from optimizer.portions import PortionTable
from optimizer.problem import Problem
from optimizer.solving import refuse_lie, versions
from optimizer.task import Settings, Task
from optimizer.weekly import Offer, after, alone_with, looks_far, offer, over_all, together

BINDING_WITHIN = 0.01
"""A rule binds when what is printed lies within this share of its limit."""


def plan(problem: Problem, settings: Settings) -> Plan:
    """Return the best lawful menu found, with the bound proved for the whole problem.

    The problem's aims are settled in turn; none gives up what those before it reached.

    Raises:
        NoLawfulMenu: the rules cannot all hold (proved), with the reason.
        SolverGaveUp: the time ran out before any lawful menu was found.
        EmptySlot, BadLock: a slot cannot be filled, or a lock not be kept, by any menu.
        Interrupted: the report asked to stop, and there was no lawful menu yet.
        UnlawfulMenu: the independent check rejects the menu; a bug.
        SolverFailed: the solver crashed, hung, ran out of memory or lied.
    """
    table, pool, started = PortionTable(problem), lawful(problem), time.monotonic()
    best: Finished | None = None
    stages: list[_Stage] = []
    for n in range(len(problem.aims)):
        settled = tuple((s.task.problem.aim, s.best.objective) for s in stages)
        staged = replace(problem, aims=problem.aims[n:], reached=(*problem.reached, *settled))
        gone = time.monotonic() - started
        share = (settings.seconds - gone) / (len(problem.aims) - n)
        task = Task(staged, table, pool, replace(settings, seconds=gone + share), started=started)
        stages.append(_stage(task, best))
        best = stages[-1].best
    wrong = broken(stages[-1].lines)
    if wrong:
        raise UnlawfulMenu(sorted({line.clause for line in wrong}))
    lines = stages[-1].lines
    return Plan(stages[-1].best.menu, _proof(problem, stages), tuple(lines), binding(lines))


@dataclass(frozen=True, slots=True)
class _Stage:
    """One aim, settled.

    Attributes:
        lines: what the checkers say of the menu.
    """

    task: Task
    best: Finished
    lines: list[Attainment]

    @property
    def done(self) -> bool:
        return self.task.good_enough(self.best.objective, self.best.size)

    @property
    def bound(self) -> float:
        return min(self.task.bound or 0.0, self.best.objective)


def _stage(task: Task, start: Finished | None) -> _Stage:
    """Settle one aim; ``start`` is a menu that keeps all rules, if one is known.

    Raises:
        what ``plan`` raises.
    """
    task.waiting = _seldom_missed(task)
    best, lines = _checked(task, _search(task, start))
    while missed := {a.clause for a in lines if a.verdict is Verdict.NOT_MET} & task.waiting:
        task.waiting -= missed
        lawful_so_far = not broken(lines)
        try:
            again, said = _checked(task, _search(task, start))
        except (SolverGaveUp, Interrupted):
            if not lawful_so_far:
                raise
            break
        if not lawful_so_far or again.objective < best.objective:
            best, lines = again, said
    if not broken(lines):
        refuse_lie(task.settings.solver, best.objective, task.bound)
    return _Stage(task, best, lines)


def _seldom_missed(task: Task) -> frozenset[str]:
    """Return the rules to begin without.

    Wishes for many different foods: many rows, and nearly every menu grants them.  Sums over
    several weeks (a budget, a contract): the weeks are told apart without them.
    """
    problem = task.problem
    several = len(weeks(problem)) > 1
    return frozenset(
        clause.id
        for clause in problem.standard.clauses.values()
        if (several and over_all(clause))
        or (
            isinstance(clause.rule, Distinct)
            and clause.rule.foods is not None
            and problem.mode(clause) is Mode.SOFT
        )
    )


def _checked(task: Task, best: Finished) -> tuple[Finished, list[Attainment]]:
    """Let the checkers judge a menu, and price what its own search did not look at."""
    lines = check(task.problem, best.menu)
    missed = {line.clause for line in lines if line.verdict is Verdict.NOT_MET}
    if len(weeks(task.problem)) > 1 or missed & task.waiting:
        best = priced(task, best)
    return best, lines


def _search(task: Task, start: Finished | None) -> Finished:
    """Return the best menu that is found in time, and leave what was proved in ``task.bound``.

    Raises:
        SolverGaveUp: none was found, and ``start`` is none.
    """
    if start is None:
        return _found(task)
    known = priced(task, start)
    try:
        best = _found(task)
    except (SolverGaveUp, Interrupted):
        return known
    return min(best, known, key=lambda menu: menu.objective)


def _found(task: Task) -> Finished:
    if one_day.one_day_open(task.problem):
        return one_day.settled(task)
    best: Finished | None = None
    if len(weeks(task.problem)) > 1 and not looks_far(task):
        with suppress(SolverGaveUp, EmptySlot, BadLock):
            best = _week_by_week(task)
    if best is None:
        found = aggregate(task)
        if found is None:
            raise explain(task)
        best = _settled(task, task, found)
    return best


def _week_by_week(task: Task) -> Finished:
    """Settle each week as a problem of its own that knows the weeks before it.

    What is proved of a week that knows nothing of the others holds for it among them, so the
    mean of these bounds is a bound of all weeks.  A week that may repeat the one before it
    does, but for what must not follow on a Friday.

    Raises:
        NoLawfulMenu: one week cannot be lawful, whatever the others serve.
        SolverGaveUp, EmptySlot, BadLock: a week is left without what it needs.
    """
    in_hand = weeks(task.problem)
    known: dict[Offer, tuple[Task, Aggregate]] = {}
    parts: list[Finished] = []
    chosen: dict[tuple[int, str], Mapping[str, Mapping[str, int]]] = {}
    before: Task | None = None
    proved = unspent = 0.0
    for n, week in enumerate(in_hand):
        free = alone_with(task, week)
        if offer(free) not in known:
            known[offer(free)] = free, _proposed(free)
        free, found = known[offer(free)]
        alone = after(task, chosen, week, len(in_hand) - n)
        alone = replace(alone, bound=free.bound, spare=max(0.0, unspent) / len(week))
        again = repeated(alone, before, found, parts[-1].chosen) if before is not None else None
        parts.append(again or _settled(alone, free, found))
        before = alone
        bound = free.bound or 0.0
        proved += bound * len(week) / len(task.problem.days)
        allowed = task.settings.gap * parts[-1].size
        unspent += (allowed - parts[-1].objective + bound) * len(week)
        chosen |= {(week[d], m): dishes for (d, m), dishes in parts[-1].chosen.items()}
    task.bound = max(task.bound or proved, proved)
    return together(chosen, parts)


def _proposed(free: Task) -> Aggregate:
    found = aggregate(free)
    if found is None:
        raise explain(free)
    return found


def _good(task: Task, best: Finished) -> bool:
    return task.good_enough(best.objective, best.size)


def _settled(task: Task, free: Task, found: Aggregate) -> Finished:
    """Return the best menu that is found for ``task`` in time.

    ``free``: the task whose bound is raised; the same, or one that allows more.

    Raises:
        SolverGaveUp: none was found.
        NoLawfulMenu: ``task`` is free and has none.
    """
    try:
        best = assign(task, found)
    except NoLawfulMenu:
        if task is free:
            raise
        best = None  # what earlier weeks took is no proof
    if best is None:
        raise SolverGaveUp(task.seconds)
    task.incumbent = best.objective
    if task.left > 0 and not _good(task, best):
        sharper = tighten(free, found, best)
        task.bound = free.bound
        if sharper and len(weeks(task.problem)) == 1 and not _good(task, best):
            again = dealt_again(task, sharper)
            best = min((best, again or best), key=lambda menu: menu.objective)
            task.incumbent = best.objective
    return improve(task, found, best)


def check(problem: Problem, menu: Menu) -> list[Attainment]:
    """Let the independent checkers judge a menu as this school keeps its rules."""
    return attain(
        Case(menu, problem.standard, problem.groups, problem.foods, problem.modes, problem.history)
    )


def _proof(problem: Problem, stages: Sequence[_Stage]) -> Proof:
    task, best = stages[-1].task, stages[-1].best
    return Proof(
        objective=best.objective,
        cost=best.cost,
        penalty=best.objective - best.cost,
        bound=stages[-1].bound,
        solver=task.settings.solver,
        versions=versions(),
        seed=task.settings.seed,
        stop=_stop(stages),
        seconds=task.seconds,
        fingerprint=fingerprint(problem),
        price_lists=1 + len(problem.price_lists),
        kept=len(problem.kept),
        reached=tuple(reached(s.task.problem.aim, s.best.objective, s.bound) for s in stages[:-1]),
    )


def _stop(stages: Sequence[_Stage]) -> StopReason:
    open_ = [stage.task for stage in stages if not stage.done]
    if not open_:
        return StopReason.GAP_REACHED
    if any(task.stopped.is_set() for task in open_):
        return StopReason.INTERRUPTED
    late = any(task.left <= 0 for task in open_)
    return StopReason.TIME_LIMIT if late else StopReason.NO_BETTER


def binding(lines: list[Attainment]) -> tuple[str, ...]:
    return tuple(
        clause
        for clause, line in worst_by_clause(lines).items()
        if line.mode is Mode.HARD
        and line.verdict in (Verdict.MET, Verdict.AMBER)
        and line.slack <= BINDING_WITHIN
    )
