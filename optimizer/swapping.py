"""Exchanging one dish of a menu: each other dish of its slot in its best size, all else kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from nutrition.checking.attainment import Attainment, broken
from nutrition.clauses import Amount, Distinct, Mode, Rule
from nutrition.dish import Dish, Portion
from nutrition.food import COST, Food
from nutrition.menu import Menu, Serving
from nutrition.pupil import shares
from optimizer.judging import Bench, Change, Spot
from optimizer.pool import excluded
from optimizer.portions import PortionTable
from optimizer.problem import MealPlan, Problem
from optimizer.sizing import Sizes, sizes_of


@dataclass(frozen=True, slots=True)
class Swap:
    """A dish that could take the spot.

    Attributes:
        portions: group -> what a pupil gets of it: the cheapest lawful sizes, or the sizes
            that miss the least where none is lawful.
        cost: what the mean pupil's portion costs more than the one it replaces, fen.
        broken: lines of hard rules that would be missed; empty when the swap is lawful.
        changes: of the clauses that the swap touches, in the order of the standard.
    """

    dish: str
    portions: Mapping[str, Portion]
    cost: float
    broken: tuple[Attainment, ...]
    changes: tuple[Change, ...]

    @property
    def lawful(self) -> bool:
        return not self.broken

    @property
    def missed(self) -> tuple[int, float]:
        """How many rules are missed, and by how much together, as shares of their limits."""
        return len({a.clause for a in self.broken}), sum(a.missed_by for a in self.broken)


def swaps(problem: Problem, menu: Menu, spot: Spot) -> tuple[Swap, ...]:
    """Return every dish that could take the spot: lawful ones by cost, then those that miss least.

    ``menu`` serves the spot.  What is called lawful was judged so by the checkers, in every
    span that the spot belongs to.
    """
    bench = Bench.of(problem, menu, spot)
    candidates = _candidates(bench)
    if not candidates:
        return ()
    table = PortionTable(replace(problem, dishes=candidates))
    sizes = sizes_of(bench, table, tuple(candidates))
    found = [_swap(bench, dish, sizes) for dish in candidates.values()]
    return tuple(sorted(found, key=lambda s: (s.missed, s.cost, s.dish)))


def _candidates(bench: Bench) -> dict[str, Dish]:
    """Return the dishes that the spot's slot takes and no hard exclusion forbids that day."""
    problem, spot = bench.problem, bench.spot
    day = next(d for d in problem.days if d.date == spot.date)
    categories = slot_of(next(p for p in problem.meals if p.meal == spot.meal), bench.old.dish)
    beside = {
        s.dish.code
        for d, m, s in bench.menu.servings()
        if (d.date, m.meal) == (spot.date, spot.meal)
    }
    hard = [c for c in bench.clauses if bench.modes[c.id] is Mode.HARD]
    return {
        code: dish
        for code, dish in problem.dishes.items()
        if dish.category in categories
        and (not dish.meals or spot.meal in dish.meals)
        and code not in beside
        and not any(excluded(c, problem, day, dish) for c in hard)
    }


def slot_of(plan: MealPlan, dish: Dish) -> frozenset[str]:
    """Return the categories of the slot that takes ``dish``; none when no slot does."""
    slots = (s.categories for s in plan.slots if dish.category in s.categories)
    return next(slots, frozenset())


def _swap(bench: Bench, dish: Dish, sizes: Sizes) -> Swap:
    """Return ``dish`` in its cheapest lawful sizes, or in those that miss the least."""
    code, first = dish.code, True
    for rungs in sizes.by_cost(code):
        serving = Serving(dish, sizes.portions(code, rungs))
        missed = broken(bench.lines(serving, bench.counted))
        if not missed and not broken(bench.lines(serving, bench.summed)):
            changes = bench.changes(serving)
            return Swap(code, serving.portions, _cost(bench, serving), (), changes)
        if first and _hopeless(bench, missed, Serving(dish, _largest(sizes, dish))):
            break
        first = False
    rungs = sizes.least_missed(code)
    nearest = Serving(dish, sizes.portions(code, rungs))
    missed = [*sizes.broken(code, rungs), *broken(bench.lines(nearest, bench.counted))]
    return Swap(code, nearest.portions, _cost(bench, nearest), tuple(missed), ())


def _largest(sizes: Sizes, dish: Dish) -> Mapping[str, Portion]:
    return sizes.portions(dish.code, sizes.largest(dish.code))


def _hopeless(bench: Bench, missed: list[Attainment], largest: Serving) -> bool:
    """Say whether no size between keeps a rule that the smallest and the largest miss."""
    rules = {c.id: c.rule for c in bench.counted}
    ends = {a.clause for a in missed} & {
        a.clause for a in broken(bench.lines(largest, bench.counted))
    }
    return any(_only_grows(rules[code]) for code in ends)


def _only_grows(rule: Rule) -> bool:
    """Say whether what a rule counts or sums can only grow with the size of a portion."""
    match rule:
        case Distinct():
            return all(t.times >= 0 for kind in rule.kinds for t in kind.measure)
        case Amount():
            return all(t.times >= 0 for t in rule.measure)
        case _:
            return True


def _cost(bench: Bench, serving: Serving) -> float:
    """Return what the mean pupil's portion costs more than the old one, fen."""
    problem = bench.problem
    return sum(
        share
        * (
            cost_of(serving.portions[g.code], problem.foods)
            - cost_of(bench.old.portions[g.code], problem.foods)
        )
        for g, share in zip(problem.groups, shares(problem.groups), strict=True)
    )


def cost_of(portion: Portion, foods: Mapping[str, Food]) -> float:
    """Return the purchase cost of a portion, fen."""
    return sum(grams * foods[food].per_100g[COST] / 100 for food, grams in portion.grams.items())
