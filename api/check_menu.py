"""Checking a menu that somebody else wrote: rows in, lines and flags out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from api.attainment_lines import Labels, Lines, lines_of
from api.bringing import PLAN, refuse_strange, there
from api.errors import BadOption, EmptyMenu, SeveralTiers, UnknownFoods
from api.files import read_bytes
from api.folder_tables import (
    embedded_dishes,
    embedded_foods,
    embedded_standard,
    read_library,
)
from api.language import Lang
from api.plan_reading import read_plan, starter_plan, toml_text
from api.weekdays import chinese, weekday
from food_tables.cells import Label, Named, Number, maybe_day, plain
from food_tables.layout import layout
from food_tables.loading import load_standard_table
from food_tables.reading import Row, Table, parse, read_table
from food_tables.table_errors import BadRows, Fault, MissingColumns
from nutrition.checking.attaining import attain
from nutrition.checking.attainment import Attainment, broken
from nutrition.checking.audit import Audit, AuditRow, Unresolved, audit
from nutrition.checking.case import Case
from nutrition.checking.plausible import Flag, PlausibleLimit, implausible
from nutrition.clauses import Standard
from nutrition.dish import Dish
from nutrition.dish_tables import Basis
from nutrition.food import Food
from nutrition.meal_names import meal_id
from nutrition.pupil import Cohort, PupilGroup, Sex, age_band, first_year

GROUP = "g1"


class MenuRow(BaseModel):
    """A row of a menu."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    day: Named
    meal: Label = ""
    dish: Label = ""
    food: Named
    grams: Number
    basis: Basis = "net"
    tier: Label = ""
    category: Label = ""

    def at(self, meal: str) -> MenuRow:
        """Return the row at a meal by its id."""
        return self.model_copy(update={"meal": meal})


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be checked.

    Attributes:
        meals: only these; empty means all that the menu lists.
        sex: "M", "F" or "mix" (as many girls as boys).
        tier: which size, where the menu lists several.
        table: embedded food table; "" is the one that the folder names.
        folder: whose own foods, dishes and standard count, or None.
    """

    path: Path
    age: str
    meals: tuple[str, ...] = ()
    sex: str = "mix"
    tier: str = ""
    table: str = ""
    lang: Lang = "zh"
    folder: Path | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """A menu, checked.

    Attributes:
        found: every line of every clause.
        lines: what is printed, the worst of each clause.
        ignored: headers that were not used.
    """

    file: str
    audit: Audit
    standard: Standard
    group: PupilGroup
    found: tuple[Attainment, ...]
    lines: Lines
    labels: Labels
    flags: tuple[Flag, ...]
    ignored: tuple[str, ...]

    @property
    def unknown_foods(self) -> UnknownFoods | None:
        """What is to be said about foods that nobody knows, if there are any."""
        faults = [unknown_food(self.file, each) for each in self.audit.unknown_foods]
        return UnknownFoods(faults) if faults else None

    @property
    def broken(self) -> tuple[str, ...]:
        """Titles of the hard clauses that are not met."""
        codes = dict.fromkeys(line.clause for line in broken(self.found))
        return tuple(self.labels.title(self.standard.clauses[c]) for c in codes)


def check_menu(request: Request) -> Checked:
    """Read a menu and hold it against the standard.

    Raises:
        DoorError, TableError: the menu cannot be read, or the options do not fit it.
    """
    foods, dishes, standard = _library(request)
    cohorts = _cohorts(request, standard)
    group = PupilGroup(GROUP, cohorts[0].age, cohorts)
    table = read_table(read_bytes(request.path), request.path.name, layout("menu"))
    rows = _rows(table, request, standard)
    if not rows:
        raise EmptyMenu(table.file)
    read = audit(rows, foods, dishes.values(), GROUP)
    case = Case(read.menu, standard, (group,), read.foods)
    found = tuple(attain(case))
    labels = Labels.of(request.lang, (group,), read.menu, read.foods.values())
    lines = lines_of(found, standard, labels)
    flags = tuple(implausible(case, _plausible()))
    return Checked(table.file, read, standard, group, found, lines, labels, flags, table.ignored)


def _library(
    request: Request,
) -> tuple[Mapping[str, Food], Mapping[str, Dish], Standard]:
    """Return foods, dishes and standard: ours, or with those of a folder laid over them."""
    if request.folder is None:
        foods = embedded_foods(request.table or "canteen")
        return foods, embedded_dishes(foods), embedded_standard()
    refuse_strange(request.folder)
    path = request.folder / PLAN
    text = toml_text(path) if there(path) else starter_plan(request.lang)
    plan = read_plan(text)
    library = read_library(request.folder, plan, request.table or plan.table)
    return library.foods, library.dishes, library.standard


def unknown_food(file: str, each: Unresolved) -> Fault:
    code = "row.unknown-food-like" if each.suggestions else "row.unknown-food"
    facts = {"value": each.text, "like": "、".join(each.suggestions)}
    return Fault(code, file, each.line, "", facts)


def _cohorts(request: Request, standard: Standard) -> tuple[Cohort, ...]:
    age, known = age_band(request.age, standard.ages), standard.ages
    if known and age not in known:
        raise BadOption("--age", request.age, "、".join(sorted(known, key=first_year)))
    sexes: dict[str, tuple[Sex, ...]] = {"mix": ("M", "F"), "M": ("M",), "F": ("F",)}
    if request.sex not in sexes:
        raise BadOption("--sex", request.sex, "、".join(sexes))
    return tuple(Cohort(age, sex, 1) for sex in sexes[request.sex])


def _rows(table: Table, request: Request, standard: Standard) -> list[AuditRow]:
    """Read the rows of the meals and of the size asked for."""
    faults: list[Fault] = []
    rows = parse(table, MenuRow, faults)
    if faults:
        raise BadRows(table.file, faults)
    tiers = tuple(dict.fromkeys(line.tier for _, line in rows if line.tier))
    if request.tier and request.tier not in tiers:
        raise BadOption("--tier", request.tier, "、".join(tiers) or "—")
    if len(tiers) > 1 and not request.tier:
        raise SeveralTiers(table.file, tiers)
    known = standard.meal_shares
    wanted = tuple(meal_id(m, known) for m in request.meals)
    if "meal" not in table.written and len(wanted) != 1:
        raise MissingColumns(table.file, ["meal"], list(table.written.values()))
    found = [
        _audit_row(row, line.at(meal_id(line.meal, known)), wanted)
        for row, line in rows
        if not request.tier or line.tier in ("", request.tier)
    ]
    served = dict.fromkeys(r.meal for r in found)
    for meal in wanted:
        if meal not in served:
            raise BadOption("--meals", meal, "、".join(served))
    judged = [r for r in found if not wanted or r.meal in wanted]
    strange = {r.meal: r for r in reversed(judged) if known and r.meal not in known}
    if strange:
        raise BadRows(table.file, [_strange(table, r, known) for r in strange.values()][::-1])
    return [r for r in judged if r.grams > 0]


def _strange(table: Table, row: AuditRow, known: Iterable[str]) -> Fault:
    column = table.written.get("meal", "meal")
    if not row.meal:
        return Fault("row.missing-value", table.file, row.line, column, {"value": ""})
    written = next(each.cells["meal"] for each in table.rows if each.number == row.line)
    facts = {"value": written.strip(), "allowed": "、".join(known)}
    return Fault("row.unknown-meal", table.file, row.line, column, facts)


def _audit_row(row: Row, line: MenuRow, wanted: tuple[str, ...]) -> AuditRow:
    meal = line.meal or (wanted[0] if len(wanted) == 1 else "")
    return AuditRow(
        row.number, day_label(line.day), meal, line.dish, line.food, line.grams, line.basis
    )


def day_label(text: str) -> str:
    """Return a date as 2026-03-02 and a weekday as 周一; other labels stay."""
    bare, number = plain(text), weekday(text)
    if number is not None:
        return chinese(number)
    try:
        found = maybe_day(text)
    except ValueError:
        return bare
    return found.isoformat() if found else bare


def _plausible() -> list[PlausibleLimit]:
    return [PlausibleLimit.of(row) for row in load_standard_table("plausible")]
