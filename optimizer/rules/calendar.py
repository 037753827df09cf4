"""Rules on the calendar: what may follow what, how often, on which date, in which season."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise

from nutrition.clauses import Attribute, Clause, Exclusion, OnDates, Per, Repetition, Spacing
from optimizer.model import Model, Terms
from optimizer.pool import excluded, weekly
from optimizer.rules.registry import GE, LE, Row, rule
from optimizer.rules.variety import by_attribute
from optimizer.spans import day_label, plain, runs, spans


@rule("spacing")
def spacing(clause: Clause, m: Model) -> Iterator[Row]:
    """Keep dishes of one value of an attribute off two days of service running.

        sum_{k in slot with value a} x_dmk <= high_slot * b_da,   b_da + b_d'a <= 1

    for every value a, every day d and the next day d'.  A period of several days has the
    value on at most every second of them:  b_pa <= sum over its runs of ceil(length / 2),
    a row and not a bound, so that it can be missed where the rule is soft.
    """
    form = clause.rule
    assert isinstance(form, Spacing)
    chosen = [d for d in m.problem.dishes.values() if form.dishes.takes(d)]
    for value, codes in by_attribute(chosen, form.attribute).items():
        seen: dict[int, Terms] = {}
        for p, period in enumerate(m.periods):
            at = f"{day_label(m.problem.days, period.days)}.{plain(value)}"
            b = m.lp.add_variable(f"b_{clause.id}.{at}", 0, len(period))
            seen[p] = {b: 1.0}
            if len(period) > 1:
                most = sum((length + 1) // 2 for length in runs(period.days))
                yield Row(f"{at}.most", {b: 1.0}, LE, most)
            for n, (terms, high) in enumerate(_by_slot(m, p, codes), start=1):
                row = {**terms, b: -float(high)}
                yield Row(f"{at}.{n}.seen", row, LE, 0.0, slackable=False)
        for p, q in pairwise(seen):
            if len(m.periods[p]) == len(m.periods[q]) == 1:
                at = day_label(m.problem.days, m.periods[q].days)
                yield Row(f"{at}.{plain(value)}", seen[p] | seen[q], LE, 1.0)


def _by_slot(m: Model, p: int, codes: list[str]) -> Iterator[tuple[Terms, int]]:
    """Return servings of ``codes`` slot by slot; in a slot of several dishes, dish by dish."""
    for plan in m.problem.meals:
        for slot in plan.slots:
            inside = [k for k in codes if m.problem.dishes[k].category in slot.categories]
            terms = m.servings(inside, [(p, plan.meal)])
            if slot.high == 1 and terms:
                yield terms, 1
            else:
                yield from (({x: 1.0}, 1) for x in terms)


@rule("repetition")
def repetition(clause: Clause, m: Model) -> Iterator[Row]:
    """Serve a dish only so often a week, and once in any ``gap_days`` days over history.

    sum_{p in week, m} x_pmk  <=  weekly_k      sum over any gap_days days  <=  1
    """
    form = clause.rule
    assert isinstance(form, Repetition)
    yield from exclusion(clause, m)
    weeks = spans(Per.WEEK, m.problem.days, m.periods, m.problem.meal_names)
    dishes = list(m.problem.dishes.values())
    for code, recipes in by_attribute(dishes, Attribute.CODE).items():
        cap = weekly(form, m.problem.dishes[recipes[0]])
        for week in weeks:
            total = m.servings(recipes, week.cells)
            if sum(x.upBound for x in total) > cap * week.count:
                yield Row(f"{week.label}.weekly.{plain(code)}", total, LE, cap * week.count)
        if cap == 1 and form.gap_days > 1:
            yield from _gaps(form.gap_days, m, recipes)


def _gaps(gap_days: int, m: Model, recipes: list[str]) -> Iterator[Row]:
    """One row for each longest run of periods that ``gap_days`` covers, and one for all days."""
    code = m.problem.dishes[recipes[0]].known_as
    dates = [day.date for day in m.problem.days]
    spread = [(dates[period.days[0]], dates[period.days[-1]]) for period in m.periods]
    covered = -1
    for first, _ in spread:
        last = first + timedelta(gap_days - 1)
        window = [q for q, (start, end) in enumerate(spread) if first <= start and end <= last]
        if window and window[-1] > covered:
            covered = window[-1]
            cells = [(q, meal) for q in window for meal in m.problem.meal_names]
            total = m.servings(recipes, cells)
            if sum(x.upBound for x in total) > 1:
                at = day_label(m.problem.days, [d for q in window for d in m.periods[q].days])
                yield Row(f"{at}.gap.{plain(code)}", total, LE, 1)
    if any(len(period) > 1 for period in m.periods):
        total = m.servings(recipes, m.pool)
        length = (dates[-1] - dates[0]).days + 1
        most = -(-length // gap_days)
        if most > 1 and sum(x.upBound for x in total) > most:
            yield Row(f"all.gap.{plain(code)}", total, LE, most)


@rule("exclusion")
def exclusion(clause: Clause, m: Model) -> Iterator[Row]:
    """Serve nothing that the clause forbids: a dish as often as there are days that allow it.

    x_pmk  <=  days of p on which dish k is allowed
    """
    assert isinstance(clause.rule, Exclusion | Repetition)
    for (p, meal, code), x in m.x.items():
        dish = m.problem.dishes[code]
        days = [m.problem.days[d] for d in m.periods[p].days]
        allowed = sum(not excluded(clause, m.problem, day, dish) for day in days)
        if allowed < x.upBound:
            at = day_label(m.problem.days, m.periods[p].days)
            yield Row(f"{at}.{plain(meal)}.{plain(code)}", {x: 1.0}, LE, allowed)


@rule("on_dates")
def on_dates(clause: Clause, m: Model) -> Iterator[Row]:
    """Serve the dishes chosen on their dates; days summed serve them as often as dates are among.

    low * dates in p  <=  sum_mk x_pmk      for every period p that holds one
    """
    form = clause.rule
    assert isinstance(form, OnDates)
    chosen = [code for code, dish in m.problem.dishes.items() if form.dishes.takes(dish)]
    meals = [name for name in m.problem.meal_names if not form.meals or name in form.meals]
    for p, period in enumerate(m.periods):
        dates = sum(m.problem.days[d].date in form.dates for d in period.days)
        if dates:
            served = m.servings(chosen, [(p, meal) for meal in meals])
            at = day_label(m.problem.days, period.days)
            yield Row(f"{at}.low", served, GE, form.low * dates)
