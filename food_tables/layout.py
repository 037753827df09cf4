"""Layouts: which columns a table has, under which names people write them, in which unit."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from importlib.resources import files

from food_tables.table_errors import (
    MissingColumns,
    RepeatedColumn,
    UnknownColumns,
    WrongUnit,
)


class Extra(StrEnum):
    """What a column means that the layout does not know.

    ``FIGURES``: a nutrient, if its name is small letters, digits and ``_``; ``ANY``: a nutrient,
    under the header as it is written.
    """

    REFUSE = "refuse"
    IGNORE = "ignore"
    FIGURES = "figures"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a layout.

    Attributes:
        names: what headers call it, in plain form.
        units: unit in plain form -> factor to the column's own unit.
        unit_needed: true where a header without a unit could be read in two ways.
        title: its usual name in Chinese with its id, as errors offer it.
    """

    id: str
    names: frozenset[str]
    required: bool = False
    units: Mapping[str, float] = field(default_factory=dict)
    unit_needed: bool = False
    title: str = ""


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of one kind of table."""

    id: str
    columns: tuple[Column, ...]
    extra: Extra = Extra.REFUSE
    may_be_empty: bool = False

    @property
    def required(self) -> tuple[str, ...]:
        return tuple(c.id for c in self.columns if c.required)


@dataclass(frozen=True, slots=True)
class Head:
    """A header line that was understood.

    Attributes:
        places: column id -> position in the row.
        written: column id -> the header as the file writes it.
        factors: column id -> what its numbers are multiplied by, where not one.
        ignored: headers that nobody asked for.
    """

    places: Mapping[str, int]
    written: Mapping[str, str]
    factors: Mapping[str, float]
    ignored: tuple[str, ...] = ()


_FIGURE = re.compile(r"[a-z][a-z0-9_]{0,40}")

_UNIT = re.compile(r"(?P<name>[^(\[/]+)[(\[/](?P<unit>[^)\]]+)[)\]]?")


def plain_header(text: str) -> str:
    """Return a header as it is compared: half-width, small letters, no blanks."""
    flat = unicodedata.normalize("NFKC", text).replace("\ufeff", "").casefold()
    return re.sub(r"[\s*:]+", "", flat).replace("μ", "u").replace("µ", "u")


@cache
def layout(name: str) -> Layout:
    """Return the layout that headers.toml gives ``name`` (foods, dishes, prices, ...)."""
    text = files("food_tables").joinpath("headers.toml").read_text("utf-8")
    document = tomllib.loads(text)
    body = document["table"][name]
    columns = [_column(key, spec) for key, spec in body["columns"].items()]
    if body.get("nutrients"):
        columns += [_column(key, spec) for key, spec in document["nutrient"].items()]
    return Layout(name, tuple(columns), Extra(body["extra"]), bool(body.get("may_be_empty")))


def _column(key: str, spec: Mapping[str, object]) -> Column:
    also = _strings(spec.get("also"))
    names = {plain_header(str(n)) for n in (key, *also)}
    title = f"{also[0]}({key})" if also else key
    given = spec.get("units")
    units = {plain_header(u): float(f) for u, f in given.items()} if isinstance(given, dict) else {}
    return Column(
        key,
        frozenset(names),
        bool(spec.get("required")),
        units,
        bool(spec.get("unit_needed")),
        title,
    )


def _strings(value: object) -> Sequence[str]:
    return value if isinstance(value, list) else ()


def read_head(cells: Sequence[str], file: str, table: Layout) -> Head:
    """Match a header line by name.

    Raises:
        MissingColumns: a required column is not there.
        UnknownColumns: a column is there that the layout refuses.
        RepeatedColumn: two headers mean one column.
        WrongUnit: a header states a unit that cannot be converted, or none where one is needed.
    """
    places: dict[str, int] = {}
    written: dict[str, str] = {}
    factors: dict[str, float] = {}
    strange: list[str] = []
    for place, text in enumerate(cells):
        if not plain_header(text):
            continue
        match = _match(text, file, table)
        if match is None:
            strange.append(text.strip())
            continue
        column, factor = match
        if column in places and factor == factors.get(column, 1.0):
            raise RepeatedColumn(file, (written[column], text.strip()))
        if column in places and factor != 1.0:
            continue  # the same figure in a second unit (能量 in kcal and in kJ)
        places[column], written[column], factors[column] = place, text.strip(), factor
    missing = [c.title for c in table.columns if c.required and c.id not in places]
    if missing:
        raise MissingColumns(file, missing, [c.strip() for c in cells if c.strip()])
    if strange and table.extra is not Extra.IGNORE:
        raise UnknownColumns(file, strange, [c.title for c in table.columns])
    return Head(places, written, factors, tuple(strange))


def _match(text: str, file: str, table: Layout) -> tuple[str, float] | None:
    """Find the column that ``text`` names, and the factor of its unit."""
    flat = plain_header(text)
    for column in table.columns:
        if flat == column.id or (flat in column.names and not column.unit_needed):
            return column.id, 1.0
    name, unit, bracketed = _name_and_unit(flat)
    for column in table.columns:
        if name not in column.names:
            continue
        if unit in column.units:
            return column.id, column.units[unit]
        if not column.units and (bracketed or not unit):
            return column.id, 1.0  # a remark in brackets, such as 名称(必填)
        if column.units:
            raise WrongUnit(file, text.strip(), unit or "—", sorted(column.units))
    if table.extra is Extra.FIGURES and _FIGURE.fullmatch(flat):
        return flat, 1.0
    return (text.strip(), 1.0) if table.extra is Extra.ANY else None


def _name_and_unit(flat: str) -> tuple[str, str, bool]:
    """Split 钙(mg), 钙/mg, 可食部% and calcium_mg; the last is whether brackets said so."""
    if flat.endswith("%") and len(flat) > 1:
        return flat[:-1], "%", True
    stated = _UNIT.fullmatch(flat)
    if stated:
        return stated["name"], stated["unit"], True
    name, _, unit = flat.rpartition("_")
    return (name, unit, False) if name else (flat, "", False)
