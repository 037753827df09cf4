"""Commands that read the books: journal, one account, all accounts, stock."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.cli_books import Database, School
from api.cli_months import MonthOf
from api.cli_options import AsJson, Spoken, language_of, option_help

ledger_app = typer.Typer(rich_markup_mode=None)


@ledger_app.command("journal", help=option_help("books_journal"))
def journal(
    month: MonthOf,
    *,
    every: Annotated[bool, typer.Option("--all", help=option_help("journal_all"))] = False,
    school: School = "",
    database: Database = "",
    as_json: AsJson = False,
    lang: Spoken = "",
) -> None:
    from api.books_desk import Desk
    from api.commands.books_journal import journal_shown

    desk = Desk.reader(database, school, language_of(lang))
    raise typer.Exit(journal_shown(desk, month, every=every, as_json=as_json))


@ledger_app.command("account", help=option_help("books_account"))
def account(
    account_: Annotated[str, typer.Argument(metavar="ACCOUNT", help=option_help("account"))],
    month: MonthOf,
    *,
    party: Annotated[
        str, typer.Option("--party", metavar="CODE", help=option_help("account_party"))
    ] = "",
    school: School = "",
    database: Database = "",
    as_json: AsJson = False,
    lang: Spoken = "",
) -> None:
    from api.books_desk import Desk
    from api.commands.books_account import account_shown

    desk = Desk.reader(database, school, language_of(lang))
    raise typer.Exit(account_shown(desk, (account_, party), month, as_json=as_json))


@ledger_app.command("balances", help=option_help("books_balances"))
def balances(
    month: MonthOf,
    *,
    school: School = "",
    database: Database = "",
    as_json: AsJson = False,
    lang: Spoken = "",
) -> None:
    from api.books_desk import Desk
    from api.commands.books_account import balances_shown

    desk = Desk.reader(database, school, language_of(lang))
    raise typer.Exit(balances_shown(desk, month, as_json=as_json))


@ledger_app.command("stock", help=option_help("books_stock"))
def stock(
    *,
    lots: Annotated[bool, typer.Option("--lots", help=option_help("stock_lots"))] = False,
    school: School = "",
    database: Database = "",
    as_json: AsJson = False,
    lang: Spoken = "",
) -> None:
    from api.books_desk import Desk
    from api.commands.books_stock import stock_shown

    desk = Desk.reader(database, school, language_of(lang))
    raise typer.Exit(stock_shown(desk, lots=lots, as_json=as_json))


@ledger_app.command("costs", help=option_help("books_costs"))
def costs(
    period: Annotated[str, typer.Argument(metavar="MONTH|DAY", help=option_help("costs_of"))],
    *,
    plans: Annotated[
        list[Path] | None, typer.Option("--plan", metavar="PLAN", help=option_help("costs_plan"))
    ] = None,
    school: School = "",
    database: Database = "",
    as_json: AsJson = False,
    lang: Spoken = "",
) -> None:
    from api.books_desk import Desk
    from api.commands.books_costs import costs_shown

    desk = Desk.reader(database, school, language_of(lang))
    raise typer.Exit(costs_shown(desk, period, plans or [], as_json=as_json))


@ledger_app.command("suppliers", help=option_help("books_suppliers"))
def suppliers(
    school: School = "", database: Database = "", as_json: AsJson = False, lang: Spoken = ""
) -> None:
    from api.books_desk import Desk
    from api.commands.books_supply import suppliers_shown

    desk = Desk.reader(database, school, language_of(lang))
    raise typer.Exit(suppliers_shown(desk, as_json=as_json))


@ledger_app.command("prices", help=option_help("books_prices"))
def prices(
    *,
    day: Annotated[str, typer.Option("--day", metavar="DATE", help=option_help("priced_day"))] = "",
    school: School = "",
    database: Database = "",
    as_json: AsJson = False,
    lang: Spoken = "",
) -> None:
    from api.books_desk import Desk
    from api.commands.books_supply import prices_shown

    desk = Desk.reader(database, school, language_of(lang))
    raise typer.Exit(prices_shown(desk, day, as_json=as_json))
