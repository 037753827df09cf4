"""From a problem to the cheapest lawful menu that is proved in time, or to the reason why not."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace

from nutrition.checking.attaining import attain
from nutrition.checking.attainment import Attainment, Verdict, broken, worst_by_clause
from nutrition.checking.case import Case
from nutrition.clauses import Distinct, Mode
from nutrition.menu import Menu
from nutrition.proof import Proof, StopReason
from optimizer.aggregating import Aggregate, aggregate, weeks
from optimizer.assigning import Finished, assign, priced
from optimizer.conflict import explain
from optimizer.errors import BadLock, EmptySlot, NoLawfulMenu, SolverGaveUp, UnlawfulMenu
from optimizer.fingerprint import fingerprint
from optimizer.finishing import improve, repeated, tighten
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
    """Return the cheapest lawful menu found, with the bound proved for the whole problem.

    Raises:
        NoLawfulMenu: the rules cannot all hold (proved), with the reason.
        SolverGaveUp: the time ran out before any lawful menu was found.
        EmptySlot, BadLock: a slot cannot be filled, or a lock not be kept, by any menu.
        Interrupted: the report asked to stop.
        UnlawfulMenu: the independent check rejects the menu; a bug.
        SolverFailed: the solver crashed, hung, ran out of memory or lied.
    """
    task = Task(problem, PortionTable(problem), lawful(problem), settings)
    task.waiting = _seldom_missed(task)
    best, lines = _checked(task, _search(task))
    while missed := {a.clause for a in lines if a.verdict is Verdict.NOT_MET} & task.waiting:
        task.waiting -= missed
        lawful_so_far = not broken(lines)
        try:
            again, said = _checked(task, _search(task))
        except SolverGaveUp:
            if not lawful_so_far:
                raise
            break
        if not lawful_so_far or again.objective < best.objective:
            best, lines = again, said
    wrong = broken(lines)
    if wrong:
        raise UnlawfulMenu(sorted({line.clause for line in wrong}))
    refuse_lie(settings.solver, best.objective, task.bound)
    return Plan(best.menu, _proof(task, best), tuple(lines), _binding(lines))


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


def _search(task: Task) -> Finished:
    """Return the best menu that is found in time, and leave what was proved in ``task.bound``.

    Raises:
        SolverGaveUp: none was found.
    """
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
        allowed = task.settings.gap * parts[-1].cost
        unspent += (allowed - parts[-1].objective + bound) * len(week)
        chosen |= {(week[d], m): dishes for (d, m), dishes in parts[-1].chosen.items()}
    task.bound = max(task.bound or proved, proved)
    return together(chosen, parts)


def _proposed(free: Task) -> Aggregate:
    found = aggregate(free)
    if found is None:
        raise explain(free)
    return found


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
    if task.left > 0 and not task.good_enough(best.objective, best.cost):
        tighten(free, found, best)
        task.bound = free.bound
    return improve(task, found, best)


def check(problem: Problem, menu: Menu) -> list[Attainment]:
    """Let the independent checkers judge a menu as this school keeps its rules."""
    return attain(
        Case(menu, problem.standard, problem.groups, problem.foods, problem.modes, problem.history)
    )


def _proof(task: Task, best: Finished) -> Proof:
    done = task.good_enough(best.objective, best.cost)
    return Proof(
        objective=best.objective,
        cost=best.cost,
        penalty=best.objective - best.cost,
        bound=min(task.bound or 0.0, best.objective),
        solver=task.settings.solver,
        versions=versions(),
        seed=task.settings.seed,
        stop=_stop(task, done=done),
        seconds=task.seconds,
        fingerprint=fingerprint(task.problem),
    )


def _stop(task: Task, *, done: bool) -> StopReason:
    if done:
        return StopReason.GAP_REACHED
    return StopReason.TIME_LIMIT if task.left <= 0 else StopReason.NO_BETTER


def _binding(lines: list[Attainment]) -> tuple[str, ...]:
    return tuple(
        clause
        for clause, line in worst_by_clause(lines).items()
        if line.mode is Mode.HARD
        and line.verdict in (Verdict.MET, Verdict.AMBER)
        and line.slack <= BINDING_WITHIN
    )
