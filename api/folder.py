"""A plan folder becomes a problem: the school's choices over the tables it brings or borrows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from api.bringing import PLAN, refuse_strange, strays, there
from api.choosing import choices_of
from api.contradictions import service_dates
from api.errors import BadPlan, NoPlanFile
from api.folder_tables import Tables, read_tables
from api.keeping import refuse_bad_pins, with_kept, with_near
from api.locks import Locked, locks_of, refuse_bad_locks, whole_meals
from api.notes import Note, safety_notes
from api.objectives import aimed, lacks_ratings
from api.plan_file import GroupSpec, PlanFile, PortionsSpec
from api.plan_reading import line_of, read_plan, toml_text
from api.school_clauses import modes_of, school_standard
from api.unknown_words import unknown_words
from food_tables.table_errors import Fault
from nutrition.clauses import Limit, Standard
from nutrition.dish import Dish
from nutrition.errors import ClauseHasNoValue
from nutrition.food import Food, priced
from nutrition.meal_names import meal_id
from nutrition.pupil import Cohort, PupilGroup, age_band
from optimizer.problem import (
    DEFAULT_PORTIONING,
    MealPlan,
    Portioning,
    Problem,
    ServiceDay,
    Slot,
)


@dataclass(frozen=True, slots=True)
class FolderPlan:
    """A folder, read.

    Attributes:
        plan: as written.
        tables: as read, before the school's choices.
        notes: what was left out, and what to look after.
    """

    plan: PlanFile
    tables: Tables
    problem: Problem
    notes: tuple[Note, ...]


def read_folder(folder: Path, table: str = "", objective: str = "") -> FolderPlan:
    """Read a folder into a problem; ``table`` and ``objective`` win over those of plan.toml.

    Raises:
        DoorError, TableError, NutritionError: with file, row and column of what is wrong.
    """
    refuse_strange(folder)
    if not there(folder / PLAN):
        raise NoPlanFile(str(folder))
    text = toml_text(folder / PLAN)
    plan = read_plan(text, objective)
    dates = service_dates(plan)
    on = plan.prices.date if plan.prices else dates[0]
    tables = read_tables(folder, plan, table or plan.table, on)
    standard, locks = _resolved(text, plan, tables, on)
    foods, dishes, notes = _servable(plan, tables, on)
    notes += _strays(folder)
    problem = Problem(
        days=tuple(ServiceDay(d, (d.toordinal() - 1) // 7) for d in dates),
        meals=_meals(plan, standard),
        groups=_groups(plan, standard),
        foods=foods,
        dishes=dishes,
        standard=standard,
        modes=modes_of(plan),
        portioning=_portioning(plan.portions),
        locks=tuple(dict.fromkeys(lock for each in locks for lock in each.locks)),
        only=whole_meals(locks),
        history=tables.history,
    )
    problem = with_kept(folder, plan, tables, problem)
    refuse_bad_locks(text, locks, tables, problem)
    refuse_bad_pins(text, plan, locks, tables, problem)
    problem, more_notes = aimed(problem, plan, tables)
    problem = with_near(folder, plan, tables, problem)
    return FolderPlan(plan, tables, problem, (*notes, *more_notes))


def _resolved(
    text: str, plan: PlanFile, tables: Tables, on: date
) -> tuple[Standard, tuple[Locked, ...]]:
    """Return the school's clauses and locks.

    Raises:
        BadPlan: plan.toml names what nothing knows; with all such places.
    """
    faults: list[Fault] = []
    choices = choices_of(plan, tables, faults)
    standard, more = school_standard(tables.standard, plan, choices, on)
    faults += [*more, *unknown_words(plan, tables, standard), *lacks_ratings(plan, tables)]
    locks = locks_of(plan, tables, faults)
    if faults:
        raise BadPlan([replace(f, row=line_of(text, f.column)) for f in faults])
    return standard, locks


def _strays(folder: Path) -> list[Note]:
    lying = strays(folder)
    facts = {"files": "、".join(lying)}
    return [Note("note.stray-files", facts, printed=False)] if lying else []


def _meals(plan: PlanFile, standard: Standard) -> tuple[MealPlan, ...]:
    return tuple(
        MealPlan(
            meal_id(meal.name, standard.meal_shares),
            tuple(
                Slot(s.name, frozenset(s.categories or (s.name,)), s.min, s.max) for s in meal.slots
            ),
        )
        for meal in plan.meal
    )


def _portioning(spec: PortionsSpec) -> Portioning:
    base = DEFAULT_PORTIONING
    return Portioning(
        bands={**base.bands, **spec.bands},
        exponents={**base.exponents, **spec.exponents},
        salt_exponent=base.salt_exponent if spec.salt_exponent is None else spec.salt_exponent,
    )


def _groups(plan: PlanFile, standard: Standard) -> tuple[PupilGroup, ...]:
    """Return the groups with their size against the reference pupil.

    A group without a factor follows the standard's daily value (energy, unless the folder
    says otherwise) of its pupils against that of as many boys as girls of the reference ages.
    """
    taken = {spec.code for spec in plan.group if spec.code}
    free = (f"g{n}" for n in range(1, 99) if f"g{n}" not in taken)
    found = []
    for spec in plan.group:
        group = PupilGroup(
            spec.code or next(free), spec.name, _cohorts(spec, standard), spec.factor
        )
        factor = group.factor if group.factor is not None else _factor(plan, standard, group)
        found.append(replace(group, factor=factor))
    return tuple(found)


def _cohorts(spec: GroupSpec, standard: Standard) -> tuple[Cohort, ...]:
    boys = (Cohort(age_band(c.age, standard.ages), "M", c.boys) for c in spec.cohorts)
    girls = (Cohort(age_band(c.age, standard.ages), "F", c.girls) for c in spec.cohorts)
    return tuple(c for pair in zip(boys, girls, strict=True) for c in pair if c.count)


def _factor(plan: PlanFile, standard: Standard, group: PupilGroup) -> float:
    clause = standard.clauses.get(plan.portions.follow)
    ages = plan.portions.reference_ages
    if clause is None or not clause.value:
        return 1.0
    both = (Cohort(age_band(age, standard.ages), sex, 1) for age in ages for sex in ("M", "F"))
    reference = PupilGroup("reference", "", tuple(both))
    daily = Limit(column="value")
    try:
        whole = clause.limit(daily, reference, (), standard)
    except ClauseHasNoValue:
        return 1.0
    return clause.limit(daily, group, (), standard) / whole


def _servable(
    plan: PlanFile, tables: Tables, on: date
) -> tuple[dict[str, Food], dict[str, Dish], list[Note]]:
    """Price the foods, and leave out dishes that are disabled or need a food without a price."""
    foods = {
        code: priced(food, tables.prices[code].price)
        for code, food in tables.foods.items()
        if code in tables.prices
    }
    slots = {c for meal in plan.meal for s in meal.slots for c in s.categories or (s.name,)}
    dishes: dict[str, Dish] = {}
    unpriced: dict[str, Dish] = {}
    for code, dish in tables.dishes.items():
        if dish.disabled or dish.category not in slots:
            continue
        known = all(i.food in foods for i in dish.ingredients)
        (dishes if known else unpriced)[code] = dish
    used = {i.food for d in dishes.values() for i in d.ingredients}
    kept = {code: food for code, food in foods.items() if code in used}
    notes = [*_notes(tables, unpriced), *safety_notes(plan, tables, kept)]
    late = [f.name for code, f in kept.items() if tables.prices[code].after(on)]
    if late and any(file.startswith("prices.") for file in tables.brought):
        facts = {"date": str(on), "foods": "、".join(late[:8])}
        notes.append(Note("note.later-prices", facts))
    return kept, dishes, notes


def _notes(tables: Tables, unpriced: Mapping[str, Dish]) -> list[Note]:
    notes = []
    if tables.left_out:
        notes.append(Note("note.dishes-without-foods", {"number": str(len(tables.left_out))}))
    if unpriced:
        missing = {
            tables.foods[i.food].name
            for d in unpriced.values()
            for i in d.ingredients
            if i.food not in tables.prices
        }
        facts = {"number": str(len(unpriced)), "foods": "、".join(sorted(missing)[:8])}
        notes.append(Note("note.unpriced-dishes", facts))
    strange = sorted(
        {d for served in tables.history.values() for d in served if d not in tables.dishes}
    )
    if strange:
        notes.append(Note("note.history-unknown", {"dishes": "、".join(strange[:8])}))
    return notes
