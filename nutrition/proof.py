"""Proof: how good a menu was shown to be, and under which circumstances."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class StopReason(StrEnum):
    """Why a search ended."""

    GAP_REACHED = "gap reached"
    TIME_LIMIT = "time limit"
    NO_BETTER = "no better menu found"
    INTERRUPTED = "interrupted"


@dataclass(frozen=True, slots=True)
class Reached:
    """An aim that came before the cost: what the menu reaches of it, and what no menu can pass.

    Attributes:
        aim: id of the aim.
        value: of the menu, in ``unit``.
        bound: no menu that is as good in the aims before passes this.
    """

    aim: str
    value: float
    bound: float
    unit: str


@dataclass(frozen=True, slots=True)
class Proof:
    """What was proved about a menu.  All money in fen per pupil and day, unrounded.

    The bound belongs to the whole problem, not to any restriction of it: every menu
    that keeps the hard rules has cost + penalty >= bound.

    Attributes:
        objective: cost + penalty of this menu.
        cost: purchase cost of this menu.
        penalty: what the soft rules that it misses are priced at.
        bound: proved lower bound on the objective, among menus as good in the aims ``reached``.
        seconds: wall time of the search.
        versions: program -> version.
        fingerprint: sha256 of all inputs.
        reached: the aims that came before the cost, in their order.
        price_lists: the cost is the largest over so many days' prices.
        kept: so many meals stood fast; the bound is one of menus that keep them too.
    """

    objective: float
    cost: float
    penalty: float
    bound: float
    solver: str
    versions: Mapping[str, str]
    seed: int
    stop: StopReason
    seconds: float
    fingerprint: str
    reached: tuple[Reached, ...] = ()
    price_lists: int = 1
    kept: int = 0

    @property
    def gap(self) -> float:
        """Distance to the bound as a share of the purchase cost, never below zero."""
        return max(0.0, self.objective - self.bound) / self.cost if self.cost > 0 else 0.0

    @property
    def least_cost(self) -> float:
        """No lawful menu that keeps the soft rules as well as this one costs less."""
        return min(self.cost, self.bound - self.penalty)
