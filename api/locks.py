"""[[lock]]: dishes that must be served at one meal of one day, and why some cannot be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from api.bringing import PLAN
from api.choosing import dishes_of
from api.errors import BadPlan
from api.folder_tables import Tables
from api.plan_file import PlanFile
from api.plan_reading import line_of
from food_tables.table_errors import Fault
from nutrition.clauses import Mode
from nutrition.meal_names import meal_id
from optimizer.pool import excluded
from optimizer.problem import Lock, Problem, Slot


@dataclass(frozen=True, slots=True)
class Locked:
    """A [[lock]] of plan.toml.

    Attributes:
        number: its place among the locks, from 1.
        whole: whether the meal takes no other dish.
    """

    number: int
    locks: tuple[Lock, ...]
    whole: bool

    @property
    def place(self) -> Lock:
        """Day and meal."""
        return Lock(self.locks[0].date, self.locks[0].meal, "")


def locks_of(plan: PlanFile, tables: Tables, faults: list[Fault]) -> tuple[Locked, ...]:
    """Return the locks in the order of plan.toml; unknown dishes are faults."""
    meals = [meal_id(meal.name, tables.standard.meal_shares) for meal in plan.meal]
    found = []
    for number, spec in enumerate(plan.lock, start=1):
        key = f"lock[{number}].dish" + ("es" if spec.dishes else "")
        texts = spec.dishes or ((spec.dish,) if spec.dish is not None else ())
        meal = meal_id(spec.meal, meals)
        codes = dict.fromkeys(dishes_of(key, texts, tables, faults))
        locks = tuple(Lock(spec.date, meal, code) for code in codes)
        if locks:
            found.append(Locked(number, locks, spec.dishes is not None))
    return tuple(found)


def whole_meals(found: Sequence[Locked]) -> dict[tuple[date, str], frozenset[str]]:
    """Return the meals that are locked as a whole, with their dishes."""
    return {
        (each.place.date, each.place.meal): frozenset(lock.dish for lock in each.locks)
        for each in found
        if each.whole
    }


def refuse_bad_locks(text: str, found: Sequence[Locked], tables: Tables, problem: Problem) -> None:
    """Refuse locks that no menu can keep; ``text`` is plan.toml.

    Raises:
        BadPlan: with every lock, its row and its reason.
    """
    faults = []
    for locked in found:
        for lock in locked.locks:
            reason = _fault(lock, tables, problem)
            if reason is not None:
                code, facts = reason
                facts["name"] = tables.dishes[lock.dish].name
                faults.append(fault_at(text, locked, code, facts))
    faults += _crowded(text, found, problem)
    faults += _against_meals(text, found, tables)
    faults += _short(text, found, problem)
    if faults:
        raise BadPlan(faults)


def fault_at(text: str, locked: Locked, code: str, facts: dict[str, str]) -> Fault:
    """Return a fault at the row of a lock."""
    key = f"lock[{locked.number}].dish" + ("es" if locked.whole else "")
    return Fault(code, PLAN, line_of(text, key), key, facts)


def row_of(text: str, locked: Locked) -> str:
    """Return the row of a lock, for a sentence about another."""
    return str(fault_at(text, locked, "", {}).row or "?")


def _fault(lock: Lock, tables: Tables, problem: Problem) -> tuple[str, dict[str, str]] | None:
    """Return why the dish cannot be served there whatever else is, or None."""
    dish = tables.dishes[lock.dish]
    if dish.disabled:
        return "plan.lock-disabled", {"value": dish.disabled}
    if _slot(lock, problem, dish.category) is None:
        return "plan.lock-no-slot", {"value": dish.category}
    if dish.meals and lock.meal not in dish.meals:
        return "plan.lock-not-at-meal", {"value": lock.meal, "allowed": "、".join(dish.meals)}
    if lock.dish not in problem.dishes:
        dear = [tables.foods[i.food].name for i in dish.ingredients if i.food not in tables.prices]
        return "plan.lock-unpriced", {"foods": "、".join(dear)}
    day = next(day for day in problem.days if day.date == lock.date)
    bans = [
        clause
        for clause in problem.standard.clauses.values()
        if problem.mode(clause) is Mode.HARD and excluded(clause, problem, day, dish)
    ]
    if not bans:
        return None
    titles = {"rules": "、".join(c.title for c in bans), "codes": ", ".join(c.id for c in bans)}
    return "plan.lock-excluded", titles


def _slot(lock: Lock, problem: Problem, category: str) -> Slot | None:
    slots = (slot for meal in problem.meals if meal.meal == lock.meal for slot in meal.slots)
    return next((slot for slot in slots if category in slot.categories), None)


def _crowded(text: str, found: Sequence[Locked], problem: Problem) -> Iterator[Fault]:
    """Yield a fault for each slot that more dishes are locked into than it takes."""
    held: dict[tuple[Lock, Slot], dict[str, Locked]] = {}
    for locked in found:
        for lock in locked.locks:
            dish = problem.dishes.get(lock.dish)
            slot = _slot(lock, problem, dish.category) if dish else None
            if slot is not None:
                held.setdefault((locked.place, slot), {})[lock.dish] = locked
    for (where, slot), by in held.items():
        if len(by) > slot.high:
            facts = {
                "dishes": "、".join(problem.dishes[code].name for code in by),
                "rows": "、".join(dict.fromkeys(row_of(text, each) for each in by.values())),
                "date": str(where.date),
                "name": slot.name,
                "limit": str(slot.high),
            }
            last = max(by.values(), key=lambda each: each.number)
            yield fault_at(text, last, "plan.locks-crowd", facts)


def _against_meals(text: str, found: Sequence[Locked], tables: Tables) -> Iterator[Fault]:
    """Yield a fault for each lock on a dish that a whole meal, locked too, leaves out."""
    for whole in found:
        if not whole.whole:
            continue
        dishes = dict.fromkeys(lock.dish for lock in whole.locks)
        for other in found:
            if other.whole and other.number < whole.number:
                continue  # said already, the other way round
            strange = [k.dish for k in other.locks if k.dish not in dishes]
            if other is not whole and other.place == whole.place and strange:
                facts = {
                    "name": "、".join(tables.dishes[code].name for code in strange),
                    "date": str(whole.place.date),
                    "value": whole.place.meal,
                    "dishes": "、".join(tables.dishes[code].name for code in dishes),
                    "rows": row_of(text, whole),
                }
                yield fault_at(text, other, "plan.lock-against-meal", facts)


def _short(text: str, found: Sequence[Locked], problem: Problem) -> Iterator[Fault]:
    """Yield a fault for each slot that a whole meal leaves with fewer dishes than it asks."""
    for whole in found:
        if not whole.whole:
            continue
        plan = next(meal for meal in problem.meals if meal.meal == whole.place.meal)
        categories = [
            problem.dishes[k.dish].category for k in whole.locks if k.dish in problem.dishes
        ]
        for slot in plan.slots:
            number = sum(category in slot.categories for category in categories)
            if number < slot.low and len(categories) == len(whole.locks):
                facts = {
                    "date": str(whole.place.date),
                    "meal": plan.meal,
                    "name": slot.name,
                    "limit": str(slot.low),
                    "value": str(number),
                }
                yield fault_at(text, whole, "plan.locked-meal-short", facts)
