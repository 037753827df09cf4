"""What plan.toml names and nothing knows: meals, categories, methods, ages, clauses."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterator

from api.bringing import PLAN
from api.folder_tables import Tables
from api.plan_file import PlanFile
from food_tables.loading import load_dishes
from food_tables.table_errors import Fault
from nutrition.clauses import Standard
from nutrition.meal_names import meal_id
from nutrition.pupil import age_band, first_year


def unknown_words(plan: PlanFile, tables: Tables, standard: Standard) -> Iterator[Fault]:
    """Yield a fault for each, with what may have been meant."""
    yield from _meals(plan, standard)
    yield from _categories(plan, tables)
    yield from _methods(plan, tables)
    yield from _ages(plan, standard)
    follow = plan.portions.follow
    if "follow" in plan.portions.model_fields_set and follow not in standard.clauses:
        yield unknown_rule("portions.follow", follow, standard.clauses)


def unknown_rule(key: str, code: str, clauses: Collection[str]) -> Fault:
    """Return the fault of a clause that the standard does not have."""
    like = difflib.get_close_matches(code, clauses, 1)
    kind = "plan.unknown-rule-like" if like else "plan.unknown-rule"
    return Fault(kind, PLAN, None, key, {"value": code, "like": "".join(like)})


def _meals(plan: PlanFile, standard: Standard) -> Iterator[Fault]:
    """Hold the meals against those that the standard gives a share of the day."""
    known = standard.meal_shares
    for number, meal in enumerate(plan.meal, start=1):
        if known and meal_id(meal.name, known) not in known:
            facts = {"value": meal.name, "allowed": "、".join(known)}
            yield Fault("plan.unknown-meal", PLAN, None, f"meal[{number}].name", facts)


def _categories(plan: PlanFile, tables: Tables) -> Iterator[Fault]:
    known = dict.fromkeys(dish.category for dish in tables.dishes.values())
    known |= dict.fromkeys(row["category"] for row in load_dishes())
    for number, meal in enumerate(plan.meal, start=1):
        for place, slot in enumerate(meal.slots, start=1):
            strange = [c for c in slot.categories or (slot.name,) if c not in known]
            key = f"meal[{number}].slots[{place}].categories"
            yield from (_strange("category", key, each, known) for each in strange)


def _methods(plan: PlanFile, tables: Tables) -> Iterator[Fault]:
    known = dict.fromkeys(dish.method for dish in tables.dishes.values() if dish.method)
    known |= dict.fromkeys(row["method"] for row in load_dishes() if row["method"])
    named = [("kitchen.per_meal", method) for method in plan.kitchen.per_meal]
    named += [("kitchen.per_day", method) for method in plan.kitchen.per_day]
    for spec in plan.kitchen.equipment:
        named += [("kitchen.equipment", method) for method in spec.methods]
    for key, method in named:
        if method not in known:
            yield _strange("method", key, method, known)


def _strange(kind: str, key: str, text: str, known: Collection[str]) -> Fault:
    inside = [each for each in known if each in text or text in each]
    like = dict.fromkeys([*inside, *difflib.get_close_matches(text, known, 2, 0.5)])
    code = f"plan.unknown-{kind}-like" if like else f"plan.unknown-{kind}"
    facts = {"value": text, "like": "、".join([*like][:3]), "allowed": "、".join(known)}
    return Fault(code, PLAN, None, key, facts)


def _ages(plan: PlanFile, standard: Standard) -> Iterator[Fault]:
    """Yield a fault for every age band that no table of the standard knows."""
    known = standard.ages
    named = [
        (f"group[{number}].cohorts", cohort.age)
        for number, group in enumerate(plan.group, start=1)
        for cohort in group.cohorts
    ]
    if "reference_ages" in plan.portions.model_fields_set:
        named += [("portions.reference_ages", age) for age in plan.portions.reference_ages]
    for key, age in named if known else ():
        if age_band(age, known) not in known:
            facts = {"value": age, "allowed": "、".join(sorted(known, key=first_year))}
            yield Fault("plan.unknown-age", PLAN, None, key, facts)
