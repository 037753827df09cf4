"""Packing: the whole packs that cover what stock does not, for foods whose orders hang together.

Sets       j offers   t days of delivery   u days of need   s suppliers
           c in {central, other}: under what j is bought
Variables  n_jt   packs or steps, whole         y_jt  1 where j is delivered on t
           z_st   1 where s comes on t          x_ictu  grams of food i delivered on t, used on u
Rows       need       sum_ct x_ictu  = need_iu
           supply     sum_u x_ictu  <= sum_(j of i, c) unit_j n_jt
           least      least_j y_jt  <= n_jt <= most_jt y_jt
           most       sum_t n_jt    <= most_j
           threshold  sum_(j of s) price_j n_jt >= threshold_s z_st,   n_jt <= most_jt z_st
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from math import gcd

import pulp

from nutrition.keeping import Keeping
from nutrition.needs import Need
from nutrition.offers import PARTS, Kind, Offer

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

    @property
    def coin(self) -> int:
        """The largest amount of which every price is a multiple, in 1/10,000 fen."""
        return gcd(*(o.parts for o in self.offers))


@dataclass(frozen=True, slots=True)
class Model:
    """The problem with its variables by what they mean."""

    lp: pulp.LpProblem
    units: dict[Chance, pulp.LpVariable] = field(default_factory=dict)
    flows: dict[Flow, pulp.LpVariable] = field(default_factory=dict)
    short: dict[Need, pulp.LpVariable] = field(default_factory=dict)

    def ease(self, buying: Buying) -> None:
        """Let goods that are weighed by the gram be weighed by any part of it."""
        for (place, _), units in self.units.items():
            if buying.offers[place].unit == 1:
                units.cat = pulp.LpContinuous

    def settle(self) -> None:
        """Keep all that is whole as it was found; what was eased is whole again, and free."""
        for variable in self.lp.variables():
            if variable.cat == pulp.LpInteger:
                variable.lowBound = variable.upBound = round(whole(variable))
        for units in self.units.values():
            units.cat = pulp.LpInteger

    def add(self, weights: Mapping[pulp.LpVariable, int], sense: int, right: float) -> None:
        """Add a row."""
        name = f"r{len(self.lp.constraints())}"
        row = pulp.LpConstraint(pulp.LpAffineExpression(weights), sense, name, right)
        self.lp.addConstraint(row, name)


def build(buying: Buying, *, elastic: bool = False) -> Model:
    """Write all rows; ``elastic``: every need may be missed, by what ``short`` then holds."""
    model = Model(pulp.LpProblem("buying"))
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


def _least(buying: Buying, model: Model, place: int) -> None:
    offer = buying.offers[place]
    for day in buying.days[place]:
        units = model.units[place, day]
        comes = model.lp.add_variable(f"y_{place}_{day:%m%d}", 0, 1, pulp.LpInteger)
        model.add({units: 1, comes: -_up(offer.least, offer.unit)}, pulp.LpConstraintGE, 0)
        model.add({units: 1, comes: -buying.most_units(place, day)}, pulp.LpConstraintLE, 0)


def _supplies(buying: Buying, model: Model) -> None:
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


def _needs(buying: Buying, model: Model, *, elastic: bool) -> None:
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


def _thresholds(buying: Buying, model: Model) -> None:
    """Let a supplier come only with goods of his least worth."""
    coming: dict[tuple[str, date], list[Chance]] = {}
    for place, day in model.units:
        if buying.offers[place].threshold.fen:
            coming.setdefault((buying.offers[place].supplier, day), []).append((place, day))
    coin = buying.coin
    for number, chances in enumerate(coming.values()):
        comes = model.lp.add_variable(f"z_{number}", 0, 1, pulp.LpInteger)
        worth = {model.units[key]: buying.offers[key[0]].parts // coin for key in chances}
        least = _up(buying.offers[chances[0][0]].threshold.fen * PARTS, coin)
        model.add({**worth, comes: -least}, pulp.LpConstraintGE, 0)
        for key in chances:
            most = buying.most_units(*key)
            model.add({model.units[key]: 1, comes: -most}, pulp.LpConstraintLE, 0)


def whole(variable: pulp.LpVariable) -> float:
    """Return the value found; whole where it has to be whole."""
    value = float(variable.value() or 0.0)
    return round(value) if variable.cat == pulp.LpInteger else value


def _up(amount: int, unit: int) -> int:
    """Return how many units cover ``amount``."""
    return -(-amount // unit)
