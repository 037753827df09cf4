"""canteen books owed and shares: who gets what, on the terminal and as lists for signature."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import typer
from rich.box import SIMPLE_HEAD
from rich.table import Table as Grid

from api.books_desk import Desk
from api.errors import BadOption
from api.files import write_all
from api.outcome import Exit
from api.terminal import paragraph, print_data, terminal
from canteen.calendar import Month
from canteen.ledger.owing import Owed
from canteen.ledger.signing import SignLine, SignList, by_class
from canteen.store.canteens import kept
from canteen.store.choosing import on
from canteen.store.claims import owing
from canteen.store.pupil_lines import places
from canteen.store.refund_lists import RefundList, RefundRow, refund_list
from canteen.store.weights import BY_DAYS
from canteen.store.writing import Books
from nutrition.quantities import Money
from reports.authority import Basis
from reports.inks import xlsx
from reports.sign_list import SignView, sign_csv, sign_sheet
from reports.words import UNKNOWN

Draw = Callable[[SignView], bytes]

INKS: Mapping[str, Draw] = {".csv": sign_csv, ".xlsx": lambda view: xlsx.draw(sign_sheet(view))}


def owing_shown(desk: Desk, out: str, *, as_json: bool) -> Exit:
    """Show what every pupil is still owed, and what is overdue."""
    own, today = desk.words, desk.hand.today
    with desk.reads() as books:
        owed = {each.pupil: each for each in owing(books)}
        stand = places(books, owed, today)
        basis = _basis(books, desk, "refund_working_days")
    lines = by_class(
        SignLine(p, at.school_class, at.name, _facts(desk, owed[p], late=not out), owed[p].amount)
        for p, at in stand.items()
    )
    if out:
        columns = (own("books.col_due"), own("books.col_reason"))
        view = _view(desk, own("books.owed_title"), columns, lines, (basis,))
        return _write(desk, out, view)
    if as_json:
        rows = (_owed_data(line, owed[line.pupil], desk) for line in _lines(lines))
        print_data(json.dumps(list(rows), ensure_ascii=False, indent=1))
        return Exit.DONE
    said = own("books.owed", count=lines.count, total=lines.total)
    overdue = frozenset(pupil for pupil, each in owed.items() if each.overdue(today))
    _print(desk, said, ("due", "reason"), lines, overdue)
    return Exit.DONE


def shares_shown(desk: Desk, text: str, out: str, *, as_json: bool) -> Exit:
    """Show how the surplus of a month was divided."""
    month, own = Month.named(text), desk.words
    with desk.reads() as books:
        found = refund_list(books, month)
        view = shares_view(desk, books, month)
    if out:
        return _write(desk, out, view)
    if as_json:
        print_data(json.dumps(_shares_data(found), ensure_ascii=False, indent=1))
        return Exit.DONE
    lines = view.lines
    said = own("books.shares", title=view.title, count=lines.count, total=lines.total)
    _print(desk, said, (f"weight_{found.by}",), lines, frozenset())
    return Exit.DONE


def shares_view(desk: Desk, books: Books, month: Month) -> SignView:
    """Return the list for signature of a month's refund.

    Raises:
        NotRefunded: its surplus was not given back.
    """
    found, own = refund_list(books, month), desk.words
    weight = _days if found.by == BY_DAYS else _paid
    lines = by_class(
        SignLine(row.pupil, row.place.school_class, row.place.name, (weight(row),), row.amount)
        for row in found.rows
    )
    title = own("books.shares_title", first=found.first, last=found.last)
    column = own(f"books.col_weight_{found.by}")
    return _view(desk, title, (column,), lines, (_basis(books, desk, "refund_by"),))


def _days(row: RefundRow) -> str:
    return str(row.weight)


def _paid(row: RefundRow) -> str:
    return str(Money(row.weight))


def _lines(found: SignList) -> Iterable[SignLine]:
    return (line for each in found.classes for line in each.lines)


def _facts(desk: Desk, owed: Owed, *, late: bool) -> tuple[str, str]:
    """Return the last day for the oldest claim, ``late``: whether it is over, and all reasons."""
    own, first = desk.words, owed.open[0]
    sign = "" if first.confirmed else own("books.unconfirmed")
    sign += own("books.overdue") if late and owed.overdue(desk.hand.today) else ""
    reasons = dict.fromkeys(own(f"books.reason_{claim.reason}") for claim in owed.open)
    return f"{first.due}{sign}", own.listed(list(reasons))


def _basis(books: Books, desk: Desk, setting: str) -> Basis:
    return Basis(on(books, desk.hand.today).made[setting].basis, "", "")


def _view(
    desk: Desk, title: str, columns: tuple[str, ...], lines: SignList, bases: tuple[Basis, ...]
) -> SignView:
    school = kept(desk.engine)[desk.school]
    return SignView(title, school, desk.hand.today, columns, lines, bases, desk.lang)


def _write(desk: Desk, out: str, view: SignView) -> Exit:
    """Write a list for signature into a file.

    Raises:
        BadOption: its name does not say what it is to be.
        CannotWrite: a folder stands in its place, or the disk refuses.
    """
    path = Path(out)
    draw = INKS.get(path.suffix.lower())
    if draw is None:
        raise BadOption("--out", out, "、".join(f"FILE{suffix}" for suffix in INKS))
    write_all(path.parent, {path.name: draw(view)})
    said = desk.words("books.sign_list", count=view.lines.count, total=view.lines.total, file=out)
    typer.echo(said, err=True)
    return Exit.DONE


def _print(
    desk: Desk, said: str, columns: tuple[str, ...], lines: SignList, overdue: frozenset[str]
) -> None:
    console, own = terminal(), desk.words
    paragraph(console, said, "bold")
    if not lines.count:
        return
    grid = Grid(box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
    for name in ("class", "code", "name"):
        grid.add_column(own(f"books.col_{name}"), overflow="fold")
    grid.add_column(own("books.col_amount"), justify="right", no_wrap=True)
    for name in columns:
        grid.add_column(own(f"books.col_{name}"), overflow="fold")
    for each in lines.classes:
        room = each.school_class or own("books.gone")
        for line in each.lines:
            style = "red" if line.pupil in overdue else ""
            name = line.name or UNKNOWN
            grid.add_row(room, line.pupil, name, str(line.amount), *line.facts, style=style)
        subtotal = own("books.of_class", count=len(each.lines))
        grid.add_row(room, "", subtotal, str(each.total), style="bold", end_section=True)
    console.print(grid)


def _owed_data(line: SignLine, owed: Owed, desk: Desk) -> dict[str, Any]:
    first = owed.open[0]
    return {
        "pupil": line.pupil,
        "name": line.name or None,
        "class": line.school_class or None,
        "fen": line.amount.fen,
        "due": f"{first.due}",
        "confirmed": first.confirmed,
        "overdue": owed.overdue(desk.hand.today),
    }


def _shares_data(found: RefundList) -> dict[str, Any]:
    return {
        "first": f"{found.first}",
        "last": f"{found.last}",
        "by": found.by,
        "total_fen": found.total.fen,
        "shares": [
            {
                "pupil": row.pupil,
                "name": row.place.name or None,
                "class": row.place.school_class or None,
                "weight": row.weight,
                "fen": row.amount.fen,
            }
            for row in found.rows
        ],
    }
