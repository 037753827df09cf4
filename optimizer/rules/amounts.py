"""Rules on sums: nutrients, food groups, salt, cost, shares of energy, contracts and stock."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nutrition.clauses import Amount, Clause, Limit, Measure, Ratio, Supply, Term
from nutrition.food import FoodSelector
from nutrition.pupil import PupilGroup, shares
from optimizer.model import Model, Terms
from optimizer.rules.registry import GE, LE, Row, rule
from optimizer.spans import Span, spans


@rule("amount")
def amount(clause: Clause, m: Model) -> Iterator[Row]:
    """Keep a sum between its limits, on the mean day of each span.

        days * low  <=  sum_pm amount_g  <=  days * high      for every span, every group g

    With ``across`` the groups are weighted by head-count into one row.
    """
    form = clause.rule
    assert isinstance(form, Amount)
    meals = [name for name in m.problem.meal_names if not form.meals or name in form.meals]
    for span in spans(form.per, m.problem.days, m.periods, meals):
        for suffix, sums, weight, side in _sides(form, m, span):
            concerned = [g for g in m.problem.groups if form.across or g.code == suffix]
            bound = _bound(clause, m, span, concerned, side) * span.days
            sense = GE if side is form.low else LE
            end = "low" if side is form.low else "high"
            yield Row(f"{span.label}.{suffix}.{end}", sums, sense, bound, weight, span.days)


def _sides(form: Amount, m: Model, span: Span) -> Iterator[tuple[str, Terms, float, Limit]]:
    sides = [side for side in (form.low, form.high) if side is not None]
    if form.across:
        total: Terms = {}
        for group, weight in m.weight.items():
            for variable, value in m.amount(form.measure, group, span.cells).items():
                total[variable] = total.get(variable, 0.0) + weight * value
        yield from (("all", total, 1.0, side) for side in sides)
        return
    for group, weight in m.weight.items():
        sums = m.amount(form.measure, group, span.cells)
        yield from ((group, sums, weight, side) for side in sides)


def _bound(
    clause: Clause, m: Model, span: Span, groups: Sequence[PupilGroup], side: Limit
) -> float:
    """Return the head-count mean of the limits of ``groups``."""
    return sum(
        clause.limit(side, g, span.meals, m.problem.standard) * share
        for g, share in zip(groups, shares(groups), strict=True)
    )


@rule("ratio")
def ratio(clause: Clause, m: Model) -> Iterator[Row]:
    """Keep a part of a whole between two shares.

    low * whole_g  <=  part_g  <=  high * whole_g      for every span, every group g
    """
    form = clause.rule
    assert isinstance(form, Ratio)
    for span in spans(form.per, m.problem.days, m.periods, m.problem.meal_names):
        for group, weight in m.weight.items():
            part = m.amount(form.part, group, span.cells)
            whole = m.amount(form.whole, group, span.cells)
            for end, share, sense in (("low", form.low, GE), ("high", form.high, LE)):
                if share is not None:
                    terms = dict(part)
                    for variable, value in whole.items():
                        terms[variable] = terms.get(variable, 0.0) - share * value
                    yield Row(f"{span.label}.{group}.{end}", terms, sense, 0.0, weight, span.days)


@rule("supply")
def supply(clause: Clause, m: Model) -> Iterator[Row]:
    """Keep the kilograms bought for the whole menu inside what is contracted or in stock.

    low_kg  <=  sum_g pupils_g * as_bought_g / 1000  <=  high_kg
    """
    form = clause.rule
    assert isinstance(form, Supply)
    bought: Measure = tuple(
        Term(foods=FoodSelector(codes=frozenset({code})), times=1 / food.edible)
        for code, food in m.problem.foods.items()
        if form.foods.takes(food)
    )
    total: Terms = {}
    for group in m.problem.groups:
        for variable, grams in m.amount(bought, group.code, m.pool).items():
            total[variable] = total.get(variable, 0.0) + grams * group.headcount / 1000
    if form.low_kg is not None:
        yield Row("all.low", total, GE, form.low_kg)
    if form.high_kg is not None:
        yield Row("all.high", total, LE, form.high_kg)
