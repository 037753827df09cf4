"""canteen foods import: a school's own food table, previewed, then taken whole or not at all."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table as Grid

from api.errors import CannotWrite
from api.files import read_bytes, write_all
from api.folder_tables import embedded_foods
from api.language import Lang, Terminal, terminal_words
from api.outcome import Exit
from api.terminal import paragraph, terminal
from food_tables.layout import layout
from food_tables.reading import Table, read_table
from nutrition.food import ALL_YEAR, Food
from nutrition.tables import FoodNames, foods_of

PREVIEW = 8

FILE = "foods.csv"

_PLAIN = ("code", "name", "name_en", "aliases", "group", "edible_share")

_LAST = ("tags", "allergens", "months", "source_table", "assumed")


@dataclass(frozen=True, slots=True)
class Imported:
    """A table as it will be written.

    Attributes:
        replaces: names of foods that take the code of an embedded food of the same name.
        borrowed: names of foods whose tags, allergens or months are the embedded food's.
    """

    foods: tuple[Food, ...]
    replaces: tuple[str, ...]
    borrowed: tuple[str, ...]


def run(file: Path, into: Path, lang: Lang, *, yes: bool) -> Exit:
    """Preview the table, ask, and write foods.csv into the folder.

    Raises:
        DoorError, TableError: the table cannot be read, with every row and column at fault.
    """
    own = terminal_words(lang)
    if into.exists() and not into.is_dir():
        raise CannotWrite(str(into), "file")
    table = read_table(read_bytes(file), file.name, layout("foods"))
    mine = foods_of(table)
    found = _joined(table, mine)
    target = into / FILE
    console = terminal(stderr=True)
    _preview(console, table, found, own)
    if target.exists():
        paragraph(console, own("import.overwrite", path=target), "yellow")
    if not yes and not _agreed(own("import.ask", path=target)):
        typer.echo(own("import.kept"), err=True)
        return Exit.DONE
    write_all(into, {FILE: written(found.foods).encode("utf-8-sig")})
    typer.echo(own("import.wrote", path=target), err=True)
    return Exit.DONE


def _agreed(question: str) -> bool:
    typer.echo(question, err=True, nl=False)
    return sys.stdin.readline().strip().lower() in ("y", "yes", "是", "好")


def _joined(table: Table, mine: Mapping[str, Food]) -> Imported:
    """Give foods that we know by name our code, and what the table does not say of them.

    Recipes name our codes, so the school's figures count in them at once.
    """
    ours = embedded_foods("canteen")
    names = FoodNames(ours.values())
    foods: dict[str, Food] = {}
    replaces, borrowed = [], []
    for food in mine.values():
        code = names.find(food.name)
        if code is None or code in mine or code in foods:
            foods[food.code] = food
            continue
        replaces.append(food.name)
        known = ours[code]
        taken = replace(food, code=code, source=f"{table.file} {food.code}")
        lent = _lent(table, taken, known)
        if lent != taken:
            borrowed.append(food.name)
        foods[code] = lent
    return Imported(tuple(foods.values()), tuple(replaces), tuple(borrowed))


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


def _preview(console: Console, table: Table, found: Imported, own: Terminal) -> None:
    nutrients = _nutrients(found.foods)
    known = sum(len(f.per_100g) for f in found.foods)
    missing = len(nutrients) * len(found.foods) - known
    title = own("import.title", file=table.file, count=len(found.foods))
    console.print(title, style="bold")
    paragraph(console, own("import.columns", columns=own.listed(list(table.written.values()))))
    paragraph(console, own("import.figures", known=known, missing=missing))
    if found.replaces:
        paragraph(console, own("import.replaces", count=len(found.replaces)))
    if found.borrowed:
        paragraph(console, own("import.borrowed", count=len(found.borrowed)))
    fresh = len(found.foods) - len(found.replaces)
    if fresh:
        paragraph(console, own("import.fresh", count=fresh))
    console.print(own("import.preview", count=min(PREVIEW, len(found.foods))))
    grid = Grid(box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
    for name in ("code", "name", "edible_share", *nutrients[:4]):
        grid.add_column(table.written.get(name, name), overflow="fold")
    for food in found.foods[:PREVIEW]:
        figures = (_figure(food.per_100g.get(n)) or "—" for n in nutrients[:4])
        grid.add_row(food.code, food.name, f"{food.edible:g}", *figures)
    console.print(grid)


def _nutrients(foods: tuple[Food, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(n for food in foods for n in food.per_100g))


def written(foods: tuple[Food, ...]) -> str:
    """Return foods as a foods.csv that reads back unchanged; unknown figures stay empty."""
    nutrients = _nutrients(foods)
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*_PLAIN, *nutrients, *_LAST])
    for food in foods:
        plain = [food.code, food.name, food.name_en, ";".join(food.aliases), food.group]
        figures = [_figure(food.per_100g.get(n)) for n in nutrients]
        last = [";".join(sorted(s)) for s in (food.tags, food.allergens)]
        months = "1-12" if food.months == ALL_YEAR else ",".join(map(str, sorted(food.months)))
        assumed = ";".join(sorted(food.estimated))
        writer.writerow([*plain, f"{food.edible:g}", *figures, *last, months, food.source, assumed])
    return out.getvalue()


def _figure(value: float | None) -> str:
    return "" if value is None else f"{value:.10g}"
