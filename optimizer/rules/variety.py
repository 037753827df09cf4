"""Rules on kinds and counts: food groups, vegetables, variety, servings, likeness."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from nutrition.clauses import Alike, Attribute, Clause, Distinct, Measure, Per, Servings, Term
from nutrition.dish import Dish
from nutrition.food import FoodSelector
from optimizer.model import Model, Terms
from optimizer.rules.presence import Carriers, carriers, present
from optimizer.rules.registry import GE, LE, Row, rule
from optimizer.spans import Span, day_label, plain, spans

TOLERANCE = 1e-6
"""Relative; the checkers count a serving that misses its threshold by no more."""


@rule("distinct")
def distinct(clause: Clause, m: Model) -> Iterator[Row]:
    """Ask for so many different kinds in each span.

    sum_i y_i  >=  low * count,   y_i <= 1 where kind i is present      for every span

    Where dishes are compared that no slot demands, a span that serves none of them keeps
    the rule:  sum_i y_i  >=  low * s,   s >= x for each of them.
    """
    form = clause.rule
    assert isinstance(form, Distinct)
    kinds = _kinds(form, m)
    for span in _spans(form, m):
        counted: Terms = {}
        for name, found in kinds:
            seen, rows = present(m, found, span, (clause.id, f"{span.label}.{name}"))
            yield from rows
            counted |= seen
        if form.attribute is None or _demanded(form, m, span):
            yield Row(f"{span.label}.low", counted, GE, form.low * span.count)
            continue
        chosen = [d.code for d in m.problem.dishes.values() if form.dishes.takes(d)]
        served, rows = _served(clause.id, m, span, chosen)
        yield from rows
        floor = {v: -form.low * one for v, one in served.items()}
        yield Row(f"{span.label}.low", counted | floor, GE, 0.0)


def _demanded(form: Distinct, m: Model, span: Span) -> bool:
    """Say whether some slot is always filled with dishes that ``form`` compares."""
    demanded = [
        slot.categories
        for plan in m.problem.meals
        if plan.meal in span.meals
        for slot in plan.slots
        if slot.low
    ]
    left = {d.category for d in m.problem.dishes.values() if not form.dishes.takes(d)}
    return any(not categories & left for categories in demanded)


def _served(clause: str, m: Model, span: Span, dishes: list[str]) -> tuple[Terms, list[Row]]:
    """Return a counter of the elementary spans that serve any of ``dishes``, and its rows."""
    servings = m.servings(dishes, span.cells)
    if not servings:
        return {}, []
    s = m.lp.add_variable(f"s_{clause}.{span.label}", 0, span.count)
    rows = []
    for n, x in enumerate(servings, start=1):
        most = 1.0 if span.count == span.days else max(1.0, float(x.upBound))
        terms = {x: 1.0, s: -most}
        rows.append(Row(f"{span.label}.served.{n}", terms, LE, 0.0, slackable=False))
    return {s: 1.0}, rows


def _spans(form: Distinct | Servings | Alike, m: Model) -> list[Span]:
    """Return the spans of a counting form, over those of its meals that are served."""
    meals = [name for name in m.problem.meal_names if not form.meals or name in form.meals]
    return spans(form.per, m.problem.days, m.periods, meals)


def _kinds(form: Distinct, m: Model) -> list[tuple[str, Carriers]]:
    """Each kind's ASCII name and the dishes that carry it."""
    if form.attribute is not None:
        chosen = [d for d in m.problem.dishes.values() if form.dishes.takes(d)]
        return [
            (plain(value), Carriers((), 0.0, tuple(codes), ()))
            for value, codes in by_attribute(chosen, form.attribute).items()
        ]
    if form.kinds:
        return [
            (str(n), carriers(m, kind.measure, kind.at_least))
            for n, kind in enumerate(form.kinds, start=1)
        ]
    chosen_foods = form.foods or FoodSelector()
    return [
        (plain(code), carriers(m, grams_of(code), form.at_least))
        for code, food in m.problem.foods.items()
        if chosen_foods.takes(food)
    ]


def grams_of(code: str) -> Measure:
    """Return the measure of the net grams of one food."""
    return (Term(foods=FoodSelector(codes=frozenset({code}))),)


def by_attribute(dishes: list[Dish], attribute: Attribute) -> dict[str, list[str]]:
    """Return dish codes by the value of ``attribute``; dishes without a value are left out."""
    values: dict[str, list[str]] = {}
    for dish in dishes:
        value = dish.known_as if attribute is Attribute.CODE else getattr(dish, attribute)
        if value:
            values.setdefault(value, []).append(dish.code)
    return values


@rule("servings")
def servings(clause: Clause, m: Model) -> Iterator[Row]:
    """Ask for, or allow, so many servings of certain dishes in each span.

    low * count  <=  sum of servings that hold enough
    sum of servings whose recipe holds enough  <=  high * count
    """
    form = clause.rule
    assert isinstance(form, Servings)
    chosen = tuple(d.code for d in m.problem.dishes.values() if form.dishes.takes(d))
    measure: Measure = (Term(foods=form.foods),) if form.foods is not None else ()
    if form.foods is None:
        found = Carriers((), 0.0, chosen, ())
    else:
        every = carriers(m, measure, form.at_least)
        found = Carriers(
            measure,
            form.at_least,
            tuple(k for k in every.surely if k in chosen),
            tuple(k for k in every.perhaps if k in chosen and _reaches(m, form, measure, k)),
        )
    for span in _spans(form, m):
        yield from _counts(clause.id, form, m, found, span)
    if form.at_most is not None:
        yield from _largest(form, m, measure)


def _reaches(m: Model, form: Servings, measure: Measure, dish: str) -> bool:
    """Say whether the largest size of ``dish`` holds enough to be counted; a little more room."""
    return m.table.extremes(measure)[dish][1] * (1 + TOLERANCE) >= form.at_least


def _recipe_holds(form: Servings, m: Model, dish: Dish) -> bool:
    """Say whether a ceiling counts ``dish``: its recipe, whatever the size, holds enough."""
    foods = form.foods
    if foods is None or not form.dishes.takes(dish):
        return form.dishes.takes(dish)
    held = sum(i.grams for i in dish.ingredients if foods.takes(m.problem.foods[i.food]))
    return held > 0 and held * (1 + TOLERANCE) >= form.at_least


def _long_enough(form: Servings, m: Model, span: Span) -> int:
    """Return how many of the spans summed have the days of service that a floor asks for."""
    if form.per in (Per.MEAL, Per.DAY):
        return span.count if form.from_days <= 1 else 0
    if form.per is Per.PERIOD:
        return span.count if span.days >= form.from_days else 0
    covered = {d for p, _ in span.cells for d in m.periods[p].days}
    weeks = Counter(m.problem.days[d].week for d in covered)
    return sum(days >= form.from_days for days in weeks.values())


def _counts(clause: str, form: Servings, m: Model, found: Carriers, span: Span) -> Iterator[Row]:
    asked = _long_enough(form, m, span)
    if form.low is not None and asked:
        enough = m.servings(found.surely, span.cells)
        for dish in found.perhaps:
            alone = Carriers(found.measure, found.at_least, (), (dish,))
            for p, meal in span.cells:
                count = len(m.periods[p])
                cell = Span(f"{span.label}.{p}.{plain(meal)}", ((p, meal),), (meal,), count, count)
                seen, rows = present(m, alone, cell, (clause, f"{cell.label}.{plain(dish)}"))
                yield from rows
                enough |= seen
        yield Row(f"{span.label}.low", enough, GE, form.low * asked)
    if form.high is not None:
        full = [d.code for d in m.problem.dishes.values() if _recipe_holds(form, m, d)]
        total = m.servings(full, span.cells)
        yield Row(f"{span.label}.high", total, LE, form.high * span.count)


def _largest(form: Servings, m: Model, measure: Measure) -> Iterator[Row]:
    """Let no serving hold more than ``at_most``: held_k <= at_most x_k in every cell."""
    at_most = form.at_most or 0.0
    for dish, (_, most) in m.table.extremes(measure).items():
        if most <= at_most or not form.dishes.takes(m.problem.dishes[dish]):
            continue
        for (p, meal), pool in m.pool.items():
            if dish in pool and (not form.meals or meal in form.meals):
                at = f"{day_label(m.problem.days, m.periods[p].days)}.{plain(meal)}.{plain(dish)}"
                for group, weight in m.weight.items():
                    held = m.amount(measure, group, [(p, meal)], (dish,))
                    x = m.x[p, meal, dish]
                    terms = {**held, x: held[x] - at_most}
                    yield Row(f"{at}.{group}.most", terms, LE, 0.0, weight)


@rule("alike")
def alike(clause: Clause, m: Model) -> Iterator[Row]:
    """Allow only so many dishes with the same value of an attribute in each span.

    sum_{k with value a} x_k  <=  high * count      for every span, every value a
    """
    form = clause.rule
    assert isinstance(form, Alike)
    chosen = [d for d in m.problem.dishes.values() if form.dishes.takes(d)]
    for span in _spans(form, m):
        for value, codes in by_attribute(chosen, form.attribute).items():
            total = m.servings(codes, span.cells)
            if len(total) > form.high or any(v.upBound != 1 for v in total):
                yield Row(f"{span.label}.{plain(value)}", total, LE, form.high * span.count)
