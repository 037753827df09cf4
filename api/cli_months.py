"""Commands of the books about months: charges, statements, closings, refunds."""

from __future__ import annotations

from typing import Annotated

import typer

from api.cli_books import By, Database, School
from api.cli_options import AsJson, Spoken, language_of, option_help

months_app = typer.Typer(rich_markup_mode=None)

MonthOf = Annotated[str, typer.Argument(help=option_help("month"))]
BookedOn = Annotated[str, typer.Option("--day", metavar="DATE", help=option_help("booked_on"))]
Out = Annotated[str, typer.Option("--out", metavar="FILE", help=option_help("sign_list"))]
Voucher = Annotated[str, typer.Option("--voucher", help=option_help("voucher"))]


@months_app.command("charge", help=option_help("books_charge"))
def charge(
    day: Annotated[str, typer.Argument(help=option_help("charged_day"))],
    *,
    voucher: Voucher,
    undo: Annotated[bool, typer.Option("--undo", help=option_help("undo_charge"))] = False,
    school: School = "",
    by: By = "",
    database: Database = "",
    lang: Spoken = "",
) -> None:
    from api.books_desk import Desk
    from api.commands.books_month import charged

    desk = Desk.of(database, school, by, language_of(lang))
    raise typer.Exit(charged(desk, day, voucher, undo=undo))


@months_app.command("refund", help=option_help("books_refund"))
def refund(
    month: MonthOf,
    *,
    day: BookedOn,
    voucher: Voucher,
    school: School = "",
    by: By = "",
    database: Database = "",
    lang: Spoken = "",
) -> None:
    from api.books_desk import Desk
    from api.commands.books_refund import refunded

    desk = Desk.of(database, school, by, language_of(lang))
    raise typer.Exit(refunded(desk, month, day, voucher))


@months_app.command("pay", help=option_help("books_pay"))
def pay(
    *,
    day: BookedOn,
    voucher: Voucher,
    pupils: Annotated[
        list[str] | None, typer.Option("--pupil", metavar="CODE", help=option_help("paid_pupil"))
    ] = None,
    cash: Annotated[bool, typer.Option("--cash", help=option_help("cash"))] = False,
    school: School = "",
    by: By = "",
    database: Database = "",
    lang: Spoken = "",
) -> None:
    from api.books_desk import Desk
    from api.commands.books_refund import paid

    desk = Desk.of(database, school, by, language_of(lang))
    raise typer.Exit(paid(desk, (day, voucher), pupils or [], cash=cash))


@months_app.command("statement", help=option_help("books_statement"))
def statement(
    month: MonthOf,
    *,
    school: School = "",
    database: Database = "",
    as_json: AsJson = False,
    lang: Spoken = "",
) -> None:
    from api.books_desk import Desk
    from api.commands.books_month import stated

    desk = Desk.reader(database, school, language_of(lang))
    raise typer.Exit(stated(desk, month, as_json=as_json))


@months_app.command("close", help=option_help("books_close"))
def close(
    month: MonthOf, *, school: School = "", by: By = "", database: Database = "", lang: Spoken = ""
) -> None:
    from api.books_desk import Desk
    from api.commands.books_month import closed

    raise typer.Exit(closed(Desk.of(database, school, by, language_of(lang)), month))


@months_app.command("owed", help=option_help("books_owed"))
def owed(
    out: Out = "",
    *,
    school: School = "",
    database: Database = "",
    as_json: AsJson = False,
    lang: Spoken = "",
) -> None:
    from api.books_desk import Desk
    from api.commands.books_owed import owing_shown

    desk = Desk.reader(database, school, language_of(lang))
    raise typer.Exit(owing_shown(desk, out, as_json=as_json))


@months_app.command("shares", help=option_help("books_shares"))
def shares(
    month: MonthOf,
    *,
    out: Out = "",
    school: School = "",
    database: Database = "",
    as_json: AsJson = False,
    lang: Spoken = "",
) -> None:
    from api.books_desk import Desk
    from api.commands.books_owed import shares_shown

    desk = Desk.reader(database, school, language_of(lang))
    raise typer.Exit(shares_shown(desk, month, out, as_json=as_json))


@months_app.command("verify", help=option_help("books_verify"))
def verify(
    database: Database = "",
    head: Annotated[str, typer.Option("--head", metavar="HASH", help=option_help("head"))] = "",
    as_json: AsJson = False,
    lang: Spoken = "",
) -> None:
    from api.commands.books_database import verified

    raise typer.Exit(verified(database, head, language_of(lang), as_json=as_json))
