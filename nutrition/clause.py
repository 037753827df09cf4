"""A clause of a standard: its words and figures, how they were seen, and how it is kept."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from pydantic import ConfigDict, Field

from nutrition.errors import ClauseHasNoValue
from nutrition.food import FoodSelector
from nutrition.pupil import PupilGroup
from nutrition.quantities import Finite
from nutrition.rule_forms import Rule
from nutrition.rule_parts import Limit

if TYPE_CHECKING:
    from nutrition.standard import Standard


class Mode(StrEnum):
    """How a school keeps a rule: always, at a price for each unit missed, or not at all."""

    HARD = "hard"
    SOFT = "soft"
    OFF = "off"


class When(StrEnum):
    """Whether a clause holds for every menu, only for all the day's meals, or only for some."""

    ALWAYS = "always"
    WHOLE_DAY = "whole_day"
    PART_DAY = "part_day"


class Seen(StrEnum):
    """How a figure was seen.

    In the printed original, in a reprint, for another age band that overlaps (borrowed, †),
    computed, or recalled (†).
    """

    ORIGINAL = "original"
    REPRINT = "reprint"
    BORROWED = "borrowed"
    COMPUTED = "computed"
    RECALLED = "recalled"


_STRICT = ConfigDict(extra="forbid")


@dataclass(frozen=True, slots=True)
class Value:
    """One printed figure of a clause, and how it was seen.  Empty age, sex or meal means any."""

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    seen: Seen
    source: str
    age: str = ""
    sex: Literal["", "M", "F"] = ""
    meal: str = ""
    value: Finite | None = None
    low: Finite | None = None
    high: Finite | None = None
    grade: Literal["A", "B", "C", "R"] = "C"
    note: str = ""


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause of a standard.

    Attributes:
        ref: where it stands in the document.
        quote: its words, as far as they were read.
        unit: of what is measured, as printed.
        soft_price: fen per pupil and day (or per count) for each unit missed, when soft.
        needs: foods without which the clause does not concern a school (no milk served).
        needs_listed: a day that lists none of these foods cannot be judged: no salt is
            printed, or no oil, although there was some.
    """

    __pydantic_config__: ClassVar[ConfigDict] = _STRICT

    id: str
    document: str
    title: str
    title_en: str
    ref: str
    unit: str
    rule: Rule
    seen: Seen
    source: str
    checked_on: Annotated[date, Field(strict=True)]
    quote: str = ""
    mode: Mode = Mode.HARD
    when: When = When.ALWAYS
    soft_price: Finite = 1.0
    needs: FoodSelector | None = None
    needs_listed: FoodSelector | None = None
    grade: Literal["A", "B", "C", "R"] = "C"
    note: str = ""
    value: tuple[Value, ...] = ()

    def limit(
        self, limit: Limit, group: PupilGroup, meals: Sequence[str], standard: Standard
    ) -> float:
        """Return ``limit`` for a mean pupil of ``group`` over ``meals``, in the clause's unit.

        Raises:
            ClauseHasNoValue: the table has no row for one of the group's cohorts or meals.
        """
        share = standard.share(meals, limit.share) if limit.share else 1.0
        if limit.value is not None:
            return limit.value * limit.times * share
        weighted = sum(
            c.count * self._figure(limit.column, c.age, c.sex, meals) for c in group.cohorts
        )
        return weighted / group.headcount * limit.times * share

    def _figure(self, column: str, age: str, sex: str, meals: Sequence[str]) -> float:
        meal = meals[0] if len(meals) == 1 else ""
        for row in self.value:
            figure = getattr(row, column)
            if (
                figure is not None
                and row.age in ("", age)
                and row.sex in ("", sex)
                and row.meal in ("", meal)
            ):
                return float(figure)
        raise ClauseHasNoValue(self.id, age, sex, meal)

    def unsure_for(self, groups: Iterable[PupilGroup], meals: Collection[str] = ()) -> bool:
        """Say whether the words, or a figure for these pupils and meals, carry †.

        They do when they were recalled, or were read for another age band.  ``meals`` are
        those that are served; empty means any.
        """
        cohorts = {(c.age, c.sex) for group in groups for c in group.cohorts}
        return self.seen in _UNSURE or any(
            row.seen in _UNSURE
            and (not meals or row.meal in ("", *meals))
            and any(row.age in ("", age) and row.sex in ("", sex) for age, sex in cohorts)
            for row in self.value
        )


_UNSURE = frozenset({Seen.RECALLED, Seen.BORROWED})
