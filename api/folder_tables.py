"""The tables of a plan folder: what it brings, laid over what ships with the package."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from api.bringing import STANDARD, SUPPLIES, TABLES, bring
from api.contradictions import service_dates
from api.files import read_bytes
from api.plan_file import PlanFile
from api.plan_reading import parse_toml, toml_text
from food_tables import loading
from food_tables.layout import layout
from food_tables.reading import Table, read_table, table_of
from food_tables.table_errors import BadRows, Fault
from nutrition.clashes import Entry, clashes
from nutrition.clause_parts import parts
from nutrition.clauses import Exclusion, Standard, Term
from nutrition.dish import Dish
from nutrition.dish_names import dish_finder
from nutrition.dish_tables import DishTables, dishes_of
from nutrition.errors import BadStandard
from nutrition.food import COST, Food, FoodSelector
from nutrition.history import history_of
from nutrition.meal_names import MEALS, meal_id
from nutrition.prices import Quote, prices_of
from nutrition.ratings import ratings_of
from nutrition.tables import FoodNames, foods_of, unsaid

SAFETY = ("tags", "allergens")
"""Columns of foods whose silence may hurt: halal and allergens look at nothing else."""

_EMBEDDED = {
    "dishes": loading.load_dishes,
    "recipes": loading.load_recipes,
    "prices": loading.load_prices,
}


@dataclass(frozen=True, slots=True)
class Tables:
    """Everything that tables say, before the school chooses.

    Attributes:
        ratings: dish code -> 0 to 100, of those that ratings.csv rates.
        other_prices: on the other days whose prices a robust plan looks at.
        brought: names of the files that the folder brings.
        lacking: columns that the folder's foods.csv does not have, of tags and allergens.
        unsaid: column -> codes of the folder's foods that say nothing there.
        title: of the food table, as the sheet prints it.
        left_out: embedded dishes that need a food which the food table does not have.
    """

    foods: Mapping[str, Food]
    dishes: Mapping[str, Dish]
    prices: Mapping[str, Quote]
    standard: Standard
    history: Mapping[date, frozenset[str]] = field(default_factory=dict)
    ratings: Mapping[str, float] = field(default_factory=dict)
    other_prices: tuple[Mapping[str, Quote], ...] = ()
    brought: tuple[str, ...] = ()
    lacking: frozenset[str] = frozenset()
    unsaid: Mapping[str, frozenset[str]] = field(default_factory=dict)
    title: str = ""
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Dishes:
    """The dishes, and the codes of embedded ones whose foods the food table lacks."""

    dishes: dict[str, Dish]
    left_out: tuple[str, ...]


def read_tables(folder: Path, plan: PlanFile, table: str, on: date) -> Tables:
    """Read all tables of a plan; each error names its file, row and column."""
    library = read_library(folder, plan, table)
    own, foods = library.own, library.foods
    names = FoodNames(foods.values())
    embedded: dict[str, Quote] = {}
    if "prices" not in own or plan.tables.prices == "add":
        embedded = _known_prices(_embedded("prices"), names)
    days = (on, *(plan.prices.also if plan.prices else ()))
    mine_on = (prices_of(own["prices"], names, day) if "prices" in own else {} for day in days)
    prices, *others = ({**embedded, **own_prices} for own_prices in mine_on)
    ratings = own.get("ratings")
    mine, history = own.get("foods"), own.get("history")
    first = service_dates(plan)[0]
    return Tables(
        foods=foods,
        dishes=library.dishes,
        prices=prices,
        standard=library.standard,
        history=history_of(history, library.dishes, first) if history else {},
        ratings=ratings_of(ratings, dish_finder(library.dishes)) if ratings else {},
        other_prices=tuple(others),
        brought=library.brought,
        lacking=frozenset(c for c in SAFETY if mine and c not in mine.written),
        unsaid={c: unsaid(mine, c) for c in SAFETY} if mine else {},
        title=_title(own, plan, table),
        left_out=library.left_out,
    )


@dataclass(frozen=True, slots=True)
class Library:
    """Foods, dishes and standard of a folder: what its own tables say, laid over ours.

    Attributes:
        own: the folder's tables, as read.
        left_out: embedded dishes that need a food which the food table does not have.
    """

    foods: Mapping[str, Food]
    dishes: Mapping[str, Dish]
    standard: Standard
    own: Mapping[str, Table]
    brought: tuple[str, ...]
    left_out: tuple[str, ...]


def read_library(folder: Path, plan: PlanFile, table: str) -> Library:
    """Read what a folder brings beside its plan, without prices and history."""
    files = {name: path for name, path in bring(folder).items() if name not in SUPPLIES}
    own = {name: read_named(name, path) for name, path in files.items() if name in TABLES}
    standard = _standard(files.get("standard"))
    foods = _foods(own.get("foods"), plan, table, standard)
    if "standard" in files:
        _refuse_unknown_nutrients(standard, foods)
    meals = {*standard.meal_shares, *MEALS}
    meals |= {meal_id(meal.name, standard.meal_shares) for meal in plan.meal}
    dishes = _dishes(own, plan, foods, frozenset(meals))
    brought = tuple(path.name for path in files.values())
    return Library(foods, dishes.dishes, standard, own, brought, dishes.left_out)


def embedded_foods(table: str) -> dict[str, Food]:
    """Return the foods of an embedded table."""
    rows = table_of(loading.load_foods(table), f"{table}.csv", layout("foods"))
    return foods_of(rows, loading.load_document("foods", "canteen")["tags"])


def embedded_dishes(foods: Mapping[str, Food]) -> dict[str, Dish]:
    """Return the dishes that ship with the package, as far as ``foods`` has what they need."""
    recipes = _embedded("recipes")
    lacking = _lacking(recipes, foods)
    rows = tuple(r for r in recipes.rows if r.cells["dish"] not in lacking)
    library = _without(_embedded("dishes"), lacking)
    return dishes_of(DishTables([library], [Table(recipes.file, rows)]), foods)


def embedded_standard() -> Standard:
    """Return the standard that ships with the package."""
    return Standard.of(loading.load_standard())


def read_named(name: str, path: Path) -> Table:
    """Read one of the folder's tables."""
    return read_table(read_bytes(path), path.name, layout(name))


def _embedded(name: str) -> Table:
    return table_of(_EMBEDDED[name](), f"{name}.csv", layout(name))


def _foods(own: Table | None, plan: PlanFile, table: str, standard: Standard) -> dict[str, Food]:
    if own is None:
        return embedded_foods(table)
    rules = tuple(clause.rule for clause in standard.clauses.values())
    tags = {tag for each in parts(rules, FoodSelector) for tag in each.tags | each.without_tags}
    allergens = {a for each in parts(rules, Exclusion) for a in each.allergens}
    mine = foods_of(own, tags, allergens)
    if plan.tables.foods == "only":
        return mine
    ours = embedded_foods(table)
    entries = [Entry(f.code, f.name) for f in ours.values() if f.code not in mine]
    entries += [
        Entry(f.code, f.name, own, row) for f, row in zip(mine.values(), own.rows, strict=True)
    ]
    faults = clashes(entries)
    if faults:
        raise BadRows(own.file, faults)
    return ours | mine


def _refuse_unknown_nutrients(standard: Standard, foods: Mapping[str, Food]) -> None:
    own = dict.fromkeys(n for food in foods.values() for n in food.per_100g)
    known = {*own, *loading.load_nutrients(), COST, ""}
    faults = [
        Fault(
            "row.unknown-nutrient",
            STANDARD,
            None,
            f"clause.{code}.rule",
            {"value": term.nutrient, "allowed": "、".join(own)},
        )
        for code, clause in standard.clauses.items()
        for term in parts(clause.rule, Term)
        if term.nutrient not in known
    ]
    if faults:
        raise BadStandard(faults)


def _known_prices(prices: Table, names: FoodNames) -> dict[str, Quote]:
    """Read the embedded prices of those foods that are there."""
    rows = tuple(r for r in prices.rows if names.find(r.cells["food"]) == r.cells["food"])
    return prices_of(Table(prices.file, rows), names)


def _dishes(
    own: Mapping[str, Table], plan: PlanFile, foods: Mapping[str, Food], meals: frozenset[str]
) -> _Dishes:
    """Lay the folder's dishes and recipes over the embedded ones, or take them alone."""
    alone = "dishes" in own and plan.tables.dishes == "only"
    mine, cards = own.get("dishes"), own.get("recipes")
    dishes = [mine] if alone and mine else [_embedded("dishes"), *([mine] if mine else [])]
    recipes = [cards] if cards else []
    left_out: set[str] = set()
    if not (alone and cards):
        wanted = {row.cells["code"] for table in dishes for row in table.rows}
        embedded = _embedded("recipes")
        left_out = _lacking(embedded, foods) & wanted
        rows = tuple(r for r in embedded.rows if r.cells["dish"] in wanted - left_out)
        recipes = [Table(embedded.file, rows), *recipes]
    if left_out and not alone:
        own_cards = {r.cells["dish"] for r in cards.rows} if cards else set()
        left_out -= own_cards
        dishes[0] = _without(dishes[0], left_out)
    return _Dishes(dishes_of(DishTables(dishes, recipes, meals), foods), tuple(sorted(left_out)))


def _lacking(recipes: Table, foods: Mapping[str, Food]) -> set[str]:
    """Return the embedded dishes that need a food which the food table does not have."""
    return {r.cells["dish"] for r in recipes.rows if r.cells["food"] not in foods}


def _without(dishes: Table, left_out: Collection[str]) -> Table:
    rows = tuple(r for r in dishes.rows if r.cells["code"] not in left_out)
    return Table(dishes.file, rows, dishes.written)


def _standard(path: Path | None) -> Standard:
    if path is None:
        return embedded_standard()
    return Standard.of(parse_toml(toml_text(path), path.name))


def _title(own: Mapping[str, Table], plan: PlanFile, table: str) -> str:
    ours = str(loading.load_document("foods", table).get("title", table))
    if "foods" not in own:
        return ours
    return f"{own['foods'].file} + {ours}" if plan.tables.foods == "add" else own["foods"].file
