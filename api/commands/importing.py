"""canteen foods import: a school's own food table, previewed, then taken whole or not at all."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import typer
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table as Grid

from api.asking import agreed
from api.bringing import STANDARD
from api.brought_foods import Brought, brought_foods
from api.errors import CannotWrite
from api.files import read_bytes, write_all
from api.folder_tables import embedded_foods
from api.food_doubts import Doubt, doubts_about
from api.language import Lang, Terminal, terminal_words
from api.outcome import Exit
from api.terminal import paragraph, terminal
from food_tables.layout import layout
from food_tables.reading import Table, read_table
from nutrition.food import ALL_YEAR, Food

PREVIEW = 8

NAMED = 8
"""Foods that a doubt names; the others are counted."""

FILE = "foods.csv"

NO_ALLERGENS = "无"

_PLAIN = ("code", "name", "name_en", "aliases", "group", "edible_share")

_LAST = ("tags", "allergens", "months", "source_table", "assumed", "trace")


def run(file: Path, into: Path, lang: Lang, *, yes: bool) -> Exit:
    """Preview the table, ask, and write foods.csv into the folder.

    Raises:
        DoorError, TableError: the table cannot be read, with every row and column at fault.
    """
    own = terminal_words(lang)
    if into.exists() and not into.is_dir():
        raise CannotWrite(str(into), "file")
    table = read_table(read_bytes(file), file.name, layout("foods"))
    own_standard = (into / STANDARD).exists()
    found = brought_foods(table, embedded_foods("canteen"), known_groups=not own_standard)
    target = into / FILE
    console = terminal(stderr=True)
    _preview(console, table, found, own)
    for doubt in doubts_about(table, found.foods):
        paragraph(console, _said(doubt, own), "yellow")
    if target.exists():
        paragraph(console, own("import.overwrite", path=target), "yellow")
    if not yes and not agreed(own("import.ask", path=target)):
        typer.echo(own("import.kept"), err=True)
        return Exit.DONE
    write_all(into, {FILE: written(found.foods, found.stated).encode("utf-8-sig")})
    typer.echo(own("import.wrote", path=target), err=True)
    return Exit.DONE


def _preview(console: Console, table: Table, found: Brought, own: Terminal) -> None:
    nutrients = _nutrients(found.foods)
    known = sum(len(f.per_100g) for f in found.foods)
    missing = len(nutrients) * len(found.foods) - known
    title = own("import.title", file=table.file, count=len(found.foods))
    console.print(title, style="bold")
    paragraph(console, own("import.columns", columns=own.listed(list(table.written.values()))))
    paragraph(console, own("import.figures", known=known, missing=missing))
    fresh = len(found.foods) - len(found.replaces)
    for key, count in (
        ("replaces", len(found.replaces)),
        ("borrowed", len(found.borrowed)),
        ("fresh", fresh),
        ("derived", len(found.derived)),
        ("open_allergens", len(found.open_allergens)),
    ):
        if count:
            paragraph(console, own(f"import.{key}", count=count))
    console.print(own("import.preview", count=min(PREVIEW, len(found.foods))))
    grid = Grid(box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
    for name in ("code", "name", "edible_share", *nutrients[:4]):
        grid.add_column(table.written.get(name, name), overflow="fold")
    for food in found.foods[:PREVIEW]:
        figures = (_figure(food.per_100g.get(n)) or "—" for n in nutrients[:4])
        grid.add_row(food.code, food.name, f"{food.edible:g}", *figures)
    console.print(grid)


def _said(doubt: Doubt, own: Terminal) -> str:
    foods = own.listed(doubt.foods[:NAMED])
    rest = len(doubt.foods) - NAMED
    more = own("import.more", count=rest) if rest > 0 else ""
    facts = {"column": doubt.column, "times": f"{doubt.times:.1f}"}
    return own(doubt.key, foods=foods + more, count=len(doubt.foods), **facts)


def _nutrients(foods: tuple[Food, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(n for food in foods for n in food.per_100g))


def written(foods: tuple[Food, ...], stated: frozenset[str]) -> str:
    """Return foods as a foods.csv that reads back unchanged; what is unknown stays empty.

    ``stated``: codes of foods whose allergens are known; where there are none it says 无.
    """
    nutrients = _nutrients(foods)
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*_PLAIN, *nutrients, *_LAST])
    for food in foods:
        plain = [food.code, food.name, food.name_en, ";".join(food.aliases), food.group]
        figures = [_figure(food.per_100g.get(n)) for n in nutrients]
        none = NO_ALLERGENS if food.code in stated else ""
        last = [";".join(sorted(food.tags)), ";".join(sorted(food.allergens)) or none]
        months = "1-12" if food.months == ALL_YEAR else ",".join(map(str, sorted(food.months)))
        told = [food.source, ";".join(sorted(food.estimated)), ";".join(sorted(food.trace))]
        writer.writerow([*plain, f"{food.edible:g}", *figures, *last, months, *told])
    return out.getvalue()


def _figure(value: float | None) -> str:
    return "" if value is None else f"{value:.10g}"
