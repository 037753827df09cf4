"""Which composition tables ask to be cited beside what is made with their figures."""

from __future__ import annotations

from collections.abc import Iterable

from food_tables.loading import load_document
from nutrition.food import Food

TABLES = ("canteen", "mext")


def citations(foods: Iterable[Food]) -> tuple[str, ...]:
    """Return the citations that the figures of ``foods`` ask for, in the tables' own words."""
    named = {name for food in foods for name in food.figures_from}
    found: dict[str, None] = {}
    for table in TABLES:
        for source in load_document("foods", table)["source"].values():
            if "citation" in source and named.intersection(source["named"]):
                found[str(source["citation"])] = None
    return tuple(found)
