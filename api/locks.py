"""[[lock]]: dishes that must be served at one meal of one day, and why some cannot be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from api.bringing import PLAN
from api.choosing import unknown_dish
from api.errors import BadPlan
from api.folder_tables import Tables
from api.plan_file import PlanFile
from api.plan_reading import line_of
from food_tables.table_errors import Fault
from nutrition.clauses import Mode
from nutrition.dish_names import dish_finder
from nutrition.meal_names import meal_id
from optimizer.pool import excluded
from optimizer.problem import Lock, Problem, Slot


def locks_of(plan: PlanFile, tables: Tables, faults: list[Fault]) -> tuple[Lock, ...]:
    """Return the locks in the order of plan.toml; unknown dishes are faults."""
    find = dish_finder(tables.dishes)
    meals = [meal_id(meal.name, tables.standard.meal_shares) for meal in plan.meal]
    found = []
    for number, lock in enumerate(plan.lock, start=1):
        code = find(lock.dish)
        if code is None:
            faults.append(unknown_dish(f"lock[{number}].dish", lock.dish, tables.dishes))
        else:
            found.append(Lock(lock.date, meal_id(lock.meal, meals), code))
    return tuple(found)


def refuse_bad_locks(text: str, locks: Sequence[Lock], tables: Tables, problem: Problem) -> None:
    """Refuse locks that no menu can keep; ``text`` is plan.toml.

    Raises:
        BadPlan: with every lock, its row and its reason.
    """
    faults = []
    for number, lock in enumerate(locks, start=1):
        found = _fault(lock, tables, problem)
        if found is not None:
            code, facts = found
            facts["name"] = tables.dishes[lock.dish].name
            faults.append(Fault(code, PLAN, _line(text, number), f"lock[{number}].dish", facts))
    faults += _crowded(text, locks, problem)
    if faults:
        raise BadPlan(faults)


def _line(text: str, number: int) -> int | None:
    return line_of(text, f"lock[{number}].dish")


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


def _crowded(text: str, locks: Sequence[Lock], problem: Problem) -> Iterator[Fault]:
    """Yield a fault for each slot that more dishes are locked into than it takes."""
    held: dict[tuple[Lock, Slot], dict[str, int]] = {}
    for number, lock in enumerate(locks, start=1):
        dish = problem.dishes.get(lock.dish)
        slot = _slot(lock, problem, dish.category) if dish else None
        if slot is not None:
            place = (Lock(lock.date, lock.meal, ""), slot)
            held.setdefault(place, {})[lock.dish] = number
    for (where, slot), numbers in held.items():
        if len(numbers) > slot.high:
            facts = {
                "dishes": "、".join(problem.dishes[code].name for code in numbers),
                "rows": "、".join(str(_line(text, n) or "?") for n in numbers.values()),
                "date": str(where.date),
                "name": slot.name,
                "limit": str(slot.high),
            }
            last = max(numbers.values())
            yield Fault("plan.locks-crowd", PLAN, _line(text, last), f"lock[{last}].dish", facts)
