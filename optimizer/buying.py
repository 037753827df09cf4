"""Buying: search for the best order of foods that hang together, one aim after the other.

Aims: grams not bought under the central contract where they could be; cost; grams bought; place
of the supplier among the names; grams times days in the store room.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

import pulp

from nutrition.needs import Need
from nutrition.offers import Kind
from optimizer.packing import Buying, Chance, Model, build, whole
from optimizer.solving import Outcome, Search, Status, solve

HALF = 0.5
"""All aims are whole numbers, so this much leaves no room for the next worse one."""

GAP_TOGETHER = 1e-4
"""Where many foods hang together, an order this near to the bound is good enough."""

Searching = Callable[[float], Search]
"""Says how to search down to a relative gap in the time that is left."""


@dataclass(frozen=True, slots=True)
class Bought:
    """What came of it.

    Attributes:
        units: offer's place and day -> packs or steps; only where there are any.
        parts: exact cost, in 1/10,000 fen.
        bound: what no order of these foods costs less than.
        elsewhere: grams not bought under the central contract where they could be.
        proved: whether the search ended because there is nothing better.
    """

    units: Mapping[Chance, int]
    parts: int
    bound: int
    elsewhere: int
    proved: bool

    @property
    def near(self) -> bool:
        """Whether the cost is as near to the bound as is asked of foods that hang together."""
        return self.parts - self.bound <= GAP_TOGETHER * self.parts


@dataclass(frozen=True, slots=True)
class _Aim:
    """Something to make small: weights of variables plus a constant, never below zero.

    Attributes:
        proves: whether an order counts as proved only when this was searched to the end.
    """

    weights: Mapping[pulp.LpVariable, int]
    constant: int = 0
    proves: bool = False
    is_cost: bool = False

    def value(self) -> int:
        """Return what the solution found last makes of it."""
        return round(sum(w * whole(v) for v, w in self.weights.items())) + self.constant


def buy(buying: Buying, searching: Searching) -> Bought | None:
    """Return the best order of these foods, or None when there is none (proved).

    Raises:
        TimeoutError: the time passed without any order.
    """
    quick = _quick(buying, searching) if buying.thresholds else None
    if quick is not None:
        return quick
    model = build(buying)
    return _search(buying, model, searching, _aims(buying, model))


def _quick(buying: Buying, searching: Searching) -> Bought | None:
    """Settle packs and comings with loose goods of any weight first, then weigh these by the gram.

    None where that finds no order, or one that is not near enough to the bound although the time
    sufficed.
    """
    model = build(buying)
    model.ease(buying)
    aims = list(_aims(buying, model))
    eased = _search(buying, model, searching, [aim for aim in aims if aim.proves])
    if eased is None:
        return None
    model.settle()
    found = _search(buying, model, searching, aims)
    if found is None:
        return None
    found = replace(found, bound=eased.bound, proved=eased.proved)
    good = found.near and found.elsewhere == eased.elsewhere
    return found if good or not eased.proved else None


def _search(
    buying: Buying, model: Model, searching: Searching, aims: Iterable[_Aim]
) -> Bought | None:
    """Return the best order of a model, or None when it has none (proved).

    Raises:
        TimeoutError: the time passed without any order.
    """
    best: Bought | None = None
    before: _Aim | None = None
    for aim in aims:
        if before is not None:
            kept = before.value() - before.constant + HALF
            model.add(before.weights, pulp.LpConstraintLE, kept)
        before = aim
        if best is not None and not aim.is_cost and aim.value() == 0:
            continue
        model.lp.setObjective(pulp.LpAffineExpression(aim.weights))
        outcome = solve(model.lp, searching(GAP_TOGETHER if buying.thresholds else 0.0))
        if outcome.status is Status.INFEASIBLE and best is None:
            return None
        if not outcome.found:
            break
        best = _bought(buying, model, best, (aim, outcome))
    if best is None:
        raise TimeoutError
    return best


def missing(buying: Buying, searching: Searching) -> dict[Need, int]:
    """Return the least grams that cannot be bought, by need; thresholds apart.

    Raises:
        TimeoutError: the time passed before that was found.
    """
    model = build(buying, elastic=True)
    model.lp.setObjective(pulp.LpAffineExpression(dict.fromkeys(model.short.values(), 1)))
    if not solve(model.lp, searching(0.0)).found:
        raise TimeoutError
    grams = {need: round(whole(short)) for need, short in model.short.items()}
    return {need: amount for need, amount in grams.items() if amount}


def _bought(
    buying: Buying, model: Model, before: Bought | None, found: tuple[_Aim, Outcome]
) -> Bought:
    aim, outcome = found
    units = {key: round(whole(v)) for key, v in model.units.items() if round(whole(v))}
    parts = sum(buying.offers[place].parts * n for (place, _), n in units.items())
    solved = outcome.status is Status.SOLVED
    proved = (before is None or before.proved) and (solved or not aim.proves)
    bound, elsewhere = (0, 0) if before is None else (before.bound, before.elsewhere)
    if aim.proves and not aim.is_cost:
        elsewhere = aim.value()
    if aim.is_cost:
        exact = solved and not buying.thresholds
        bound = parts if exact else int(outcome.bound or 0) * buying.coin
    return Bought(units, parts, bound, elsewhere, proved)


def _aims(buying: Buying, model: Model) -> Iterator[_Aim]:
    central = {o.food for o in buying.offers if o.kind is Kind.CENTRAL}
    if central:
        held = {x: -1 for (_, under, _, _), x in model.flows.items() if under}
        yield _Aim(held, sum(n.grams for n in buying.needs if n.food in central), proves=True)
    offers, coin = buying.offers, buying.coin
    costs = {n: offers[place].parts // coin for (place, _), n in model.units.items()}
    yield _Aim(costs, proves=True, is_cost=True)
    grams = {n: offers[place].unit for (place, _), n in model.units.items()}
    yield _Aim(grams, -sum(n.grams for n in buying.needs))
    names = sorted({o.supplier for o in offers})
    ranks = {
        n: names.index(offers[place].supplier) * offers[place].unit
        for (place, _), n in model.units.items()
    }
    yield _Aim({n: rank for n, rank in ranks.items() if rank})
    days = {x: (used - came).days for (_, _, came, used), x in model.flows.items()}
    yield _Aim({x: number for x, number in days.items() if number})
