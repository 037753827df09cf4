"""canteen books refund and pay: a surplus goes back to the pupils."""

from __future__ import annotations

from collections.abc import Sequence

import typer

from api.books_desk import Desk
from api.commands.books_entries import date_given
from api.outcome import Exit
from canteen.calendar import Month
from canteen.ledger.accounts import BANK, CASH
from canteen.store.again import key_for
from canteen.store.claims import PayOut, pay_out, promised
from canteen.store.journal import postings_of
from canteen.store.refunds import RefundRequest
from canteen.store.weights import refund
from nutrition.quantities import Money


def refunded(desk: Desk, month: str, day: str, voucher: str) -> Exit:
    """Give back the surplus of the closed months until ``month``."""
    request = RefundRequest(Month.named(month), date_given("--day", day), voucher)
    with desk.writes() as books:
        made = refund(books, request, f"refund {voucher}")
        own = promised(books, made.number)
    if made.before:
        typer.echo(desk.words("books.refunded_before"), err=True)
        return Exit.DONE
    total = Money(sum(claim.amount.fen for claim in own))
    due = max(claim.due for claim in own)
    typer.echo(desk.words("books.refunded", total=total, count=len(own), due=due), err=True)
    return Exit.DONE


def paid(desk: Desk, paper: tuple[str, str], pupils: Sequence[str], *, cash: bool) -> Exit:
    """Pay what is owed, to all or to the pupils named."""
    day, voucher = date_given("--day", paper[0]), paper[1]
    wanted = dict.fromkeys(pupils) if pupils else None
    with desk.writes() as books:
        made = pay_out(
            books,
            PayOut(day, voucher, CASH if cash else BANK, wanted),
            key_for(books, f"pay {voucher}"),
        )
        lines = [p for p in postings_of(books, made.number) if p.party]
    total = Money(sum(posting.amount.fen for posting in lines))
    typer.echo(desk.words("books.paid", count=len(lines), total=total), err=True)
    return Exit.DONE
