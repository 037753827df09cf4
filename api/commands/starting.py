"""canteen new: a commented plan folder that plans as it is, with an example of each table."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import typer

from api.bringing import PLAN
from api.errors import CannotWrite
from api.files import kind, write_all
from api.language import Lang, terminal_words
from api.outcome import Exit

EXAMPLES = "examples"

TABLES = (
    "foods.csv",
    "dishes.csv",
    "recipes.csv",
    "prices.csv",
    "history.csv",
    "ratings.csv",
    "offers.csv",
    "stock.csv",
)


def run(folder: Path, lang: Lang) -> Exit:
    """Make the folder.

    Raises:
        CannotWrite: a plan is there already, or the place cannot be written.
    """
    if kind(folder / PLAN) not in ("missing", "refused"):
        raise CannotWrite(str(folder), "filled")
    starter = files("api").joinpath("starter")
    # with a BOM, so that a double click opens Chinese headers rightly
    made = {
        f"{EXAMPLES}/{n}": starter.joinpath(n).read_text("utf-8").encode("utf-8-sig")
        for n in TABLES
    }
    write_all(folder, {**made, PLAN: starter.joinpath(f"plan_{lang}.toml").read_bytes()})
    typer.echo(terminal_words(lang)("new.made", path=folder), err=True)
    return Exit.DONE
