"""Commands of the books: canteen db … and canteen books …."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.cli_options import Spoken, language_of, option_help

db_app = typer.Typer(help=option_help("db"), rich_markup_mode=None, no_args_is_help=True)

books_app = typer.Typer(help=option_help("books"), rich_markup_mode=None, no_args_is_help=True)

Database = Annotated[str, typer.Option("--database", metavar="URL", help=option_help("database"))]
School = Annotated[str, typer.Option("--school", metavar="CODE", help=option_help("school"))]
By = Annotated[str, typer.Option("--by", metavar="NAME", help=option_help("by"))]
Yes = Annotated[bool, typer.Option("--yes", help=option_help("yes"))]
EntryFile = Annotated[Path, typer.Argument(help=option_help("entry_file"))]


@db_app.command("upgrade", help=option_help("db_upgrade"))
def db_upgrade(database: Database = "", lang: Spoken = "") -> None:
    from api.commands.books_database import upgraded

    raise typer.Exit(upgraded(database, language_of(lang)))


@db_app.command("check", help=option_help("db_check"))
def db_check(database: Database = "", lang: Spoken = "") -> None:
    from api.commands.books_database import checked

    raise typer.Exit(checked(database, language_of(lang)))


@db_app.command("backup", help=option_help("db_backup"))
def db_backup(
    file: Annotated[Path, typer.Argument(help=option_help("backup_file"))],
    *,
    database: Database = "",
    lang: Spoken = "",
) -> None:
    from api.commands.books_database import backed_up

    raise typer.Exit(backed_up(database, file, language_of(lang)))


@books_app.command("start", help=option_help("books_start"))
def start(
    code: Annotated[str, typer.Argument(help=option_help("school_code"))],
    name: Annotated[str, typer.Argument(help=option_help("school_name"))],
    *,
    database: Database = "",
    lang: Spoken = "",
) -> None:
    from api.commands.books_database import started

    raise typer.Exit(started(database, code, name, language_of(lang)))


@books_app.command("demo", help=option_help("books_demo"))
def demo(database: Database = "", lang: Spoken = "") -> None:
    from api.commands.books_demo import shown

    raise typer.Exit(shown(database, language_of(lang)))


@books_app.command("open", help=option_help("books_open"))
def open_(
    file: EntryFile,
    *,
    stock: Annotated[
        Path | None, typer.Option("--stock", metavar="FILE", help=option_help("opening_stock"))
    ] = None,
    school: School = "",
    by: By = "",
    database: Database = "",
    yes: Yes = False,
    lang: Spoken = "",
) -> None:
    from api.books_desk import Desk
    from api.commands.books_entries import opened

    desk = Desk.of(database, school, by, language_of(lang))
    raise typer.Exit(opened(desk, file, stock, yes=yes))


@books_app.command("post", help=option_help("books_post"))
def post(
    file: EntryFile,
    *,
    school: School = "",
    by: By = "",
    database: Database = "",
    yes: Yes = False,
    lang: Spoken = "",
) -> None:
    from api.books_desk import Desk
    from api.commands.books_entries import posted

    raise typer.Exit(posted(Desk.of(database, school, by, language_of(lang)), file, yes=yes))


@books_app.command("import", help=option_help("books_import"))
def import_(
    kind: Annotated[str, typer.Argument(help=option_help("import_kind"))],
    file: Annotated[Path, typer.Argument(help=option_help("import_file"))],
    *,
    since: Annotated[
        str, typer.Option("--since", metavar="DATE", help=option_help("pupils_since"))
    ] = "",
    school: School = "",
    by: By = "",
    database: Database = "",
    yes: Yes = False,
    lang: Spoken = "",
) -> None:
    from api.books_desk import Desk
    from api.commands.books_import import brought

    desk = Desk.of(database, school, by, language_of(lang))
    raise typer.Exit(brought(desk, kind, file, since, yes=yes))


@books_app.command("meals", help=option_help("books_meals"))
def meals(
    name: Annotated[str, typer.Argument(help=option_help("meal_plan"))],
    prices: Annotated[
        list[str], typer.Argument(metavar="MEAL=YUAN...", help=option_help("meal_prices"))
    ],
    *,
    since: Annotated[str, typer.Option("--since", metavar="DATE", help=option_help("since"))],
    voucher: Annotated[str, typer.Option("--voucher", help=option_help("voucher"))],
    school: School = "",
    by: By = "",
    database: Database = "",
    lang: Spoken = "",
) -> None:
    from api.books_desk import Desk
    from api.commands.books_meals import offered

    desk = Desk.of(database, school, by, language_of(lang))
    raise typer.Exit(offered(desk, name, prices, since, voucher))


@books_app.command("reverse", help=option_help("books_reverse"))
def reverse(
    number: Annotated[int, typer.Argument(help=option_help("record_number"))],
    *,
    day: Annotated[str, typer.Option("--day", metavar="DATE", help=option_help("booked_on"))],
    voucher: Annotated[str, typer.Option("--voucher", help=option_help("voucher"))],
    school: School = "",
    by: By = "",
    database: Database = "",
    lang: Spoken = "",
) -> None:
    from api.books_desk import Desk
    from api.commands.books_entries import reversed_

    desk = Desk.of(database, school, by, language_of(lang))
    raise typer.Exit(reversed_(desk, number, day, voucher))


@books_app.command("set", help=option_help("books_set"))
def set_(
    name: Annotated[str, typer.Argument(help=option_help("setting"))],
    value: Annotated[str, typer.Argument(help=option_help("setting_value"))],
    *,
    since: Annotated[str, typer.Option("--since", metavar="DATE", help=option_help("since"))],
    basis: Annotated[str, typer.Option("--basis", help=option_help("basis"))],
    school: School = "",
    by: By = "",
    database: Database = "",
    lang: Spoken = "",
) -> None:
    from api.books_desk import Desk
    from api.commands.books_settings import chosen

    desk = Desk.of(database, school, by, language_of(lang))
    raise typer.Exit(chosen(desk, (name, value), since, basis))


@books_app.command("settings", help=option_help("books_settings"))
def settings(school: School = "", database: Database = "", lang: Spoken = "") -> None:
    from api.books_desk import Desk
    from api.commands.books_settings import listed

    raise typer.Exit(listed(Desk.reader(database, school, language_of(lang))))
