"""A day of a published menu as open data: what portals and parents' programs read.

Names carry their unit; money is fen, grams are raw edible grams of one portion.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Figure = Annotated[float | None, Field(description="None: not known, which is never zero")]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class OpenGroup(_Part):
    """Pupils who get the same portions."""

    code: str
    name: str
    pupils: Annotated[int, Field(ge=0, description="expected at each meal")]


class OpenFood(_Part):
    """One food of a portion."""

    code: str
    name: str
    grams: Annotated[float, Field(ge=0, description="raw edible grams of one portion")]


class OpenPortion(_Part):
    """One dish as one pupil of a group gets it."""

    group: str
    energy_kcal: Figure
    protein_g: Figure
    fat_g: Figure
    carbohydrate_g: Figure
    cost_fen: Figure
    foods: tuple[OpenFood, ...]


class OpenDish(_Part):
    """One dish of a meal."""

    code: str
    name: str
    category: str
    method: str
    allergens: tuple[str, ...]
    composed: Annotated[bool, Field(description="the recipe was composed, not collected")]
    portions: tuple[OpenPortion, ...]


class OpenTotal(_Part):
    """A whole meal as one pupil of a group gets it."""

    group: str
    nutrients: Annotated[
        dict[str, Figure], Field(description="id with unit -> sum of the known values")
    ]
    known: Annotated[
        dict[str, float],
        Field(description="share of the grams with a known value, where it is below 1"),
    ]
    cost_fen: Figure


class OpenMeal(_Part):
    """One meal of a day."""

    meal: str
    dishes: tuple[OpenDish, ...]
    totals: tuple[OpenTotal, ...]


class OpenDay(_Part):
    """One day of one school."""

    school: str
    school_name: str
    date: date
    plan: Annotated[str, Field(description="number of the plan, as the sheet prints it")]
    standard: str
    lawful: bool
    costed: bool
    groups: tuple[OpenGroup, ...]
    meals: tuple[OpenMeal, ...]
