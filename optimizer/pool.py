"""The pool: which dishes may be served at which meal of which day."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from nutrition.clauses import Clause, Exclusion, Mode, Repetition
from nutrition.dish import Dish
from optimizer.errors import BadLock, EmptySlot
from optimizer.problem import Problem, ServiceDay
from optimizer.spans import Period


@dataclass(frozen=True, slots=True)
class Pool:
    """Dish codes by (position of the day, meal), in the order of the problem's dishes."""

    dishes: Mapping[tuple[int, str], tuple[str, ...]]

    def counts(self, period: Period, meal: str) -> dict[str, int]:
        """Return each dish that may be served in ``period`` and on how many of its days."""
        found: dict[str, int] = {}
        for d in period.days:
            for dish in self.dishes[d, meal]:
                found[dish] = found.get(dish, 0) + 1
        return found

    def only(self, keep: Callable[[int, str, str], bool]) -> Pool:
        """Return the pool of those (day, meal, dish) that ``keep`` says yes to."""
        return Pool(
            {
                (d, m): tuple(k for k in codes if keep(d, m, k))
                for (d, m), codes in self.dishes.items()
            }
        )

    def among(self, wanted: Collection[tuple[str, str]]) -> Pool:
        """Return the pool of the (meal, dish) pairs ``wanted``."""
        return self.only(lambda _, m, k: (m, k) in wanted)


def offered(problem: Problem) -> Pool:
    """Return every dish that some slot of the meal takes and the meal is open to, rules apart."""
    by_meal = {}
    for plan in problem.meals:
        categories = {c for slot in plan.slots for c in slot.categories}
        by_meal[plan.meal] = tuple(
            code
            for code, dish in problem.dishes.items()
            if dish.category in categories and (not dish.meals or plan.meal in dish.meals)
        )
    every = Pool({(d, m): codes for d in range(len(problem.days)) for m, codes in by_meal.items()})
    return every.only(lambda d, m, k: k in problem.only.get((problem.days[d].date, m), (k,)))


def lawful(problem: Problem) -> Pool:
    """Return the offered dishes that no hard exclusion forbids.

    Raises:
        EmptySlot: a compulsory slot has too few dishes left on some day.
        BadLock: a locked dish is not among them.
    """
    hard = [c for c in problem.standard.clauses.values() if problem.mode(c) is Mode.HARD]
    forbidden = forbidding(problem, hard)
    pool = offered(problem).only(lambda d, _, k: not forbidden(d, k))
    _check_locks(problem, pool, hard)
    _check_slots(problem, pool)
    return pool.only(lambda d, m, k: _open(problem, d, m, k))


def _open(problem: Problem, d: int, meal: str, dish: str) -> bool:
    """Whether the meal is open to any dish, or ``dish`` is part of what it is held to."""
    place = (problem.days[d].date, meal)
    return dish in problem.kept.get(place, (dish,)) and dish in problem.only.get(place, (dish,))


def forbidding(problem: Problem, clauses: Collection[Clause]) -> Callable[[int, str], bool]:
    """Return a function that says whether any of ``clauses`` forbids a dish on a day by itself."""
    dishes, dates = problem.dishes, [day.date for day in problem.days]
    never = {k for k, dish in dishes.items() if any(_banned(c, problem, dish) for c in clauses)}
    return lambda d, k: (
        k in never or any(_untimely(c, problem, dates[d], dishes[k]) for c in clauses)
    )


def excluded(clause: Clause, problem: Problem, day: ServiceDay, dish: Dish) -> bool:
    """Say whether ``clause`` forbids ``dish`` on ``day`` by itself, whatever else is served."""
    return _banned(clause, problem, dish) or _untimely(clause, problem, day.date, dish)


def _banned(clause: Clause, problem: Problem, dish: Dish) -> bool:
    """Whether ``clause`` forbids ``dish`` on every day."""
    return isinstance(clause.rule, Exclusion) and problem.forbids(clause.rule, dish)


def _untimely(clause: Clause, problem: Problem, day: date, dish: Dish) -> bool:
    """Whether ``clause`` forbids ``dish`` out of its season, or so soon after it was served."""
    match clause.rule:
        case Exclusion() as rule:
            return rule.season and day.month not in dish.months
        case Repetition() as rule if weekly(rule, dish) == 1:
            near = (timedelta(days=n) for n in range(1, rule.gap_days))
            return any(dish.known_as in problem.history.get(day - n, ()) for n in near)
        case _:
            return False


def weekly(rule: Repetition, dish: Dish) -> int:
    """Return how often a week ``rule`` lets ``dish`` be served."""
    if dish.weekly_max is not None:
        return dish.weekly_max
    return next((a.weekly for a in rule.allowances if a.dishes.takes(dish)), rule.weekly)


def _check_locks(problem: Problem, pool: Pool, hard: Iterable[Clause]) -> None:
    positions = {day.date: d for d, day in enumerate(problem.days)}
    for lock in problem.must_be_served():
        where = (lock.dish, lock.date.isoformat(), lock.meal)
        if lock.dish not in problem.dishes:
            raise BadLock(*where, "unknown-dish")
        if lock.date not in positions:
            raise BadLock(*where, "no-such-day")
        if lock.meal not in problem.meal_names:
            raise BadLock(*where, "no-such-meal")
        if not _open(problem, positions[lock.date], lock.meal, lock.dish):
            raise BadLock(*where, "kept")
        if lock.dish in pool.dishes[positions[lock.date], lock.meal]:
            continue
        day, dish = problem.days[positions[lock.date]], problem.dishes[lock.dish]
        broken = [c.id for c in hard if excluded(c, problem, day, dish)]
        raise BadLock(*where, "excluded" if broken else "no-slot", ", ".join(broken))


def _check_slots(problem: Problem, pool: Pool) -> None:
    for d, day in enumerate(problem.days):
        for plan in problem.meals:
            for slot in plan.slots:
                found = sum(
                    problem.dishes[k].category in slot.categories for k in pool.dishes[d, plan.meal]
                )
                if found < slot.low:
                    raise EmptySlot(
                        day.date.isoformat(), plan.meal, slot.name, needed=slot.low, found=found
                    )
