"""Appendix A of the standard: which amounts of foods of one kind stand for each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from nutrition.clause import Seen

AS_BOUGHT = "as_bought"
"""What the basis of a table begins with whose grams are as bought, for one edible amount."""


@dataclass(frozen=True, slots=True)
class Equal:
    """A line of a table of exchanges: so many grams stand for those of every other line.

    Attributes:
        basis: what the grams stand for.
        foods: codes of our foods that the line means; none where the table has no such food.
    """

    table: str
    basis: str
    name: str
    foods: tuple[str, ...]
    grams: float
    seen: Seen

    @classmethod
    def of(cls, row: Mapping[str, str]) -> Equal:
        """Read a row of the table ``exchange_a``."""
        codes = tuple(code for code in row["foods"].split(";") if code)
        grams = float(row["grams"])
        return cls(row["table"], row["basis"], row["name"], codes, grams, Seen(row["seen"]))

    @property
    def unsure(self) -> bool:
        """Whether the figure carries †."""
        return self.seen in (Seen.RECALLED, Seen.BORROWED)


@dataclass(frozen=True, slots=True)
class Allowed:
    """A food that the appendix lets stand for another.

    Attributes:
        times: edible grams of it for one of the other.
    """

    food: str
    times: float
    line: Equal


def allowed(food: str, lines: Iterable[Equal]) -> Iterator[Allowed]:
    """Yield what may stand for ``food``: the other foods of its table.

    A table of weights as bought says that equal edible weights are exchanged; the other
    tables give the edible (raw) weights themselves.
    """
    every = tuple(lines)
    for own in every:
        if food not in own.foods:
            continue
        for other in every:
            if other.table == own.table:
                same = own.basis.startswith(AS_BOUGHT)
                times = 1.0 if same else other.grams / own.grams
                yield from (Allowed(code, times, other) for code in other.foods if code != food)
