"""Sums over what is served: known values only, and the share of the grams that is known."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from nutrition.checking.case import Case
from nutrition.checking.spans import Span
from nutrition.clauses import Clause, Limit, Measure, Term
from nutrition.food import Food, FoodSelector
from nutrition.menu import Serving
from nutrition.pupil import PupilGroup


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum of known values, and the share of its grams that had one."""

    value: float
    known: float = 1.0


def total(
    measure: Measure, servings: Iterable[Serving], group: str, foods: Mapping[str, Food]
) -> Sum:
    """Add up ``measure`` over ``servings`` for one pupil of ``group``.

    value = sum over terms and foods of  times x grams x per gram
    known = least share, over the terms, of the grams that have a figure
    """
    eaten: dict[str, float] = {}
    for serving in servings:
        for food, grams in serving.portions[group].grams.items():
            eaten[food] = eaten.get(food, 0.0) + grams
    parts = [_term(term, eaten, foods) for term in measure]
    return Sum(sum(p.value for p in parts), min((p.known for p in parts), default=1.0))


def _term(term: Term, eaten: Mapping[str, float], foods: Mapping[str, Food]) -> Sum:
    value = known = carrying = 0.0
    for code, grams in eaten.items():
        food = foods[code]
        if not term.foods.takes(food):
            continue
        per_gram = _per_gram(food, term.nutrient)
        carrying += grams
        if per_gram is not None:
            known += grams
            value += term.times * grams * per_gram
    return Sum(value, known / carrying if carrying > 0 else 1.0)


def _per_gram(food: Food, nutrient: str) -> float | None:
    if not nutrient:
        return 1.0
    figure = food.per_100g.get(nutrient)
    return None if figure is None else figure / 100


def mean(span: Span, measure: Measure, group: str, foods: Mapping[str, Food]) -> Sum:
    """Return the mean over the span's days of service for one pupil of ``group``."""
    whole = total(measure, span.servings(), group, foods)
    return Sum(whole.value / len(span.days), whole.known)


def limit_of(clause: Clause, limit: Limit, span: Span, group: PupilGroup, case: Case) -> float:
    """Return ``limit`` for the mean day of ``span``."""
    daily = [clause.limit(limit, group, day.meals, case.standard) for day in span.days]
    return sum(daily) / len(daily)


def grams_of(selector: FoodSelector, serving: Serving, group: str, case: Case) -> float:
    """Return the net grams of the foods chosen that one pupil gets with ``serving``."""
    portion = serving.portions[group].grams
    return sum(grams for code, grams in portion.items() if selector.takes(case.foods[code]))


def lists(span: Span, selector: FoodSelector, case: Case) -> bool:
    """Say whether every day of ``span`` lists some of the foods chosen."""
    return all(_listed(day.servings, selector, case.foods) for day in span.days)


def _listed(servings: Iterable[Serving], selector: FoodSelector, foods: Mapping[str, Food]) -> bool:
    return any(
        grams > 0 and selector.takes(foods[code])
        for serving in servings
        for portion in serving.portions.values()
        for code, grams in portion.grams.items()
    )
