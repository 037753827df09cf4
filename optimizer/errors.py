"""What can go wrong while planning: facts in, stable codes out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from optimizer.advice import Advice


class PlanningError(Exception):
    """Base of every error this room raises on purpose; each crosses to another process whole."""

    code: ClassVar[str]

    def __reduce__(self) -> tuple[object, ...]:
        return _remade, (type(self), self.args), vars(self)


def _remade(kind: type[PlanningError], words: tuple[object, ...]) -> PlanningError:
    """Return an error as it was raised; its facts follow."""
    error = kind.__new__(kind)
    error.args = words
    return error


@dataclass(frozen=True, slots=True)
class Shortfall:
    """By how much the nearest menu misses one row of a rule.

    Attributes:
        clause: id of the rule.
        where: span and group, as in the row's name.
        amount: missing (or too much), in ``unit``.
    """

    clause: str
    where: str
    amount: float
    unit: str


class NoLawfulMenu(PlanningError):
    """The rules, prices and dishes given cannot all be met at once (proved).

    Attributes:
        clauses: cannot hold together; the sums of any fewer of them can.
        shortfalls: how the nearest menu misses rules, or empty when none was found in time.
        minimal: whether ``clauses`` was shown to be irreducible before the time ran out.
        smallest: whether no smaller number of rules clashes (shown).
        advice: what would help, where the sums over the days cannot hold.
    """

    code = "planning.no-lawful-menu"

    def __init__(
        self,
        clauses: Sequence[str],
        shortfalls: Sequence[Shortfall],
        *,
        minimal: bool,
        smallest: bool = False,
        advice: Advice | None = None,
    ) -> None:
        super().__init__(f"no menu can satisfy together: {', '.join(clauses)}")
        self.clauses = tuple(clauses)
        self.shortfalls = tuple(shortfalls)
        self.minimal, self.smallest = minimal, smallest
        self.advice = advice


class SolverGaveUp(PlanningError):
    """The time ran out before any lawful menu was found; nothing was proved infeasible.

    Attributes:
        seconds: the limit that was given.
    """

    code = "planning.solver-gave-up"

    def __init__(self, seconds: float) -> None:
        super().__init__(f"no lawful menu within {seconds:g} s")
        self.seconds = seconds


class Interrupted(PlanningError):
    """The person who waits asked to stop."""

    code = "planning.interrupted"


class EmptySlot(PlanningError):
    """No dish can fill a slot that must be filled.

    Attributes:
        date: day, or "" when on every day.
        meal: meal.
        slot: name of the slot.
        needed: least number of dishes.
        found: dishes that may be served there.
    """

    code = "planning.empty-slot"

    def __init__(self, date: str, meal: str, slot: str, *, needed: int, found: int) -> None:
        super().__init__(f"{date} {meal} {slot}: {needed} dishes needed, {found} may be served")
        self.date, self.meal, self.slot, self.needed, self.found = date, meal, slot, needed, found


class BadLock(PlanningError):
    """A locked dish cannot be served where it is locked.

    Attributes:
        dish: code of the dish.
        date: day of the lock.
        meal: meal of the lock.
        reason: "unknown-dish", "no-such-day", "no-such-meal", "no-slot", "excluded", "unpriced",
            "not-printed" (kept in grams that its recipe does not print) or "kept" (its meal is
            kept without it).
        clause: rule that excludes the dish, when that is the reason.
    """

    code = "planning.bad-lock"

    def __init__(self, dish: str, date: str, meal: str, reason: str, clause: str = "") -> None:
        super().__init__(f"{dish} cannot be locked on {date} {meal}: {reason} {clause}".rstrip())
        self.dish, self.date, self.meal, self.reason, self.clause = dish, date, meal, reason, clause


class RuleCannotFit(PlanningError):
    """A rule asks for more servings or kinds than the days have places for.

    Attributes:
        clause: id of the rule.
        needed: what it asks for.
        possible: what the days have room for.
        where: the week or day concerned.
    """

    code = "planning.rule-cannot-fit"

    def __init__(self, clause: str, where: str, *, needed: int, possible: int) -> None:
        super().__init__(f"{clause} {where}: needs {needed}, only {possible} possible")
        self.clause, self.where, self.needed, self.possible = clause, where, needed, possible


class UnlawfulMenu(PlanningError):
    """A menu that the optimiser made fails the independent check: a bug, never shown as lawful.

    Attributes:
        clauses: hard rules that the checker finds broken.
    """

    code = "planning.unlawful-menu"

    def __init__(self, clauses: Sequence[str]) -> None:
        super().__init__(f"the checker rejects the menu: {', '.join(clauses)}")
        self.clauses = tuple(clauses)


class MenuNotLawful(PlanningError):
    """A menu that was to be explained is no lawful menu of the problem as it stands now.

    Attributes:
        reason: "broken-rules", "other-days", "wrong-places" (a slot, a lock or an exclusion
            says otherwise) or "not-printed" (grams that the recipe does not print).
        things: the rules broken, or the dishes concerned.
    """

    code = "planning.menu-not-lawful"

    def __init__(self, reason: str, things: Sequence[str] = ()) -> None:
        super().__init__(f"not lawful: {reason} {', '.join(things)}".rstrip())
        self.reason, self.things = reason, tuple(things)


class SolverFailed(PlanningError):
    """Base of: a solver did not do its work, so that nothing is known; another solver may.

    Attributes:
        solver: the one that failed.
    """

    solver: str


class SolverCrashed(SolverFailed):
    """A solver, or the process it worked in, ended without an answer.

    Attributes:
        how: signal, or the last words on standard error.
    """

    code = "solver.crashed"

    def __init__(self, solver: str, how: str) -> None:
        super().__init__(f"{solver} crashed: {how}")
        self.solver, self.how = solver, how


class SolverHung(SolverFailed):
    """A solver went on after its time was up, and was killed.

    Attributes:
        seconds: the limit that was given.
    """

    code = "solver.hung"

    def __init__(self, solver: str, seconds: float) -> None:
        super().__init__(f"{solver} did not end after {seconds:g} s")
        self.solver, self.seconds = solver, seconds


class SolverOutOfMemory(SolverFailed):
    """A solver needed more memory than it may have."""

    code = "solver.out-of-memory"

    def __init__(self, solver: str) -> None:
        super().__init__(f"{solver} ran out of memory")
        self.solver = solver


class SolverLied(SolverFailed):
    """What a solver claims cannot be.

    Attributes:
        reason: "bound-above-menu" or "not-a-number".
    """

    code = "solver.lied"

    def __init__(self, solver: str, reason: str) -> None:
        super().__init__(f"{solver} claims what cannot be: {reason}")
        self.solver, self.reason = solver, reason


class BasketHasNoSolution(PlanningError):
    """No amounts of the foods given meet the requirements given.

    Attributes:
        nutrients: requirements that cannot hold together, with the shortfall of each.
    """

    code = "planning.basket-infeasible"

    def __init__(self, nutrients: Sequence[Shortfall]) -> None:
        super().__init__(f"no basket meets: {', '.join(s.clause for s in nutrients)}")
        self.nutrients = tuple(nutrients)


class BasketIsUnbounded(PlanningError):
    """A food with a negative or zero price has no upper amount, so there is no least cost."""

    code = "planning.basket-unbounded"

    def __init__(self, foods: Sequence[str]) -> None:
        super().__init__(f"no least cost: {', '.join(foods)}")
        self.foods = tuple(foods)
