"""Foods as a composition table gives them, and ways to choose some of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from nutrition.quantities import UnitPrice

ALL_YEAR = frozenset(range(1, 13))


@dataclass(frozen=True, slots=True)
class Food:
    """One food of a composition table.

    Attributes:
        code: stable id inside its table.
        edible: edible share of what is bought, in (0, 1].
        per_100g: nutrient -> amount in 100 g of edible portion; a nutrient that is
            absent is unknown, which is never zero.
        tags: properties that clauses ask for (``dark_vegetable``, ``added_salt``, ...).
        months: months in season.
        estimated: nutrients whose figure was borrowed or assumed, not measured for this food.
        trace: nutrients printed as a trace and carried as 0.
        figures_from: names of the composition tables that the figures come from.
        source: where the figures come from, as the sheet prints it.
    """

    code: str
    name: str
    group: str
    edible: float
    per_100g: Mapping[str, float]
    tags: frozenset[str] = frozenset()
    allergens: frozenset[str] = frozenset()
    months: frozenset[int] = ALL_YEAR
    aliases: tuple[str, ...] = ()
    name_en: str = ""
    estimated: frozenset[str] = frozenset()
    source: str = ""
    trace: frozenset[str] = frozenset()
    figures_from: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class FoodSelector:
    """A choice of foods: any of the groups, tags or codes named, and none of ``without``.

    An empty selector takes every food.
    """

    groups: frozenset[str] = field(default_factory=frozenset)
    tags: frozenset[str] = field(default_factory=frozenset)
    codes: frozenset[str] = field(default_factory=frozenset)
    without_tags: frozenset[str] = field(default_factory=frozenset)

    def takes(self, food: Food) -> bool:
        """Say whether ``food`` is among those chosen."""
        if self.without_tags & food.tags:
            return False
        if not (self.groups or self.tags or self.codes):
            return True
        return food.group in self.groups or food.code in self.codes or bool(self.tags & food.tags)


COST = "cost_fen"


def priced(food: Food, price: UnitPrice, figure: str = COST) -> Food:
    """Return ``food`` with its purchase cost (fen per 100 g edible) among its figures."""
    cost = price.fen_per_gram * 100 / food.edible
    return replace(food, per_100g={**food.per_100g, figure: cost})
