"""Attendance: who was there at which meal.  People (人) and meals (人次) are counted apart."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from canteen.errors import NoVoucher
from canteen.pupil_errors import BadCount, BadMeal
from canteen.pupils import class_name, is_meal, pupil_code

MOST = 100_000
"""No school has more eaters at a meal."""


OTHERS = "others"
"""Staff and guests, who are counted and not called."""


class Payer(StrEnum):
    """Who pays for what was eaten; pupils and others never pay for each other."""

    PUPILS = "pupils"
    STAFF = "staff"
    GUESTS = "guests"


@dataclass(frozen=True, slots=True)
class Attendance:
    """Who of a class ate a meal; everybody else of the class was absent.

    Raises:
        BadPupilCode, BadClassName, BadMeal, NoVoucher: nothing can be taken down so.
    """

    day: date
    meal: str
    school_class: str
    present: frozenset[str]
    voucher: str

    def __post_init__(self) -> None:
        class_name(self.school_class)
        for pupil in self.present:
            pupil_code(pupil)
        if not is_meal(self.meal):
            raise BadMeal(self.day, self.meal)
        if not self.voucher.strip():
            raise NoVoucher


@dataclass(frozen=True, slots=True)
class HeadCount:
    """How many others ate a meal, without their names.

    Attributes:
        staff: who pay for themselves, also those who eat with the pupils (陪餐).
        guests: for whom the public budget pays.

    Raises:
        BadCount, BadMeal, NoVoucher: nothing can be counted so.
    """

    day: date
    meal: str
    voucher: str
    staff: int = 0
    guests: int = 0

    def __post_init__(self) -> None:
        for count in (self.staff, self.guests):
            if not 0 <= count <= MOST:
                raise BadCount(self.day, self.meal, count)
        if not is_meal(self.meal):
            raise BadMeal(self.day, self.meal)
        if not self.voucher.strip():
            raise NoVoucher


@dataclass(frozen=True, slots=True)
class Heads:
    """How many people (人) ate, and how many meals (人次)."""

    people: int = 0
    meals: int = 0

    def __add__(self, other: Heads) -> Heads:
        return Heads(self.people + other.people, self.meals + other.meals)


def heads_of(eaten: Mapping[str, Collection[str]]) -> Heads:
    """Count pupils by what each ate: pupil -> meals.  Who ate nothing is not counted."""
    return Heads(sum(1 for m in eaten.values() if m), sum(len(m) for m in eaten.values()))


def heads_counted(by_meal: Mapping[str, int]) -> Heads:
    """Count people without names: meal -> how many.  As many people as at the fullest meal."""
    return Heads(max(by_meal.values(), default=0), sum(by_meal.values()))
