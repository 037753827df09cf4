"""The menu before the checkers, with everything that they may ask about."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from nutrition.clauses import Clause, Mode, Standard
from nutrition.food import Food
from nutrition.menu import Menu
from nutrition.pupil import PupilGroup


@dataclass(frozen=True, slots=True)
class Case:
    """A menu, who eats it, and what it is held against.

    Attributes:
        foods: every food of the menu by its code.
        modes: clause id -> how this school keeps it; the clause's own mode otherwise.
        history: date -> codes of the dishes served then, before the menu.
    """

    menu: Menu
    standard: Standard
    groups: Sequence[PupilGroup]
    foods: Mapping[str, Food]
    modes: Mapping[str, Mode] = field(default_factory=dict)
    history: Mapping[date, Collection[str]] = field(default_factory=dict)

    def mode(self, clause: Clause) -> Mode:
        return self.modes.get(clause.id, clause.mode)
