"""A school's own menu in the terms of its folder: the menu that a repair stays near."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from api.errors import BadMenu
from api.folder import FolderPlan
from api.menu_days import placed
from api.menu_dishes import Cards, likely
from api.menu_portions import Sizes, seasoned
from api.menu_rows import MenuRows, Spot, menu_rows
from api.notes import Note
from food_tables.cells import plain
from food_tables.table_errors import Fault
from nutrition.checking.audit import SEASONING_DISH, UNKNOWN
from nutrition.dish import Dish, Portion
from nutrition.food import Food, priced
from nutrition.menu import Day, Meal, Menu, Serving
from nutrition.rounding import SEASONING_TAGS
from optimizer.problem import MealPlan, Problem


@dataclass(frozen=True, slots=True)
class NearMenu:
    """A menu in the terms of a folder.

    Attributes:
        problem: the folder's, for the days of the menu and with its dishes, near it.
        menu: what is served, in every group's portions.
        days: date -> as the menu writes it.
        misfits: where the menu has more or fewer dishes than the folder's slots take.
    """

    rows: MenuRows
    problem: Problem
    menu: Menu
    days: Mapping[date, str]
    misfits: tuple[Note, ...]
    notes: tuple[Note, ...]


@dataclass(slots=True)
class _Bringing:
    """What is gathered while a menu is read."""

    rows: MenuRows
    folder: FolderPlan
    foods: Mapping[str, Food]
    cards: Cards
    faults: list[Fault] = field(default_factory=list)
    derived: dict[str, None] = field(default_factory=dict)
    bare: dict[str, None] = field(default_factory=dict)
    shared: bool = False


def near_menu(path: Path, folder: FolderPlan, tier: str = "") -> NearMenu:
    """Read a menu and bring it into the folder's terms.

    Raises:
        TableError, DoorError: the menu cannot be read, or does not fit the folder.
    """
    rows = menu_rows(path, folder, tier)
    dates = placed(rows.days, [day.date for day in folder.problem.days], rows.table.file)
    foods = _foods(rows, folder)
    work = _Bringing(rows, folder, foods, Cards(folder.tables.dishes, foods))
    menu = _menu(work, dates)
    problem = _staying(work, menu)
    labels = {dates[label]: written for label, written in _written(rows).items()}
    misfits, notes = _misfits(menu, problem, labels), _notes(work, dates, problem)
    return NearMenu(rows, problem, menu, labels, tuple(misfits), tuple(notes))


def _written(rows: MenuRows) -> dict[str, str]:
    """Return label -> weekday as the menu writes it, or date."""
    return {
        label: row.cells["day"].strip() if label.startswith("周") else label
        for (label, _, _), (row, _) in reversed(list(rows.lines.items()))
    }


def _foods(rows: MenuRows, folder: FolderPlan) -> dict[str, Food]:
    """Return what the folder plans with, and what the menu serves at the folder's prices."""
    tables = folder.tables
    used = {
        part.food
        for each in rows.audits.values()
        for _, _, serving in each.menu.servings()
        for part in serving.dish.ingredients
    }
    own = {code: priced(tables.foods[code], tables.prices[code].price) for code in used}
    return own | dict(folder.problem.foods)


def _menu(work: _Bringing, dates: Mapping[str, date]) -> Menu:
    """Return what is served, on the days of the calendar.

    Raises:
        BadMenu: with every dish or meal that does not fit.
    """
    weeks = {day.date: day.week for day in work.folder.problem.days}
    found = [
        replace(_day(work, n), label=str(dates[label]), date=dates[label], week=weeks[dates[label]])
        for n, label in enumerate(work.rows.days)
    ]
    if work.faults:
        raise BadMenu(work.rows.table.file, work.faults)
    return Menu(tuple(sorted(found, key=lambda day: day.label)))


def _staying(work: _Bringing, menu: Menu) -> Problem:
    """Return the folder's problem for the days of the menu and with its dishes, near it."""
    problem = work.folder.problem
    near = {
        (day.date, meal.meal): {s.dish.code: s.portions for s in meal.servings}
        for day in menu.days
        for meal in day.meals
        if day.date is not None
    }
    served = {day.date for day in menu.days}
    mine = {code: dish for code, dish in work.cards.dishes.items() if not dish.disabled}
    gone = work.cards.dishes.keys() - mine.keys()
    library = {code: dish for code, dish in problem.dishes.items() if code not in gone}
    return replace(
        problem,
        days=tuple(day for day in problem.days if day.date in served),
        locks=tuple(lock for lock in problem.locks if lock.date in served),
        foods=work.foods,
        dishes=library | mine,
        near=near,
        middles=work.cards.middles,
    )


def _day(work: _Bringing, number: int) -> Day:
    audits = {group: audit.menu.days[number] for group, audit in work.rows.audits.items()}
    first = next(iter(audits.values()))
    meals = {meal.meal: n for n, meal in enumerate(first.meals)}
    found = []
    for plan in work.folder.problem.meals:
        if plan.meal not in meals:
            facts = {"value": first.label, "meal": plan.meal}
            row = work.rows.days[first.label]
            work.faults.append(Fault("row.no-meal", work.rows.table.file, row, "day", facts))
            continue
        sizes = {group: day.meals[meals[plan.meal]] for group, day in audits.items()}
        found.append(Meal(plan.meal, tuple(_servings(work, first.label, plan, sizes))))
    return Day(first.label, tuple(found))


def _servings(
    work: _Bringing, label: str, plan: MealPlan, sizes: Mapping[str, Meal]
) -> Iterator[Serving]:
    """Yield the dishes of one meal, with what each group gets of them."""
    spots = [s for s in work.rows.lines if s[:2] == (label, plan.meal)]
    group, meal = next(iter(sizes.items()))
    known = {
        spot: _dish(work, plan, spot, serving.dish)
        for spot, serving in zip(spots, meal.servings, strict=True)
    }
    dishes = [dish for dish in known.values() if dish.code != SEASONING_DISH]
    if len(dishes) < len(known):
        work.shared = True
    by_size = {
        each: seasoned(
            [replace(s, dish=d) for s, d in zip(m.servings, known.values(), strict=True)], each
        )
        for each, m in sizes.items()
    }
    foods = {food for grams in by_size[group] for food in grams}
    if not any(SEASONING_TAGS & work.foods[food].tags for food in foods):
        work.bare[label] = None
    rule = Sizes(
        work.folder.problem.groups, work.rows.base, work.folder.problem.portioning, work.foods
    )
    for n, dish in enumerate(dishes):
        grams = by_size[group][n]
        if work.rows.one_size:
            portions = {g: Portion(p) for g, p in rule.of(dish, grams).items()}
        else:
            portions = {g: Portion(all_[n]) for g, all_ in by_size.items()}
        yield Serving(work.cards.card(dish, grams, portions), portions)


def _dish(work: _Bringing, plan: MealPlan, spot: Spot, dish: Dish) -> Dish:
    """Return the dish with its category, and what that says of it; a fault where none is told."""
    if dish.code == SEASONING_DISH:
        return dish
    row, line = work.rows.lines[spot]
    category = plain(line.category) or dish.category
    allowed = [c for slot in plan.slots for c in sorted(slot.categories)]
    facts = {"value": dish.name, "category": category, "meal": plan.meal}
    facts["allowed"] = "、".join(allowed)
    if category not in allowed:
        code = "row.category-no-slot" if category else "row.no-category"
        column = "category" if line.category else "dish"
        work.faults.append(work.rows.table.fault(code, row, column, **facts))
    meals = dish.meals | {plan.meal} if dish.meals or dish.code.startswith(UNKNOWN) else dish.meals
    dish = replace(dish, category=category, meals=meals)
    if not dish.code.startswith(UNKNOWN):
        return dish
    work.derived[dish.name] = None
    return likely(dish, work.folder.tables.dishes.values(), work.folder.tables.foods)


def _misfits(menu: Menu, problem: Problem, labels: Mapping[date, str]) -> Iterator[Note]:
    for day in menu.days:
        assert day.date is not None
        for meal in day.meals:
            plan = next(p for p in problem.meals if p.meal == meal.meal)
            for slot in plan.slots:
                count = sum(s.dish.category in slot.categories for s in meal.servings)
                if not slot.low <= count <= slot.high:
                    facts = {"day": labels[day.date], "meal": meal.meal, "name": slot.name}
                    limits = {"low": str(slot.low), "high": str(slot.high), "count": str(count)}
                    yield Note("note.repair-misfit", facts | limits)


def _notes(work: _Bringing, dates: Mapping[str, date], problem: Problem) -> Iterator[Note]:
    """Say what was taken for what."""
    moved = [f"{label} → {day}" for label, day in dates.items() if label != str(day)]
    if moved:
        yield Note("note.repair-days", {"days": "、".join(moved)})
    left = [str(d.date) for d in work.folder.problem.days if d not in problem.days]
    if left:
        yield Note("note.repair-days-left", {"days": "、".join(left)})
    groups = problem.groups
    if work.rows.one_size and len(groups) > 1:
        base = work.rows.base
        others = "、".join(g.name for g in groups if g is not base)
        code = "note.repair-sizes" if base else "note.repair-reference"
        yield Note(code, {"name": base.name if base else "", "groups": others})
    if work.shared:
        yield Note("note.repair-seasonings")
    if work.bare:
        yield Note("note.repair-bare", {"days": "、".join(work.bare)})
    if work.derived:
        yield Note("note.repair-derived", {"dishes": "、".join(work.derived)})
    stopped = [d for d in work.cards.dishes.values() if d.disabled]
    if stopped:
        said = "、".join(dict.fromkeys(f"{d.name}({d.disabled})" for d in stopped))
        yield Note("note.repair-disabled", {"dishes": said})
    if work.rows.table.ignored:
        yield Note("note.ignored-columns", {"columns": "、".join(work.rows.table.ignored)})
