"""canteen books import: a table is previewed, then taken whole or not at all."""

from __future__ import annotations

import hashlib
from pathlib import Path

import typer
from rich.box import SIMPLE_HEAD
from rich.table import Table as Grid

from api.asking import agreed
from api.books_desk import Desk
from api.books_imports import IMPORTS
from api.commands.books_entries import date_given
from api.errors import BadOption
from api.files import read_bytes
from api.outcome import Exit
from api.terminal import paragraph, terminal
from food_tables.layout import layout
from food_tables.reading import Table, read_table

PREVIEW, COLUMNS = 8, 7
"""Rows and columns that a preview shows."""


def brought(desk: Desk, kind: str, file: Path, since: str, *, yes: bool) -> Exit:
    """Bring a table into the books, after a look at it.

    ``since``: the day from which pupils are enrolled whose rows name none; else today.

    Raises:
        BadOption: there is no such kind of table.
        BadRows: with every row that cannot be read; nothing was written.
    """
    bringing = IMPORTS.get(kind)
    if bringing is None:
        raise BadOption("KIND", kind, "、".join(IMPORTS))
    content = read_bytes(file)
    table = read_table(content, file.name, layout(bringing.layout))
    first = date_given("--since", since) if since else desk.hand.today
    with desk.reads() as books:
        papers = bringing.read(books, table, first)
    _preview(desk, table, len(papers))
    if not yes and not agreed(desk.words("books.ask_table", file=file.name, school=desk.school)):
        typer.echo(desk.words("books.nothing"), err=True)
        return Exit.DONE
    key = f"{kind} {hashlib.sha256(content).hexdigest()}"
    with desk.writes() as books:
        made = list(bringing.write(books, bringing.read(books, table, first), key))
    again = sum(each.before for each in made)
    typer.echo(desk.words("books.brought", count=len(made) - again), err=True)
    if again:
        typer.echo(desk.words("books.before", count=again), err=True)
    return Exit.DONE


def _preview(desk: Desk, table: Table, papers: int) -> None:
    console, own = terminal(stderr=True), desk.words
    said = own("books.table", file=table.file, count=len(table.rows), papers=papers)
    paragraph(console, said, "bold")
    grid = Grid(box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
    columns = list(table.written.items())[:COLUMNS]
    for _, title in columns:
        grid.add_column(title, overflow="fold")
    for row in table.rows[:PREVIEW]:
        grid.add_row(*(row.cells[column] for column, _ in columns))
    console.print(grid)
    if len(table.rows) > PREVIEW:
        paragraph(console, own("books.more_lines", count=len(table.rows) - PREVIEW))
