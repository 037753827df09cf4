"""Planning some meals of a menu again, the rest kept with its grams."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date
from enum import StrEnum

from nutrition.clauses import Clause, OnDates, Seen
from nutrition.dish import DishSelector
from optimizer.pool import offered
from optimizer.problem import Lock, Problem, Served

Place = tuple[date, str]

NEW_DISH = "new_dish"
"""Id of the rule that asks for at least one dish that did not stand there."""

NOBODY = frozenset({""})
"""Codes that no dish has: a choice of no codes at all would take every dish."""


class Again(StrEnum):
    """Which of the dishes that stood there may come again: all, not all of them, or none."""

    ALL = "all"
    SOME = "some"
    NONE = "none"


def opened(
    problem: Problem, menu: Served, places: Collection[Place], again: Again, wanted: Lock | None
) -> Problem:
    """Return the problem in which ``places`` are planned again and everything else is kept.

    ``wanted``: a dish that is asked for at one of them.
    """
    kept = {place: dishes for place, dishes in menu.items() if place not in places}
    old = {place: frozenset(menu.get(place, ())) for place in places}
    changed = replace(problem, kept=kept)
    if wanted is not None:
        changed = replace(changed, locks=(*problem.locks, wanted))
    if again is Again.NONE:
        return replace(changed, only={**problem.only, **_others(problem, old, changed)})
    if again is Again.SOME and wanted is None:
        return _with(changed, _new_dish(problem, old))
    return changed


def _others(
    problem: Problem, old: Mapping[Place, frozenset[str]], changed: Problem
) -> dict[Place, frozenset[str]]:
    """Return for each place the dishes that did not stand there, and those that are locked."""
    positions = {day.date: d for d, day in enumerate(problem.days)}
    pool = offered(problem)
    locked = {(lock.date, lock.meal, lock.dish) for lock in changed.locks}
    return {
        (day, meal): frozenset(
            k
            for k in pool.dishes[positions[day], meal]
            if k not in dishes or (day, meal, k) in locked
        )
        for (day, meal), dishes in old.items()
    }


def _new_dish(problem: Problem, old: Mapping[Place, frozenset[str]]) -> Clause:
    """Return the rule that at least one dish is served that stood at none of the places."""
    stood = frozenset(k for dishes in old.values() for k in dishes)
    others = DishSelector(codes=(frozenset(problem.dishes) - stood) or NOBODY)
    rule = OnDates(
        "on_dates", frozenset(d for d, _ in old), others, 1, frozenset(m for _, m in old)
    )
    return Clause(
        id=NEW_DISH,
        document="",
        title="至少换一道菜",
        title_en="At least one new dish",
        ref="",
        unit="",
        rule=rule,
        seen=Seen.COMPUTED,
        source="",
        checked_on=problem.days[0].date,
    )


def _with(problem: Problem, clause: Clause) -> Problem:
    clauses = {**problem.standard.clauses, clause.id: clause}
    return replace(problem, standard=replace(problem.standard, clauses=clauses))
