"""The tables of a plan folder: what it brings, laid over what ships with the package."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from api.bringing import TABLES, bring
from api.files import read_bytes
from api.plan_file import PlanFile
from api.plan_reading import parse_toml
from food_tables import loading
from food_tables.layout import layout
from food_tables.reading import Table, decode, read_table, table_of
from nutrition.clauses import Standard
from nutrition.dish import Dish
from nutrition.dish_tables import DishTables, dishes_of, history_of
from nutrition.food import Food
from nutrition.tables import FoodNames, Quote, foods_of, prices_of

_EMBEDDED = {
    "dishes": loading.load_dishes,
    "recipes": loading.load_recipes,
    "prices": loading.load_prices,
}


@dataclass(frozen=True, slots=True)
class Tables:
    """Everything that tables say, before the school chooses.

    Attributes:
        brought: names of the files that the folder brings.
        no_allergens: the folder's foods.csv has no column of allergens.
        title: of the food table, as the sheet prints it.
        left_out: embedded dishes that need a food which the food table does not have.
    """

    foods: Mapping[str, Food]
    dishes: Mapping[str, Dish]
    prices: Mapping[str, Quote]
    standard: Standard
    history: Mapping[date, frozenset[str]] = field(default_factory=dict)
    brought: tuple[str, ...] = ()
    no_allergens: bool = False
    title: str = ""
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Library:
    """The dishes, and the codes of embedded ones whose foods the food table lacks."""

    dishes: dict[str, Dish]
    left_out: tuple[str, ...]


def read_tables(folder: Path, plan: PlanFile, table: str, on: date) -> Tables:
    """Read all tables of a plan; each error names its file, row and column."""
    files = bring(folder)
    own = {name: _read(name, path) for name, path in files.items() if name in TABLES}
    foods = _foods(own.get("foods"), plan, table)
    names = FoodNames(foods.values())
    library = _dishes(own, plan, foods)
    prices: dict[str, Quote] = {}
    if "prices" not in own or plan.tables.prices == "add":
        prices = _known_prices(_embedded("prices"), names)
    if "prices" in own:
        prices |= prices_of(own["prices"], names, on)
    return Tables(
        foods=foods,
        dishes=library.dishes,
        prices=prices,
        standard=_standard(files.get("standard")),
        history=history_of(own["history"], library.dishes) if "history" in own else {},
        brought=tuple(path.name for path in files.values()),
        no_allergens="foods" in own and "allergens" not in own["foods"].written,
        title=_title(own, plan, table),
        left_out=library.left_out,
    )


def embedded_foods(table: str) -> dict[str, Food]:
    """Return the foods of an embedded table."""
    return foods_of(table_of(loading.load_foods(table), f"{table}.csv", layout("foods")))


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


def _read(name: str, path: Path) -> Table:
    return read_table(read_bytes(path), path.name, layout(name))


def _embedded(name: str) -> Table:
    return table_of(_EMBEDDED[name](), f"{name}.csv", layout(name))


def _foods(own: Table | None, plan: PlanFile, table: str) -> dict[str, Food]:
    if own is None:
        return embedded_foods(table)
    mine = foods_of(own)
    return embedded_foods(table) | mine if plan.tables.foods == "add" else mine


def _known_prices(prices: Table, names: FoodNames) -> dict[str, Quote]:
    """Read the embedded prices of those foods that are there."""
    rows = tuple(r for r in prices.rows if names.find(r.cells["food"]) == r.cells["food"])
    return prices_of(Table(prices.file, rows), names)


def _dishes(own: Mapping[str, Table], plan: PlanFile, foods: Mapping[str, Food]) -> _Library:
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
    return _Library(dishes_of(DishTables(dishes, recipes), foods), tuple(sorted(left_out)))


def _lacking(recipes: Table, foods: Mapping[str, Food]) -> set[str]:
    """Return the embedded dishes that need a food which the food table does not have."""
    return {r.cells["dish"] for r in recipes.rows if r.cells["food"] not in foods}


def _without(dishes: Table, left_out: Collection[str]) -> Table:
    rows = tuple(r for r in dishes.rows if r.cells["code"] not in left_out)
    return Table(dishes.file, rows, dishes.written)


def _standard(path: Path | None) -> Standard:
    if path is None:
        return embedded_standard()
    return Standard.of(parse_toml(decode(read_bytes(path), path.name), path.name))


def _title(own: Mapping[str, Table], plan: PlanFile, table: str) -> str:
    ours = str(loading.load_document("foods", table).get("title", table))
    if "foods" not in own:
        return ours
    return f"{own['foods'].file} + {ours}" if plan.tables.foods == "add" else own["foods"].file
