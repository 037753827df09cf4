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
from optimizer.again import Unsolved
from optimizer.aggregating import Place
from optimizer.assigning import Finished
from optimizer.finishing import Opened, reopened
from optimizer.fixed_prices import FixedPrice
from optimizer.pool import lawful
from optimizer.problem import Lock
from optimizer.reasons import Method, RulePrice
from optimizer.settings import Stage
from optimizer.sums import Freed, Subject, Sums, activity, let_go, priced_clauses, servings, without

ROOM = 1e-6
"""Relative; what the solvers' tolerances may hide in a bound."""

SEARCH_SECONDS = 1.5
"""Longest search for a menu without one rule."""

TURNS = 3

WORTH = 1e-4
"""Relative; a menu has to be so much cheaper to be worth the search."""

USED = 0.01
"""Servings from which the relaxation is said to serve a dish."""


@dataclass(slots=True)
class Found:
    """What is known of a subject's price.

    Attributes:
        value: L_r.
        freed: where that was reached; None where it is as with all rules.
        cheaper: a menu without it; its objective is u_r.
    """

    value: float | None = None
    freed: Freed | None = None
    cheaper: Finished | None = None
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
        sums.task.go_on(Stage.EXPLAIN)
        if sums.task.seconds > end and _needs_work(sums, subject):
            found[subject] = Found()
            continue
        try:
            freed = let_go(sums, subject)
        except Unsolved:
            found[subject] = Found()
            continue
        value = sums.first.objective if freed is None else min(freed.value, sums.first.objective)
        found[subject] = Found(value, freed, methods=[Method.SUMS])
    return found


def _needs_work(sums: Sums, subject: Subject) -> bool:
    """Whether the relaxation may be worth less without ``subject``."""
    if isinstance(subject, Lock):
        return True
    rule = sums.task.problem.standard.clauses[subject].rule
    return isinstance(rule, Exclusion | Repetition) or activity(sums, subject) > 0


def by_search(
    sums: Sums, best: Finished, found: Mapping[Subject, Found], fixed: Mapping[str, FixedPrice]
) -> bool:
    """Look for menus that are cheaper without a rule; say whether there was time for all.

    The dearest rule comes first.  In the first turn only the sizes are free, where they
    alone could save enough; then the two slots that the relaxation changes most without
    the rule are re-opened, then the next two.  Each search starts from the menu before.
    """
    open_ = [subject for subject, each in found.items() if _estimate(sums, each) > ROOM]
    open_.sort(key=lambda subject: -_estimate(sums, found[subject]))
    gap = best.objective - sums.first.objective
    for turn in range(TURNS):
        for subject in open_:
            sized = fixed.get(subject) if isinstance(subject, str) else None
            if turn == 0 and (sized is None or sized.whole <= gap):
                continue
            if sums.task.left <= 0:
                return False
            each = found[subject]
            start = each.cheaper or best
            each.methods = [Method.SUMS, Method.SEARCH]
            each.cheaper = _cheaper(sums, start, subject, _opened(sums, each, turn)) or each.cheaper
    return True


def _estimate(sums: Sums, each: Found) -> float:
    return 0.0 if each.freed is None else sums.first.objective - each.freed.value


def _cheaper(
    sums: Sums, start: Finished, subject: Subject, open_: tuple[frozenset[Place], Opened]
) -> Finished | None:
    """Return a menu that is lawful without ``subject`` and cheaper than ``start``, if found."""
    task = sums.task
    if isinstance(subject, Lock):
        locks = tuple(lock for lock in task.problem.locks if lock != subject)
        problem = replace(task.problem, locks=locks)
    else:
        problem = without(task.problem, subject)
    seconds = task.seconds + min(SEARCH_SECONDS, task.left)
    settings = replace(task.settings, seconds=seconds)
    freer = replace(task, problem=problem, pool=lawful(problem), settings=settings)
    below = start.objective - WORTH * sums.first.objective
    return reopened(freer, open_[0], start.chosen, open_[1], below=below)


def _opened(sums: Sums, each: Found, turn: int) -> tuple[frozenset[Place], Opened]:
    """Return the dishes that the relaxation serves without the rule, and two slots it changes."""
    assert each.freed is not None
    now, before = each.freed.served, servings(sums.model, sums.first)
    changed: dict[tuple[str, frozenset[str]], float] = {}
    for meal, dish in {**before, **now}:
        slot = (meal, _slot(sums, meal, dish))
        moved = abs(now.get((meal, dish), 0.0) - before.get((meal, dish), 0.0))
        changed[slot] = changed.get(slot, 0.0) + moved
    ranked = sorted(changed, key=lambda slot: -changed[slot])
    opened: dict[tuple[int, str], frozenset[str]] = {}
    for meal, categories in ranked[2 * turn - 2 : 2 * turn] if turn else []:
        for d in range(len(sums.task.problem.days)):
            opened[d, meal] = opened.get((d, meal), frozenset()) | categories
    return frozenset(place for place, often in now.items() if often > USED), opened


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
        cheaper = each.cheaper.objective if each.cheaper is not None else best.objective
        least = max(0.0, worth - cheaper - room)
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
