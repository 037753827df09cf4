"""Pupils who eat in one canteen and may not eat everything, on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from canteen.store.persons import Persons
from canteen.store.pupil_lines import pupil_lines
from canteen.store.writing import Books


@dataclass(frozen=True, slots=True)
class Allergic:
    """One pupil; its name is for those who serve the meal."""

    pupil: str
    name: str
    school_class: str
    allergens: tuple[str, ...]


def allergic(books: Books, day: date) -> tuple[Allergic, ...]:
    """Return the pupils with allergies for whom a meal plan is agreed to, by class and list."""
    known = Persons(books).allergies()
    return tuple(
        Allergic(line.pupil, line.name, line.school_class, tuple(sorted(known[line.pupil])))
        for line in pupil_lines(books, day)
        if line.pupil in known and line.plan and line.school_class
    )
