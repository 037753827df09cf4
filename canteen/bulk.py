"""Bulk goods: which foods are received by two inspectors, by the ministry's list."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from food_tables.loading import load_bulk_goods
from nutrition.food import Food


def is_bulk(food: Food) -> bool:
    """Say whether a food belongs to the bulk goods; one row of the list is enough."""
    return any(
        food.group == group and (not tags or tags <= food.tags) and not (without & food.tags)
        for group, tags, without in _kinds()
    )


def bulk_of(foods: Iterable[Food]) -> frozenset[str]:
    """Return the codes of the bulk goods among ``foods``."""
    return frozenset(food.code for food in foods if is_bulk(food))


@cache
def _kinds() -> tuple[tuple[str, frozenset[str], frozenset[str]], ...]:
    return tuple(
        (row["group"], _words(row["tags"]), _words(row["without"])) for row in load_bulk_goods()
    )


def _words(text: str) -> frozenset[str]:
    return frozenset(word for word in text.split(";") if word)
