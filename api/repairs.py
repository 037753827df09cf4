"""A repair as it is reported: the school's own menu repriced, and what each change saves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from api.menu_changes import Change, changes
from api.near_menu import NearMenu
from nutrition.checking.attaining import attain
from nutrition.checking.attainment import Attainment, Verdict, broken
from nutrition.checking.case import Case
from nutrition.clauses import Mode
from nutrition.food import COST, Food
from nutrition.menu import Menu
from nutrition.pupil import shares
from optimizer.plans import Plan, Repair
from optimizer.problem import Problem


@dataclass(frozen=True, slots=True)
class Before:
    """The menu as it was, at the folder's prices and put to the folder's check.

    Attributes:
        cost: fen per pupil and day, over all pupils.
        broken: ids of the hard rules that it breaks, in the order of the standard.
        open: ids of the hard rules that cannot be judged.
    """

    cost: float
    lines: tuple[Attainment, ...]
    broken: tuple[str, ...]
    open: tuple[str, ...]

    @classmethod
    def of(cls, near: NearMenu) -> Before:
        problem = near.problem
        rules = problem.standard, problem.groups, problem.foods, problem.modes, problem.history
        lines = attain(Case(near.menu, *rules))
        wrong = tuple(dict.fromkeys(line.clause for line in broken(lines)))
        unsure = (a for a in lines if a.verdict is Verdict.UNKNOWN and a.mode is Mode.HARD)
        left = dict.fromkeys(line.clause for line in unsure if line.clause not in wrong)
        return cls(cost_of(near.menu, near.problem), tuple(lines), wrong, tuple(left))


@dataclass(frozen=True, slots=True)
class Option:
    """A lawful menu near the school's own.

    Attributes:
        swaps: at most so many dishes were to be exchanged, or None for the smallest change.
        plan: None where there is none or none was found.
        impossible: whether it was proved that there is none.
        saved: fen per pupil and day against the menu as it was; negative where it costs more.
    """

    swaps: int | None
    plan: Plan | None
    impossible: bool
    changes: tuple[Change, ...] = ()
    saved: float = 0.0


def options(near: NearMenu, before: Before, found: Repair) -> tuple[Option, ...]:
    """Return the smallest change, then the cheapest menus within so many exchanges."""
    first = _option(near, before, None, found.smallest)
    rest = (
        Option(each.swaps, None, each.impossible)
        if each.plan is None
        else _option(near, before, each.swaps, each.plan)
        for each in found.nearby
    )
    return (first, *rest)


def _option(near: NearMenu, before: Before, swaps: int | None, plan: Plan) -> Option:
    saved = before.cost - cost_of(plan.menu, near.problem)
    return Option(swaps, plan, impossible=False, changes=changes(near.menu, plan.menu), saved=saved)


def cost_of(menu: Menu, problem: Problem) -> float:
    """Return the purchase cost of a menu, fen per pupil and day, in the problem's prices."""
    weights = dict(zip((g.code for g in problem.groups), shares(problem.groups), strict=True))
    total = sum(
        weights[group] * _cost(portion.grams, problem.foods)
        for _, _, serving in menu.servings()
        for group, portion in serving.portions.items()
    )
    return total / len(menu.days)


def _cost(grams: Mapping[str, float], foods: Mapping[str, Food]) -> float:
    return sum(amount * foods[food].per_100g[COST] / 100 for food, amount in grams.items())
