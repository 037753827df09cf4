"""Weeks: several weeks as problems of their own, each knowing what was served before it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from nutrition.clauses import Clause, Mode, OnDates, Per, Spacing
from optimizer.assigning import Finished
from optimizer.errors import BadLock
from optimizer.fingerprint import fingerprint
from optimizer.pool import Pool, lawful
from optimizer.problem import Aim, Problem
from optimizer.rolling import Chosen
from optimizer.task import Task

FIRST_SHARE = 0.4
"""Part of the time that the first of several weeks may take; the others often follow it."""

DAYS_OF_WEEK = 7


def together(chosen: Chosen, parts: Sequence[Finished]) -> Finished:
    """Return the weeks as one menu; money is per day, so weeks weigh by their days."""
    days = tuple(day for part in parts for day in part.days)
    weights = [len(part.days) / len(days) for part in parts]
    return Finished(
        chosen,
        days,
        sum(part.objective * weight for part, weight in zip(parts, weights, strict=True)),
        sum(part.cost * weight for part, weight in zip(parts, weights, strict=True)),
        sum(part.size * weight for part, weight in zip(parts, weights, strict=True)),
    )


def looks_far(task: Task) -> bool:
    """Say whether a rule or an aim looks beyond a week: a sum over all days, a long gap."""
    if task.problem.aim is not Aim.COST or task.problem.reached:
        return True
    return any(
        over_all(clause) or getattr(clause.rule, "gap_days", 0) > DAYS_OF_WEEK
        for clause in task.clauses
        if task.problem.mode(clause) is not Mode.OFF
    )


def over_all(clause: Clause) -> bool:
    """Say whether ``clause`` sums over all weeks: a contract, a mean of all days."""
    return clause.rule.form == "supply" or getattr(clause.rule, "per", None) is Per.PERIOD


def after(task: Task, chosen: Chosen, week: list[int], weeks_left: int) -> Task:
    """Return the task of one week that follows the days ``chosen``, with its part of the time.

    What was served before is its history; the day before keeps its kinds off the first day.

    Raises:
        EmptySlot, BadLock: what was served before leaves it without what it needs.
    """
    problem = task.problem
    served_on: dict[date, set[str]] = {}
    for (d, _), dishes in chosen.items():
        served_on.setdefault(problem.days[d].date, set()).update(dishes)
    history = {**problem.history, **{day: frozenset(codes) for day, codes in served_on.items()}}
    alone = alone_with(task, week)
    alone = replace(alone, problem=replace(alone.problem, history=history))
    yesterday = [k for (d, _), dishes in chosen.items() if d == week[0] - 1 for k in dishes]
    kept = task.pool.only(lambda d, _, k: d != week[0] or not _too_near(task, yesterday, k))
    lawfully = lawful(alone.problem)
    pool = Pool(
        {
            (d, m): tuple(k for k in dishes if k in kept.dishes[week[d], m])
            for (d, m), dishes in lawfully.dishes.items()
        }
    )
    _keep_locks(alone.problem, pool)
    share = FIRST_SHARE if weeks_left > 1 and not chosen else 1 / weeks_left
    seconds = task.seconds + max(0.0, task.left) * share
    return replace(alone, pool=pool, settings=replace(task.settings, seconds=seconds))


def _keep_locks(problem: Problem, pool: Pool) -> None:
    """Refuse a week whose locked dishes stand too near to what was served before it.

    Raises:
        BadLock: one does.
    """
    positions = {day.date: n for n, day in enumerate(problem.days)}
    for lock in problem.must_be_served():
        if lock.dish not in pool.dishes[positions[lock.date], lock.meal]:
            raise BadLock(lock.dish, lock.date.isoformat(), lock.meal, "excluded")


def _too_near(task: Task, yesterday: Sequence[str], dish: str) -> bool:
    """Whether a spacing rule keeps ``dish`` off the day after ``yesterday``'s dishes."""
    dishes = task.problem.dishes
    for clause in task.clauses:
        rule = clause.rule
        if isinstance(rule, Spacing) and task.problem.mode(clause) is Mode.HARD:
            value = getattr(dishes[dish], rule.attribute) if rule.dishes.takes(dishes[dish]) else ""
            before = (dishes[k] for k in yesterday if rule.dishes.takes(dishes[k]))
            if value and any(getattr(each, rule.attribute) == value for each in before):
                return True
    return False


Offer = tuple[tuple[tuple[int, str], tuple[str, ...]], ...]


def offer(task: Task) -> Offer:
    """Return what a week offers and must serve; weeks of the same offer have the same bound."""
    first = task.problem.days[0].date
    locks = tuple(
        (((lock.date - first).days, lock.meal), ("locked", lock.dish))
        for lock in task.problem.locks
    )
    kept = tuple(
        (((day - first).days, meal), ("kept", fingerprint(dishes)))
        for served in (task.problem.kept, task.problem.held)
        for (day, meal), dishes in served.items()
    )
    dated = tuple(
        (((day.date - first).days, "day"), ("asked", clause.id))
        for day in task.problem.days
        for clause in task.problem.standard.clauses.values()
        if isinstance(clause.rule, OnDates) and day.date in clause.rule.dates
    )
    gaps = tuple((((day.date - first).days, "day"), ()) for day in task.problem.days)
    return (*task.pool.dishes.items(), *locks, *kept, *dated, *gaps)


def alone_with(task: Task, week: list[int]) -> Task:
    """Return one week as a task of its own, with nothing proved about it yet."""
    days = tuple(task.problem.days[d] for d in week)
    dates = {day.date for day in days}
    locks = tuple(lock for lock in task.problem.locks if lock.date in dates)
    kept, held, near = (
        {place: dishes for place, dishes in served.items() if place[0] in dates}
        for served in (task.problem.kept, task.problem.held, task.problem.near)
    )
    only = {place: dishes for place, dishes in task.problem.only.items() if place[0] in dates}
    problem = replace(
        task.problem, days=days, locks=locks, kept=kept, held=held, near=near, only=only
    )
    pool = Pool(
        {(n, m): task.pool.dishes[d, m] for n, d in enumerate(week) for m in problem.meal_names}
    )
    return replace(task, problem=problem, pool=pool, bound=None, incumbent=None)
