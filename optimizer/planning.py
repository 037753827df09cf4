"""From a problem to the cheapest lawful menu that can be proved in time, or to the reason why not."""

from __future__ import annotations

from dataclasses import dataclass

from nutrition.checking.attaining import attain
from nutrition.checking.attainment import Attainment, Verdict, broken, worst_by_clause
from nutrition.checking.case import Case
from nutrition.clauses import Mode
from nutrition.menu import Menu
from nutrition.proof import Proof, StopReason
from optimizer.aggregating import Aggregate, aggregate
from optimizer.assigning import ATTEMPTS, Attempt, assign
from optimizer.errors import SolverGaveUp, UnlawfulMenu
from optimizer.finishing import Finished, finish, improve
from optimizer.fingerprint import fingerprint
from optimizer.pool import lawful
from optimizer.portions import PortionTable
from optimizer.problem import Problem
from optimizer.solving import versions
from optimizer.task import Settings, Task

BINDING_WITHIN = 0.01
"""A rule binds when what is printed lies within this share of its limit."""


ROUNDS = 4


@dataclass(frozen=True, slots=True)
class Plan:
    """A menu, its proof, and what it attains of every clause.

    Attributes:
        binding: hard clauses within 1 % of their limit, in the order of the standard.
    """

    menu: Menu
    proof: Proof
    attainments: tuple[Attainment, ...]
    binding: tuple[str, ...]


def plan(problem: Problem, settings: Settings) -> Plan:
    """Return the cheapest lawful menu found, with the bound proved for the whole problem.

    Raises:
        NoLawfulMenu: the rules cannot all hold (proved), with the reason.
        SolverGaveUp: the time ran out before any lawful menu was found.
        EmptySlot, BadLock: a slot cannot be filled, or a lock not be kept, by any menu.
        Interrupted: the report asked to stop.
        UnlawfulMenu: the independent check rejects the menu; a bug.
    """
    task = Task(problem, PortionTable(problem), lawful(problem), settings)
    best = _search(task)
    lines = check(problem, best.menu)
    wrong = broken(lines)
    if wrong:
        raise UnlawfulMenu(sorted({line.clause for line in wrong}))
    return Plan(best.menu, _proof(task, best), tuple(lines), _binding(lines))


def _search(task: Task) -> Finished:
    found = aggregate(task)
    best: Finished | None = None
    margins: dict[str, float] = {}
    for attempt in ATTEMPTS:
        best = _settle(task, found, attempt, margins)
        if best is not None or task.left <= 0:
            break
    if best is None:
        raise SolverGaveUp(task.settings.seconds)
    task.incumbent = best.objective
    return improve(task, found, best)


def _settle(
    task: Task, found: Aggregate, attempt: Attempt, margins: dict[str, float]
) -> Finished | None:
    """Assign and finish; where no whole sizes fit, assign again with more room."""
    for _ in range(ROUNDS):
        chosen = assign(task, found, attempt, margins)
        if chosen is None:
            return None
        finished = finish(task, chosen)
        if finished is not None or task.left <= 0:
            return finished
    return None


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
        stop=StopReason.GAP_REACHED if done else StopReason.TIME_LIMIT,
        seconds=task.seconds,
        fingerprint=fingerprint(task.problem),
    )


def _binding(lines: list[Attainment]) -> tuple[str, ...]:
    return tuple(
        clause
        for clause, line in worst_by_clause(lines).items()
        if line.mode is Mode.HARD
        and line.verdict in (Verdict.MET, Verdict.AMBER)
        and line.slack <= BINDING_WITHIN
    )
