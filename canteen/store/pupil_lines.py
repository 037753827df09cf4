"""The pupils of one canteen as a list: class, consent, grants, and what is left of their money."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from canteen.ledger.accounts import MEALS_PREPAID
from canteen.pupils import Person, natural
from canteen.store.persons import Persons
from canteen.store.pupils import Roll
from canteen.store.sums import by_party
from canteen.store.writing import Books
from nutrition.quantities import Money

NOBODY = Person("")


@dataclass(frozen=True, slots=True)
class PupilLine:
    """One pupil on one day.

    Attributes:
        name: "" where none is known.
        school_class: "" for who left.
        plan: that was agreed to; "" without consent: nothing is charged.
        grants: the funds of the grants that pay for the pupil.
        prepaid: what is left of what was paid in advance, of all that is booked; below zero the
            pupil owes meals.
    """

    pupil: str
    name: str
    school_class: str
    plan: str
    grants: tuple[str, ...]
    prepaid: Money


def prepaid(books: Books) -> dict[str, Money]:
    """Return pupil -> what is left of what it paid in advance; below zero it owes meals."""
    sums = by_party(books, MEALS_PREPAID, None, date.max)
    return {pupil: -money for pupil, money in sums.items()}


def pupil_lines(books: Books, day: date) -> tuple[PupilLine, ...]:
    """Return who is in a class on ``day``, by class and list; then who left money behind."""
    roll, names, left = Roll(books), Persons(books).names(), prepaid(books)
    agreed, grants = roll.consenting(day), roll.grants(day)
    classes = roll.class_list(day)
    theirs = {pupil: name for name, pupils in classes.items() for pupil in pupils}
    gone = sorted(left.keys() - theirs.keys())

    def line(pupil: str) -> PupilLine:
        return PupilLine(
            pupil,
            names.get(pupil, NOBODY).name,
            theirs.get(pupil, ""),
            agreed.get(pupil, ""),
            tuple(sorted(grants.get(pupil, ()))),
            left.get(pupil, Money(0)),
        )

    rooms = sorted(classes, key=natural)
    in_classes = [pupil for room in rooms for pupil in in_order(classes[room], names)]
    return tuple(line(pupil) for pupil in (*in_classes, *gone))


@dataclass(frozen=True, slots=True)
class Place:
    """Where a pupil belongs on a list; "" where it is in no class, or has no name any more."""

    school_class: str
    name: str


def places(books: Books, pupils: Collection[str], day: date) -> dict[str, Place]:
    """Return pupil -> class and name, by class and list; who left stands in its last class."""
    names, known = Persons(books).names(), Roll(books).classes_of(pupils)
    begun = {p: [s for s in known.get(p, ()) if s.first <= day] for p in pupils}
    rooms: dict[str, list[str]] = {}
    for pupil, held in begun.items():
        room = max(held, key=lambda s: s.first).value if held else ""
        rooms.setdefault(room, []).append(pupil)
    return {
        pupil: Place(room, names.get(pupil, NOBODY).name)
        for room in sorted(rooms, key=lambda name: (not name, natural(name)))
        for pupil in in_order(rooms[room], names)
    }


def in_order(pupils: Collection[str], names: Mapping[str, Person]) -> list[str]:
    """Return pupils in the order of their class list, which seat numbers make where there are."""
    return sorted(pupils, key=lambda p: (natural(names.get(p, NOBODY).sort_key or p), p))
