"""Printed portions: a dish is offered to each group in a ladder of sizes.

The heaviest ingredient climbs one printed step from rung to rung, the others climb with it
by whole printed steps where their band allows and stay where it does not.  All sizes lie
on one straight line, so the model needs one variable for a portion, its bound is a bound
on menus of printed grams, and a finished menu only has to land on a rung.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from nutrition.dish import Dish, Ingredient, Portion, PortionClass
from nutrition.food import Food
from nutrition.pupil import PupilGroup
from nutrition.rounding import printed, step
from optimizer.problem import Portioning, Problem

EPSILON = 1e-9


@dataclass(frozen=True, slots=True)
class Ladder:
    """The printed sizes of one dish for one group.

    Attributes:
        main: the heaviest ingredient.
        smallest: net grams by food on the lowest rung.
        climb: net grams by food from one rung to the next, never negative.
        rungs: how many rungs there are above the lowest.
    """

    main: str
    smallest: Mapping[str, float]
    climb: Mapping[str, float]
    rungs: int

    def portion(self, rung: int) -> Portion:
        """Return the printed portion on ``rung`` (0 is the smallest)."""
        return Portion(
            {
                food: round(grams + rung * self.climb.get(food, 0.0), 1)
                for food, grams in self.smallest.items()
            }
        )

    def rung(self, portion: Portion) -> int | None:
        """Return the rung of a printed portion; None when no rung is this portion."""
        for rung in range(self.rungs + 1):
            if self.portion(rung) == portion:
                return rung
        return None


def ladder(
    dish: Dish, group: PupilGroup, portioning: Portioning, foods: Mapping[str, Food]
) -> Ladder:
    """Return the sizes in which ``dish`` is offered to ``group``.

    An ingredient's grams are recipe x factor ** exponent x a share inside the band.
    """
    if dish.portion is PortionClass.FIXED:
        fixed = {i.food: round(i.grams, 1) for i in dish.ingredients}
        return Ladder(max(fixed, key=lambda food: fixed[food]), fixed, {}, 0)
    sized = {i.food: _sized(i, dish, foods[i.food], group, portioning) for i in dish.ingredients}
    low, high = portioning.bands[dish.portion]
    heaviest = max(sized, key=lambda food: sized[food])
    first, last = _ends(sized[heaviest], (low, high), foods[heaviest])
    width = step(foods[heaviest], sized[heaviest])
    rungs = round((last - first) / width)
    smallest, climb = {}, {}
    for food, grams in sized.items():
        start, rise = _place(grams, (low, high), foods[food], rungs)
        smallest[food] = start
        if rise:
            climb[food] = rise
    return Ladder(heaviest, smallest, climb, rungs if climb else 0)


def around(
    dish: Dish, middle: Portion, portioning: Portioning, foods: Mapping[str, Food]
) -> Ladder:
    """Return the sizes of ``dish`` laid around a portion, which is one of them to the gram.

    The heaviest ingredient climbs one printed step from rung to rung, the others whole steps,
    as far as the bands reach from that portion.
    """
    heaviest = max(middle.grams, key=lambda food: middle.grams[food])
    band = portioning.bands[dish.portion]
    room = {food: _room(grams, band, foods[food]) for food, grams in middle.grams.items()}
    down, up = room[heaviest] if dish.portion is not PortionClass.FIXED else (0, 0)
    smallest, climb = dict(middle.grams), {}
    for food, grams in middle.grams.items():
        below, above = room[food]
        steps = min(
            (have // need for have, need in ((below, down), (above, up)) if need), default=0
        )
        if steps:
            climb[food] = round(steps * step(foods[food], grams), 1)
            smallest[food] = round(grams - down * climb[food], 1)
    return Ladder(heaviest, smallest, climb, down + up)


def _room(grams: float, band: tuple[float, float], food: Food) -> tuple[int, int]:
    """Return the printed steps from ``grams`` to the band's ends, down and up, to the nearest."""
    width = step(food, grams)
    down = math.floor(grams * (1 - band[0]) / width + 0.5 + EPSILON)
    up = math.floor(grams * (band[1] - 1) / width + 0.5 + EPSILON)
    return min(down, max(0, math.ceil(grams / width - EPSILON) - 1)), up


def ladder_in(problem: Problem, dish: Dish, group: PupilGroup) -> Ladder:
    """Return the sizes of a dish in a problem: around the portion that it names, or its own."""
    middle = problem.middles.get((dish.code, group.code))
    if middle is None:
        return ladder(dish, group, problem.portioning, problem.foods)
    return around(dish, middle, problem.portioning, problem.foods)


def _sized(
    ingredient: Ingredient, dish: Dish, food: Food, group: PupilGroup, portioning: Portioning
) -> float:
    """Grams of the middle portion before rounding; salt follows the size of a pupil least."""
    salty = "added_salt" in food.tags
    exponent = portioning.salt_exponent if salty else portioning.exponents[dish.portion]
    return float(ingredient.grams * (group.factor or 1.0) ** exponent)


def _ends(grams: float, band: tuple[float, float], food: Food) -> tuple[float, float]:
    """Return the band's ends on the printed grid of the middle amount, each rounded to nearest."""
    width = step(food, grams)
    first = math.ceil((grams * band[0] / width) - 0.5 - EPSILON) * width
    last = math.floor((grams * band[1] / width) + 0.5 + EPSILON) * width
    return max(first, width), max(last, width)


def _place(grams: float, band: tuple[float, float], food: Food, rungs: int) -> tuple[float, float]:
    """Where an ingredient starts and how much it climbs a rung, so that all rungs print."""
    width = step(food, grams)
    first, last = _ends(grams, band, food)
    rise = math.floor((last - first) / (rungs * width) + EPSILON) * width if rungs else 0.0
    start = round((grams - rungs * rise / 2) / width) * width
    start = round(min(max(start, first), last - rungs * rise), 1)
    amounts = [round(start + n * rise, 1) for n in range(rungs + 1)]
    if not rise or any(printed(food, a) != a for a in amounts):
        return printed(food, grams), 0.0
    return start, round(rise, 1)
