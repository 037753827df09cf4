"""canteen books charge, statement and close: what a month came to."""

from __future__ import annotations

import json
from typing import Any

import typer
from rich.box import SIMPLE_HEAD
from rich.table import Table as Grid

from api.books_desk import Desk
from api.commands.books_alarms import alarms_data, print_alarms
from api.commands.books_entries import date_given
from api.outcome import Exit
from api.terminal import paragraph, print_data, terminal
from canteen.calendar import Month
from canteen.ledger.closing import State
from canteen.ledger.statement import FundLine, Statement
from canteen.store.again import key_for
from canteen.store.alarms import alarms
from canteen.store.backup import heads_of
from canteen.store.charged_days import charged as charged_by
from canteen.store.charging import undo_charge
from canteen.store.checklist import checked
from canteen.store.kitchen import charge_from_stock
from canteen.store.periods import Periods


def stated(desk: Desk, text: str, *, as_json: bool) -> Exit:
    """Print the statement of income and expenditure of a month."""
    month = Month.named(text)
    with desk.reads() as books:
        periods = Periods(books)
        found, state = periods.statement(month), periods.states().get(month)
        told = alarms(books, month)
        number, hash_ = heads_of(books.connection)[desk.school]
    if as_json:
        head = {"number": number, "hash": hash_}
        data = {**_data(month, found), "alarms": alarms_data(told), "head": head}
        print_data(json.dumps(data, ensure_ascii=False, indent=1))
        return Exit.DONE
    console, own = terminal(), desk.words
    closed = own("books.state_" + (state.value if state else "open"))
    paragraph(console, own("books.statement", month=month, state=closed), "bold")
    grid = Grid(box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
    grid.add_column(own("books.col_line"), overflow="fold")
    for name in ("month", "year"):
        grid.add_column(own(f"books.col_{name}"), justify="right")
    for line in found.lines:
        title = line.form.title if desk.lang == "zh" else line.form.title_en
        grid.add_row(title, str(line.month), str(line.year))
    this, year = found.surplus
    grid.add_row(own("books.surplus"), str(this), str(year), style="bold")
    console.print(grid)
    _print_funds(desk, found.funds)
    print_alarms(desk, console, told)
    if found.food_ratio:
        paragraph(console, own("books.food_ratio", share=_percent(*found.food_ratio)))
    paragraph(console, own("books.head", code=desk.school, number=number, hash=hash_), "dim")
    return Exit.DONE


def _print_funds(desk: Desk, funds: tuple[FundLine, ...]) -> None:
    own = desk.words
    grid = Grid(box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
    grid.add_column(own("books.col_fund"), overflow="fold")
    for name in ("before", "income", "costs", "given_back", "after"):
        grid.add_column(own(f"books.col_{name}"), justify="right")
    for line in funds:
        money = (line.before, line.income, line.costs, line.given_back, line.after)
        if any(each.fen for each in money):
            deficit = "red" if line.after.fen < 0 else ""
            grid.add_row(desk.fund(line.fund), *map(str, money), style=deficit)
    terminal().print(grid)


def _percent(part: int, whole: int) -> str:
    """Return a share with one decimal, half up, in whole numbers."""
    tenths = (2000 * part + whole) // (2 * whole)
    return f"{tenths // 10}.{tenths % 10}"


def _data(month: Month, found: Statement) -> dict[str, Any]:
    this, year = found.surplus
    return {
        "month": str(month),
        "lines": [
            {
                "id": x.form.id,
                "title": x.form.title,
                "month_fen": x.month.fen,
                "year_fen": x.year.fen,
            }
            for x in found.lines
        ],
        "surplus_month_fen": this.fen,
        "surplus_year_fen": year.fen,
        "funds": [
            {
                "fund": x.fund.value,
                "before_fen": x.before.fen,
                "income_fen": x.income.fen,
                "costs_fen": x.costs.fen,
                "given_back_fen": x.given_back.fen,
                "after_fen": x.after.fen,
            }
            for x in found.funds
        ],
        "food_fen_of_meal_income_fen": found.food_ratio,
    }


def charged(desk: Desk, text: str, voucher: str, *, undo: bool) -> Exit:
    """Charge a day, or undo its charge."""
    day = date_given("DAY", text)
    with desk.writes() as books:
        if undo:
            undo_charge(books, day, voucher, f"undo {charged_by(books, day)} {voucher}")
        else:
            charge_from_stock(books, day, voucher, key_for(books, f"charge {voucher}"))
    typer.echo(desk.words("books.uncharged" if undo else "books.charged", day=day), err=True)
    return Exit.DONE


def closed(desk: Desk, text: str) -> Exit:
    """Close a month after its checklist."""
    month, own = Month.named(text), desk.words
    with desk.writes() as books:
        periods = Periods(books)
        if periods.states().get(month, State.OPEN) is State.OPEN:
            periods.refuse_turn(month)
        made = periods.close(month, checked(books, month), f"close {month}")
        told = alarms(books, month)
    typer.echo(own("books.closed_before" if made.before else "books.closed", month=month), err=True)
    print_alarms(desk, terminal(stderr=True), told)
    return Exit.DONE
