"""What the forms of rules are made of: spans, attributes of dishes, measures and limits."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Literal

from pydantic import ConfigDict

from nutrition.food import FoodSelector
from nutrition.quantities import Finite


class Per(StrEnum):
    """What one measurement covers.

    ``MEAL`` each meal of each day; ``DAY`` each day; ``MEAL_WEEK`` the mean of each meal
    over a calendar week; ``WEEK`` the mean day of a calendar week; ``PERIOD`` the mean day
    of the whole menu.  Counting forms take the total, not the mean, of the span.
    """

    MEAL = "meal"
    DAY = "day"
    MEAL_WEEK = "meal-week"
    WEEK = "week"
    PERIOD = "period"


class Attribute(StrEnum):
    """A property of a dish that variety rules compare.

    ``VEGETABLE`` follows from the recipe, so a dish without one has said so; the others are
    what a dish says of itself, and may be left open.
    """

    CODE = "code"
    METHOD = "method"
    COLOUR = "colour"
    KIND = "kind"
    VEGETABLE = "vegetable"


_STRICT = ConfigDict(extra="forbid")


@dataclass(frozen=True, slots=True)
class Term:
    """Part of a measure: a nutrient, or grams, of some foods, times a factor.

    Attributes:
        nutrient: column of the composition table, or "" for net grams; ``cost_fen`` is
            the purchase cost (foods carry it once they are priced).
    """

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    nutrient: str = ""
    foods: FoodSelector = FoodSelector()
    times: Finite = 1.0


Measure = tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Limit:
    """One side of a bound.

    The limit is ``value`` (or the table's ``column`` for the pupils) x ``times`` x the
    share of the day that the meals measured make up (``share``: the low or the high end).
    """

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    value: Finite | None = None
    column: Literal["", "value", "low", "high"] = ""
    share: Literal["", "low", "high"] = ""
    times: Finite = 1.0
