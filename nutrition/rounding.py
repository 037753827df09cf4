"""Printed grams: the steps in which a kitchen is asked to weigh."""

from __future__ import annotations

from nutrition.food import Food

SEASONING_TAGS = frozenset({"seasoning", "oil", "added_salt"})

COARSE_FROM = 20.0

FINE_BELOW = 5.0

COARSE_STEP = 5.0

MIDDLE_STEP = 1.0

FINE_STEP = 0.1


def step(food: Food, grams: float) -> float:
    """Return the step for ``grams`` of ``food``.

    5 g from 20 g, 1 g from 5 g, 0.1 g below; always 0.1 g for salt, oil and seasonings,
    of which the kitchen weighs the batch and not the plate.
    """
    if SEASONING_TAGS & food.tags or grams < FINE_BELOW:
        return FINE_STEP
    return MIDDLE_STEP if grams < COARSE_FROM else COARSE_STEP


def printed(food: Food, grams: float) -> float:
    """Return ``grams`` as printed: to the nearest step, and never zero."""
    width = step(food, grams)
    steps = max(1, int(grams / width + 0.5))
    return round(steps * width, 1)
