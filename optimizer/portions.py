"""All ladders of a problem in one table, and what any measure amounts to on them."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from nutrition.clauses import Measure
from optimizer.ladders import Ladder, ladder_in
from optimizer.problem import Problem

Vector = NDArray[np.float64]


class PortionTable:
    """All ladders of a problem, and what any measure amounts to on them."""

    def __init__(self, problem: Problem) -> None:
        self._foods = problem.foods
        column = {code: j for j, code in enumerate(problem.foods)}
        self.ladders: dict[tuple[str, str], Ladder] = {
            (dish.code, group.code): ladder_in(problem, dish, group)
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
