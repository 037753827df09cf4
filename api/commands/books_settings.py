"""canteen books set and settings: what differs from place to place, with its document."""

from __future__ import annotations

from datetime import date

import typer
from rich.box import SIMPLE_HEAD
from rich.table import Table as Grid

from api.books_desk import Desk
from api.commands.books_entries import date_given
from api.outcome import Exit
from api.terminal import terminal
from canteen.choices import choose, setting_titles
from canteen.store.choosing import make, on


def chosen(desk: Desk, named: tuple[str, str], since: str, basis: str) -> Exit:
    """Set something from a day on."""
    choice = choose(*named, date_given("--since", since), basis)
    key = f"set {choice.name} {choice.value} {choice.since}"
    with desk.writes() as books:
        made = make(books, choice, key)
    word = "books.set_before" if made.before else "books.set"
    typer.echo(desk.words(word, name=choice.name, value=choice.value, day=choice.since), err=True)
    return Exit.DONE


def listed(desk: Desk) -> Exit:
    """Print what holds today, and on what basis."""
    with desk.reads() as books:
        holding = on(books, desk.hand.today).made
    own, titles = desk.words, setting_titles()
    grid = Grid(box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
    for name in ("setting", "value", "since", "basis"):
        grid.add_column(own(f"books.col_{name}"), overflow="fold")
    for name, choice in holding.items():
        title = titles[name][desk.lang != "zh"]
        since = "—" if choice.since == date.min else f"{choice.since}"
        grid.add_row(f"{title}\n{name}", choice.value, since, choice.basis)
    terminal().print(grid)
    return Exit.DONE
