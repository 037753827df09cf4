"""Rows of tables become foods and prices; ours and a stranger's take the same path."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from pydantic import BaseModel, ConfigDict

from food_tables.cells import (
    Code,
    Label,
    MaybeCode,
    Months,
    Named,
    Note,
    Share,
    Words,
    figure,
    is_trace,
    maybe_day,
    number,
    plain,
)
from food_tables.reading import Row, Table, fault_of, parse, repeated
from food_tables.table_errors import BadRows, Fault, MissingColumns
from nutrition.errors import BadAmount
from nutrition.food import ALL_YEAR, Food
from nutrition.quantities import UnitPrice

LIKENESS = 0.5

SUGGESTIONS = 3

_TABLE_NAME = re.compile(r"(?<![A-Za-z])[A-Z]{2}[A-Z0-9_]{2,}")
"""What composition tables are called in source_table and in assumed: CFCT6, MEXT, USDA_SR26."""


class FoodRow(BaseModel):
    """A row of foods.csv without its nutrients."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    code: Code
    name: Named
    name_en: Label = ""
    aliases: Words = ()
    group: Label = ""
    subgroup: Label = ""
    edible_share: Share
    tags: Words = ()
    allergens: Words = ()
    months: Months = ALL_YEAR
    pack: Label = ""
    source_table: Label = ""
    source_code: MaybeCode = ""
    source_name: Label = ""
    assumed: Note = ""
    trace: Words = ()
    quality_flags: Note = ""
    dark_basis: Note = ""
    note: Note = ""


class FoodNames:
    """Find a food by code, name or alias, in this order; suggest when there is none."""

    def __init__(self, foods: Iterable[Food]) -> None:
        self._by_code: dict[str, str] = {}
        self._by_name: dict[str, set[str]] = {}
        self._by_alias: dict[str, set[str]] = {}
        self._name: dict[str, str] = {}
        for food in foods:
            self._by_code[_key(food.code)] = food.code
            self._by_name.setdefault(_key(food.name), set()).add(food.code)
            self._name[food.code] = food.name
            for alias in (*food.aliases, food.name_en):
                if alias:
                    self._by_alias.setdefault(_key(alias), set()).add(food.code)

    def find(self, text: str) -> str | None:
        """Return the code of the one food that ``text`` names, or None."""
        key = _key(text)
        if key in self._by_code:
            return self._by_code[key]
        for names in (self._by_name, self._by_alias):
            codes = names.get(key, set())
            if len(codes) == 1:
                return next(iter(codes))
            if codes:
                return None
        return None

    def suggest(self, text: str) -> tuple[str, ...]:
        """Return the names of foods that ``text`` may have meant, likeliest first."""
        key = _key(text)
        known = self._by_name | self._by_alias
        close = [key] if key in known else []
        if len(key) > 1 or not key.isascii():
            close += sorted((n for n in known if len(n) > 1 and (n in key or key in n)), key=len)
        close += difflib.get_close_matches(key, known, SUGGESTIONS, LIKENESS)
        codes = [c for name in close for c in sorted(known[name])]
        return tuple(dict.fromkeys(f"{self._name[c]}({c})" for c in codes))[:SUGGESTIONS]


def _key(text: str) -> str:
    return plain(text).casefold().replace(" ", "")


def foods_of(table: Table) -> dict[str, Food]:
    """Return the foods of a composition table by code, in the table's order.

    Raises:
        BadRows: with every row that cannot be read.
    """
    faults: list[Fault] = []
    found: dict[str, Food] = {}
    figures = {row.number: _nutrients(table, row, faults) for row in table.rows}
    rows = parse(table, FoodRow, faults)
    for row, line in rows:
        food = _food(line, figures[row.number])
        found.setdefault(line.code, replace(food, trace=food.trace | _traces(table, row)))
    faults += repeated(table, ((row, line.code) for row, line in rows), "code")
    faults += repeated(table, ((row, _key(line.name)) for row, line in rows), "name")
    if faults:
        raise BadRows(table.file, in_order(faults))
    return found


def _nutrients(table: Table, row: Row, faults: list[Fault]) -> dict[str, float]:
    """Read every column that is not one of ``FoodRow`` as a nutrient; unknown stays absent."""
    found: dict[str, float] = {}
    for column, text in table.scaled(row).items():
        if column in FoodRow.model_fields:
            continue
        try:
            value = figure(text)
        except ValueError as error:
            faults.append(fault_of(table, row, column, error))
            continue
        if value is not None:
            found[column] = value
    return found


def _traces(table: Table, row: Row) -> set[str]:
    """Return the nutrients that the row prints as a trace."""
    return {
        column
        for column, text in table.scaled(row).items()
        if column not in FoodRow.model_fields and is_trace(text)
    }


def _food(line: FoodRow, nutrients: Mapping[str, float]) -> Food:
    assumed = (part.partition("=")[0].strip() for part in line.assumed.split(";"))
    told = f"{line.source_table} {line.assumed}"
    return Food(
        code=line.code,
        name=line.name,
        group=line.group,
        edible=line.edible_share,
        per_100g=nutrients,
        tags=frozenset(line.tags),
        allergens=frozenset(line.allergens),
        months=line.months,
        aliases=line.aliases,
        name_en=line.name_en,
        estimated=frozenset(a for a in assumed if a),
        source=" ".join(p for p in (line.source_table, line.source_code) if p),
        trace=frozenset(line.trace),
        figures_from=frozenset(_TABLE_NAME.findall(told)),
    )


def in_order(faults: Iterable[Fault]) -> list[Fault]:
    """Return ``faults`` in the order of the file."""
    return sorted(faults, key=lambda f: f.row or 0)


@dataclass(frozen=True, slots=True)
class Quote:
    """What a food costs as bought, and why we think so.

    Attributes:
        basis: ``published``, ``derived``, ``estimate``, or ``own`` for the school's list.
        day: as the source writes it; "" when it does not.
    """

    food: str
    price: UnitPrice
    basis: str = "own"
    day: str = ""
    place: str = ""
    source: str = ""


class PriceRow(BaseModel):
    """A row of prices.csv without the price."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    food: Named
    basis: Label = "own"
    date: Label = ""
    place: Label = ""
    source: Label = ""


def prices_of(table: Table, names: FoodNames, on: date | None = None) -> dict[str, Quote]:
    """Return food code -> price.  Of several dated prices the latest not after ``on`` counts.

    Raises:
        BadRows: with every row that cannot be read, and every food that nobody knows.
    """
    if table.rows and not {"yuan_per_kg", "li_per_kg"} & set(table.rows[0].cells):
        raise MissingColumns(table.file, ["yuan_per_kg"], list(table.written.values()))
    faults: list[Fault] = []
    found: dict[str, Quote] = {}
    dated: list[tuple[Row, object]] = []
    for row, line in parse(table, PriceRow, faults):
        food = names.find(line.food)
        price = _price(table, row, faults)
        if food is None:
            faults.append(unknown_food(table, row, names))
        if food is None or price is None:
            continue
        quote = Quote(food, price, line.basis or "own", line.date, line.place, line.source)
        dated.append((row, (food, plain(line.date))))
        if _later(quote, found.get(food), on):
            found[food] = quote
    faults += repeated(table, dated, "food")
    if faults:
        raise BadRows(table.file, in_order(faults))
    return found


def _later(quote: Quote, known: Quote | None, on: date | None) -> bool:
    if known is None:
        return True
    limit = on or date.max
    mine, other = _day(quote.day), _day(known.day)
    if (mine > limit) != (other > limit):
        return other > limit
    return mine < other if mine > limit else mine > other


def _day(text: str) -> date:
    try:
        return maybe_day(text) or date.min
    except ValueError:
        return date.min


def _price(table: Table, row: Row, faults: list[Fault]) -> UnitPrice | None:
    """Read 元/kg (at most three decimals) or whole 厘/kg; a price of nothing is refused."""
    cells = table.scaled(row)
    in_li = "li_per_kg" in cells
    column = "li_per_kg" if in_li else "yuan_per_kg"
    text = cells[column]
    try:
        if number(text) == 0:
            faults.append(table.fault("row.zero-price", row, column, value=text))
            return None
        bare = format(Decimal(plain(text).replace(",", "")).normalize(), "f")
        return UnitPrice(int(bare)) if in_li else UnitPrice.yuan_per_kg(bare)
    except BadAmount:
        faults.append(table.fault("row.bad-price", row, column, value=text))
    except ValueError as error:
        faults.append(fault_of(table, row, column, error))
    return None


def unknown_food(table: Table, row: Row, names: FoodNames) -> Fault:
    """Return the fault of a row whose food nobody knows, with what it may have meant."""
    text = row.cells["food"]
    like = names.suggest(text)
    code = "row.unknown-food-like" if like else "row.unknown-food"
    return table.fault(code, row, "food", value=text, like="、".join(like))
