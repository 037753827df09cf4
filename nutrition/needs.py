"""Needs: what a menu asks the kitchen to have, as bought, for all pupils of all groups."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from nutrition.food import Food
from nutrition.menu import Menu
from nutrition.pupil import PupilGroup


@dataclass(frozen=True, slots=True, order=True)
class Need:
    """Grams as bought of one food that must be at hand on one day."""

    food: str
    date: date
    grams: int


def needs_of(
    menu: Menu, groups: Iterable[PupilGroup], foods: Mapping[str, Food]
) -> tuple[Need, ...]:
    """Return the needs of a menu whose days have dates, by food and day.

    Printed net grams times pupils over the edible share, summed exactly and rounded up to the
    gram once for each food and day.
    """
    heads = {group.code: group.headcount for group in groups}
    net: dict[tuple[str, date], Fraction] = {}
    for day, _, serving in menu.servings():
        assert day.date is not None
        for group, portion in serving.portions.items():
            for food, grams in portion.grams.items():
                key = (food, day.date)
                net[key] = net.get(key, Fraction(0)) + Fraction(repr(grams)) * heads[group]
    bought = {
        (food, day): math.ceil(grams / Fraction(repr(foods[food].edible)))
        for (food, day), grams in sorted(net.items())
    }
    return tuple(Need(food, day, grams) for (food, day), grams in bought.items() if grams)
