"""Dishes: a recipe card for one reference portion, and the portions printed from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from nutrition.food import ALL_YEAR


class PortionClass(StrEnum):
    """How a dish's portion follows the size of the pupil."""

    STAPLE = "staple"
    DISH = "dish"
    SOUP = "soup"
    FIXED = "fixed"


class Origin(StrEnum):
    """Whether a recipe was read in a source or composed for this library (自拟)."""

    SOURCED = "sourced"
    COMPOSED = "composed"


@dataclass(frozen=True, slots=True)
class Ingredient:
    """One line of a recipe card: net (edible, raw) grams of a food, and where they come from."""

    food: str
    grams: float
    origin: Origin = Origin.COMPOSED


@dataclass(frozen=True, slots=True)
class Dish:
    """A recipe card.  Grams are raw, edible, for one reference portion.

    Attributes:
        category: what slot it can fill (主食, 大荤, ...).
        meals: meals it may be served at; empty means any.
        method: cooking method (炒, 蒸, ...).
        colour: the colour a diner sees.
        kind: main kind: the animal for meat dishes, the vegetable for vegetable dishes.
        vegetable: code of the heaviest vegetable or tuber in it; empty where there is none.
        weekly_max: servings a week, or None for the school's rule.
        months: months in which it may be served: its own, or those of its main vegetable and fruit.
        disabled: why the dish may not be served; empty when it may.
        variant_of: code of the dish that this is another recipe of, for rules on dishes; or "".
    """

    code: str
    name: str
    category: str
    ingredients: tuple[Ingredient, ...]
    meals: frozenset[str] = frozenset()
    method: str = ""
    colour: str = ""
    kind: str = ""
    vegetable: str = ""
    portion: PortionClass = PortionClass.DISH
    weekly_max: int | None = None
    months: frozenset[int] = ALL_YEAR
    origin: Origin = Origin.COMPOSED
    source: str = ""
    name_en: str = ""
    disabled: str = ""
    tags: frozenset[str] = frozenset()
    variant_of: str = ""

    @property
    def known_as(self) -> str:
        """The code under which rules know the dish: recipes of one name are one dish."""
        return self.variant_of or self.code


@dataclass(frozen=True, slots=True)
class DishSelector:
    """A choice of dishes: every condition that is not empty must hold.

    Attributes:
        categories: dish categories.
        methods: cooking methods.
        codes: dish codes.
        kinds: main kinds.
    """

    categories: frozenset[str] = field(default_factory=frozenset)
    methods: frozenset[str] = field(default_factory=frozenset)
    codes: frozenset[str] = field(default_factory=frozenset)
    kinds: frozenset[str] = field(default_factory=frozenset)

    def takes(self, dish: Dish) -> bool:
        """Say whether ``dish`` is among those chosen."""
        return (
            (not self.categories or dish.category in self.categories)
            and (not self.methods or dish.method in self.methods)
            and (not self.codes or dish.known_as in self.codes)
            and (not self.kinds or dish.kind in self.kinds)
        )


@dataclass(frozen=True, slots=True)
class Portion:
    """What one pupil of one group gets of a dish: net raw grams by food, as printed."""

    grams: Mapping[str, float]
