"""Commands of the books about service fees: offered, agreed to, given back."""

from __future__ import annotations

from typing import Annotated

import typer

from api.cli_books import By, Database, School
from api.cli_options import AsJson, Spoken, language_of, option_help
from api.cli_pupils import BookedOn, Pupil, Since, Voucher

fee_app = typer.Typer(help=option_help("fee"), rich_markup_mode=None, no_args_is_help=True)

Item = Annotated[str, typer.Argument(metavar="ITEM", help=option_help("fee_item"))]


@fee_app.command("offer", help=option_help("fee_offer"))
def offer(
    item: Item,
    name: Annotated[str, typer.Argument(help=option_help("fee_name"))],
    standard: Annotated[str, typer.Argument(metavar="YUAN", help=option_help("fee_standard"))],
    *,
    unit: Annotated[str, typer.Option("--unit", help=option_help("fee_unit"))],
    scope: Annotated[str, typer.Option("--scope", help=option_help("fee_scope"))],
    basis: Annotated[str, typer.Option("--basis", help=option_help("basis"))],
    since: Since,
    voucher: Voucher,
    supplier: Annotated[
        str, typer.Option("--supplier", metavar="CODE", help=option_help("fee_supplier"))
    ] = "",
    school: School = "",
    by: By = "",
    database: Database = "",
    lang: Spoken = "",
) -> None:
    from api.books_desk import Desk
    from api.commands.books_fees import FeeTerms, offered

    desk = Desk.of(database, school, by, language_of(lang))
    terms = FeeTerms(item, name, basis, scope, standard, unit, since, supplier)
    raise typer.Exit(offered(desk, terms, voucher))


@fee_app.command("list", help=option_help("fee_list"))
def list_(
    *,
    day: Annotated[str, typer.Option("--day", metavar="DATE", help=option_help("listed_on"))] = "",
    school: School = "",
    database: Database = "",
    as_json: AsJson = False,
    lang: Spoken = "",
) -> None:
    from api.books_desk import Desk
    from api.commands.books_fees import fees_shown

    desk = Desk.reader(database, school, language_of(lang))
    raise typer.Exit(fees_shown(desk, day, as_json=as_json))


@fee_app.command("consent", help=option_help("fee_consent"))
def consent(
    pupil: Pupil,
    item: Item,
    *,
    since: Since,
    voucher: Voucher,
    withdraw: Annotated[bool, typer.Option("--withdraw", help=option_help("withdraw"))] = False,
    school: School = "",
    by: By = "",
    database: Database = "",
    lang: Spoken = "",
) -> None:
    from api.books_desk import Desk
    from api.commands.books_fees import agreed, withdrawn

    desk = Desk.of(database, school, by, language_of(lang))
    do = withdrawn if withdraw else agreed
    raise typer.Exit(do(desk, (pupil, item), since, voucher))


@fee_app.command("return", help=option_help("fee_return"))
def return_(
    item: Item,
    *,
    day: BookedOn,
    voucher: Voucher,
    pupils: Annotated[
        list[str] | None, typer.Option("--pupil", metavar="CODE", help=option_help("fee_pupil"))
    ] = None,
    school: School = "",
    by: By = "",
    database: Database = "",
    lang: Spoken = "",
) -> None:
    from api.books_desk import Desk
    from api.commands.books_fees import returned

    desk = Desk.of(database, school, by, language_of(lang))
    raise typer.Exit(returned(desk, item, (day, voucher), pupils or []))
