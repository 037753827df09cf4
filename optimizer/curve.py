"""Curves: what stands at each point of least cost against what pupils accept."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Axis(StrEnum):
    """What a curve runs along.

    ``BAND``: half the width of the portion band of dishes and soups, % of the recipe (that of
    staples twice as wide); ``WEEKLY``: how often a week a dish may come; ``RATING``: the mean
    rating of the dishes in compulsory slots, % of the best, at least.
    """

    BAND = "band"
    WEEKLY = "weekly"
    RATING = "rating"


class Found(StrEnum):
    """What there is at a point of a curve."""

    MENU = "menu"
    NO_MENU = "no menu"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Point:
    """One point: the best menu found there, and what no menu there undercuts.

    Attributes:
        at: place on the axis.
        cost: purchase cost, fen per pupil and day; None without a menu.
        penalty: what the soft rules that it misses are priced at.
        least: no lawful menu that keeps the soft rules as well costs less.
        own: whether this is how the school plans.
    """

    at: float
    found: Found
    cost: float | None = None
    penalty: float | None = None
    least: float | None = None
    own: bool = False


@dataclass(frozen=True, slots=True)
class Curve:
    """The points along one axis, in ascending order."""

    axis: Axis
    points: tuple[Point, ...]
