"""What a menu attains of every clause of a standard: the door of the checkers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from nutrition.checking.amounts import check_amount, check_ratio, check_supply
from nutrition.checking.attainment import Attainment, Verdict
from nutrition.checking.bans import check_exclusion
from nutrition.checking.case import Case
from nutrition.checking.counts import check_alike, check_distinct, check_servings
from nutrition.checking.dates import check_on_dates
from nutrition.checking.rotation import check_repetition, check_spacing
from nutrition.clauses import Clause, Mode, Review


def check_review(rule: Review, clause: Clause, case: Case) -> Iterator[Attainment]:
    """Leave the clause to the person who signs."""
    del rule
    yield Attainment(clause.id, Verdict.REVIEW, case.mode(clause))


Check = Callable[[Any, Clause, Case], Iterator[Attainment]]

CHECKS: dict[str, Check] = {
    "amount": check_amount,
    "ratio": check_ratio,
    "distinct": check_distinct,
    "servings": check_servings,
    "alike": check_alike,
    "spacing": check_spacing,
    "repetition": check_repetition,
    "on_dates": check_on_dates,
    "exclusion": check_exclusion,
    "supply": check_supply,
    "review": check_review,
}
"""Form of a clause -> its checker."""


def attain(case: Case) -> list[Attainment]:
    """Check the menu against every clause that concerns it, in the order of the standard."""
    meals = case.menu.meals_served
    return [
        line
        for clause in case.standard.clauses.values()
        if case.standard.holds(clause, meals)
        for line in check(clause, case)
    ]


def check(clause: Clause, case: Case) -> list[Attainment]:
    """Check one clause; there is always at least one line.

    Raises:
        ClauseHasNoValue: the clause's table has no row for one of the pupils.
    """
    mode = case.mode(clause)
    if mode is Mode.OFF:
        return [Attainment(clause.id, Verdict.OFF, mode)]
    if clause.needs is not None and not _serves(clause, case):
        return [Attainment(clause.id, Verdict.NOT_SERVED, mode)]
    found = list(CHECKS[clause.rule.form](clause.rule, clause, case))
    return found or [Attainment(clause.id, Verdict.NOT_SERVED, mode)]


def _serves(clause: Clause, case: Case) -> bool:
    """Say whether any portion of the menu holds a food that the clause needs."""
    return any(
        grams > 0 and clause.needs is not None and clause.needs.takes(case.foods[code])
        for _, _, serving in case.menu.servings()
        for portion in serving.portions.values()
        for code, grams in portion.grams.items()
    )
