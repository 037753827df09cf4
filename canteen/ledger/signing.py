"""Lists for signature: who gets how much, class by class, with their totals."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from nutrition.quantities import Money


@dataclass(frozen=True, slots=True)
class SignLine:
    """One line to sign.

    Attributes:
        school_class: "" where the pupil is in none.
        name: "" where it is not known any more.
        facts: what else stands on the line, in the order of the list's columns.
    """

    pupil: str
    school_class: str
    name: str
    facts: tuple[str, ...]
    amount: Money


@dataclass(frozen=True, slots=True)
class ClassLines:
    """The lines of one class, in the order in which they came."""

    school_class: str
    lines: tuple[SignLine, ...]

    @property
    def total(self) -> Money:
        return _total(self.lines)


@dataclass(frozen=True, slots=True)
class SignList:
    """All classes, in the order in which they came."""

    classes: tuple[ClassLines, ...]

    @property
    def count(self) -> int:
        return sum(len(each.lines) for each in self.classes)

    @property
    def total(self) -> Money:
        return _total(line for each in self.classes for line in each.lines)


def by_class(lines: Iterable[SignLine]) -> SignList:
    """Return a list for signature; nobody is left out, and nobody stands in two places."""
    found: dict[str, list[SignLine]] = {}
    for line in lines:
        found.setdefault(line.school_class, []).append(line)
    return SignList(tuple(ClassLines(name, tuple(each)) for name, each in found.items()))


def _total(lines: Iterable[SignLine]) -> Money:
    return Money(sum(line.amount.fen for line in lines))
