"""[keep], [near] and [[festival]]: an earlier plan's meals, and what cannot stand beside them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from api.bringing import PLAN
from api.errors import BadPlan
from api.finished import menu_of, served
from api.folder_tables import Tables
from api.locks import Locked, fault_at
from api.plan_file import FestivalSpec, PlanFile
from api.plan_reading import line_of
from food_tables.table_errors import Fault
from nutrition.clauses import Mode, OnDates
from nutrition.dish import Portion
from nutrition.meal_names import meal_id
from optimizer.ladders import ladder
from optimizer.pool import excluded
from optimizer.problem import Aim, MealPlan, Problem, ServiceDay

Place = tuple[date, str]

Found = Iterator[tuple[str, str, dict[str, str]]]
"""Code, key and facts of what is wrong."""


def with_kept(folder: Path, plan: PlanFile, tables: Tables, problem: Problem) -> Problem:
    """Keep the meals of an earlier plan that [keep] names: those of its days, and single ones.

    Raises:
        NotAPlan, PlanOutdated, CannotRead, TableTooLarge: the earlier plan cannot be read.
    """
    if plan.keep is None:
        return problem
    found = served(menu_of(folder / plan.keep.plan, problem, tables.dishes))
    places = [(day, meal) for day in plan.keep.days for meal in problem.meal_names]
    places += [(m.date, meal_id(m.meal, problem.meal_names)) for m in plan.keep.meals]
    return replace(problem, kept={place: found[place] for place in places if place in found})


def with_near(folder: Path, plan: PlanFile, tables: Tables, problem: Problem) -> Problem:
    """Change as few dishes as possible of the plan that [near] names, before all other aims.

    Raises:
        NotAPlan, PlanOutdated, CannotRead, TableTooLarge: the earlier plan cannot be read.
    """
    if plan.near is None:
        return problem
    near = served(menu_of(folder / plan.near.plan, problem, tables.dishes))
    return replace(problem, near=near, aims=(Aim.CHANGES, *problem.aims))


def refuse_bad_pins(
    text: str, plan: PlanFile, locks: Sequence[Locked], tables: Tables, problem: Problem
) -> None:
    """Refuse what no menu can keep of [keep] and [[festival]], and of locks beside them.

    Raises:
        BadPlan: with every place, its row and its reason.
    """
    faults = [
        Fault(code, PLAN, line_of(text, key), key, facts)
        for code, key, facts in (
            *_missing(plan, problem),
            *_kept(problem, tables),
            *_feasts(plan, problem),
        )
    ]
    for locked in locks:
        dishes = problem.kept.get((locked.place.date, locked.place.meal))
        locks_on = {lock.dish: None for lock in locked.locks}
        strange = [code for code in locks_on if dishes is not None and code not in dishes]
        if dishes is not None and (strange or (locked.whole and locks_on.keys() != dishes.keys())):
            facts = {
                "name": "、".join(tables.dishes[code].name for code in strange or locks_on),
                "date": str(locked.place.date),
                "value": locked.place.meal,
                "dishes": "、".join(tables.dishes[code].name for code in dishes),
                "rows": str(line_of(text, "keep.plan") or "?"),
            }
            faults.append(fault_at(text, locked, "plan.lock-against-meal", facts))
    if faults:
        raise BadPlan(faults)


def _missing(plan: PlanFile, problem: Problem) -> Found:
    """Yield the days and meals that [keep] names and the earlier plan does not have."""
    if plan.keep is None:
        return
    kept = {day for day, _ in problem.kept}
    for day in plan.keep.days:
        if day not in kept:
            yield "plan.keep-not-there", "keep.days", {"date": str(day), "value": ""}
    for each in plan.keep.meals:
        if (each.date, meal_id(each.meal, problem.meal_names)) not in problem.kept:
            facts = {"date": str(each.date), "value": each.meal}
            yield "plan.keep-not-there", "keep.meals", facts


def _kept(problem: Problem, tables: Tables) -> Found:
    """Yield the dishes kept that may not be served, and the meals that no longer fit."""
    for (on, meal), dishes in problem.kept.items():
        day = next(d for d in problem.days if d.date == on)
        plan = next(p for p in problem.meals if p.meal == meal)
        where = {"date": str(on), "meal": meal}
        for code, portions in dishes.items():
            reason = _reason(problem, day, code, portions)
            if reason is not None:
                yield (
                    reason[0],
                    "keep.plan",
                    {**where, "value": tables.dishes[code].name, **reason[1]},
                )
        yield from _slots(problem, plan, dishes, where)


def _reason(
    problem: Problem, day: ServiceDay, code: str, portions: Mapping[str, Portion]
) -> tuple[str, dict[str, str]] | None:
    """Say why a dish cannot be kept as it was served; None when it can."""
    dish = problem.dishes.get(code)
    if dish is None:
        return "plan.keep-unpriced", {}
    bans = [
        c
        for c in problem.standard.clauses.values()
        if problem.mode(c) is Mode.HARD and excluded(c, problem, day, dish)
    ]
    if bans:
        return "plan.keep-excluded", {"rules": "、".join(c.title for c in bans)}
    sizes = {g.code: ladder(dish, g, problem.portioning, problem.foods) for g in problem.groups}
    if any(sizes[g].rung(portion) is None for g, portion in portions.items()):
        return "plan.keep-grams", {"name": dish.name}
    return None


def _slots(
    problem: Problem, plan: MealPlan, dishes: Mapping[str, object], where: dict[str, str]
) -> Found:
    known = [problem.dishes[k].category for k in dishes if k in problem.dishes]
    for slot in plan.slots:
        number = sum(category in slot.categories for category in known)
        if len(known) == len(dishes) and not slot.low <= number <= slot.high:
            facts = {"name": slot.name, "value": str(number), "limit": f"{slot.low}–{slot.high}"}
            yield "plan.keep-slots", "keep.plan", {**where, **facts}


def _feasts(plan: PlanFile, problem: Problem) -> Found:
    """Yield the festivals whose dishes cannot be served on their day."""
    for number, spec in enumerate(plan.festival, start=1):
        clause = problem.standard.clauses[f"school_festival_{number}"]
        rule = clause.rule
        assert isinstance(rule, OnDates)
        if problem.mode(clause) is not Mode.HARD:
            continue
        key = f"festival[{number}].dishes"
        facts = {"name": spec.name, "date": str(spec.date), "dishes": "、".join(spec.dishes)}
        if not any(_offered(problem, code, rule) for code in rule.dishes.codes):
            yield "plan.festival-no-slot", key, facts
        elif not any(_open(problem, spec, code) for code in rule.dishes.codes):
            yield "plan.festival-closed", key, facts


def _offered(problem: Problem, code: str, rule: OnDates) -> bool:
    """Say whether a slot takes the dish and no ban keeps it out."""
    dish = problem.dishes.get(code)
    if dish is None:
        return False
    day = next(d for d in problem.days if d.date in rule.dates)
    hard = (c for c in problem.standard.clauses.values() if problem.mode(c) is Mode.HARD)
    return not any(excluded(c, problem, day, dish) for c in hard) and any(
        (not rule.meals or plan.meal in rule.meals)
        and (not dish.meals or plan.meal in dish.meals)
        and any(dish.category in slot.categories for slot in plan.slots)
        for plan in problem.meals
    )


def _open(problem: Problem, spec: FestivalSpec, code: str) -> bool:
    """Say whether some meal of the day is not held to other dishes."""
    wanted = None if spec.meal is None else meal_id(spec.meal, problem.meal_names)
    places = [(spec.date, m) for m in problem.meal_names if wanted in (None, m)]
    return any(
        code in problem.kept.get(p, (code,)) and code in problem.only.get(p, (code,))
        for p in places
    )
