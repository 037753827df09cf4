"""The price of a rule between two proved bounds: the best menu with it against the best without.

z, z_r     what the best menu costs with all rules, and without rule r        price = z - z_r
L, L_r     values of the relaxation of the sums with and without it           L <= z, L_r <= z_r
u, u_r     a menu with all rules, and one that was found without r            z <= u, z_r <= u_r

    max(0, L - u_r)  <=  price  <=  u - L_r            L - L_r is the estimate
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from nutrition.clauses import Exclusion, Repetition
from optimizer.again import Answer, Unsolved
from optimizer.assigning import Finished
from optimizer.errors import BadLock, EmptySlot, SolverGaveUp
from optimizer.finishing import Opened, reopened
from optimizer.fixed_prices import FixedPrice
from optimizer.pool import lawful
from optimizer.problem import Lock
from optimizer.reasons import Method, RulePrice
from optimizer.sums import Subject, Sums, activity, let_go, priced_clauses, without
from optimizer.task import Task

ROOM = 1e-6
"""Relative; what the solvers' tolerances may hide in a bound."""

SEARCH_SECONDS = 2.5
"""Longest search for a menu without one rule."""

USED = 0.01
"""Servings from which the relaxation is said to serve a dish."""

MOST_OPENED = 2


@dataclass(slots=True)
class Found:
    """What is known of a subject's price.

    Attributes:
        value: L_r.
        answer: where that was reached; None where it is as with all rules.
        cheaper: u_r.
    """

    value: float | None = None
    answer: Answer | None = None
    cheaper: float | None = None
    methods: list[Method] = field(default_factory=list)


def subjects(sums: Sums) -> list[Subject]:
    """Return what has a price: locks, and clauses, first those that the relaxation leans on."""
    problem = sums.task.problem
    codes = [clause.id for clause in priced_clauses(problem)]
    locks: list[Subject] = list(dict.fromkeys(problem.locks))
    return [*locks, *sorted(codes, key=lambda code: -activity(sums, code))]


def by_sums(sums: Sums, seconds: float) -> dict[Subject, Found]:
    """Solve the relaxation without each subject in turn, until so many seconds have passed."""
    end = sums.task.seconds + seconds
    found: dict[Subject, Found] = {}
    for subject in subjects(sums):
        leaned_on = isinstance(subject, Lock) or _may_widen(sums, subject)
        if (leaned_on or activity(sums, subject)) and sums.task.seconds > end:
            found[subject] = Found()
            continue
        try:
            answer = let_go(sums, subject)
        except Unsolved:
            found[subject] = Found()
            continue
        value = sums.first.objective if answer is None else answer.objective
        value = min(value, sums.first.objective)
        found[subject] = Found(value, answer, methods=[Method.SUMS])
    return found


def _may_widen(sums: Sums, clause: str) -> bool:
    rule = sums.task.problem.standard.clauses[clause].rule
    return isinstance(rule, Exclusion | Repetition)


def by_search(sums: Sums, best: Finished, found: Mapping[Subject, Found], worth: float) -> bool:
    """Look for menus that are cheaper without a rule; say whether there was time for all.

    Only menus below the bound with all rules say anything for certain, so only those are
    sought, and only where the relaxation leaves room for one.  ``worth``: of the menu.
    """
    order = sorted(found, key=lambda s: _estimate(sums, found[s]), reverse=True)
    for subject in order:
        each = found[subject]
        if each.value is None or each.value >= sums.first.objective - ROOM * worth:
            continue
        if sums.task.left <= 0:
            return False
        cheaper = _cheaper(sums, best, subject, each)
        each.methods.append(Method.SEARCH)
        if cheaper is not None:
            each.cheaper = cheaper
    return True


def _estimate(sums: Sums, each: Found) -> float:
    return sums.first.objective - each.value if each.value is not None else 0.0


def _cheaper(sums: Sums, best: Finished, subject: Subject, each: Found) -> float | None:
    """Return the objective of a menu that is lawful without ``subject``, if one is found."""
    task = sums.task
    if isinstance(subject, Lock):
        locks = tuple(lock for lock in task.problem.locks if lock != subject)
        problem = replace(task.problem, locks=locks)
    else:
        problem = without(task.problem, subject)
    seconds = task.seconds + min(SEARCH_SECONDS, task.left)
    settings = replace(task.settings, seconds=seconds)
    try:
        freer = replace(task, problem=problem, pool=lawful(problem), settings=settings)
        kept, opened = _neighbourhood(sums, each)
        menu = reopened(freer, kept, best.chosen, opened, below=sums.first.objective)
    except (BadLock, EmptySlot, SolverGaveUp):
        return None
    return None if menu is None else menu.objective


def _neighbourhood(sums: Sums, each: Found) -> tuple[frozenset[tuple[str, str]], Opened]:
    """Return the dishes that the relaxation serves without the rule, and the slots it changes."""
    model, answer = sums.model, each.answer
    if answer is None:
        return frozenset(), {}
    served: dict[tuple[str, str], float] = {}
    changed: dict[tuple[str, frozenset[str]], float] = {}
    for (p, meal, dish), x in model.x.items():
        now = answer.of(x)
        served[meal, dish] = served.get((meal, dish), 0.0) + now
        place = (meal, _slot(sums, meal, dish))
        moved = abs(now - sums.first.of(x))
        changed[place] = changed.get(place, 0.0) + moved
        del p
    opened: dict[tuple[int, str], frozenset[str]] = {}
    for meal, categories in sorted(changed, key=lambda s: -changed[s])[:MOST_OPENED]:
        for d in range(len(model.problem.days)):
            opened[d, meal] = opened.get((d, meal), frozenset()) | categories
    return frozenset(place for place, often in served.items() if often > USED), opened


def _slot(sums: Sums, meal: str, dish: str) -> frozenset[str]:
    category = sums.task.problem.dishes[dish].category
    plan = next(each for each in sums.task.problem.meals if each.meal == meal)
    return next(slot.categories for slot in plan.slots if category in slot.categories)


def rule_prices(
    sums: Sums, best: Finished, found: Mapping[Subject, Found], fixed: Mapping[str, FixedPrice]
) -> Sequence[RulePrice]:
    """Return the price of every subject, the dearest first."""
    worth = sums.first.objective
    room = ROOM * max(1.0, best.objective)
    prices = []
    for subject, each in found.items():
        lock = subject if isinstance(subject, Lock) else None
        code = subject if isinstance(subject, str) else ""
        sized = fixed.get(code)
        least = 0.0 if each.cheaper is None else max(0.0, worth - each.cheaper - room)
        most = None if each.value is None else max(least, best.objective - each.value + room)
        methods = tuple(each.methods) + ((Method.FIXED,) if sized is not None else ())
        unit = sums.task.problem.standard.clauses[code].unit if code else ""
        prices.append(
            RulePrice(
                rule=code,
                lock=lock,
                at_least=least,
                at_most=most,
                estimate=None if each.value is None else max(0.0, worth - each.value),
                fixed=None if sized is None else sized.whole,
                per_unit=None if sized is None else sized.per_unit,
                unit=unit,
                methods=methods,
            )
        )
    return sorted(prices, key=lambda p: (-(p.estimate or 0.0), -(p.fixed or 0.0)))
