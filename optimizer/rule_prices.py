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
from optimizer.aggregating import Place
from optimizer.assigning import Finished
from optimizer.finishing import Opened, reopened
from optimizer.fixed_prices import FixedPrice
from optimizer.pool import lawful
from optimizer.problem import Lock
from optimizer.reasons import Method, RulePrice
from optimizer.settings import Stage
from optimizer.sums import Subject, Sums, activity, let_go, priced_clauses, without

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
        answer: where that was reached; None where it is as with all rules.
        cheaper: a menu without it; its objective is u_r.
    """

    value: float | None = None
    answer: Answer | None = None
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
            answer = let_go(sums, subject)
        except Unsolved:
            found[subject] = Found()
            continue
        value = sums.first.objective if answer is None else answer.objective
        value = min(value, sums.first.objective)
        found[subject] = Found(value, answer, methods=[Method.SUMS])
    return found


def _needs_work(sums: Sums, subject: Subject) -> bool:
    """Whether the relaxation may be worth less without ``subject``."""
    if isinstance(subject, Lock):
        return True
    rule = sums.task.problem.standard.clauses[subject].rule
    return isinstance(rule, Exclusion | Repetition) or activity(sums, subject) > 0


def by_search(sums: Sums, best: Finished, found: Mapping[Subject, Found]) -> bool:
    """Look for menus that are cheaper without a rule; say whether there was time for all.

    The dearest rule comes first.  In the first turn only the sizes are free; then the two
    slots that the relaxation changes most without the rule are re-opened, then the next
    two.  Each search starts from the menu before.
    """
    worth = sums.first.objective
    open_ = [s for s, each in found.items() if each.value is not None and each.answer is not None]
    open_.sort(key=lambda s: found[s].value or 0.0)
    every = bool(open_)
    for turn in range(TURNS):
        for subject in open_:
            each = found[subject]
            if worth - (each.value or 0.0) <= ROOM * worth:
                continue
            if sums.task.left <= 0:
                return every and turn > 0
            start = each.cheaper or best
            each.methods = [Method.SUMS, Method.SEARCH]
            each.cheaper = _cheaper(sums, start, subject, _opened(sums, each, turn)) or each.cheaper
    return True


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
    model, answer = sums.model, each.answer
    assert answer is not None
    served: set[Place] = set()
    changed: dict[tuple[str, frozenset[str]], float] = {}
    for (_, meal, dish), x in model.x.items():
        now = answer.of(x)
        if now > USED:
            served.add((meal, dish))
        place = (meal, _slot(sums, meal, dish))
        changed[place] = changed.get(place, 0.0) + abs(now - sums.first.of(x))
    ranked = sorted(changed, key=lambda place: -changed[place])
    two = ranked[2 * turn - 2 : 2 * turn] if turn else []
    opened: dict[tuple[int, str], frozenset[str]] = {}
    for meal, categories in two:
        for d in range(len(model.problem.days)):
            opened[d, meal] = opened.get((d, meal), frozenset()) | categories
    return frozenset(served), opened


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
