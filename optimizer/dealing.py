"""Dealing: on which day of a week the main dishes stand, before a search tells the days apart.

Servings are given to days under the rules that look at a meal, a day or its neighbours; sums
over the week are left aside.  That takes a tenth of a second, and the search that follows ends
in a third of the time.  What is dealt is a proposal: where it allows no menu, it is dropped.
"""

from __future__ import annotations

import random
from collections.abc import Collection, Iterable, Mapping

import pulp

from nutrition.clauses import (
    Alike,
    Clause,
    Exclusion,
    Mode,
    Per,
    Repetition,
    Spacing,
    Term,
)
from nutrition.food import COST
from optimizer.aggregating import Aggregate, Place
from optimizer.model import Model
from optimizer.pool import Pool
from optimizer.problem import Problem, Slot
from optimizer.rolling import HALF, NODES, Step, bare_model, objective_of, rolling, search_of
from optimizer.rules import apply
from optimizer.solving import Search
from optimizer.task import Stage, Task

Dealt = Collection[tuple[int, str, str]]
"""(day, meal, dish) as dealt."""

DEALING_NODES = 5

DEALINGS = 2
"""How often all bound dishes are dealt before only the dearest are held."""

ENOUGH = 0.2
"""Relative gap of the wishes at which the dealing is as good as another."""


def deal(task: Task, step: Step, number: int = 0) -> Dealt | None:
    """Return the days of the servings proposed, or None where their number cannot be dealt.

    Every ``number`` deals in another way.
    """
    pool = task.pool.only(lambda d, m, k: d not in step.days or (m, k) in step.proposed)
    model = bare_model(task, step.before, step.days, pool)
    for clause in task.clauses:
        if _looks_at_days(clause):
            apply(clause, model, task.problem.mode(clause))
    for (meal, dish), count in step.proposed.items():
        total = {model.x[d, meal, dish]: 1.0 for d in step.days if (d, meal, dish) in model.x}
        model.add(total, pulp.LpConstraintEQ, count, f"dealt.{meal}.{dish}")
    r = random.Random(number)  # noqa: S311 -- the same dealings each time
    chance = {x: r.random() for x in model.x.values()} if number else {}
    model.lp.setObjective(pulp.LpAffineExpression({**model.penalty, **chance}))
    search = Search(gap=ENOUGH, nodes=DEALING_NODES, seconds=task.left)
    if not task.solve(model, Stage.ASSIGN, search).found:
        return None
    return {place for place, x in model.x.items() if float(x.value() or 0.0) > HALF}


def _looks_at_days(clause: Clause) -> bool:
    rule = clause.rule
    return isinstance(rule, Spacing | Repetition | Exclusion) or getattr(rule, "per", None) in (
        Per.MEAL,
        Per.DAY,
    )


Places = frozenset[tuple[str, str]]
"""(meal, category)."""


def _bound(problem: Problem) -> list[tuple[str, Slot]]:
    """Return the compulsory places whose dishes hard rules name and bind to each other."""
    rules = [c.rule for c in problem.standard.clauses.values() if problem.mode(c) is Mode.HARD]
    binding = (rule for rule in rules if isinstance(rule, Spacing | Alike))
    named = {category for rule in binding for category in rule.dishes.categories}
    return [
        (plan.meal, slot)
        for plan in problem.meals
        for slot in plan.slots
        if slot.low and slot.categories & named
    ]


def _held(task: Task, counts: Mapping[Place, int]) -> list[Places]:
    """Return what is held where it is dealt: all bound places, then the dearest of each meal."""
    every = _bound(task.problem)
    dearest: dict[str, tuple[float, Slot]] = {}
    for meal, slot in every:
        cost = _cost(task, meal, slot, counts)
        if meal not in dearest or cost > dearest[meal][0]:
            dearest[meal] = cost, slot
    return list(
        dict.fromkeys((_places(every), _places([(m, slot) for m, (_, slot) in dearest.items()])))
    )


def _places(slots: Iterable[tuple[str, Slot]]) -> Places:
    return frozenset((meal, category) for meal, slot in slots for category in slot.categories)


def _cost(task: Task, meal: str, slot: Slot, counts: Mapping[Place, int]) -> float:
    """Return what the dishes proposed for a slot cost in their smallest sizes, fen."""
    smallest = task.table.parts((Term(COST),), task.problem.groups[0].code)
    return sum(
        count * smallest[dish][0]
        for (at, dish), count in counts.items()
        if at == meal and dish in smallest and task.problem.dishes[dish].category in slot.categories
    )


def dealt(task: Task, found: Aggregate, step: Step) -> Model | None:
    """Return the solved model of the week in hand, its main dishes standing where they are dealt.

    First all dishes that rules bind to each other are held there, then, if that allows no menu
    or none good enough, where another dealing puts them, then the dearest of each meal alone,
    where the better dealing put it.  None where no menu was found.
    """
    best: Model | None = None
    held = _held(task, step.proposed)
    if not any(held):
        return None
    every, *dearest = held
    stands = better = deal(task, step)
    for number, fixed in enumerate((*(every,) * DEALINGS, *dearest)):
        if 0 < number < DEALINGS:
            stands = deal(task, step, number)
        elif number:
            stands = better
        if stands is None or task.left <= 0:
            break
        model = rolling(task, step.before, step.days, _standing(task, found, step, stands, fixed))
        outcome = task.solve(model, Stage.ASSIGN, search_of(task, step, NODES))
        if outcome.found and (best is None or objective_of(model) < objective_of(best)):
            best, better = model, stands
        if best is not None and objective_of(best) <= step.target:
            break
    return best


def _standing(task: Task, found: Aggregate, step: Step, stands: Dealt, fixed: Places) -> Pool:
    """Return the pool in which dishes of the places ``fixed`` stand where they were dealt."""

    def offered(d: int, meal: str, dish: str) -> bool:
        if d not in step.days:
            return (meal, dish) in found.kept
        free = (meal, task.problem.dishes[dish].category) not in fixed
        return (meal, dish) in step.proposed and (free or (d, meal, dish) in stands)

    return task.pool.only(offered)
