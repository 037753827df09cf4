"""Rows of dishes and recipes become dishes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict
from pydantic_core import PydanticCustomError

from food_tables.cells import (
    Amount,
    Code,
    Label,
    MaybeMonths,
    Named,
    Note,
    Whole,
    Words,
    note,
    plain,
)
from food_tables.reading import Row, Table, parse, repeated
from food_tables.table_errors import BadRows, Fault
from nutrition.clashes import Entry, clashes
from nutrition.dish import Dish, Ingredient, Origin, PortionClass
from nutrition.food import ALL_YEAR, Food
from nutrition.meal_names import meal_id
from nutrition.tables import FoodNames, in_order, unknown_food

MAIN_FROM_GRAMS = 10.0

VEGETABLES = frozenset({"vegetable_kind", "tuber"})

_PORTIONS = {"主食": "staple", "菜": "dish", "汤": "soup", "定量": "fixed", "": "dish"}

_BASES = {"净": "net", "净重": "net", "": "net", "毛": "gross", "毛重": "gross"}

_ENABLED = frozenset({"否", "不", "不停用", "未停用", "启用", "0", "no", "n", "false"})

_ORIGINS = {"": "composed", "自拟": "composed", "有出处": "sourced"}


def _one_of(words: Mapping[str, str], *known: str) -> BeforeValidator:
    def read(text: str) -> str:
        bare = plain(text).lower()
        found = words.get(bare, bare)
        if found not in known:
            allowed = "、".join(known)
            raise PydanticCustomError(
                "row.not-one-of", "refused", {"value": text, "allowed": allowed}
            )
        return found

    return BeforeValidator(read)


Basis = Annotated[Literal["net", "gross"], _one_of(_BASES, "net", "gross")]
OriginWord = Annotated[Origin, _one_of(_ORIGINS, "sourced", "composed")]
PortionWord = Annotated[PortionClass, _one_of(_PORTIONS, *(p.value for p in PortionClass))]


def _reason(text: str) -> str:
    """Read why a dish may not be served; a word for no means that it may."""
    found = note(text)
    return "" if plain(found).casefold() in _ENABLED else found


class DishRow(BaseModel):
    """A row of dishes.csv."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    code: Code
    name: Named
    name_en: Label = ""
    category: Named
    meals: Words = ()
    method: Label = ""
    colour: Label = ""
    kind: Label = ""
    portion: PortionWord = PortionClass.DISH
    weekly_max: Whole = None
    origin: OriginWord = Origin.COMPOSED
    source: Note = ""
    disabled: Annotated[str, BeforeValidator(_reason)] = ""
    tags: Words = ()
    months: MaybeMonths = None


class RecipeRow(BaseModel):
    """A row of recipes.csv."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    dish: Named
    food: Named
    grams: Amount
    basis: Basis = "net"
    origin: OriginWord = Origin.COMPOSED


@dataclass(frozen=True, slots=True)
class DishTables:
    """The two tables that dishes are made of, in the order they are laid over each other.

    Attributes:
        dishes: later tables win over earlier ones, dish by dish.
        recipes: likewise; a table that names a dish replaces the whole recipe.
        meals: ids of all meals that a dish may name; empty takes any word for one.
    """

    dishes: Sequence[Table]
    recipes: Sequence[Table]
    meals: frozenset[str] = frozenset()


def dishes_of(tables: DishTables, foods: Mapping[str, Food]) -> dict[str, Dish]:
    """Return all dishes by code, net grams, with the months in which they may be served.

    These are the row's own months, or those of the main vegetable and the main fruit.

    Raises:
        BadRows: with every row of a table that cannot be read, every unknown food or dish,
            and every dish that may be served and has no ingredients.
    """
    names = FoodNames(foods.values())
    lines: dict[str, tuple[Table, Row, DishRow]] = {}
    for table in tables.dishes:
        lines |= _dish_rows(table, tables.meals)
    _refuse_clashes(lines)
    by_name = {plain(line.name): code for code, (_, _, line) in lines.items()}
    recipes: dict[str, tuple[Ingredient, ...]] = {}
    for table in tables.recipes:
        recipes |= _recipes(table, lines, by_name, names, foods)
    _refuse_empty(lines, recipes)
    return {
        code: _dish(line, recipes.get(code, ()), foods, tables.meals)
        for code, (_, _, line) in lines.items()
    }


def _dish_rows(table: Table, meals: frozenset[str]) -> dict[str, tuple[Table, Row, DishRow]]:
    faults: list[Fault] = []
    rows = parse(table, DishRow, faults)
    for row, line in rows if meals and table.written else ():  # ours know meals of other schools
        strange = [m for m in line.meals if meal_id(m, meals) not in meals]
        allowed = "、".join(sorted(meals))
        faults += [
            table.fault("row.not-one-of", row, "meals", value=m, allowed=allowed) for m in strange
        ]
    faults += repeated(table, ((row, line.code.casefold()) for row, line in rows), "code")
    faults += repeated(table, ((row, plain(line.name)) for row, line in rows), "name")
    if faults:
        raise BadRows(table.file, in_order(faults))
    return {line.code: (table, row, line) for row, line in rows}


def _refuse_clashes(lines: Mapping[str, tuple[Table, Row, DishRow]]) -> None:
    faults = clashes(
        Entry(code, line.name, table, row) for code, (table, row, line) in lines.items()
    )
    if faults:
        raise BadRows(faults[0].file, faults)


def _refuse_empty(
    lines: Mapping[str, tuple[Table, Row, DishRow]],
    recipes: Mapping[str, tuple[Ingredient, ...]],
) -> None:
    faults = [
        table.fault("row.no-ingredients", row, "code", value=line.code, name=line.name)
        for code, (table, row, line) in lines.items()
        if code not in recipes and not line.disabled
    ]
    if faults:
        raise BadRows(faults[0].file, faults)


def _recipes(
    table: Table,
    codes: Iterable[str],
    by_name: Mapping[str, str],
    names: FoodNames,
    foods: Mapping[str, Food],
) -> dict[str, tuple[Ingredient, ...]]:
    faults: list[Fault] = []
    known = set(codes)
    found: dict[str, list[Ingredient]] = {}
    keys: list[tuple[Row, object]] = []
    for row, line in parse(table, RecipeRow, faults):
        text = plain(line.dish)
        dish = text if text in known else by_name.get(text)
        food = names.find(line.food)
        if dish is None:
            faults.append(table.fault("row.unknown-dish", row, "dish", value=line.dish))
        if food is None:
            faults.append(unknown_food(table, row, names))
        if dish is None or food is None:
            continue
        keys.append((row, (dish, food)))
        net = line.grams * (foods[food].edible if line.basis == "gross" else 1.0)
        found.setdefault(dish, []).append(Ingredient(food, net, line.origin))
    faults += repeated(table, keys, "food")
    if faults:
        raise BadRows(table.file, in_order(faults))
    return {dish: tuple(lines) for dish, lines in found.items()}


def _dish(
    line: DishRow,
    recipe: tuple[Ingredient, ...],
    foods: Mapping[str, Food],
    meals: frozenset[str],
) -> Dish:
    return Dish(
        code=line.code,
        name=line.name,
        category=line.category,
        ingredients=recipe,
        meals=frozenset(meal_id(m, meals) for m in line.meals),
        method=line.method,
        colour=line.colour,
        kind=line.kind,
        vegetable=main_vegetable(recipe, foods),
        portion=line.portion,
        weekly_max=line.weekly_max,
        months=season(recipe, foods) if line.months is None else line.months,
        origin=line.origin,
        source=line.source,
        name_en=line.name_en,
        disabled=line.disabled,
        tags=frozenset(line.tags),
    )


def season(recipe: Sequence[Ingredient], foods: Mapping[str, Food]) -> frozenset[int]:
    """Return the months in which the main vegetable and the main fruit are both in season.

    The main one is the heaviest from 10 g on; foods of equal weight all count.
    """
    months = ALL_YEAR
    for tag in ("vegetable_kind", "fruit"):
        eaten = [i for i in recipe if tag in foods[i.food].tags and i.grams >= MAIN_FROM_GRAMS]
        heaviest = max((i.grams for i in eaten), default=0.0)
        for each in eaten:
            if each.grams == heaviest:
                months &= foods[each.food].months
    return months


def main_vegetable(recipe: Sequence[Ingredient], foods: Mapping[str, Food]) -> str:
    """Return the code of the heaviest vegetable or tuber from 10 g on; the first of equals."""
    eaten = [i for i in recipe if VEGETABLES & foods[i.food].tags and i.grams >= MAIN_FROM_GRAMS]
    return max(eaten, key=lambda i: i.grams).food if eaten else ""
