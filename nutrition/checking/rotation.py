"""Checkers of what comes again: spacing of kinds, and repetition of dishes over weeks and days."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from nutrition.checking.attainment import Attainment, Verdict
from nutrition.checking.case import Case
from nutrition.checking.counts import attribute_of, left_open, undecided
from nutrition.checking.places import Place
from nutrition.checking.spans import ServedDay, Span, spans
from nutrition.clauses import Clause, Per, Repetition, Spacing
from nutrition.dish import Dish


def check_spacing(rule: Spacing, clause: Clause, case: Case) -> Iterator[Attainment]:
    """Compare each day of service with the next: nothing chosen may be on both."""
    days = [span.days[0] for span in spans(case.menu, Per.DAY)]
    for before, after in pairwise(days):
        (first, open_first), (second, open_second) = _said(rule, before), _said(rule, after)
        if not (first or open_first) or not (second or open_second):
            continue
        shared = sorted(first & second)
        verdict = Verdict.NOT_MET if shared else Verdict.MET
        if not shared and (open_first or open_second):
            verdict = Verdict.UNKNOWN
        yield Attainment(
            clause.id,
            verdict,
            case.mode(clause),
            where=Place(day=before.day.label, until=after.day.label, value=" ".join(shared)),
            measured=len(shared),
            high=0,
            unit=clause.unit,
        )


def _said(rule: Spacing, day: ServedDay) -> tuple[set[str], bool]:
    """Return the values of the dishes chosen on ``day``, and whether one left it open."""
    chosen = [s.dish for s in day.servings if rule.dishes.takes(s.dish)]
    values = [attribute_of(dish, rule.attribute) for dish in chosen]
    unsaid = any(undecided(rule.dishes, s.dish) for s in day.servings)
    unsaid = unsaid or any(left_open(dish, rule.attribute) for dish in chosen)
    return {v for v in values if v}, unsaid


def check_repetition(rule: Repetition, clause: Clause, case: Case) -> Iterator[Attainment]:
    """Report each dish that comes too often in a week or too soon again, or that none does."""
    for span in spans(case.menu, Per.WEEK):
        yield from _weekly(rule, clause, span, case)
    if rule.gap_days > 0:
        yield from _gaps(rule, clause, case)


def allowed(rule: Repetition, dish: Dish) -> tuple[int, int]:
    """Return how often a week ``dish`` may come: surely, and at the most if it said more."""
    if dish.weekly_max is not None:
        return dish.weekly_max, dish.weekly_max
    possible = []
    for allowance in rule.allowances:
        if allowance.dishes.takes(dish):
            possible.append(allowance.weekly)
            return min(possible), max(possible)
        if undecided(allowance.dishes, dish):
            possible.append(allowance.weekly)
    possible.append(rule.weekly)
    return min(possible), max(possible)


def _weekly(rule: Repetition, clause: Clause, span: Span, case: Case) -> Iterator[Attainment]:
    """Yield a line for each dish over its allowance; when there is none, the fullest dish."""
    dishes = {s.dish.known_as: s.dish for s in span.servings()}
    counts = Counter(s.dish.known_as for s in span.servings())
    lines = []
    for code, count in counts.items():
        surely, at_most = allowed(rule, dishes[code])
        verdict = Verdict.MET
        if count > surely:
            verdict = Verdict.NOT_MET if count > at_most else Verdict.UNKNOWN
        lines.append(
            Attainment(
                clause.id,
                verdict,
                case.mode(clause),
                where=span.where.at(dish=dishes[code].name),
                measured=count,
                high=surely,
                unit=clause.unit,
            )
        )
    over = [line for line in lines if line.verdict is not Verdict.MET]
    yield from over or [max(lines, key=lambda a: (a.measured or 0) - (a.high or 0))]


def _gaps(rule: Repetition, clause: Clause, case: Case) -> Iterator[Attainment]:
    """Yield a line for each dish served twice inside ``gap_days``, history included.

    Dishes that may come more than once a week are free of the gap.
    """
    dated = [day for day in case.menu.days if day.date is not None]
    unsure = len(dated) < len(case.menu.days)
    found = False
    for code, (dish, days) in _dates_by_dish(case).items():
        served = sorted({*days, *(d for d, codes in case.history.items() if code in codes)})
        for first, second in pairwise(served):
            gap = (second - first).days
            if gap >= rule.gap_days or second not in days or allowed(rule, dish)[1] > 1:
                continue
            found = True
            yield Attainment(
                clause.id,
                Verdict.NOT_MET,
                case.mode(clause),
                where=Place(day=first.isoformat(), until=second.isoformat(), dish=dish.name),
                measured=gap,
                low=rule.gap_days,
                unit="d",
            )
    if not found:
        verdict = Verdict.UNKNOWN if unsure else Verdict.MET
        yield Attainment(clause.id, verdict, case.mode(clause), low=rule.gap_days, unit="d")


def _dates_by_dish(case: Case) -> dict[str, tuple[Dish, set[date]]]:
    found: dict[str, tuple[Dish, set[date]]] = {}
    for day, _, serving in case.menu.servings():
        if day.date is not None:
            found.setdefault(serving.dish.known_as, (serving.dish, set()))[1].add(day.date)
    return found
