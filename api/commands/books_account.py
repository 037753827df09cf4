"""canteen books account and balances: one account line by line, or each of them in one."""

from __future__ import annotations

import json

from api.books_desk import Desk
from api.books_grid import grid
from api.commands.books_journal import paper_of
from api.outcome import Exit
from api.terminal import paragraph, print_data, terminal
from canteen.calendar import Month
from canteen.errors import UnknownAccount
from canteen.ledger.accounts import account_named
from canteen.record import Kind
from canteen.spans import ONE_DAY
from canteen.store.journal import Journal
from canteen.store.listing import Listed, Turnover, listed, turnovers
from canteen.store.writing import Books
from nutrition.quantities import Money


def account_shown(desk: Desk, named: tuple[str, str], text: str, *, as_json: bool) -> Exit:
    """Print what moved on an account, or on that of one party, and what it held after each."""
    month, (name, party) = Month.named(text), named
    account = account_named(name)
    if account is None:
        raise UnknownAccount(name)
    with desk.reads() as books:
        before = _before(books, account, party, month)
        records = listed(books, month.first, month.last)
    moved = [(each, _moved(each, account, party)) for each in records]
    lines = [(each, debit, credit) for each, (debit, credit) in moved if debit.fen or credit.fen]
    if as_json:
        return _account_data(account, before, lines)
    console, own = terminal(), desk.words
    head = own("books.account", account=desk.title(account), month=month, party=party)
    paragraph(console, head.rstrip(), "bold")
    made = grid(desk.words, ("record", "day", "paper"), ("debit", "credit", "balance"))
    made.add_row("", "", own("books.carried"), "", "", f"{before}")
    held = before
    for each, debit, credit in lines:
        held = held + debit - credit
        cells = (f"{debit}" if debit.fen else "", f"{credit}" if credit.fen else "", f"{held}")
        made.add_row(f"{each.number}", f"{each.day}", paper_of(desk, each), *cells)
    console.print(made)
    return Exit.DONE


def _before(books: Books, account: str, party: str, month: Month) -> Money:
    """Return what an account held when the month began, or when the books did."""
    journal = Journal(books)
    held = journal.balance(account, party=party, until=month.first - ONE_DAY)
    begun = [x for x in listed(books, month.first, month.last) if x.kind is Kind.OPENING]
    for each in begun:
        debit, credit = _sides(each, account, party)
        held = held + debit - credit
    return held


def _moved(each: Listed, account: str, party: str) -> tuple[Money, Money]:
    return (Money(0), Money(0)) if each.kind is Kind.OPENING else _sides(each, account, party)


def _sides(each: Listed, account: str, party: str) -> tuple[Money, Money]:
    fen = [
        p.amount.fen
        for p in each.postings
        if p.account == account and (not party or p.party == party)
    ]
    return Money(sum(x for x in fen if x > 0)), Money(-sum(x for x in fen if x < 0))


def _account_data(account: str, before: Money, lines: list[tuple[Listed, Money, Money]]) -> Exit:
    data = {
        "account": account,
        "before_fen": before.fen,
        "lines": [
            {
                "number": each.number,
                "day": f"{each.day}",
                "voucher": each.voucher,
                "memo": each.memo,
                "debit_fen": debit.fen,
                "credit_fen": credit.fen,
            }
            for each, debit, credit in lines
        ],
        "after_fen": before.fen + sum(debit.fen - credit.fen for _, debit, credit in lines),
    }
    print_data(json.dumps(data, ensure_ascii=False, indent=1))
    return Exit.DONE


def balances_shown(desk: Desk, text: str, *, as_json: bool) -> Exit:
    """Print what every account held before a month, moved in it and holds after it."""
    month = Month.named(text)
    with desk.reads() as books:
        found = turnovers(books, month.first, month.last)
    if as_json:
        data = [
            {
                "account": each.account,
                "before_fen": each.before.fen,
                "debit_fen": each.debit.fen,
                "credit_fen": each.credit.fen,
                "after_fen": each.after.fen,
            }
            for each in found
        ]
        print_data(json.dumps(data, ensure_ascii=False, indent=1))
        return Exit.DONE
    console, own = terminal(), desk.words
    paragraph(console, own("books.balances", month=month), "bold")
    made = grid(desk.words, ("account",), ("before", "debit", "credit", "after"))
    for each in found:
        made.add_row(desk.title(each.account), *map(str, _money(each)))
    made.add_section()
    totals = (Money(sum(x.fen for x in column)) for column in zip(*map(_money, found), strict=True))
    made.add_row(own("books.total"), *map(str, totals), style="bold")
    console.print(made)
    paragraph(console, own("books.balances_note"), "dim")
    return Exit.DONE


def _money(each: Turnover) -> tuple[Money, Money, Money, Money]:
    return each.before, each.debit, each.credit, each.after
