"""Advice: what would help where no menu is lawful, as plain values."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Easing:
    """What easing one rule alone does, in the linear relaxation of the sums over the days.

    Attributes:
        clause: id of the rule.
        cost: without it, no menu costs less, fen per pupil and day; None: even without it
            the other rules cannot hold.
        by: it has to be eased at least so much: its limits by so many units; for a share about
            so many points; for counts so many servings in all.
    """

    clause: str
    cost: float | None
    by: float | None


@dataclass(frozen=True, slots=True)
class LackingDish:
    """A dish that the library lacks: with it the sums could hold.

    Attributes:
        category: of the slot.
        kind: of its main food, as ``optimizer.lacking`` calls kinds.
        food: code of the food that was tried; the best of its kind.
        grams: net, for every pupil.
        servings: how many the relaxation serves over all days.
    """

    category: str
    kind: str
    food: str
    grams: float
    servings: float


@dataclass(frozen=True, slots=True)
class Lack:
    """Which kind of dish would help.

    Attributes:
        dishes: each of them alone lets the sums hold.
        tested: number of kinds that were tried alone, the most promising first; all are ruled
            out where they are not enough together.
        kinds: number of kinds that bring the rules nearer.
        together: whether all made-up dishes together let the sums hold.
    """

    dishes: tuple[LackingDish, ...]
    tested: int
    kinds: int
    together: bool


@dataclass(frozen=True, slots=True)
class Advice:
    """What would help where no menu is lawful.

    Attributes:
        easings: the cheapest first.
        lack: None when there was no time.
        left_out: what there was no time for: "easings", "dishes".
    """

    easings: tuple[Easing, ...]
    lack: Lack | None
    left_out: tuple[str, ...]
