"""canteen books journal: the records of a month, each with what it moved."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from api.books_desk import Desk
from api.books_grid import grid
from api.outcome import Exit
from api.terminal import paragraph, print_data, terminal
from canteen.calendar import Month
from canteen.ledger.entry import Posting
from canteen.store.listing import Listed, listed
from nutrition.quantities import Money


def journal_shown(desk: Desk, text: str, *, every: bool, as_json: bool) -> Exit:
    """Print the records of a month; those that moved no money only where ``every`` is asked."""
    month = Month.named(text)
    with desk.reads() as books:
        found = [each for each in listed(books, month.first, month.last) if every or each.postings]
    if as_json:
        print_data(json.dumps([_data(each) for each in found], ensure_ascii=False, indent=1))
        return Exit.DONE
    console, own = terminal(), desk.words
    total = Money(sum(p.amount.fen for each in found for p in each.postings if p.amount.fen > 0))
    head = own("books.journal", month=month, count=len(found), total=total)
    paragraph(console, head, "bold")
    if not found:
        return Exit.DONE
    made = grid(own, ("record", "day", "paper"), ("debit", "credit"))
    for each in found:
        style = "dim" if each.reversed_by else ""
        made.add_row(f"{each.number}", f"{each.day}", paper_of(desk, each), style=f"bold {style}")
        for title, amount in _lines(desk, each.postings):
            sides = (f"{amount}", "") if amount.fen > 0 else ("", f"{-amount}")
            made.add_row("", "", f"  {title}", *sides, style=style)
    console.print(made)
    return Exit.DONE


def paper_of(desk: Desk, each: Listed) -> str:
    """Return a record in words: its paper, what it tells, and what undid it."""
    own = desk.words
    said = [each.voucher, each.memo or own(f"books.kind_{each.kind}")]
    if each.reverses and not each.memo:
        said.append(own("books.reverses", number=each.reverses))
    if each.reversed_by:
        said.append(own("books.undone", number=each.reversed_by))
    return " ".join(part for part in said if part)


def _lines(desk: Desk, postings: Iterable[Posting]) -> Iterator[tuple[str, Money]]:
    """Yield what moves each account and fund, debits first; several parties are counted."""

    def place(posting: Posting) -> tuple[bool, str, str]:
        return posting.amount.fen < 0, posting.account, posting.fund or ""

    for (_, account, _), found in groupby(sorted(postings, key=place), key=place):
        same = list(found)
        parties = [p.party for p in same if p.party]
        named = parties[0] if len(parties) == 1 else ""
        if len(parties) > 1:
            named = desk.words("books.parties", count=len(parties))
        said = (desk.title(account), desk.fund(same[0].fund), named)
        yield " ".join(part for part in said if part), Money(sum(p.amount.fen for p in same))


def _data(each: Listed) -> dict[str, Any]:
    return {
        "number": each.number,
        "day": f"{each.day}",
        "kind": each.kind.value,
        "voucher": each.voucher,
        "memo": each.memo,
        "by": each.by,
        "reverses": each.reverses,
        "reversed_by": each.reversed_by,
        "postings": [
            {"account": p.account, "fund": p.fund, "party": p.party or None, "fen": p.amount.fen}
            for p in each.postings
        ],
    }
