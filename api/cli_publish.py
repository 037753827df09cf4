"""Commands of the record: canteen publish NAME …, what was shown, what is due."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from api.cli_books import By, Database, School
from api.cli_finished import Finished, FolderOf
from api.cli_months import MonthOf
from api.cli_options import AsJson, Spoken, language_of, option_help
from api.cli_sheets import AsOf, From, Group, Plans, Signs, To

publish_app = typer.Typer(help=option_help("publish"), rich_markup_mode=None, no_args_is_help=True)

OF_WEEKS = ("purchase-prices", "dish-prices")
OF_MONTHS = ("statement", "surplus")
OF_DAYS = ("fees", "letter")


@publish_app.command("recipe", help=option_help("publish_recipe"))
def recipe(
    plan: Finished,
    *,
    folder: FolderOf = "",
    group: Group = "",
    signs: Signs = None,
    school: School = "",
    by: By = "",
    database: Database = "",
    lang: Spoken = "",
) -> None:
    from api.books_desk import Desk
    from api.commands.publishing import menu_shown, signs_of
    from api.sheets_of_plans import PlanAsked

    desk = Desk.of(database, school, by, language_of(lang))
    asked = PlanAsked(signs_of("recipe", signs or []), group)
    raise typer.Exit(menu_shown(desk, plan, Path(folder) if folder else None, asked))


@publish_app.command("list", help=option_help("publish_list"))
def list_(
    *,
    first: Annotated[
        str, typer.Option("--from", metavar="DATE", help=option_help("sheet_from"))
    ] = "",
    last: Annotated[str, typer.Option("--to", metavar="DATE", help=option_help("sheet_to"))] = "",
    every: Annotated[bool, typer.Option("--all", help=option_help("publish_all"))] = False,
    school: School = "",
    database: Database = "",
    as_json: AsJson = False,
    lang: Spoken = "",
) -> None:
    from api.books_desk import Desk
    from api.commands.publishing import listed

    desk = Desk.reader(database, school, language_of(lang))
    raise typer.Exit(listed(desk, first, last, every=every, as_json=as_json))


@publish_app.command("due", help=option_help("publish_due"))
def due(
    *,
    school: School = "",
    database: Database = "",
    as_json: AsJson = False,
    lang: Spoken = "",
) -> None:
    from api.books_desk import Desk
    from api.commands.publishing import due_listed

    desk = Desk.reader(database, school, language_of(lang))
    raise typer.Exit(due_listed(desk, as_json=as_json))


@publish_app.command("get", help=option_help("publish_get"))
def get(
    number: Annotated[int, typer.Argument(help=option_help("publish_number"))],
    *,
    out: Annotated[str, typer.Option("--out", metavar="FILE", help=option_help("publish_out"))],
    school: School = "",
    database: Database = "",
    lang: Spoken = "",
) -> None:
    from api.books_desk import Desk
    from api.commands.publishing import got

    raise typer.Exit(got(Desk.reader(database, school, language_of(lang)), number, out))


def _of_week(name: str) -> Callable[..., None]:
    def show(
        first: From,
        last: To,
        *,
        plans: Plans = None,
        signs: Signs = None,
        school: School = "",
        by: By = "",
        database: Database = "",
        lang: Spoken = "",
    ) -> None:
        from api.books_desk import Desk
        from api.commands.publishing import sheet_shown
        from api.commands.sheets import Wanted, week_asked

        desk = Desk.of(database, school, by, language_of(lang))
        wanted = Wanted("", "", signs or [])
        asked = week_asked(desk, name, (first, last), wanted, tuple(plans or ()))
        raise typer.Exit(sheet_shown(desk, name, asked))

    return show


def _of_month(name: str) -> Callable[..., None]:
    def show(
        month: MonthOf,
        *,
        signs: Signs = None,
        school: School = "",
        by: By = "",
        database: Database = "",
        lang: Spoken = "",
    ) -> None:
        from api.books_desk import Desk
        from api.commands.publishing import sheet_shown
        from api.commands.sheets import Wanted, month_asked

        desk = Desk.of(database, school, by, language_of(lang))
        asked = month_asked(desk, name, month, Wanted("", "", signs or []))
        raise typer.Exit(sheet_shown(desk, name, asked))

    return show


def _of_day(name: str) -> Callable[..., None]:
    def show(
        *,
        day: AsOf = "",
        signs: Signs = None,
        school: School = "",
        by: By = "",
        database: Database = "",
        lang: Spoken = "",
    ) -> None:
        from api.books_desk import Desk
        from api.commands.publishing import sheet_shown
        from api.commands.sheets import Wanted, day_asked

        desk = Desk.of(database, school, by, language_of(lang))
        asked = day_asked(desk, name, day, Wanted("", "", signs or []))
        raise typer.Exit(sheet_shown(desk, name, asked))

    return show


for _names, _made in ((OF_WEEKS, _of_week), (OF_MONTHS, _of_month), (OF_DAYS, _of_day)):
    for _name in _names:
        _words = option_help(f"sheet_{_name.replace('-', '_')}")
        publish_app.command(_name, help=_words)(_made(_name))
