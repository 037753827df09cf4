"""What goes into the search for a basket and what comes out: plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class BasketFood:
    """One food: its price per unit, how many units may be bought, what a unit holds.

    Attributes:
        per_unit: nutrient -> amount; a nutrient that is absent is unknown and adds nothing.
    """

    name: str
    price: float
    per_unit: Mapping[str, float]
    low: float = 0.0
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Requirement:
    """Bounds on one nutrient of the whole basket."""

    nutrient: str
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Basket:
    """The cheapest basket.

    Attributes:
        amounts: food -> units bought.
        supplied: nutrient -> amount in the basket.
        shadow_prices: nutrient -> what one more unit of its binding bound would cost;
            empty for whole units, where no such price exists.
        reduced_costs: food -> how much cheaper a unit must be before it is bought (for a
            food at its upper limit: how much one more unit would save, negative).
    """

    cost: float
    bound: float
    amounts: Mapping[str, float]
    supplied: Mapping[str, float]
    shadow_prices: Mapping[str, float] = field(default_factory=dict)
    reduced_costs: Mapping[str, float] = field(default_factory=dict)
