"""Every menu that there is, in every printed size, for schools small enough."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from math import prod

from nutrition.menu import Day, Meal, Menu, Serving
from optimizer.portions import PortionTable
from optimizer.problem import MealPlan, Problem

MOST_MENUS = 3000


def _sizes(problem: Problem, table: PortionTable, plan: MealPlan) -> list[list[Serving | None]]:
    """Return, slot by slot, every dish in every size, no group getting less than smaller pupils."""
    slots = []
    for slot in plan.slots:
        found: list[Serving | None] = [] if slot.low else [None]
        for code, dish in problem.dishes.items():
            ladders = {g.code: table.ladders[code, g.code] for g in problem.groups}
            for rungs in product(*(range(each.rungs + 1) for each in ladders.values())):
                sized = zip(ladders.items(), rungs, strict=True)
                portions = {g: each.portion(rung) for (g, each), rung in sized}
                serving = Serving(dish, portions)
                if dish.category in slot.categories and _in_order(problem, serving, table):
                    found.append(serving)
        slots.append(found)
    return slots


def _in_order(problem: Problem, serving: Serving, table: PortionTable) -> bool:
    main = table.ladders[serving.dish.code, problem.groups[0].code].main
    size = {g.code: (g.factor, serving.portions[g.code].grams[main]) for g in problem.groups}
    return all(
        not (one[0] < other[0] and one[1] > other[1])  # type: ignore[operator]
        for one in size.values()
        for other in size.values()
    )


def number(problem: Problem, table: PortionTable) -> int:
    sizes = [_sizes(problem, table, plan) for plan in problem.meals]
    menus: int = prod(len(slot) for meal in sizes for slot in meal) ** len(problem.days)
    return menus


def menus(problem: Problem, table: PortionTable) -> Iterator[Menu]:
    plates = [
        list(product(*_sizes(problem, table, plan))) for _ in problem.days for plan in problem.meals
    ]
    meals = [plan.meal for plan in problem.meals]
    for chosen in product(*plates):
        served = iter(chosen)
        yield Menu(
            tuple(
                Day(
                    day.date.isoformat(),
                    tuple(Meal(m, tuple(s for s in next(served) if s is not None)) for m in meals),
                    day.date,
                    day.week,
                )
                for day in problem.days
            )
        )


def served(problem: Problem, menu: Menu) -> bool:
    """Say whether the menu serves what is locked."""
    served = {(day.date, meal.meal, s.dish.code) for day, meal, s in menu.servings()}
    return {(lock.date, lock.meal, lock.dish) for lock in problem.locks} <= served


def cost(problem: Problem, menu: Menu) -> float:
    heads = {g.code: g.headcount for g in problem.groups}
    fen = sum(
        heads[g] * grams * problem.foods[food].per_100g["cost_fen"] / 100
        for _, _, serving in menu.servings()
        for g, portion in serving.portions.items()
        for food, grams in portion.grams.items()
    )
    return fen / sum(heads.values()) / len(problem.days)
