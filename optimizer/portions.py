"""Printed portions: the few sizes in which a dish is offered to each group.

A size is the recipe times the group's factor times a share inside the band, with every
ingredient rounded as printed.  The model mixes these vectors, so its bound is a bound on
menus of printed grams, and a finished menu picks one size for each dish and group.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from nutrition.clauses import Measure
from nutrition.dish import Dish, Portion, PortionClass
from nutrition.food import Food
from nutrition.pupil import PupilGroup
from nutrition.rounding import printed
from optimizer.problem import Portioning, Problem

Vector = NDArray[np.float64]


def sizes(
    dish: Dish, group: PupilGroup, portioning: Portioning, foods: Mapping[str, Food]
) -> tuple[Portion, ...]:
    """Return the printed portions of ``dish`` for ``group``, smallest first, no two alike."""
    low, high = portioning.bands[dish.portion]
    count = portioning.sizes[dish.portion] if high > low else 1
    shares = [low + (high - low) * i / (count - 1) for i in range(count)] if count > 1 else [low]
    found: list[Portion] = []
    for share in shares:
        portion = Portion(
            {
                i.food: _grams(dish, i.grams * share, foods[i.food], group, portioning)
                for i in dish.ingredients
            }
        )
        if portion not in found:
            found.append(portion)
    return tuple(found)


def _grams(
    dish: Dish, grams: float, food: Food, group: PupilGroup, portioning: Portioning
) -> float:
    if dish.portion is PortionClass.FIXED:
        return round(grams, 1)
    salty = "added_salt" in food.tags
    exponent = portioning.salt_exponent if salty else portioning.exponents[dish.portion]
    return printed(food, grams * (group.factor or 1.0) ** exponent)


class PortionTable:
    """All printed portions of a problem, and what any measure amounts to in each of them."""

    def __init__(self, problem: Problem) -> None:
        self._foods = problem.foods
        self._column = {code: j for j, code in enumerate(problem.foods)}
        self.sizes: dict[tuple[str, str], tuple[Portion, ...]] = {
            (dish.code, group.code): sizes(dish, group, problem.portioning, problem.foods)
            for dish in problem.dishes.values()
            for group in problem.groups
        }
        self._dishes = tuple(problem.dishes)
        self._first: dict[tuple[str, str], int] = {}
        rows: list[Portion] = []
        for key, offered in self.sizes.items():
            self._first[key] = len(rows)
            rows.extend(offered)
        self._grams = np.zeros((len(rows), len(self._column)))
        for row, portion in enumerate(rows):
            for food, grams in portion.grams.items():
                self._grams[row, self._column[food]] = grams
        groups = problem.groups[0].code if problem.groups else ""
        self._starts = [self._first[code, groups] for code in self._dishes]
        self._cache: dict[Measure, Vector] = {}

    def amounts(self, measure: Measure, dish: str, group: str) -> Vector:
        """Return the known amount of ``measure`` in each printed size of a dish for a group."""
        first = self._first[dish, group]
        return self._all(measure)[first : first + len(self.sizes[dish, group])]

    def extremes(self, measure: Measure) -> dict[str, tuple[float, float]]:
        """Return the least and the most of ``measure`` in any printed size of each dish."""
        every = self._all(measure)
        least = np.minimum.reduceat(every, self._starts)
        most = np.maximum.reduceat(every, self._starts)
        return dict(zip(self._dishes, zip(least.tolist(), most.tolist(), strict=True), strict=True))

    def _all(self, measure: Measure) -> Vector:
        if measure not in self._cache:
            self._cache[measure] = self._grams @ self._per_gram(measure)
        return self._cache[measure]

    def _per_gram(self, measure: Measure) -> Vector:
        """Amount in one gram of each food; an unknown figure adds nothing to a known sum."""
        weights = np.zeros(len(self._column))
        for term in measure:
            for code, j in self._column.items():
                food = self._foods[code]
                if term.foods.takes(food):
                    figure = food.per_100g.get(term.nutrient, 0.0) / 100 if term.nutrient else 1.0
                    weights[j] += figure * term.times
        return weights
