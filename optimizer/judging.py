"""Judging one serving of a menu again and again: only the days and clauses that it touches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from nutrition.checking.attaining import CHECKS
from nutrition.checking.attainment import Attainment, worst
from nutrition.checking.case import Case
from nutrition.clauses import Amount, Clause, Exclusion, Mode, OnDates, Per, Ratio, Review
from nutrition.menu import Day, Menu, Serving
from optimizer.problem import Problem


@dataclass(frozen=True, slots=True)
class Spot:
    """One serving of a menu: a dish at one meal of one day."""

    date: date
    meal: str
    dish: str


@dataclass(frozen=True, slots=True)
class Change:
    """What a swap changes of one clause for one group: the worst line before and after.

    Only the meals, days or weeks that the spot belongs to are looked at.
    """

    before: Attainment
    after: Attainment

    @property
    def turns(self) -> bool:
        """Whether another verdict is passed."""
        return self.before.verdict is not self.after.verdict


@dataclass(frozen=True, slots=True)
class Bench:
    """A menu with one spot in it that may be filled anew.

    Attributes:
        old: what stands there.
        clauses: those that concern the spot and are not switched off, in order.
        modes: how the school keeps them.  A rule on milk stays, though the last milk goes.
        known: what the checkers say with the old serving, once they were asked.
    """

    problem: Problem
    menu: Menu
    spot: Spot
    old: Serving
    clauses: tuple[Clause, ...]
    modes: dict[str, Mode]
    known: dict[str, dict[tuple[str, str], Attainment]]

    @classmethod
    def of(cls, problem: Problem, menu: Menu, spot: Spot) -> Bench:
        """Return the bench of a spot that ``menu`` serves."""
        old = next(
            s
            for day, meal, s in menu.servings()
            if (day.date, meal.meal, s.dish.code) == (spot.date, spot.meal, spot.dish)
        )
        modes = {c.id: problem.mode(c) for c in problem.standard.clauses.values()}
        concerned = tuple(
            c
            for c in problem.standard.clauses.values()
            if modes[c.id] is not Mode.OFF
            and not isinstance(c.rule, Review)
            and _concerns(c, spot.meal)
        )
        return cls(problem, menu, spot, old, concerned, modes, {})

    @property
    def summed(self) -> tuple[Clause, ...]:
        """The hard clauses that add up what each group gets: they decide on sizes."""
        return tuple(c for c in self.clauses if self.modes[c.id] is Mode.HARD and _is_summed(c))

    @property
    def counted(self) -> tuple[Clause, ...]:
        """The other hard clauses."""
        return tuple(c for c in self.clauses if self.modes[c.id] is Mode.HARD and not _is_summed(c))

    def lines(self, serving: Serving, clauses: Iterable[Clause]) -> Iterator[Attainment]:
        """Yield what the checkers say with ``serving`` in the spot, where that matters."""
        menu = swapped(self.menu, self.spot, serving)
        cases: dict[str, Case] = {}
        for clause in clauses:
            part = _part(clause)
            if part not in cases:
                cases[part] = self.case(_cut(menu, self.spot, part))
            yield from CHECKS[clause.rule.form](clause.rule, clause, cases[part])

    def case(self, menu: Menu) -> Case:
        """Return ``menu`` before the checkers."""
        problem = self.problem
        return Case(
            menu, problem.standard, problem.groups, problem.foods, self.modes, problem.history
        )

    def without(self, clause: Clause) -> Menu:
        """Return the days that matter for ``clause``, with nothing in the spot."""
        return _cut(swapped(self.menu, self.spot, None), self.spot, _part(clause))

    def changes(self, serving: Serving) -> tuple[Change, ...]:
        """Return what differs in any clause with ``serving`` in the spot."""
        if not self.known:
            self.known["before"] = _worst_lines(self.lines(self.old, self.clauses))
        before = self.known["before"]
        after = _worst_lines(self.lines(serving, self.clauses))
        both = (Change(before[key], after[key]) for key in before if key in after)
        return tuple(c for c in both if c.turns or c.before.measured != c.after.measured)


def swapped(menu: Menu, spot: Spot, serving: Serving | None) -> Menu:
    """Return ``menu`` with ``serving`` (or nothing) in the spot."""
    return Menu(tuple(_swapped(d, spot, serving) if d.date == spot.date else d for d in menu.days))


def _swapped(day: Day, spot: Spot, serving: Serving | None) -> Day:
    meals = []
    for meal in day.meals:
        if meal.meal == spot.meal:
            kept = [serving if s.dish.code == spot.dish else s for s in meal.servings]
            meals.append(replace(meal, servings=tuple(s for s in kept if s is not None)))
        else:
            meals.append(meal)
    return replace(day, meals=tuple(meals))


def _concerns(clause: Clause, meal: str) -> bool:
    meals = getattr(clause.rule, "meals", None)
    return not meals or meal in meals


def _is_summed(clause: Clause) -> bool:
    rule = clause.rule
    return isinstance(rule, Ratio) or (isinstance(rule, Amount) and not rule.across)


def _part(clause: Clause) -> str:
    """Name the part of a menu in which a clause can feel a swap."""
    if isinstance(clause.rule, Exclusion | OnDates):
        return (Per.DAY if isinstance(clause.rule, OnDates) else Per.MEAL).value
    per = getattr(clause.rule, "per", None)
    return "whole" if per in (None, Per.PERIOD) else per.value


def _cut(menu: Menu, spot: Spot, part: str) -> Menu:
    """Return the meal, day, week or meal of a week around the spot; or the whole menu."""
    if part == "whole":
        return menu
    week = next(day.week for day in menu.days if day.date == spot.date)
    days = [d for d in menu.days if d.date == spot.date or ("week" in part and d.week == week)]
    if part in (Per.MEAL, Per.MEAL_WEEK):
        days = [replace(d, meals=tuple(m for m in d.meals if m.meal == spot.meal)) for d in days]
    return Menu(tuple(days))


def _worst_lines(lines: Iterable[Attainment]) -> dict[tuple[str, str], Attainment]:
    found: dict[tuple[str, str], list[Attainment]] = {}
    for line in lines:
        found.setdefault((line.clause, line.group), []).append(line)
    return {key: worst(each) for key, each in found.items()}
