"""Commands of the wall: canteen sheet NAME …, one command for each sheet."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from api.cli_books import Database, School
from api.cli_finished import Finished, FolderOf
from api.cli_months import MonthOf
from api.cli_options import AsJson, Spoken, language_of, option_help

sheet_app = typer.Typer(help=option_help("sheet"), rich_markup_mode=None, no_args_is_help=True)

OF_PLANS = ("recipe", "usage", "kitchen", "accompanying", "samples", "acceptance")
OF_WEEKS = ("purchase-prices", "dish-prices")
OF_MONTHS = ("statement", "surplus", "refund-list", "programme")
OF_DAYS = ("fees", "letter")

Out = Annotated[str, typer.Option("--out", metavar="PATH", help=option_help("sheet_out"))]
Published = Annotated[
    str, typer.Option("--published", metavar="DATE", help=option_help("published"))
]
Signs = Annotated[
    list[str] | None, typer.Option("--sign", metavar="POST=NAME", help=option_help("sign"))
]

Group = Annotated[str, typer.Option("--group", metavar="NAME", help=option_help("sheet_group"))]
From = Annotated[str, typer.Argument(metavar="FROM", help=option_help("sheet_from"))]
To = Annotated[str, typer.Argument(metavar="TO", help=option_help("sheet_to"))]
AsOf = Annotated[str, typer.Option("--day", metavar="DATE", help=option_help("sheet_as_of"))]
Plans = Annotated[
    list[Path] | None, typer.Option("--plan", metavar="PATH", help=option_help("plans"))
]


@sheet_app.command("verify", help=option_help("sheet_verify"))
def verify(
    what: Annotated[
        str, typer.Argument(metavar="FILE|FINGERPRINT", help=option_help("sheet_verified"))
    ],
    *,
    database: Database = "",
    lang: Spoken = "",
) -> None:
    from api.clock import now
    from api.commands.verifying import verified
    from canteen.record import Hand

    raise typer.Exit(verified(what, database, Hand(now(), ""), language_of(lang)))


@sheet_app.command("list", help=option_help("sheet_list"))
def list_(*, as_json: AsJson = False, lang: Spoken = "") -> None:
    from api.commands.sheets import listed

    raise typer.Exit(listed(language_of(lang), as_json=as_json))


@sheet_app.command("data", help=option_help("sheet_data"))
def data(
    plan: Finished,
    *,
    folder: FolderOf = "",
    out: Annotated[
        str, typer.Option("--out", metavar="PATH", help=option_help("data_out"))
    ] = "out",
    school: School = "",
    lang: Spoken = "",
) -> None:
    from api.commands.opening import opened

    own = Path(folder) if folder else None
    raise typer.Exit(opened((plan, own), out, school, language_of(lang)))


@sheet_app.command("picture", help=option_help("sheet_picture"))
def picture(
    plan: Finished,
    *,
    folder: FolderOf = "",
    out: Annotated[
        str, typer.Option("--out", metavar="FILE", help=option_help("picture_out"))
    ] = "week.png",
    lang: Spoken = "",
) -> None:
    from api.commands.sheets import pictured

    own = Path(folder) if folder else None
    raise typer.Exit(pictured((plan, own), out, language_of(lang)))


@sheet_app.command("order", help=option_help("sheet_order"))
def order(
    file: Annotated[Path, typer.Argument(metavar="ORDER", help=option_help("order_file"))],
    *,
    out: Out = "out",
    published: Published = "",
    signs: Signs = None,
    lang: Spoken = "",
) -> None:
    from api.commands.sheets import Wanted, of_order

    wanted = Wanted(out, published, signs or [])
    raise typer.Exit(of_order(file, wanted, language_of(lang)))


def _of_plan(name: str) -> Callable[..., None]:
    def draw(
        plan: Finished,
        *,
        folder: FolderOf = "",
        group: Group = "",
        day: Annotated[
            str, typer.Option("--day", metavar="DATE", help=option_help("sheet_day"))
        ] = "",
        board: Annotated[bool, typer.Option("--board", help=option_help("board"))] = False,
        out: Out = "out",
        published: Published = "",
        signs: Signs = None,
        lang: Spoken = "",
    ) -> None:
        from api.commands.books_entries import date_given
        from api.commands.sheets import Wanted, of_plan
        from api.sheets_of_plans import PlanAsked

        wanted = Wanted(out, published, signs or [])
        only = date_given("--day", day) if day else None
        own = Path(folder) if folder else None
        asked = PlanAsked(wanted.signed(name), group, only, board, wanted.day)
        raise typer.Exit(of_plan(name, (plan, own), wanted, asked, language_of(lang)))

    return draw


def _of_week(name: str) -> Callable[..., None]:
    def draw(
        first: From,
        last: To,
        *,
        plans: Plans = None,
        out: Out = "out",
        published: Published = "",
        signs: Signs = None,
        school: School = "",
        database: Database = "",
        lang: Spoken = "",
    ) -> None:
        from api.books_desk import Desk
        from api.commands.sheets import Wanted, of_books, week_asked

        desk = Desk.reader(database, school, language_of(lang))
        wanted = Wanted(out, published, signs or [])
        asked = week_asked(desk, name, (first, last), wanted, tuple(plans or ()))
        raise typer.Exit(of_books(name, desk, asked, wanted))

    return draw


def _of_month(name: str) -> Callable[..., None]:
    def draw(
        month: MonthOf,
        *,
        out: Out = "out",
        published: Published = "",
        signs: Signs = None,
        school: School = "",
        database: Database = "",
        lang: Spoken = "",
    ) -> None:
        from api.books_desk import Desk
        from api.commands.sheets import Wanted, month_asked, of_books

        desk = Desk.reader(database, school, language_of(lang))
        wanted = Wanted(out, published, signs or [])
        asked = month_asked(desk, name, month, wanted)
        raise typer.Exit(of_books(name, desk, asked, wanted))

    return draw


def _of_day(name: str) -> Callable[..., None]:
    def draw(
        *,
        day: AsOf = "",
        out: Out = "out",
        published: Published = "",
        signs: Signs = None,
        school: School = "",
        database: Database = "",
        lang: Spoken = "",
    ) -> None:
        from api.books_desk import Desk
        from api.commands.sheets import Wanted, day_asked, of_books

        desk = Desk.reader(database, school, language_of(lang))
        wanted = Wanted(out, published, signs or [])
        raise typer.Exit(of_books(name, desk, day_asked(desk, name, day, wanted), wanted))

    return draw


for _names, _made in (
    (OF_PLANS, _of_plan),
    (OF_WEEKS, _of_week),
    (OF_MONTHS, _of_month),
    (OF_DAYS, _of_day),
):
    for _name in _names:
        _words = option_help(f"sheet_{_name.replace('-', '_')}")
        sheet_app.command(_name, help=_words)(_made(_name))
