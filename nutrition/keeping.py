"""Keeping: how long a food may lie between its delivery and its use, and how often it comes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from food_tables.loading import load_keeping
from nutrition.food import Food


@dataclass(frozen=True, slots=True)
class Keeping:
    """What holds for all foods of a class.

    Attributes:
        days: from delivery to the last day of use; 0 means the day of delivery only.
        weekly: delivered once a week, on the supplier's first day of delivery.
    """

    id: str
    days: int
    weekly: bool = False


UNKNOWN = Keeping("", 0)
"""A food of which nothing is known is used on the day it comes."""


@dataclass(frozen=True, slots=True)
class KeepingClasses:
    """The classes of the table, found by code, by tag and by group, in this order."""

    codes: Mapping[str, Keeping]
    tags: Mapping[str, Keeping]
    groups: Mapping[str, Keeping]

    def of(self, food: Food) -> Keeping:
        """Return how ``food`` keeps, or ``UNKNOWN``."""
        if food.code in self.codes:
            return self.codes[food.code]
        by_tag = (keeping for tag, keeping in self.tags.items() if tag in food.tags)
        return next(by_tag, self.groups.get(food.group, UNKNOWN))


def keeping_classes() -> KeepingClasses:
    """Read the table that ships with the package."""
    found: dict[str, dict[str, Keeping]] = {"codes": {}, "tags": {}, "groups": {}}
    for row in load_keeping():
        keeping = Keeping(row["id"], int(row["days"]), row["delivery"] == "week")
        for column, known in found.items():
            for word in filter(None, row[column].split(";")):
                known.setdefault(word, keeping)
    return KeepingClasses(**found)


def keeping_of(foods: Iterable[Food]) -> dict[str, Keeping]:
    """Return food code -> how it keeps."""
    classes = keeping_classes()
    return {food.code: classes.of(food) for food in foods}
