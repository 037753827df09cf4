"""The rows of a school's menu, read for a folder: meals, sizes of portion, foods, categories."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from api.check_menu import MenuRow, day_label, unknown_food
from api.errors import BadMenu, BadOption, EmptyMenu, SeveralTiers, UnknownFoods
from api.files import read_bytes
from api.folder import FolderPlan
from food_tables.cells import plain
from food_tables.layout import layout
from food_tables.reading import Row, Table, parse, read_table
from food_tables.table_errors import BadRows, Fault, MissingColumns
from nutrition.checking.audit import Audit, AuditRow, audit
from nutrition.meal_names import meal_id
from nutrition.pupil import PupilGroup

Line = tuple[Row, MenuRow]

Spot = tuple[str, str, str]
"""Day, meal and dish as the menu writes them."""


@dataclass(frozen=True, slots=True)
class MenuRows:
    """A menu as its rows say.

    Attributes:
        audits: one for each size that the menu lists for a group of its own; else one alone.
        base: the group whose grams the one size is, or None where nobody says.
        lines: first row of each dish of each meal, in the order of the menu.
        days: label -> first row.
        meals: id -> as the menu writes it.
        tiers: group -> size as the menu writes it.
    """

    table: Table
    audits: Mapping[str, Audit]
    base: PupilGroup | None
    lines: Mapping[Spot, Line]
    days: Mapping[str, int]
    meals: Mapping[str, str]
    tiers: Mapping[str, str]

    @property
    def one_size(self) -> bool:
        return "" in self.audits


def menu_rows(path: Path, folder: FolderPlan, tier: str) -> MenuRows:
    """Read a menu; ``tier`` is the size to take where it lists several and no group goes by them.

    Raises:
        TableError, DoorError: the menu cannot be read, or does not fit the folder.
    """
    table = read_table(read_bytes(path), path.name, layout("menu"))
    lines = _lines(table, folder)
    sizes = tuple(dict.fromkeys(line.tier for _, line in lines if line.tier))
    if tier and tier not in sizes:
        raise BadOption("--tier", tier, "、".join(sizes) or "—")
    groups = folder.problem.groups
    named = {g.code: name for g in groups for name in sizes if _goes_by(g, name)}
    if len(sizes) > 1 and not tier and len(named) < len(groups):
        raise SeveralTiers(table.file, sizes)
    own = len(sizes) > 1 and not tier
    wanted = named if own else {"": tier or next(iter(sizes), "")}
    taken = {
        group: [(row, line) for row, line in lines if line.tier in ("", size)]
        for group, size in wanted.items()
    }
    _refuse_unlike(table, taken)
    first = next(iter(taken.values()))
    base = groups[0] if len(groups) == 1 else None
    base = next((g for g in groups if not own and _goes_by(g, wanted[""])), base)
    days: dict[str, int] = {}
    for row, line in first:
        days.setdefault(day_label(line.day), row.number)
    spots: dict[Spot, Line] = {}
    for row, line in first:
        spots.setdefault((day_label(line.day), line.meal, plain(line.dish)), (row, line))
    return MenuRows(
        table,
        _audits(table, taken, folder),
        base,
        spots,
        days,
        {line.meal: row.cells.get("meal", "").strip() for row, line in reversed(first)},
        {group: size for group, size in wanted.items() if group},
    )


def _lines(table: Table, folder: FolderPlan) -> list[Line]:
    """Return the rows that serve something, at meals that the folder plans."""
    faults: list[Fault] = []
    rows = parse(table, MenuRow, faults)
    known = folder.problem.meal_names
    if "meal" not in table.written and len(known) != 1:
        raise MissingColumns(table.file, ["meal"], list(table.written.values()))
    alone = known[0] if len(known) == 1 and "meal" not in table.written else ""
    lines = [(r, line.at(alone or meal_id(line.meal, known))) for r, line in rows if line.grams > 0]
    strange = {line.meal: row for row, line in reversed(lines) if line.meal not in known}
    meals = "、".join(known)
    faults += [
        table.fault("row.meal-not-planned", row, "meal", meal=meal, meals=meals)
        if meal
        else table.fault("row.missing-value", row, "meal", value="")
        for meal, row in reversed(strange.items())
    ]
    if faults:
        raise BadRows(table.file, faults)
    if not lines:
        raise EmptyMenu(table.file)
    return lines


def _goes_by(group: PupilGroup, name: str) -> bool:
    return bool(name) and plain(name).casefold() in (plain(group.name).casefold(), group.code)


def _refuse_unlike(table: Table, taken: Mapping[str, Sequence[Line]]) -> None:
    """Refuse sizes that do not list the same foods of the same dishes."""
    lists = {
        group: {(day_label(i.day), i.meal, plain(i.dish), plain(i.food)): row for row, i in lines}
        for group, lines in taken.items()
    }
    faults = []
    for listed in lists.values():
        for other, theirs in lists.items():
            for spot in listed.keys() - theirs.keys():
                facts = {"value": spot[3], "name": taken[other][0][1].tier}
                faults.append(table.fault("row.size-lacks", listed[spot], "tier", **facts))
    if faults:
        raise BadMenu(table.file, sorted(faults, key=lambda f: f.row or 0))


def _audits(
    table: Table, taken: Mapping[str, Iterable[Line]], folder: FolderPlan
) -> dict[str, Audit]:
    foods, dishes = folder.tables.foods, folder.tables.dishes.values()
    audits = {
        group: audit([_row(row, line) for row, line in lines], foods, dishes, group)
        for group, lines in taken.items()
    }
    first = next(iter(audits.values()))
    faults = [unknown_food(table.file, each) for each in first.unknown_foods]
    if faults:
        raise UnknownFoods(faults)
    priced = folder.tables.prices
    names = {each.food for _, _, s in first.menu.servings() for each in s.dish.ingredients}
    dear = {code for code in names if code not in priced}
    if dear:
        raise BadMenu(table.file, list(_unpriced(table, dear, taken, audits)))
    return audits


def _unpriced(
    table: Table, dear: set[str], taken: Mapping[str, Iterable[Line]], audits: Mapping[str, Audit]
) -> Iterable[Fault]:
    """Yield a fault at the first row of each food without a price."""
    group, lines = next(iter(taken.items()))
    foods = audits[group].foods
    for code in sorted(dear):
        called = {plain(n) for n in (code, foods[code].name, *foods[code].aliases)}
        row = next((r for r, i in lines if plain(i.food) in called), next(iter(lines))[0])
        yield table.fault("row.no-price", row, "food", value=foods[code].name)


def _row(row: Row, line: MenuRow) -> AuditRow:
    day = day_label(line.day)
    return AuditRow(row.number, day, line.meal, line.dish, line.food, line.grams, line.basis)
