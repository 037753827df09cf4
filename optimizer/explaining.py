"""Why this menu: what each rule costs, which nutrients are hard to reach, which prices matter."""

from __future__ import annotations

from dataclasses import replace

from nutrition.menu import Menu
from optimizer.fixed_prices import fixed_prices
from optimizer.planning import check
from optimizer.pool import lawful
from optimizer.portions import PortionTable
from optimizer.price_turns import price_turns
from optimizer.problem import Aim, Problem
from optimizer.reaches import reaches
from optimizer.reasons import Reasons
from optimizer.rule_prices import by_search, by_sums, rule_prices
from optimizer.served import as_served
from optimizer.sums import sums
from optimizer.task import Settings, Task

RULES_SHARE, NUTRIENTS_SHARE, FOODS_SHARE = 0.9, 0.3, 0.4
"""Part of the time left that each question may take; the search takes what then remains."""


def reasons(problem: Problem, menu: Menu, settings: Settings) -> Reasons:
    """Return why ``menu`` is as it is, within the time given.

    Everything is asked of the problem as it stands with the cost as its aim.

    Raises:
        MenuNotLawful: under this problem the menu is none.
        EmptySlot, BadLock: no menu is.
        SolverGaveUp: the time was too short for a single figure.
    """
    problem = replace(problem, aims=(Aim.COST,), reached=())
    task = Task(problem, PortionTable(problem), lawful(problem), settings)
    best = as_served(task, menu)
    relaxed = sums(task)
    fixed = fixed_prices(task, best)
    found = by_sums(relaxed, RULES_SHARE * task.left)
    prices = {p.rule: p for p in rule_prices(relaxed, best, found, fixed) if p.rule}
    lines = check(problem, menu)
    nutrients, every_nutrient = reaches(relaxed, lines, prices, NUTRIENTS_SHARE * task.left)
    turns, every_food = price_turns(relaxed, menu, FOODS_SHARE * task.left)
    searched = by_search(relaxed, best, found, fixed)
    missing = {
        "rules": any(each.value is None for each in found.values()),
        "nutrients": not every_nutrient,
        "foods": not every_food,
        "search": not searched,
    }
    return Reasons(
        objective=best.objective,
        cost=best.cost,
        bound=relaxed.first.objective,
        rules=tuple(rule_prices(relaxed, best, found, fixed)),
        nutrients=nutrients,
        turns=turns,
        left_out=tuple(name for name, out in missing.items() if out),
    )
