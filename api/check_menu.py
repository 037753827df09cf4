"""Checking a menu that somebody else wrote: rows in, lines and flags out."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from api.attainment_lines import Labels, Lines, lines_of
from api.errors import BadOption, SeveralTiers, UnknownFoods
from api.files import read_bytes
from api.folder_tables import embedded_dishes, embedded_foods, embedded_standard
from api.language import Lang
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
from nutrition.dish_tables import Basis, meal_id
from nutrition.pupil import Cohort, PupilGroup, Sex

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


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be checked.

    Attributes:
        meals: only these; empty means all that the menu lists.
        sex: "M", "F" or "mix" (as many girls as boys).
        tier: which size, where the menu lists several.
    """

    path: Path
    age: str
    meals: tuple[str, ...] = ()
    sex: str = "mix"
    tier: str = ""
    table: str = "canteen"
    lang: Lang = "zh"


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
        faults = [_unknown(self.file, each) for each in self.audit.unknown_foods]
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
    standard = embedded_standard()
    group = PupilGroup(GROUP, request.age, _cohorts(request, standard))
    table = read_table(read_bytes(request.path), request.path.name, layout("menu"))
    rows = _rows(table, request, standard)
    foods = embedded_foods(request.table)
    dishes = embedded_dishes(foods)
    read = audit(rows, foods, dishes.values(), GROUP)
    case = Case(read.menu, standard, (group,), read.foods)
    found = tuple(attain(case))
    served = {s.dish.code: s.dish.name for _, _, s in read.menu.servings()}
    names = served | {code: food.name for code, food in read.foods.items()}
    weeks = len({day.week for day in read.menu.days}) > 1
    labels = Labels(request.lang, (group,), names, weeks, read.menu.meals_served)
    lines = lines_of(found, standard, labels)
    flags = tuple(implausible(case, _plausible()))
    return Checked(table.file, read, standard, group, found, lines, labels, flags, table.ignored)


def _unknown(file: str, each: Unresolved) -> Fault:
    code = "row.unknown-food-like" if each.suggestions else "row.unknown-food"
    facts = {"value": each.text, "like": "、".join(each.suggestions)}
    return Fault(code, file, each.line, "", facts)


def _cohorts(request: Request, standard: Standard) -> tuple[Cohort, ...]:
    known = {v.age for c in standard.clauses.values() for v in c.value if v.age}
    if request.age not in known:
        raise BadOption("--age", request.age, "、".join(sorted(known, key=_first_year)))
    sexes: dict[str, tuple[Sex, ...]] = {"mix": ("M", "F"), "M": ("M",), "F": ("F",)}
    if request.sex not in sexes:
        raise BadOption("--sex", request.sex, "、".join(sexes))
    return tuple(Cohort(request.age, sex, 1) for sex in sexes[request.sex])


def _first_year(age: str) -> int:
    digits = age.partition("-")[0]
    return int(digits) if digits.isdigit() else 0


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
    wanted = tuple(meal_id(m) for m in request.meals)
    if "meal" not in table.written and len(wanted) != 1:
        raise MissingColumns(table.file, ["meal"], list(table.written.values()))
    found = [
        _audit_row(row, line, wanted)
        for row, line in rows
        if not request.tier or line.tier in ("", request.tier)
    ]
    served = dict.fromkeys(r.meal for r in found)
    for meal in wanted:
        if meal not in served:
            raise BadOption("--meals", meal, "、".join(served))
    unknown = [m for m in served if m not in standard.meal_shares and (not wanted or m in wanted)]
    if unknown:
        raise BadOption("--meals", unknown[0], "、".join(standard.meal_shares))
    return [r for r in found if r.grams > 0 and (not wanted or r.meal in wanted)]


def _audit_row(row: Row, line: MenuRow, wanted: tuple[str, ...]) -> AuditRow:
    meal = meal_id(line.meal) if line.meal else (wanted[0] if len(wanted) == 1 else "")
    return AuditRow(row.number, _day(line.day), meal, line.dish, line.food, line.grams, line.basis)


def _day(text: str) -> str:
    try:
        found = maybe_day(text)
    except ValueError:
        return plain(text)
    return found.isoformat() if found else plain(text)


def _plausible() -> list[PlausibleLimit]:
    return [PlausibleLimit.of(row) for row in load_standard_table("plausible")]
