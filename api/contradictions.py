"""Where plan.toml says what cannot be, though every key is of its kind."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from api.plan_file import MOST_DAYS, MealSpec, PlanFile
from nutrition.clauses import Mode
from nutrition.meal_names import meal_id

Contradiction = tuple[str, str, dict[str, str]]
"""Code, key and facts."""


def service_dates(plan: PlanFile) -> tuple[date, ...]:
    """Return the days of service in order."""
    calendar = plan.calendar
    if calendar.days:
        return tuple(sorted(set(calendar.days) - set(calendar.skip)))
    if calendar.start is None or calendar.end is None:
        return ()
    span = min((calendar.end - calendar.start).days, 10 * MOST_DAYS)
    dates = (calendar.start + timedelta(n) for n in range(span + 1))
    return tuple(d for d in dates if d.isoweekday() in calendar.weekdays and d not in calendar.skip)


def contradictions(plan: PlanFile) -> Iterator[Contradiction]:
    """Yield them all."""
    yield from _calendar(plan)
    yield from _meals(plan)
    yield from _groups(plan)
    yield from _amounts(plan)
    yield from _equipment(plan)
    yield from _objective(plan)
    for number, lock in enumerate(plan.lock, start=1):
        if (lock.dish is None) == (lock.dishes is None):
            yield "plan.lock-dish-or-dishes", f"lock[{number}].dish", {}
    yield from _pinned(plan)


def _pinned(plan: PlanFile) -> Iterator[Contradiction]:
    """Hold the days and meals that plan.toml names against those that are served."""
    dates, meals = set(service_dates(plan)), {meal_id(m.name).casefold() for m in plan.meal}
    named: list[tuple[str, date | None, str | None]] = [
        (f"lock[{n}]", lock.date, lock.meal) for n, lock in enumerate(plan.lock, start=1)
    ]
    named += [(f"festival[{n}]", f.date, f.meal) for n, f in enumerate(plan.festival, start=1)]
    if plan.keep is not None:
        named += [("keep.days", day, None) for day in plan.keep.days]
        named += [("keep.meals", each.date, each.meal) for each in plan.keep.meals]
    for key, day, meal in named:
        inside = not key.startswith("keep")
        if day is not None and day not in dates:
            yield "plan.lock-day", f"{key}.date" if inside else key, {"value": str(day)}
        if meal is not None and meal_id(meal).casefold() not in meals:
            facts = {"value": meal, "allowed": "、".join(sorted(meals))}
            yield "plan.lock-meal", f"{key}.meal" if inside else key, facts


def _equipment(plan: PlanFile) -> Iterator[Contradiction]:
    names = [spec.name for spec in plan.kitchen.equipment]
    for number, spec in enumerate(plan.kitchen.equipment, start=1):
        key = f"kitchen.equipment[{number}]"
        if spec.per_meal is None and spec.per_day is None:
            yield "plan.missing-key", f"{key}.per_meal", {"key": f"{key}.per_meal"}
        if names.index(spec.name) != number - 1:
            yield "plan.named-twice", f"{key}.name", {"value": spec.name}


def _objective(plan: PlanFile) -> Iterator[Contradiction]:
    facts: dict[str, str] = {"value": plan.objective}
    hard = plan.budget is not None and plan.budget.mode is Mode.HARD
    if plan.objective in ("nutrition", "rating") and not hard:
        yield "plan.objective-needs-budget", "objective", facts
    if plan.objective == "robust" and not (plan.prices and plan.prices.also):
        yield "plan.objective-needs-prices", "objective", facts


def _calendar(plan: PlanFile) -> Iterator[Contradiction]:
    calendar = plan.calendar
    if bool(calendar.days) == bool(calendar.start or calendar.end):
        yield "plan.days-or-range", "calendar", {}
        return
    if not calendar.days and (calendar.start is None or calendar.end is None):
        missing = "calendar.start" if calendar.start is None else "calendar.end"
        yield "plan.missing-key", missing, {"key": missing}
        return
    if calendar.start and calendar.end and calendar.start > calendar.end:
        facts = {"value": str(calendar.start), "limit": str(calendar.end)}
        yield "plan.start-after-end", "calendar.start", facts
        return
    for day in sorted({d for d in calendar.days if calendar.days.count(d) > 1}):
        yield "plan.day-twice", "calendar.days", {"value": str(day)}
    number = len(service_dates(plan))
    if number == 0:
        yield "plan.no-days", "calendar", {}
    elif number > MOST_DAYS:
        yield "plan.too-many-days", "calendar", {"value": str(number), "limit": str(MOST_DAYS)}


def _meals(plan: PlanFile) -> Iterator[Contradiction]:
    names = [meal_id(m.name) for m in plan.meal]
    for number, meal in enumerate(plan.meal, start=1):
        if names.index(names[number - 1]) != number - 1:
            yield "plan.named-twice", f"meal[{number}].name", {"value": meal.name}
        yield from _slots(f"meal[{number}]", meal)


def _slots(where: str, meal: MealSpec) -> Iterator[Contradiction]:
    seen: dict[str, str] = {}
    for number, slot in enumerate(meal.slots, start=1):
        key = f"{where}.slots[{number}]"
        if slot.min > slot.max:
            facts = {"value": str(slot.min), "limit": str(slot.max), "name": slot.name}
            yield "plan.min-above-max", f"{key}.min", facts
        elif slot.max == 0:
            yield "plan.slot-of-nothing", f"{key}.max", {"name": slot.name}
        for category in slot.categories or (slot.name,):
            if category in seen:
                facts = {"value": category, "first": seen[category], "name": slot.name}
                yield "plan.category-twice", f"{key}.categories", facts
            seen[category] = slot.name


def _groups(plan: PlanFile) -> Iterator[Contradiction]:
    names = [g.name for g in plan.group]
    codes = [g.code for g in plan.group if g.code]
    for number, group in enumerate(plan.group, start=1):
        if names.index(group.name) != number - 1:
            yield "plan.named-twice", f"group[{number}].name", {"value": group.name}
        if group.code and codes.count(group.code) > 1:
            yield "plan.named-twice", f"group[{number}].code", {"value": group.code}
        if sum(c.boys + c.girls for c in group.cohorts) == 0:
            yield "plan.no-pupils", f"group[{number}].cohorts", {"name": group.name}


def _amounts(plan: PlanFile) -> Iterator[Contradiction]:
    for kind, (low, high) in plan.portions.bands.items():
        if low > high:
            facts = {"value": f"{low:g}", "limit": f"{high:g}", "name": kind.value}
            yield "plan.min-above-max", f"portions.bands.{kind.value}", facts
    for number, supply in enumerate(plan.supply, start=1):
        key = f"supply[{number}]"
        if supply.min_kg is None and supply.max_kg is None:
            yield "plan.missing-key", f"{key}.max_kg", {"key": f"{key}.max_kg"}
        elif (supply.min_kg or 0) > (supply.max_kg if supply.max_kg is not None else 1e9):
            facts = {"value": f"{supply.min_kg:g}", "limit": f"{supply.max_kg:g}", "name": key}
            yield "plan.min-above-max", f"{key}.min_kg", facts
