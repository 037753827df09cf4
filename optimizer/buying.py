"""Buying: the whole packs that cover what stock does not, for foods whose orders hang together.

Sets       j offers   t days of delivery   u days of need   s suppliers
           c in {central, other}: under what j is bought
Variables  n_jt   packs or steps, whole         y_jt  1 where j is delivered on t
           z_st   1 where s comes on t          x_ictu  grams of food i delivered on t, used on u
Rows       need       sum_ct x_ictu  = need_iu
           supply     sum_u x_ictu  <= sum_(j of i, c) unit_j n_jt
           least      least_j y_jt  <= n_jt <= most_jt y_jt
           most       sum_t n_jt    <= most_j
           threshold  sum_(j of s) price_j n_jt >= threshold_s z_st,   n_jt <= most_jt z_st
Aims, one after the other: grams not bought under the central contract where it could be; cost;
grams bought; place of the supplier among the names; grams times days in the store room.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from math import gcd

import pulp

from nutrition.keeping import Keeping
from nutrition.needs import Need
from nutrition.offers import PARTS, Kind, Offer
from optimizer.solving import Outcome, Search, Status, solve

HALF = 0.5
"""All aims are whole numbers, so this much leaves no room for the next worse one."""

GAP_TOGETHER = 1e-4
"""Where many foods hang together, an order this near to the bound is good enough."""

Chance = tuple[int, date]
"""An offer, by its place, and a day on which it can be delivered."""

Flow = tuple[str, bool, date, date]
"""A food, whether bought centrally, the day of delivery and the day of use."""


@dataclass(frozen=True, slots=True)
class Buying:
    """Foods to be bought together.

    Attributes:
        needs: what stock does not cover.
        offers: of these foods, in the order in which ties are broken.
        days: for each offer, its days of delivery.
        keeping: food -> how it keeps.
        thresholds: whether the suppliers' least worth of a delivery counts.
    """

    needs: tuple[Need, ...]
    offers: tuple[Offer, ...]
    days: tuple[tuple[date, ...], ...]
    keeping: Mapping[str, Keeping]
    thresholds: bool = False

    def useful(self, food: str, delivery: date) -> Iterator[Need]:
        """Yield the needs for which ``food`` may be delivered on ``delivery``."""
        until = delivery + timedelta(days=self.keeping[food].days)
        for need in self.needs:
            if need.food == food and delivery <= need.date <= until:
                yield need

    def most_units(self, place: int, delivery: date) -> int:
        """Return how many packs of an offer are never too few on one day."""
        offer = self.offers[place]
        grams = sum(n.grams for n in self.useful(offer.food, delivery))
        units = max(_up(grams, offer.unit), _up(offer.least, offer.unit))
        if self.thresholds:
            units = max(units, _up(offer.threshold.fen * PARTS, offer.parts))
        return units if offer.most is None else min(units, offer.most // offer.unit)


@dataclass(frozen=True, slots=True)
class Bought:
    """What came of it.

    Attributes:
        units: offer's place and day -> packs or steps; only where there are any.
        parts: exact cost, in 1/10,000 fen.
        bound: what no order of these foods costs less than.
        proved: whether the search ended because there is nothing better.
    """

    units: Mapping[Chance, int]
    parts: int
    bound: int
    proved: bool


@dataclass(frozen=True, slots=True)
class _Model:
    lp: pulp.LpProblem
    units: dict[Chance, pulp.LpVariable] = field(default_factory=dict)
    flows: dict[Flow, pulp.LpVariable] = field(default_factory=dict)
    short: dict[Need, pulp.LpVariable] = field(default_factory=dict)

    def add(self, weights: Mapping[pulp.LpVariable, int], sense: int, right: float) -> None:
        """Add a row."""
        name = f"r{len(self.lp.constraints())}"
        row = pulp.LpConstraint(pulp.LpAffineExpression(weights), sense, name, right)
        self.lp.addConstraint(row, name)


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
        return round(sum(w * _whole(v) for v, w in self.weights.items())) + self.constant


def buy(buying: Buying, searching: Callable[[float], Search]) -> Bought | None:
    """Return the best order of these foods, or None when there is none (proved).

    ``searching`` says how to search down to a relative gap in the time that is left.

    Raises:
        TimeoutError: it passed without any order.
    """
    model = _build(buying, elastic=False)
    best: Bought | None = None
    for aim in _aims(buying, model):
        if best is None or aim.is_cost or aim.value() > 0:
            model.lp.setObjective(pulp.LpAffineExpression(aim.weights))
            outcome = solve(model.lp, searching(_gap(buying)))
            if outcome.status is Status.INFEASIBLE and best is None:
                return None
            if not outcome.found:
                break
            best = _bought(buying, model, best, (aim, outcome))
        model.add(aim.weights, pulp.LpConstraintLE, aim.value() - aim.constant + HALF)
    if best is None:
        raise TimeoutError
    return best


def missing(buying: Buying, searching: Callable[[float], Search]) -> dict[Need, int]:
    """Return the least grams that cannot be bought, by need; thresholds apart.

    Raises:
        TimeoutError: the time passed before that was found.
    """
    model = _build(buying, elastic=True)
    model.lp.setObjective(pulp.LpAffineExpression(dict.fromkeys(model.short.values(), 1)))
    if not solve(model.lp, searching(0.0)).found:
        raise TimeoutError
    grams = {need: round(_whole(short)) for need, short in model.short.items()}
    return {need: amount for need, amount in grams.items() if amount}


def _gap(buying: Buying) -> float:
    """Return the relative gap to search for: none where a food is bought for itself."""
    return GAP_TOGETHER if buying.thresholds else 0.0


def _bought(
    buying: Buying, model: _Model, before: Bought | None, found: tuple[_Aim, Outcome]
) -> Bought:
    aim, outcome = found
    units = {key: round(_whole(v)) for key, v in model.units.items() if round(_whole(v))}
    parts = sum(buying.offers[place].parts * n for (place, _), n in units.items())
    solved = outcome.status is Status.SOLVED
    proved = (before is None or before.proved) and (solved or not aim.proves)
    bound = 0 if before is None else before.bound
    if aim.is_cost:
        exact = solved and not buying.thresholds
        bound = parts if exact else int(outcome.bound or 0) * _coin(buying)
    return Bought(units, parts, bound, proved)


def _aims(buying: Buying, model: _Model) -> Iterator[_Aim]:
    central = {o.food for o in buying.offers if o.kind is Kind.CENTRAL}
    if central:
        held = {x: -1 for (_, under, _, _), x in model.flows.items() if under}
        yield _Aim(held, sum(n.grams for n in buying.needs if n.food in central), proves=True)
    offers, coin = buying.offers, _coin(buying)
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


def _coin(buying: Buying) -> int:
    """Return the largest amount of which every price is a multiple, in 1/10,000 fen."""
    return gcd(*(o.parts for o in buying.offers))


def _build(buying: Buying, *, elastic: bool) -> _Model:
    model = _Model(pulp.LpProblem("buying"))
    for place, offer in enumerate(buying.offers):
        for day in buying.days[place]:
            most = buying.most_units(place, day)
            name = f"n_{place}_{day:%m%d}"
            model.units[place, day] = model.lp.add_variable(name, 0, most, pulp.LpInteger)
        if offer.least > offer.unit:
            _least(buying, model, place)
        if offer.most is not None:
            mine = {n: 1 for (at, _), n in model.units.items() if at == place}
            model.add(mine, pulp.LpConstraintLE, offer.most // offer.unit)
    _supplies(buying, model)
    _needs(buying, model, elastic=elastic)
    if buying.thresholds:
        _thresholds(buying, model)
    return model


def _least(buying: Buying, model: _Model, place: int) -> None:
    offer = buying.offers[place]
    for day in buying.days[place]:
        units = model.units[place, day]
        comes = model.lp.add_variable(f"y_{place}_{day:%m%d}", 0, 1, pulp.LpInteger)
        model.add({units: 1, comes: -_up(offer.least, offer.unit)}, pulp.LpConstraintGE, 0)
        model.add({units: 1, comes: -buying.most_units(place, day)}, pulp.LpConstraintLE, 0)


def _supplies(buying: Buying, model: _Model) -> None:
    """Use no more of a delivery than was delivered."""
    delivered: dict[tuple[str, bool, date], dict[pulp.LpVariable, int]] = {}
    for (place, day), units in model.units.items():
        offer = buying.offers[place]
        key = (offer.food, offer.kind is Kind.CENTRAL, day)
        delivered.setdefault(key, {})[units] = -offer.unit
    for number, ((food, central, day), row) in enumerate(delivered.items()):
        for need in buying.useful(food, day):
            used = model.lp.add_variable(f"x_{number}_{need.date:%m%d}", 0)
            model.flows[food, central, day, need.date] = used
            row[used] = 1
        model.add(row, pulp.LpConstraintLE, 0)


def _needs(buying: Buying, model: _Model, *, elastic: bool) -> None:
    """Use what is needed."""
    rows: dict[tuple[str, date], dict[pulp.LpVariable, int]] = {}
    for (food, _, _, day), used in model.flows.items():
        rows.setdefault((food, day), {})[used] = 1
    for number, need in enumerate(buying.needs):
        row = rows.get((need.food, need.date), {})
        if elastic:
            model.short[need] = model.lp.add_variable(f"s_{number}", 0)
            row[model.short[need]] = 1
        model.add(row, pulp.LpConstraintEQ, need.grams)


def _thresholds(buying: Buying, model: _Model) -> None:
    """Let a supplier come only with goods of his least worth."""
    coming: dict[tuple[str, date], list[Chance]] = {}
    for place, day in model.units:
        if buying.offers[place].threshold.fen:
            coming.setdefault((buying.offers[place].supplier, day), []).append((place, day))
    coin = _coin(buying)
    for number, chances in enumerate(coming.values()):
        comes = model.lp.add_variable(f"z_{number}", 0, 1, pulp.LpInteger)
        worth = {model.units[key]: buying.offers[key[0]].parts // coin for key in chances}
        least = _up(buying.offers[chances[0][0]].threshold.fen * PARTS, coin)
        model.add({**worth, comes: -least}, pulp.LpConstraintGE, 0)
        for key in chances:
            most = buying.most_units(*key)
            model.add({model.units[key]: 1, comes: -most}, pulp.LpConstraintLE, 0)


def _whole(variable: pulp.LpVariable) -> float:
    """Return the value found; whole where it has to be whole."""
    value = float(variable.value() or 0.0)
    return round(value) if variable.cat == pulp.LpInteger else value


def _up(amount: int, unit: int) -> int:
    """Return how many units cover ``amount``."""
    return -(-amount // unit)
