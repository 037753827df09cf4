"""Which printed sizes of a dish keep every sum of a menu that holds all else, the cheapest first.

With all else kept a sum is  rest + (a + b t) / days  in the rung t of one group, so each group's
rungs are tried at once, and the groups meet only in the order of their sizes.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from nutrition.checking.attainment import TOLERANCE, Attainment, Verdict, above, below
from nutrition.checking.places import Place
from nutrition.checking.spans import Span, spans
from nutrition.checking.sums import limit_of, mean
from nutrition.clauses import Amount, Clause, Measure, Ratio, Term
from nutrition.dish import Portion
from nutrition.food import COST
from nutrition.pupil import PupilGroup
from optimizer.judging import Bench
from optimizer.ladders import Ladder
from optimizer.portions import PortionTable

Rungs = tuple[int, ...]
"""A rung for each group, in the order of their sizes."""

Figures = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Sizes:
    """The sizes of some dishes at one spot.

    Attributes:
        groups: the smallest pupils first.
        missed: group -> dishes x rungs, by how much sums are missed as shares of their limits;
            infinite where there is no such rung.
        sums: what each hard sum comes to.
    """

    groups: tuple[PupilGroup, ...]
    dishes: tuple[str, ...]
    table: PortionTable
    missed: Mapping[str, Figures]
    sums: tuple[_Sum, ...]

    def portions(self, dish: str, rungs: Rungs) -> dict[str, Portion]:
        """Return what the groups get on ``rungs``."""
        return {
            g.code: self.table.ladders[dish, g.code].portion(rung)
            for g, rung in zip(self.groups, rungs, strict=True)
        }

    def by_cost(self, dish: str) -> Iterator[Rungs]:
        """Yield the sizes in which no sum is missed, the cheapest first."""
        kept, prices = self._kept(dish), [self._price(dish, g) for g in self.groups]
        if not all(kept):
            return
        start = (0,) * len(kept)
        queue, seen = [(0.0, start)], {start}
        while queue:
            _, places = heapq.heappop(queue)
            rungs = _at(kept, places)
            if self._in_order(dish, rungs):
                yield rungs
            for g, place in enumerate(places):
                higher = (*places[:g], place + 1, *places[g + 1 :])
                if place + 1 < len(kept[g]) and higher not in seen:
                    seen.add(higher)
                    cost = zip(prices, _at(kept, higher), strict=True)
                    heapq.heappush(queue, (sum(price * rung for price, rung in cost), higher))

    def largest(self, dish: str) -> Rungs:
        """Return the largest sizes in which no sum is missed; there are some."""
        kept = self._kept(dish)
        places = [len(each) - 1 for each in kept]
        while not self._in_order(dish, _at(kept, places)) and any(places):
            smaller = max(n for n, place in enumerate(places[:-1] or places) if place)
            places[smaller] -= 1
        return _at(kept, places)

    def broken(self, dish: str, rungs: Rungs) -> list[Attainment]:
        """Return a line for each sum that is missed on ``rungs``."""
        row = self.dishes.index(dish)
        at = dict(zip((g.code for g in self.groups), rungs, strict=True))
        lines = (each.line(row, at[each.group]) for each in self.sums)
        return [line for line in lines if line.missed_by > 0 and line.verdict is Verdict.NOT_MET]

    def least_missed(self, dish: str) -> Rungs:
        """Return the sizes that miss sums the least."""
        row = self.dishes.index(dish)
        return tuple(int(np.argmin(self.missed[g.code][row])) for g in self.groups)

    def _kept(self, dish: str) -> list[list[int]]:
        row = self.dishes.index(dish)
        return [np.flatnonzero(self.missed[g.code][row] == 0).tolist() for g in self.groups]

    def _price(self, dish: str, group: PupilGroup) -> float:
        """Return what a rung costs the whole group."""
        return self.table.parts((Term(COST),), group.code)[dish][1] * group.headcount

    def _in_order(self, dish: str, rungs: Rungs) -> bool:
        """Say whether no group gets less of the main ingredient than smaller pupils."""
        sized = [
            (g.factor or 1.0, self.table.ladders[dish, g.code], rung)
            for g, rung in zip(self.groups, rungs, strict=True)
        ]
        return all(
            small == large or _grams(less, low, less.main) <= _grams(more, high, less.main)
            for n, (small, less, low) in enumerate(sized)
            for large, more, high in sized[n + 1 :]
        )


def _at(kept: Sequence[Sequence[int]], places: Sequence[int]) -> Rungs:
    return tuple(each[place] for each, place in zip(kept, places, strict=True))


def _grams(ladder: Ladder, rung: int, food: str) -> float:
    return round(ladder.smallest[food] + rung * ladder.climb.get(food, 0.0), 1)


@dataclass(frozen=True, slots=True)
class _Sum:
    """What one sum of one group comes to with every size of every dish: dishes x rungs."""

    clause: Clause
    group: str
    where: Place
    value: Figures
    low: float | None
    high: float | None

    @property
    def missed(self) -> Figures:
        """How far the values are outside, as shares of the limit; within the tolerance nothing."""
        missed = np.zeros_like(self.value)
        for limit, sign in ((self.low, 1.0), (self.high, -1.0)):
            if limit is not None:
                off = sign * (limit - self.value)
                allowed = TOLERANCE * max(abs(limit), TOLERANCE)
                missed += np.where(off > allowed, off / (abs(limit) or 1.0), 0.0)
        return missed

    def line(self, row: int, rung: int) -> Attainment:
        """Return the line of one size of one dish."""
        value = float(self.value[row, rung])
        outside = below(value, self.low) or above(value, self.high)
        return Attainment(
            self.clause.id,
            Verdict.NOT_MET if outside else Verdict.MET,
            group=self.group,
            where=self.where,
            measured=value,
            low=self.low,
            high=self.high,
            unit=self.clause.unit,
        )


def sizes_of(bench: Bench, table: PortionTable, dishes: Sequence[str]) -> Sizes:
    """Try every rung of every dish of ``dishes`` in the spot, against every hard sum."""
    groups = tuple(sorted(bench.problem.groups, key=lambda g: g.factor or 1.0))
    shelf = _Shelf(table, tuple(dishes), max(each.rungs for each in table.ladders.values()))
    missed = {g.code: shelf.rungs(g.code) for g in groups}
    sums = tuple(
        each
        for clause in bench.summed
        for group in groups
        for each in _sums(bench, clause, group, shelf)
    )
    for each in sums:
        missed[each.group] += each.missed
    return Sizes(groups, shelf.dishes, table, missed, sums)


@dataclass(frozen=True, slots=True)
class _Shelf:
    """Some dishes, and the highest rung of any."""

    table: PortionTable
    dishes: tuple[str, ...]
    most: int

    def rungs(self, group: str) -> Figures:
        """Return dishes x rungs: zero where there is such a rung, infinity where there is none."""
        ends = np.array([self.table.ladders[dish, group].rungs for dish in self.dishes])
        return np.where(np.arange(self.most + 1) > ends[:, None], np.inf, 0.0)

    def amounts(self, measure: Measure, group: str) -> Figures:
        """Return dishes x rungs: what a portion holds."""
        parts = self.table.parts(measure, group)
        lines = np.array([parts.get(dish, (0.0, 0.0)) for dish in self.dishes])
        return lines[:, :1] + lines[:, 1:] * np.arange(self.most + 1)


def _sums(bench: Bench, clause: Clause, group: PupilGroup, shelf: _Shelf) -> Iterator[_Sum]:
    """Yield the sums of ``clause`` in each span that holds the spot: there is one."""
    rule = clause.rule
    assert isinstance(rule, Amount | Ratio)
    case = bench.case(bench.without(clause))
    meals = rule.meals if isinstance(rule, Amount) else frozenset()
    for span in spans(case.menu, rule.per, meals):

        def held(measure: Measure, span: Span = span) -> Figures:
            rest = mean(span, measure, group.code, case.foods).value
            return rest + shelf.amounts(measure, group.code) / len(span.days)

        if isinstance(rule, Ratio):
            whole = held(rule.whole)
            value = np.divide(held(rule.part), whole, out=np.zeros_like(whole), where=whole > 0)
            yield _Sum(clause, group.code, span.where, value, rule.low, rule.high)
        else:
            low, high = (
                None if each is None else limit_of(clause, each, span, group, case)
                for each in (rule.low, rule.high)
            )
            yield _Sum(clause, group.code, span.where, held(rule.measure), low, high)
