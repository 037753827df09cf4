"""Rows of a table become foods; ours and a stranger's take the same path."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from pydantic import BaseModel, ConfigDict

from food_tables.cells import (
    Code,
    Items,
    Label,
    MaybeCode,
    Months,
    Named,
    Note,
    Share,
    Words,
    figure,
    is_trace,
    items,
    plain,
)
from food_tables.reading import Row, Table, fault_of, parse, repeated
from food_tables.table_errors import BadRows, Fault
from food_tables.vocabulary import NONE, Vocabulary, vocabulary
from nutrition.food import ALL_YEAR, Food

LIKENESS = 0.5

SUGGESTIONS = 3

_TABLE_NAME = re.compile(r"(?<![A-Za-z])[A-Z]{2}[A-Z0-9_]{2,}")
"""What composition tables are called in source_table and in assumed: CFCT6, MEXT, USDA_SR26."""

MOST_ASKED = 40
"""Names that one table gets suggestions for: nobody reads those of 50,000."""


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
    tags: Items = ()
    allergens: Items = ()
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
        self._asked = 0
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
        self._asked += 1
        if self._asked > MOST_ASKED:
            return ()
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


def foods_of(
    table: Table, tags: Collection[str] = (), allergens: Collection[str] = ()
) -> dict[str, Food]:
    """Return the foods of a composition table by code, in the table's order.

    ``tags`` and ``allergens`` are words that a school's own standard knows beside ours.

    Raises:
        BadRows: with every row that cannot be read.
    """
    words = {
        "tags": vocabulary("tag").also(tags),
        "allergens": vocabulary("allergen").also(allergens),
    }
    faults: list[Fault] = []
    found: dict[str, Food] = {}
    figures = {row.number: _nutrients(table, row, faults) for row in table.rows}
    said = {
        row.number: {c: ids_in(table, row, c, known, faults) for c, known in words.items()}
        for row in table.rows
    }
    rows = parse(table, FoodRow, faults)
    for row, line in rows:
        food = _food(line, figures[row.number], said[row.number])
        found.setdefault(line.code, replace(food, trace=food.trace | _traces(table, row)))
    faults += repeated(table, ((row, line.code.casefold()) for row, line in rows), "code")
    faults += repeated(table, ((row, _key(line.name)) for row, line in rows), "name")
    if faults:
        raise BadRows(table.file, in_order(faults))
    return found


def ids_in(
    table: Table, row: Row, column: str, known: Vocabulary, faults: list[Fault]
) -> frozenset[str]:
    """Return what a cell of tags or allergens lists; a word that nobody knows is a fault."""
    found = set()
    for word in items(row.cells.get(column, "")):
        code = known.find(word)
        if code is not None:
            found.add(code)
        elif plain(word).casefold() not in NONE:
            like = "、".join(known.like(word))
            facts = {"value": word, "like": like, "allowed": "、".join(known.choices)}
            kind = f"row.unknown-{column}-like" if like else f"row.unknown-{column}"
            faults.append(table.fault(kind, row, column, **facts))
    return frozenset(found)


def unsaid(table: Table, column: str) -> frozenset[str]:
    """Return the codes of the foods whose cell of ``column`` says nothing, not even 无."""
    return frozenset(
        plain(row.cells["code"]) for row in table.rows if not items(row.cells.get(column, ""))
    )


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


def _food(
    line: FoodRow, nutrients: Mapping[str, float], said: Mapping[str, frozenset[str]]
) -> Food:
    assumed = (part.partition("=")[0].strip() for part in line.assumed.split(";"))
    told = f"{line.source_table} {line.assumed}"
    return Food(
        code=line.code,
        name=line.name,
        group=line.group,
        edible=line.edible_share,
        per_100g=nutrients,
        tags=said["tags"],
        allergens=said["allergens"],
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


def unknown_food(table: Table, row: Row, names: FoodNames) -> Fault:
    """Return the fault of a row whose food nobody knows, with what it may have meant."""
    text = row.cells["food"]
    like = names.suggest(text)
    code = "row.unknown-food-like" if like else "row.unknown-food"
    return table.fault(code, row, "food", value=text, like="、".join(like))
