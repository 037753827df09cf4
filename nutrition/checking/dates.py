"""Checker of what is asked of certain dates."""

from __future__ import annotations

from collections.abc import Iterator

from nutrition.checking.attainment import Attainment, Verdict
from nutrition.checking.case import Case
from nutrition.checking.counts import undecided
from nutrition.checking.spans import spans
from nutrition.clauses import Clause, OnDates, Per


def check_on_dates(rule: OnDates, clause: Clause, case: Case) -> Iterator[Attainment]:
    """Count the dishes chosen on each of the dates that the menu has.

    A menu without dates leaves open which of its days are meant.
    """
    for span in spans(case.menu, Per.DAY, rule.meals):
        day = span.days[0].day
        if day.date is not None and day.date not in rule.dates:
            continue
        dishes = [s.dish for s in span.servings()]
        count = sum(rule.dishes.takes(dish) for dish in dishes)
        unsaid = sum(undecided(rule.dishes, dish) for dish in dishes)
        verdict = Verdict.MET if count >= rule.low else Verdict.NOT_MET
        if verdict is Verdict.NOT_MET and (day.date is None or count + unsaid >= rule.low):
            verdict = Verdict.UNKNOWN
        yield Attainment(
            clause.id,
            verdict,
            case.mode(clause),
            where=span.where,
            measured=count,
            low=rule.low,
            unit=clause.unit,
        )
