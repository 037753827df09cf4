"""Exchanging one food of a dish for another of its kind, all else kept."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from nutrition.checking.attainment import Attainment, broken
from nutrition.dish import Ingredient, Portion
from nutrition.exchange import Allowed, Equal, allowed
from nutrition.food import Food
from nutrition.menu import Menu, Serving
from nutrition.pupil import shares
from nutrition.rounding import printed
from optimizer.judging import Bench, Spot
from optimizer.problem import Problem
from optimizer.swapping import cost_of


@dataclass(frozen=True, slots=True)
class Exchange:
    """One food of a dish in place of another.

    Attributes:
        old: code of the food that goes.
        grams: group -> grams of the new food, as printed.
        before: group -> grams of the old one.
        cost: what the mean pupil's portion costs more, fen.
        figures: nutrient -> change for the mean pupil's portion; None where one is unknown.
        broken: lines of hard rules that would be missed; empty when it is lawful.
    """

    old: str
    allowed: Allowed
    grams: Mapping[str, float]
    before: Mapping[str, float]
    cost: float
    figures: Mapping[str, float | None]
    broken: tuple[Attainment, ...] = ()

    @property
    def lawful(self) -> bool:
        return not self.broken


def exchanges(
    problem: Problem,
    menu: Menu,
    spot: Spot,
    lines: Iterable[Equal],
    wanted: tuple[Collection[str], int],
) -> tuple[Exchange, ...]:
    """Return what the appendix lets stand for each food of the dish, the cheapest first.

    ``wanted``: nutrients to compare, and how many exchanges of each food to return.
    """
    bench, every = Bench.of(problem, menu, spot), tuple(lines)
    nutrients, most = wanted
    found: list[Exchange] = []
    for food in (i.food for i in bench.old.dish.ingredients):
        held = {i.food for i in bench.old.dish.ingredients}
        ways = {
            each.food: each
            for each in allowed(food, every)
            if each.food in problem.foods and each.food not in held
        }
        made = [_exchange(bench, food, each, nutrients) for each in ways.values()]
        made.sort(key=lambda e: (e.cost, e.allowed.food))
        found += [replace(each, broken=_broken(bench, each)) for each in made[:most]]
    return tuple(found)


def _exchange(bench: Bench, old: str, way: Allowed, nutrients: Collection[str]) -> Exchange:
    foods = bench.problem.foods
    new = foods[way.food]
    before = {g: portion.grams.get(old, 0.0) for g, portion in bench.old.portions.items()}
    grams = {g: printed(new, amount * way.times) for g, amount in before.items() if amount > 0}
    portions = _portions(bench, old, way.food, grams)
    groups = bench.problem.groups
    weights = dict(zip((g.code for g in groups), shares(groups), strict=True))
    cost = sum(
        weights[g] * (cost_of(portions[g], foods) - cost_of(bench.old.portions[g], foods))
        for g in weights
    )
    moved = [(weights[g], before[g], grams.get(g, 0.0)) for g in weights]
    figures = {n: _change(n, foods[old], new, moved) for n in nutrients}
    return Exchange(old, way, grams, before, cost, figures)


def _change(
    nutrient: str, old: Food, new: Food, moved: Iterable[tuple[float, float, float]]
) -> float | None:
    """Return what the mean pupil gets more of a nutrient; unknown is never zero."""
    first, second = old.per_100g.get(nutrient), new.per_100g.get(nutrient)
    if first is None or second is None:
        return None
    return sum(weight * (after * second - before * first) / 100 for weight, before, after in moved)


def _portions(bench: Bench, old: str, new: str, grams: Mapping[str, float]) -> dict[str, Portion]:
    return {
        group: Portion(
            {
                **{food: amount for food, amount in portion.grams.items() if food != old},
                **({new: grams[group]} if group in grams else {}),
            }
        )
        for group, portion in bench.old.portions.items()
    }


def _broken(bench: Bench, each: Exchange) -> tuple[Attainment, ...]:
    """Let the checkers judge the menu with the dish cooked the other way."""
    dish = bench.old.dish
    recipe = tuple(
        Ingredient(each.allowed.food, i.grams * each.allowed.times, i.origin)
        if i.food == each.old
        else i
        for i in dish.ingredients
    )
    portions = _portions(bench, each.old, each.allowed.food, each.grams)
    served = Serving(replace(dish, ingredients=recipe), portions)
    return tuple(broken(bench.lines(served, (*bench.summed, *bench.counted))))
