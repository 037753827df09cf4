"""Dishes by what people call them: a code, or a name however it is typed."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from food_tables.cells import plain
from nutrition.dish import Dish


def dish_finder(dishes: Mapping[str, Dish]) -> Callable[[str], str | None]:
    """Return what finds the code of a dish by code or name."""
    by_name = {plain(d.name): code for code, d in dishes.items()}

    def find(text: str) -> str | None:
        bare = plain(text)
        return bare if bare in dishes else by_name.get(bare)

    return find
