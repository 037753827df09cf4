"""Amounts that nobody serves: flags on a menu, from limits held as data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from nutrition.checking.attainment import above, below
from nutrition.checking.case import Case
from nutrition.checking.places import Place
from nutrition.checking.spans import Span, spans
from nutrition.checking.sums import total
from nutrition.clauses import Measure, Per, Term
from nutrition.food import FoodSelector


class Scope(StrEnum):
    """What a plausible limit is held against."""

    SERVING = "serving"
    ONLY = "only"
    MEAL = "meal"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class PlausibleLimit:
    """What one pupil can be expected to get of some foods.

    Attributes:
        scope: one serving; a serving of these foods and nothing else; a meal; a day.
    """

    id: str
    title: str
    title_en: str
    scope: Scope
    measure: Measure
    unit: str
    low: float | None
    high: float | None
    reason: str
    reason_en: str

    @classmethod
    def of(cls, row: Mapping[str, str]) -> PlausibleLimit:
        """Read a row of the table of plausible limits."""
        selector = FoodSelector(_words(row["groups"]), _words(row["tags"]), _words(row["codes"]))
        term = Term(row["nutrient"], selector, float(row["times"] or 1))
        return cls(
            row["id"],
            row["title"],
            row["title_en"],
            Scope(row["scope"]),
            (term,),
            row["unit"],
            float(row["low"]) if row["low"] else None,
            float(row["high"]) if row["high"] else None,
            row["reason"],
            row["reason_en"],
        )


def _words(cell: str) -> frozenset[str]:
    return frozenset(word for word in cell.split(";") if word)


@dataclass(frozen=True, slots=True)
class Flag:
    """An amount that looks like a slip of the pen."""

    limit: PlausibleLimit
    group: str
    where: Place
    measured: float


def implausible(case: Case, limits: Iterable[PlausibleLimit]) -> list[Flag]:
    """Return every amount outside its plausible limits, limit by limit."""
    return [flag for limit in limits for flag in _flags(limit, case)]


def _flags(limit: PlausibleLimit, case: Case) -> Iterator[Flag]:
    for span in _spans(limit.scope, case):
        for group in case.groups:
            if limit.scope is Scope.ONLY and not _only(limit, span, group.code, case):
                continue
            measured = total(limit.measure, span.servings(), group.code, case.foods).value
            if measured > 0 and (below(measured, limit.low) or above(measured, limit.high)):
                yield Flag(limit, group.code, span.where, measured)


def _spans(scope: Scope, case: Case) -> Iterator[Span]:
    if scope is Scope.DAY:
        yield from spans(case.menu, Per.DAY)
    elif scope is Scope.MEAL:
        yield from spans(case.menu, Per.MEAL)
    else:
        for span in spans(case.menu, Per.MEAL):
            yield from span.each_serving()


def _only(limit: PlausibleLimit, span: Span, group: str, case: Case) -> bool:
    """Say whether the span holds foods of the limit and nothing else."""
    eaten = [
        case.foods[code]
        for serving in span.servings()
        for code, grams in serving.portions[group].grams.items()
        if grams > 0
    ]
    return all(term.foods.takes(food) for food in eaten for term in limit.measure)
