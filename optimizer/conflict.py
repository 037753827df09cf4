"""Why there is no menu: the nearest one, what it misses, and which rules cannot hold together."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from optimizer.advising import LATE, advice
from optimizer.again import Again, Answer, Change, Unsolved
from optimizer.elastic import Misses, elastic, hard, missed, shortfalls
from optimizer.errors import NoLawfulMenu, SolverGaveUp
from optimizer.lacking import Elastic, made_up, unserved
from optimizer.model import Model
from optimizer.solving import Search, Status
from optimizer.spans import Period, one_period, single_days
from optimizer.sums import rows_of
from optimizer.task import Stage, Task

TWO = 2

LEANING = 1e-9
"""Shadow price from which a row is part of what cannot hold."""


def explain(task: Task) -> NoLawfulMenu:
    """Return the error that says which rules clash and how the nearest menu misses them.

    The sums over all days are asked first, then the days themselves.

    Raises:
        SolverGaveUp: not even the nearest menu was found in time.
    """
    found = _of_sums(task)
    if found is not None:
        return found
    days = len(task.problem.days)
    for periods in (one_period(days), single_days(days)):
        model = elastic(task, periods, [c.id for c in hard(task.problem)])
        misses = _misses(task, model)
        if misses:
            clauses, minimal = _conflict(task, model, misses)
            return NoLawfulMenu(clauses, list(shortfalls(model, misses)), minimal=minimal)
    raise SolverGaveUp(task.settings.seconds)


def _of_sums(task: Task) -> NoLawfulMenu | None:
    """Return why the sums over all days cannot hold; None when their relaxation can.

    Raises:
        SolverGaveUp: it was not solved in time.
    """
    made, periods = made_up(task.problem), one_period(len(task.problem.days))
    model = elastic(task, periods, [c.id for c in hard(task.problem)], problem=made.problem)
    most = unserved(model, made)
    try:
        again = Again(model.lp, task.left + LATE)
    except Unsolved:
        raise SolverGaveUp(task.settings.seconds) from None
    task.go_on(Stage.EXPLAIN)
    misses = missed(model)
    if again.first is None or not misses:
        return None
    lacks = list(shortfalls(model, misses))
    clauses, minimal = _irreducible(task, model, again, _leant_on(model, again.first))
    task.go_on(Stage.EXPLAIN)
    at_fault = {model.slacks[slack].clause for slack in misses}
    smallest = minimal and _smallest(task, periods, clauses, sorted(at_fault - set(clauses)))
    sums = Elastic(model, again, made, most)
    told = advice(task, sums, sorted(clauses, key=lambda c: c not in at_fault))
    return NoLawfulMenu(clauses, lacks, minimal=minimal, smallest=smallest, advice=told)


def _misses(task: Task, model: Model) -> Misses | None:
    """Return the slacks of the nearest menu; None when the rows left cannot hold at all."""
    search = Search(gap=0.05, seconds=task.left + LATE)
    outcome = task.solve(model, Stage.EXPLAIN, search)
    if outcome.status is Status.INFEASIBLE:
        return None
    if not outcome.found:
        raise SolverGaveUp(task.settings.seconds)
    return missed(model)


def _irreducible(
    task: Task, model: Model, again: Again, clauses: Sequence[str]
) -> tuple[tuple[str, ...], bool]:
    """Return rules of ``clauses`` that cannot hold together though any fewer can, if so shown.

    Each rule is let go in turn, and stays out if the sums of the rest still cannot hold.
    """
    kept = list(clauses)
    try:
        for clause in clauses:
            fewer = [c for c in kept if c != clause]
            if fewer and again.solve(_asking(model, fewer), task.left + LATE) is None:
                kept = fewer
    except Unsolved:
        return tuple(kept), False
    return tuple(kept), True


def _asking(model: Model, clauses: Collection[str]) -> Change:
    """Ask for these rules alone."""
    ends = {
        slack: (0.0, 0.0 if meaning.clause in clauses else None)
        for slack, meaning in model.slacks.items()
    }
    return Change(bounds=ends, costs=dict.fromkeys(ends, 0.0), onwards=True)


def _leant_on(model: Model, answer: Answer) -> list[str]:
    """Return the rules whose rows have a price, those that matter least first.

    Where the misses are smallest, these alone cannot all hold.
    """
    weights = {
        clause: sum(abs(answer.price(row)) * max(1.0, abs(row.constant)) for row in own)
        for clause, own in rows_of(model).items()
        if any(abs(answer.price(row)) > LEANING for row in own)
    }
    return sorted(weights, key=lambda clause: weights[clause])


def _smallest(
    task: Task, periods: Sequence[Period], clauses: Sequence[str], others: Collection[str]
) -> bool:
    """Say whether no smaller number of rules clashes: shown for one, and cheaply for two.

    ``others``: what the nearest menu misses beside ``clauses``; what it keeps can hold alone.
    """
    if len(clauses) != TWO or not others:
        return len(clauses) <= TWO
    model = elastic(task, periods, others)
    model.lp.setObjective(0 * next(iter(model.slacks)))
    try:
        again = Again(model.lp, task.left + LATE)
        return all(again.solve(_asking(model, [c]), task.left + LATE) for c in others)
    except Unsolved:
        return False


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
        found = _misses(task, model)
    if found is not None:
        return tuple(enforced), False
    kept = list(enforced)
    for clause in enforced:
        without = [c for c in kept if c != clause]
        _enforce(model, without)
        if without and _misses(task, model) is None:
            kept = without
    return tuple(kept), True


def _enforce(model: Model, clauses: list[str]) -> None:
    for slack, meaning in model.slacks.items():
        slack.upBound = 0 if meaning.clause in clauses else None
