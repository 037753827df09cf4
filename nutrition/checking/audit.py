"""A menu that somebody else wrote: its rows become a menu that the checkers can read."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from nutrition.dish import Dish, Ingredient, Portion
from nutrition.dish_tables import main_vegetable, season
from nutrition.food import Food
from nutrition.meal_names import meal_id
from nutrition.menu import Day, Meal, Menu, Serving
from nutrition.tables import FoodNames

SEASONING_DISH = "调味品"

UNKNOWN = "?"
"""What the codes of foods and dishes that nobody knows begin with."""

EVERY_MEAL = 21
"""Servings a week: the seasonings of a meal are no dish that could come too often."""

SUGGESTIONS = 3

LIKENESS = 0.6

SAME_IN_DISHES = (("鸡蛋", "蛋"), ("白米饭", "米饭"), ("蒜茸", "蒜蓉"))
"""Words that menus use for one another in the names of dishes."""


@dataclass(frozen=True, slots=True)
class AuditRow:
    """One row of a menu as read: a food of a dish of a meal.

    Attributes:
        line: number of the row in its file.
        dish: as written; empty or 调味品 for the seasonings of the whole meal.
        grams: for one pupil, raw.
        basis: "net" (edible) or "gross" (as bought).
    """

    line: int
    day: str
    meal: str
    dish: str
    food: str
    grams: float
    basis: str = "net"


@dataclass(frozen=True, slots=True)
class Unresolved:
    """A food or dish that nobody knows, with what it may have meant."""

    line: int
    text: str
    suggestions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Audit:
    """A menu read from rows.

    Attributes:
        foods: those of the table, and one without any figure for each unknown name, so that
            ceilings on it cannot be judged.
        unknown_foods: each name once, at its first line.
        unknown_dishes: dishes of which only the ingredients are known, not method or colour.
    """

    menu: Menu
    foods: Mapping[str, Food]
    unknown_foods: tuple[Unresolved, ...]
    unknown_dishes: tuple[Unresolved, ...]


def audit(
    rows: Sequence[AuditRow], foods: Mapping[str, Food], dishes: Iterable[Dish], group: str
) -> Audit:
    """Read ``rows`` as a menu for one group of pupils.

    Foods are found by code, name or alias, dishes by name.
    """
    names = FoodNames(foods.values())
    unknown: dict[str, Unresolved] = {}
    resolved = []
    for row in rows:
        code = names.find(row.food)
        if code is None:
            name = _plain(row.food)
            code = UNKNOWN + name
            unknown.setdefault(code, Unresolved(row.line, name, names.suggest(name)))
        resolved.append((row, code))
    blanks = {code: Food(code, each.text, "", 1.0, {}) for code, each in unknown.items()}
    library = _Library(dishes, foods.values())
    reader = _Reader({**foods, **blanks}, library, group)
    menu = reader.menu(resolved)
    return Audit(menu, reader.foods, tuple(unknown.values()), tuple(library.unknown.values()))


class _Library:
    """Dishes by name, also when a food in the name goes by an alias (西红柿炒蛋, 番茄炒蛋)."""

    def __init__(self, dishes: Iterable[Dish], foods: Iterable[Food]) -> None:
        self.unknown: dict[str, Unresolved] = {}
        words = [(a, f.name) for f in foods for a in f.aliases if len(a) > 1 and a not in f.name]
        self._words = (*SAME_IN_DISHES, *sorted(words, key=lambda w: -len(w[0])))
        self._by_name: dict[str, Dish] = {}
        for dish in dishes:
            self._by_name.setdefault(self._key(dish.name), dish)
            self._by_name[_plain(dish.name)] = dish

    def find(self, text: str, line: int) -> Dish:
        """Return the dish of the library, or one of which only the name is known."""
        name = _plain(text)
        if name in ("", SEASONING_DISH):
            name = SEASONING_DISH
            return Dish(name, name, category=name, ingredients=(), weekly_max=EVERY_MEAL)
        bare = name.split("(")[0]
        for key in (name, self._key(name), bare, self._key(bare)):
            if key in self._by_name:
                return self._by_name[key]
        close = difflib.get_close_matches(self._key(name), self._by_name, SUGGESTIONS, LIKENESS)
        suggestions = tuple(dict.fromkeys(self._by_name[key].name for key in close))
        self.unknown.setdefault(name, Unresolved(line, name, suggestions))
        return Dish(UNKNOWN + name, name, "", ())

    def _key(self, name: str) -> str:
        """Return ``name`` with every alias replaced by the food's own name."""
        key = _plain(name).casefold().replace(" ", "")
        for alias, food in self._words:
            key = key.replace(alias, food)
        return key


def _plain(text: str) -> str:
    """Return ``text`` in the half-width form, without blanks around it."""
    return unicodedata.normalize("NFKC", text).strip()


@dataclass(frozen=True, slots=True)
class _Reader:
    """Build days, meals and servings out of resolved rows, in the order of the file."""

    foods: Mapping[str, Food]
    library: _Library
    group: str

    def menu(self, rows: Sequence[tuple[AuditRow, str]]) -> Menu:
        labels = list(dict.fromkeys(_plain(row.day) for row, _ in rows))
        weeks = _weeks(labels)
        return Menu(
            tuple(
                Day(
                    label,
                    self._meals([r for r in rows if _plain(r[0].day) == label]),
                    *weeks[label],
                )
                for label in labels
            )
        )

    def _meals(self, rows: Sequence[tuple[AuditRow, str]]) -> tuple[Meal, ...]:
        meals: dict[str, dict[str, list[tuple[AuditRow, str]]]] = {}
        for row, code in rows:
            by_dish = meals.setdefault(meal_id(row.meal), {})
            by_dish.setdefault(_plain(row.dish), []).append((row, code))
        return tuple(
            Meal(meal, tuple(self._serving(lines) for lines in by_dish.values()))
            for meal, by_dish in meals.items()
        )

    def _serving(self, rows: Sequence[tuple[AuditRow, str]]) -> Serving:
        grams: dict[str, float] = {}
        for row, code in rows:
            share = self.foods[code].edible if row.basis == "gross" else 1.0
            grams[code] = grams.get(code, 0.0) + row.grams * share
        recipe = tuple(Ingredient(code, amount) for code, amount in grams.items())
        dish = self.library.find(rows[0][0].dish, rows[0][0].line)
        served = replace(
            dish,
            ingredients=recipe,
            months=season(recipe, self.foods),
            vegetable=main_vegetable(recipe, self.foods),
        )
        return Serving(served, {self.group: Portion(grams)})


def _weeks(labels: Sequence[str]) -> dict[str, tuple[date | None, int]]:
    """Return the date and week number of each day; days without dates are all one week."""
    dates: dict[str, date | None] = {}
    for label in labels:
        try:
            dates[label] = date.fromisoformat(label)
        except ValueError:
            dates[label] = None
    weeks = list(dict.fromkeys(_iso_week(day) for day in dates.values()))
    return {label: (day, weeks.index(_iso_week(day))) for label, day in dates.items()}


def _iso_week(day: date | None) -> tuple[int, int] | None:
    return None if day is None else day.isocalendar()[:2]
