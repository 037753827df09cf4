"""Why there is no menu: the nearest one, what it misses, and which rules cannot hold together."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from optimizer.advising import advice
from optimizer.again import Again, Change, Unsolved
from optimizer.elastic import SMALLEST, Misses, elastic, hard, missed, shortfalls
from optimizer.errors import NoLawfulMenu, SolverGaveUp
from optimizer.model import Model
from optimizer.solving import Search, Status
from optimizer.spans import Period, one_period, single_days
from optimizer.sums import rows_of
from optimizer.task import Stage, Task

RESERVE = 30.0
"""Seconds that an explanation may take beyond a search that proved there is no menu."""

TWO = 2

LEANING = 1e-9
"""Shadow price from which a row is part of what cannot hold."""


def explain(task: Task) -> NoLawfulMenu:
    """Return the error that says which rules clash and how the nearest menu misses them.

    The sums over all days are asked first, then the days themselves.

    Raises:
        SolverGaveUp: not even the nearest menu was found in time.
    """
    days = len(task.problem.days)
    steps: Iterable[tuple[tuple[Period, ...], bool]] = (
        (one_period(days), True),
        (one_period(days), False),
        (single_days(days), False),
    )
    for periods, relaxed in steps:
        model = elastic(task, periods, [c.id for c in hard(task.problem)])
        misses = _misses(task, model, relaxed=relaxed)
        if not misses:
            continue
        lacks = list(shortfalls(model, misses))
        if not relaxed:
            clauses, minimal = _conflict(task, model, misses)
            return NoLawfulMenu(clauses, lacks, minimal=minimal)
        clauses, minimal = _irreducible(task, periods, _leant_on(model))
        told = advice(task, periods, clauses) if minimal else None
        smallest = minimal and _smallest(
            task, periods, clauses, {model.slacks[s].clause for s in misses}
        )
        return NoLawfulMenu(clauses, lacks, minimal=minimal, smallest=smallest, advice=told)
    raise SolverGaveUp(task.settings.seconds)


def _misses(task: Task, model: Model, *, relaxed: bool) -> Misses | None:
    """Return the slacks of the nearest menu; None when the rows left cannot hold at all."""
    search = Search(relaxed=relaxed, gap=0.05, seconds=max(RESERVE, task.left))
    outcome = task.solve(model, Stage.EXPLAIN, search)
    if outcome.status is Status.INFEASIBLE:
        return None
    if not outcome.found:
        raise SolverGaveUp(task.settings.seconds)
    return missed(model)


def _leant_on(model: Model) -> list[str]:
    """Return the rules whose rows have a price where the misses are smallest.

    The prices prove that these rules alone cannot all hold.
    """
    rows = rows_of(model).items()
    return [c for c, own in rows if any(abs(float(r.pi or 0.0)) > LEANING for r in own)]


def _irreducible(
    task: Task, periods: Sequence[Period], clauses: Sequence[str]
) -> tuple[tuple[str, ...], bool]:
    """Return rules that cannot hold together though any fewer of them can, and whether shown so.

    Each rule is let go in turn, and stays out if the sums of the rest still cannot hold.
    """
    kept = list(clauses)
    model = elastic(task, periods, kept)
    try:
        again = Again(model.lp, RESERVE)
        for clause in clauses:
            fewer = [c for c in kept if c != clause]
            if fewer and not _can_hold(model, again, fewer):
                kept = fewer
    except Unsolved:
        return tuple(kept), False
    return tuple(kept), True


def _can_hold(model: Model, again: Again, clauses: Collection[str]) -> bool:
    free = {s: 0.0 for s, meaning in model.slacks.items() if meaning.clause not in clauses}
    answer = again.solve(Change(costs=free), RESERVE)
    return answer is not None and answer.objective <= SMALLEST


def _smallest(
    task: Task, periods: Sequence[Period], clauses: Sequence[str], missed_: Collection[str]
) -> bool:
    """Say whether no smaller number of rules clashes: shown for one, and cheaply for two.

    A rule that the nearest menu keeps can hold alone.
    """
    if len(clauses) != TWO:
        return len(clauses) == 1
    for clause in missed_:
        model = elastic(task, periods, [clause])
        if clause not in clauses and _misses(task, model, relaxed=True):
            return False
    return True


def _conflict(task: Task, model: Model, misses: Misses) -> tuple[tuple[str, ...], bool]:
    """Return an irreducible set of rules that cannot hold together, and whether it was shown so.

    Rules that the nearest menu misses are enforced until nothing is left to give; then
    each is let go in turn, and stays out if the rest still cannot hold.
    """
    enforced: list[str] = []
    found: Misses | None = misses
    while found:
        enforced += sorted({model.slacks[s].clause for s in found} - set(enforced))
        _enforce(model, enforced)
        found = _misses(task, model, relaxed=False)
    if found is not None:
        return tuple(enforced), False
    kept = list(enforced)
    for clause in enforced:
        without = [c for c in kept if c != clause]
        _enforce(model, without)
        if without and _misses(task, model, relaxed=False) is None:
            kept = without
    return tuple(kept), True


def _enforce(model: Model, clauses: list[str]) -> None:
    for slack, meaning in model.slacks.items():
        slack.upBound = 0 if meaning.clause in clauses else None
