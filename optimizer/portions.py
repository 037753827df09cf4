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

import numpy as np
from numpy.typing import NDArray

from nutrition.clauses import Measure
from nutrition.dish import Dish, Ingredient, Portion, PortionClass
from nutrition.food import Food
from nutrition.pupil import PupilGroup
from nutrition.rounding import printed, step
from optimizer.problem import Portioning, Problem

Vector = NDArray[np.float64]

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


class PortionTable:
    """All ladders of a problem, and what any measure amounts to on them."""

    def __init__(self, problem: Problem) -> None:
        self._foods = problem.foods
        column = {code: j for j, code in enumerate(problem.foods)}
        self.ladders: dict[tuple[str, str], Ladder] = {
            (dish.code, group.code): ladder(dish, group, problem.portioning, problem.foods)
            for group in problem.groups
            for dish in problem.dishes.values()
        }
        self._dishes = tuple(problem.dishes)
        self._groups = {group.code: g for g, group in enumerate(problem.groups)}
        shape = (len(self.ladders), len(column))
        self._smallest, self._climb = np.zeros(shape), np.zeros(shape)
        for row, each in enumerate(self.ladders.values()):
            for food, grams in each.smallest.items():
                self._smallest[row, column[food]] = grams
            for food, grams in each.climb.items():
                self._climb[row, column[food]] = grams
        self._rungs = np.array([each.rungs for each in self.ladders.values()], dtype=float)
        self._parts: dict[Measure, dict[str, dict[str, tuple[float, float]]]] = {}
        self._extremes: dict[Measure, dict[str, tuple[float, float]]] = {}

    def parts(self, measure: Measure, group: str) -> Mapping[str, tuple[float, float]]:
        """Return, for each dish that can hold some, what its smallest size holds and a rung adds.

        An unknown figure adds nothing to a known sum.
        """
        if measure not in self._parts:
            weights = self._per_gram(measure)
            held = np.flatnonzero(weights)  # often a single food
            base, rise = (grams[:, held] @ weights[held] for grams in (self._smallest, self._climb))
            self._split(measure, base, rise)
        return self._parts[measure][group]

    def extremes(self, measure: Measure) -> Mapping[str, tuple[float, float]]:
        """Return the least and most of ``measure`` in any size, for each dish that holds some."""
        if measure not in self._extremes:
            self.parts(measure, next(iter(self._groups)))
        return self._extremes[measure]

    def _split(self, measure: Measure, base: Vector, rise: Vector) -> None:
        """Sort a measure's amounts by group and dish; dishes without any are left out.

        A measure with a negative term can fall from rung to rung, or be below zero.
        """
        count = len(self._dishes)
        ends = np.stack([base, base + rise * self._rungs]).reshape(2, -1, count)
        held = np.flatnonzero((ends != 0).any(axis=(0, 1))).tolist()
        low, high = ends.min(axis=(0, 1)), ends.max(axis=(0, 1))
        self._extremes[measure] = {
            self._dishes[k]: (float(low[k]), float(high[k])) for k in held if high[k] > 0
        }
        starts, rises = base.reshape(-1, count).tolist(), rise.reshape(-1, count).tolist()
        self._parts[measure] = {
            group: {self._dishes[k]: (starts[g][k], rises[g][k]) for k in held}
            for group, g in self._groups.items()
        }

    def _per_gram(self, measure: Measure) -> Vector:
        weights = np.zeros(len(self._foods))
        for term in measure:
            for j, food in enumerate(self._foods.values()):
                if term.foods.takes(food):
                    figure = food.per_100g.get(term.nutrient, 0.0) / 100 if term.nutrient else 1.0
                    weights[j] += figure * term.times
        return weights
