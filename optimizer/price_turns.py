"""Which price change would change the menu: where the best servings of the sums turn.

With the price of one food moved by d, the relaxation is worth a concave, piecewise linear
V(d), and its optimum stays as long as V(d) = V(0) + d * kg(0).  A first solution that lies
below this line tells where the two lines cross; there the next is solved, until nothing
lies below any more.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pulp

from nutrition.clauses import Term
from nutrition.food import COST, FoodSelector
from nutrition.menu import Menu
from optimizer.again import Answer, Change, Unsolved
from optimizer.model import Terms
from optimizer.reasons import PriceTurn
from optimizer.settings import Stage
from optimizer.sums import NOTHING, Sums

RISE = 1.0
"""Prices are followed up to double, and down to nothing."""

SMALL_PART = 0.01
"""Foods with a smaller part of the cost are not followed upwards."""

BELOW = 1e-7
"""Relative; a value this much below the line lies on another."""

MOST_STEPS = 8

MOST_UNUSED = 12


@dataclass(frozen=True, slots=True)
class _Food:
    """A food whose price is moved.

    Attributes:
        kg: kilograms as bought per pupil and day, by variable.
        price: fen per kg as bought.
        end: how far its price is followed, fen per kg.
    """

    code: str
    kg: Terms
    price: float
    end: float


def price_turns(sums: Sums, menu: Menu, seconds: float) -> tuple[tuple[PriceTurn, ...], bool]:
    """Return the nearest turns, and whether there was time to look at every food chosen."""
    end = sums.task.seconds + seconds
    found: list[PriceTurn] = []
    for food in _followed(sums, menu):
        sums.task.go_on(Stage.EXPLAIN)
        if sums.task.seconds > end:
            return _nearest(found), False
        try:
            turn = _turn(sums, food, end)
        except Unsolved:
            return _nearest(found), False
        if turn is not None:
            found.append(turn)
    return _nearest(found), True


def _nearest(found: list[PriceTurn]) -> tuple[PriceTurn, ...]:
    return tuple(sorted(found, key=lambda t: abs(t.turn / t.price - 1)))


def _followed(sums: Sums, menu: Menu) -> Iterator[_Food]:
    """Yield the foods bought, the dearest part first, each with an unused one that is near.

    A food counts where menu and relaxation agree on whether it is bought.
    """
    served = {food for _, _, s in menu.servings() for p in s.portions.values() for food in p.grams}
    bought: list[tuple[float, _Food]] = []
    unused: list[tuple[float, _Food]] = []
    for code, food in sums.task.problem.foods.items():
        price = food.per_100g.get(COST, 0.0) * 10 * food.edible
        kg = _kilograms(sums, code)
        if price <= 0 or not kg:
            continue
        cost = sums.first.sum(kg) * price
        if cost > SMALL_PART * sums.first.objective and code in served:
            bought.append((-cost, _Food(code, kg, price, RISE * price)))
        elif cost <= NOTHING and code not in served:
            fall = _least_fall(sums, kg)
            if fall < price:
                unused.append((fall / price, _Food(code, kg, price, -price)))
    first = [food for _, food in sorted(bought, key=lambda b: b[0])]
    second = [food for _, food in sorted(unused, key=lambda b: b[0])[:MOST_UNUSED]]
    for n in range(max(len(first), len(second))):
        yield from (*second[n : n + 1], *first[n : n + 1])


def _kilograms(sums: Sums, code: str) -> Terms:
    model = sums.model
    measure = (Term(foods=FoodSelector(codes=frozenset({code}))),)
    each = 1 / model.problem.foods[code].edible / 1000 / len(model.problem.days)
    total: Terms = {}
    for group, weight in model.weight.items():
        for variable, grams in model.amount(measure, group, model.pool).items():
            total[variable] = total.get(variable, 0.0) + grams * weight * each
    return total


def _least_fall(sums: Sums, kg: Terms) -> float:
    """Return a fall in price, fen per kg, below which no dish with the food is worth serving."""
    model = sums.model
    falls = []
    for place, x in model.x.items():
        if x in kg and x.upBound > 0:
            most = kg[x]
            for group in model.weight:
                climbed = model.t.get((*place, group))
                rungs = model.table.ladders[place[2], group].rungs
                most += rungs * kg.get(climbed, 0.0) if climbed is not None else 0.0
            falls.append(max(0.0, float(x.dj or 0.0)) / most)
    return min(falls, default=float("inf"))


def _turn(sums: Sums, food: _Food, end: float) -> PriceTurn | None:
    first = sums.first
    bought = first.sum(food.kg)
    moved, answer = food.end, None
    for _ in range(MOST_STEPS):
        costs = {v: _cost(sums, v) + moved * kg for v, kg in food.kg.items()}
        next_ = sums.again.solve(Change(costs=costs), end - sums.task.seconds)
        line = first.objective + moved * bought
        if next_ is None or next_.objective > line - BELOW * abs(first.objective):
            break
        answer = next_
        kg = answer.sum(food.kg)
        if abs(kg - bought) <= NOTHING:
            break
        moved = (answer.objective - moved * kg - first.objective) / (bought - kg)
    if answer is None:
        return None
    return PriceTurn(food.code, food.price, food.price + moved, _most_changed(sums, answer, food))


def _cost(sums: Sums, variable: pulp.LpVariable) -> float:
    return float(sums.model.lp.objective.get(variable, 0.0))


def _most_changed(sums: Sums, answer: Answer, food: _Food) -> str:
    changes: dict[str, float] = {}
    for (_, _, dish), x in sums.model.x.items():
        if x in food.kg:
            changes[dish] = changes.get(dish, 0.0) + abs(answer.of(x) - sums.first.of(x))
    return max(changes, key=lambda dish: changes[dish], default="")
