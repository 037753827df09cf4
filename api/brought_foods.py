"""A school's own food table, held against ours: whose code is whose, what is lent or refused."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from food_tables import laws
from food_tables.cells import LONGEST_TEXT, plain
from food_tables.reading import Row, Table
from food_tables.table_errors import BadRows, Fault
from nutrition.food import Food
from nutrition.tables import FoodNames, foods_of

_LENT = ("group", "tags", "allergens", "months")


@dataclass(frozen=True, slots=True)
class Brought:
    """A table as it will be written.

    Attributes:
        replaces: names of foods that stand in the place of an embedded one.
        borrowed: names of foods whose group, tags, allergens or months are the embedded food's.
        derived: names of foods whose retinol follows from vitamin A and carotene.
        open_allergens: names of new foods of which the table does not tell the allergens.
        stated: codes of foods whose allergens are known, if only that there are none.
    """

    foods: tuple[Food, ...]
    replaces: tuple[str, ...]
    borrowed: tuple[str, ...]
    derived: tuple[str, ...]
    open_allergens: tuple[str, ...]
    stated: frozenset[str]


class _Ours:
    """Find an embedded food by its code alone, or by its name and aliases."""

    def __init__(self, foods: Mapping[str, Food]) -> None:
        self.foods = foods
        self._codes = {code.casefold(): code for code in foods}
        self._names = FoodNames(foods.values())

    def same(self, food: Food) -> str | None:
        """Return the code of the embedded food that ``food`` is, by its name."""
        return self._names.find(food.name)

    def clash(self, food: Food) -> str | None:
        """Return the name of the embedded food whose code ``food`` takes, when it is another."""
        code = self._codes.get(food.code.casefold())
        return None if code is None or code == self.same(food) else self.foods[code].name


def brought_foods(table: Table, ours: Mapping[str, Food], *, known_groups: bool) -> Brought:
    """Read the table; a food of our name takes our code and what the table does not say.

    Recipes name our codes, so the school's figures count in them at once.  ``known_groups``
    refuses groups that the clauses of the embedded standard do not know.

    Raises:
        BadRows: with every row that cannot be read, that takes the code of another food of
            ours, or that breaks a law of figures.
    """
    mine, known = foods_of(table), _Ours(ours)
    faults = list(_faults(table, mine, known, known_groups=known_groups))
    if faults:
        raise BadRows(table.file, faults)
    return _joined(table, mine, known)


def _joined(table: Table, mine: Mapping[str, Food], ours: _Ours) -> Brought:
    own_codes = {code.casefold(): code for code in mine}
    foods: dict[str, Food] = {}
    replaces, borrowed, derived, open_allergens = [], [], [], []
    rows = {plain(row.cells["code"]): row for row in table.rows}
    stated = set()
    for food in mine.values():
        code = ours.same(food)
        full = replace(food, source=_source(table, food))
        if code is None or code in foods or own_codes.get(code.casefold(), food.code) != food.code:
            code = food.code
            if "allergens" not in table.written:
                open_allergens.append(food.name)
        else:
            full = _lent(table, replace(full, code=code), ours.foods[code])
            replaces.append(food.name)
            stated.add(code)
            if any(getattr(full, each) != getattr(food, each) for each in _LENT):
                borrowed.append(food.name)
        if rows[food.code].cells.get("allergens", "").strip():
            stated.add(code)
        foods[code] = _with_retinol(full)
        if foods[code].per_100g != food.per_100g:
            derived.append(food.name)
    return Brought(
        tuple(foods.values()),
        tuple(replaces),
        tuple(borrowed),
        tuple(derived),
        tuple(open_allergens),
        frozenset(stated),
    )


def _source(table: Table, food: Food) -> str:
    """Name the file and the code there, and what the file itself names as its source."""
    said = f" ({food.source})" if food.source else ""
    return f"{table.file} {food.code}{said}"[:LONGEST_TEXT]


def _with_retinol(food: Food) -> Food:
    found = laws.retinol_of(food.per_100g, food.group)
    if found is None or "retinol_ug" in food.per_100g:
        return food
    return replace(food, per_100g={**food.per_100g, "retinol_ug": found})


def _lent(table: Table, food: Food, known: Food) -> Food:
    """Take from the embedded food what the table has no column for, never a nutrient."""
    return replace(
        food,
        group=food.group or known.group,
        tags=food.tags if "tags" in table.written else known.tags,
        allergens=food.allergens if "allergens" in table.written else known.allergens,
        months=food.months if "months" in table.written else known.months,
        name=known.name,
        aliases=tuple(dict.fromkeys((*known.aliases, *food.aliases))),
    )


def _faults(
    table: Table, mine: Mapping[str, Food], ours: _Ours, *, known_groups: bool
) -> Iterator[Fault]:
    rows = {plain(row.cells["code"]): row for row in table.rows}
    for food in mine.values():
        row = rows[food.code]
        other = ours.clash(food)
        if other is not None:
            facts = {"value": food.code, "name": food.name, "ours": other}
            yield table.fault("row.code-of-another-food", row, "code", **facts)
        if known_groups and food.group and food.group not in laws.GROUPS:
            allowed = "、".join(laws.GROUPS)
            yield table.fault("row.unknown-group", row, "group", value=food.group, allowed=allowed)
        yield from _too_much(table, row, food)


def _too_much(table: Table, row: Row, food: Food) -> Iterator[Fault]:
    total = laws.constituent_sum(food.per_100g)
    if total > laws.LARGEST_SUM:
        parts = [part for part in laws.CONSTITUENTS if part in table.written]
        column = max(parts, key=lambda part: food.per_100g.get(part, 0.0))
        facts = {"total": f"{total:.1f}", "limit": f"{laws.LARGEST_SUM:g}"}
        columns = "、".join(table.written[part] for part in parts)
        yield table.fault("row.more-than-the-whole", row, column, columns=columns, **facts)
