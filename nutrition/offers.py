"""Offers: who sells a food, in which packs, on which days, up to which amount, at what price."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from nutrition.quantities import LI_PER_FEN, Money, UnitPrice

GRAMS_PER_KG = 1000

PARTS = LI_PER_FEN * GRAMS_PER_KG
"""厘 per kg times grams are so many parts of a fen: exact costs are whole numbers of parts."""


NOTHING = Money(0)


class Kind(StrEnum):
    """Under what a food is bought; what the central contract offers is bought there first."""

    CENTRAL = "central"
    CONTRACT = "contract"
    MARKET = "market"


@dataclass(frozen=True, slots=True)
class Offer:
    """What one supplier offers of one food.

    Attributes:
        price: per kilogram as bought, or money for one pack.
        unit: grams of one pack, or the step in which loose goods are weighed.
        packed: whether ``unit`` is a pack.
        least: grams of the smallest delivery; 0 where there is no such limit.
        most: grams over the whole plan, or None.
        weekdays: 1 (Monday) to 7 on which it is delivered; empty means every day of service.
        first: first day of delivery, or None.
        last: last day of delivery, or None.
        threshold: least worth of all that the supplier brings on one day.
    """

    food: str
    supplier: str
    kind: Kind
    price: UnitPrice | Money
    unit: int = 1
    packed: bool = False
    least: int = 0
    most: int | None = None
    weekdays: frozenset[int] = frozenset()
    first: date | None = None
    last: date | None = None
    threshold: Money = NOTHING

    @property
    def parts(self) -> int:
        """What one pack or step costs, in 1/10,000 fen: exact."""
        if isinstance(self.price, Money):
            return self.price.fen * PARTS
        return self.price.li_per_kg * self.unit

    def cost(self, grams: int) -> Money:
        """Price ``grams`` as bought, rounded half up to the fen once (an order line)."""
        return Money(half_up(Fraction(self.parts * grams, self.unit * PARTS)))


def half_up(exact: Fraction) -> int:
    """Round to the nearest whole number, a half up."""
    return int(exact + Fraction(1, 2))
