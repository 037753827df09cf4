"""The price of acceptance: least cost against portion band, repetition and dish rating."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace

from nutrition.clauses import Mode, Repetition
from nutrition.dish import PortionClass
from nutrition.menu import Menu
from nutrition.proof import Proof
from optimizer.curve import Axis, Curve, Found, Point
from optimizer.errors import BadLock, EmptySlot, NoLawfulMenu, SolverGaveUp
from optimizer.goals import BASE
from optimizer.planning import plan
from optimizer.problem import Aim, Problem
from optimizer.task import Settings

BANDS = (0.0, 5.0, 10.0, 15.0, 20.0, 30.0, 40.0)

WEEKLY = (1, 2, 3, 5)

RATINGS = 5

STAPLE = 2.0
"""How much wider the band of staples is; 0.7 to 1.3 where dishes have 0.85 to 1.15."""


def curves(problem: Problem, settings: Settings) -> tuple[Curve, ...]:
    """Return the curves of a school; that of ratings only where dishes are rated.

    Every point is a plan of its own, proved to the gap asked in its part of the time.

    Raises:
        Interrupted: the report asked to stop.
    """
    bands, weekly = list(_bands(problem)), list(_weekly(problem))
    levels = RATINGS if problem.ratings else 0
    parts = _parts(settings, len(bands) + len(weekly) + levels)
    found = [
        Curve(axis, tuple(_point(at, school, next(parts), own=own) for at, school, own in points))
        for axis, points in ((Axis.BAND, bands), (Axis.WEEKLY, weekly))
    ]
    if problem.ratings:
        found.append(Curve(Axis.RATING, tuple(_ratings(problem, parts))))
    return tuple(curve for curve in found if curve.points)


def _parts(settings: Settings, points: int) -> Iterator[Settings]:
    """Yield the settings of one point after the other: its part of the time that is left."""
    end = time.monotonic() + settings.seconds
    for left in range(points, 0, -1):
        yield replace(settings, seconds=max(0.0, end - time.monotonic()) / left)


Variant = tuple[float, Problem, bool]


def _bands(problem: Problem) -> Iterator[Variant]:
    now = problem.portioning.bands
    for width in BANDS:
        share = width / 100
        bands = dict(now)
        for portion in (PortionClass.DISH, PortionClass.SOUP):
            bands[portion] = (1 - share, 1 + share)
        bands[PortionClass.STAPLE] = (1 - STAPLE * share, 1 + STAPLE * share)
        portioning = replace(problem.portioning, bands=bands)
        yield width, replace(problem, portioning=portioning), bands == now


def _weekly(problem: Problem) -> Iterator[Variant]:
    """Yield the school with every rule of repetition at each of the limits."""
    clauses = problem.standard.clauses
    ruled = {
        code: clause.rule
        for code, clause in clauses.items()
        if isinstance(clause.rule, Repetition) and problem.mode(clause) is Mode.HARD
    }
    for weekly in WEEKLY if ruled else ():
        changed = {
            code: replace(clauses[code], rule=replace(rule, weekly=weekly))
            for code, rule in ruled.items()
        }
        standard = replace(problem.standard, clauses={**clauses, **changed})
        own = all(rule.weekly == weekly for rule in ruled.values())
        yield weekly, replace(problem, standard=standard), own


def _point(at: float, problem: Problem, settings: Settings, *, own: bool = False) -> Point:
    if settings.seconds <= 0:
        return Point(at, Found.UNKNOWN, own=own)
    try:
        proof = plan(replace(problem, aims=(Aim.COST,)), settings).proof
    except (NoLawfulMenu, EmptySlot, BadLock):
        return Point(at, Found.NO_MENU, own=own)
    except SolverGaveUp:
        return Point(at, Found.UNKNOWN, own=own)
    return _of(at, proof, own=own)


def _of(at: float, proof: Proof, *, own: bool = False) -> Point:
    return Point(at, Found.MENU, proof.cost, proof.penalty, proof.least_cost, own)


def _ratings(problem: Problem, parts: Iterator[Settings]) -> Iterator[Point]:
    """Yield the least cost at ratings from what the cheapest menu has to the best there is."""
    ends = []
    for aims in ((Aim.COST,), (Aim.RATING, Aim.COST)):
        try:
            ends.append(plan(replace(problem, aims=aims), next(parts)))
        except (NoLawfulMenu, EmptySlot, BadLock, SolverGaveUp):
            return
    cheapest, best = ends
    low = _mean_rating(problem, cheapest.menu)
    high = best.proof.reached[0].value
    yield _of(low, cheapest.proof, own=True)
    for n in range(1, RATINGS - 1):
        level = low + (high - low) * n / (RATINGS - 1)
        asked = (*problem.reached, (Aim.RATING, 2 * BASE - level))
        yield _point(level, replace(problem, reached=asked), next(parts))
    yield _of(high, best.proof)


def _mean_rating(problem: Problem, menu: Menu) -> float:
    """Return the mean rating over the compulsory slots, as the aim ``rating`` measures it."""
    slots = [slot for meal in problem.meals for slot in meal.slots if slot.low]
    asked = {category for slot in slots for category in slot.categories}
    missed = sum(
        BASE - problem.ratings[serving.dish.code]
        for _, _, serving in menu.servings()
        if serving.dish.category in asked
    )
    return BASE - missed / (sum(slot.low for slot in slots) * len(menu.days))
