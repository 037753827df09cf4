"""Reasons: why a menu is as it is, as plain values; money in fen per pupil and day."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from optimizer.problem import Lock


class Method(StrEnum):
    """How a figure of a rule was found.

    ``FIXED``: the linear programme with the menu's dishes fixed, sizes free.
    ``SUMS``: the linear relaxation of the sums over all days, with and without the rule.
    ``SEARCH``: a menu was searched for that is lawful without the rule.
    """

    FIXED = "fixed"
    SUMS = "sums"
    SEARCH = "search"


@dataclass(frozen=True, slots=True)
class RulePrice:
    """What one rule costs: the best menu with it against the best menu without it.

    Attributes:
        rule: id of the clause; empty for a lock.
        lock: the dish locked, where it is one.
        at_least: proved; above zero only where a cheaper menu without the rule was found.
        at_most: proved; None where it was not worked out.
        estimate: by how much the relaxation falls without the rule; None as above.
        fixed: what the sizes alone could save without the rule, the dishes staying; None where
            it was not worked out.
        per_unit: what easing the rule by one unit for all pupils saves, the dishes staying; a
            degenerate programme has several valid ones.  None where the rule has no unit.
        unit: of ``per_unit``.
        methods: how these figures were found.
    """

    rule: str
    lock: Lock | None
    at_least: float
    at_most: float | None
    estimate: float | None
    fixed: float | None
    per_unit: float | None
    unit: str
    methods: tuple[Method, ...]


@dataclass(frozen=True, slots=True)
class Reach:
    """How far this library can go with one nutrient.

    Attributes:
        rule: id of the clause whose floor is meant.
        menu: least share of the floor in this menu, over groups and weeks, 1 being the floor.
        best: no menu brings all groups beyond this share of the floor (proved on the
            relaxation); worked out only where ``dearer`` is None.
        dearer: by how much a floor raised by a tenth lifts the relaxation; None where no menu
            could keep it (proved): a problem nutrient.
        at_most: what the floor itself costs at most; as in ``RulePrice``.
        estimate: the same, about.
    """

    rule: str
    menu: float
    best: float | None
    dearer: float | None
    at_most: float | None
    estimate: float | None


@dataclass(frozen=True, slots=True)
class PriceTurn:
    """The price of a food at which the best servings change, in the relaxation of the sums.

    Attributes:
        food: code.
        price: now, fen per kg as bought.
        turn: the price at which they change; below ``price`` for a food that is not bought.
        dish: a dish whose servings change most there.
    """

    food: str
    price: float
    turn: float
    dish: str


@dataclass(frozen=True, slots=True)
class Reasons:
    """Why a menu is as it is.

    Attributes:
        objective: of the menu: purchase cost and what missed wishes weigh.
        cost: its purchase cost.
        bound: of the relaxation; no lawful menu has a smaller objective.
        rules: the dearest first.
        turns: the nearest first.
        left_out: what there was no time for: "rules", "search", "nutrients", "foods".
    """

    objective: float
    cost: float
    bound: float
    rules: tuple[RulePrice, ...]
    nutrients: tuple[Reach, ...]
    turns: tuple[PriceTurn, ...]
    left_out: tuple[str, ...]
