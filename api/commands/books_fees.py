"""canteen books fee: voluntary items, who agreed to them, and what is given back."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from api.books_desk import Desk
from api.books_grid import grid
from api.books_said import say_made
from api.commands.books_entries import date_given, yuan_given
from api.outcome import Exit
from api.terminal import paragraph, print_data, terminal
from canteen.fees import FeeItem, FeeLine
from canteen.ledger.accounts import FEES_PREPAID
from canteen.pupils import Admission, Consent
from canteen.store.again import key_for
from canteen.store.claims import promised
from canteen.store.fees import Fees, fee_lines
from canteen.store.journal import Journal
from canteen.store.pupils import Roll
from nutrition.quantities import Money


@dataclass(frozen=True, slots=True)
class FeeTerms:
    """What is said of an item, as it was given."""

    code: str
    name: str
    basis: str
    scope: str
    standard: str
    unit: str
    since: str
    supplier: str

    @property
    def item(self) -> FeeItem:
        standard, since = yuan_given("YUAN", self.standard), date_given("--since", self.since)
        said = (self.code, self.name, self.basis, self.scope)
        return FeeItem(*said, standard, self.unit, since, self.supplier)


def offered(desk: Desk, terms: FeeTerms, voucher: str) -> Exit:
    """Offer an item from a day on."""
    item = terms.item
    with desk.writes() as books:
        made = Fees(books).offer(item, voucher, f"fee {item.code} {item.since} {voucher}")
    facts = {"name": item.name, "standard": item.standard, "unit": item.unit, "day": item.since}
    say_made(desk, made, "books.fee_offered", **facts)
    return Exit.DONE


def agreed(desk: Desk, who: tuple[str, str], since: str, voucher: str) -> Exit:
    """Write down that a pupil's guardian agrees to an item."""
    (pupil, item), first = who, date_given("--since", since)
    given = Consent(pupil, voucher, first, what=item)
    with desk.writes() as books:
        Fees(books).offered(item, first)
        key = f"fee consent {pupil} {item} {first} {voucher}"
        made = Roll(books).admit(Admission(consents=(given,)), voucher, key)
    say_made(desk, made, "books.fee_agreed", pupil=pupil, item=item, day=first)
    return Exit.DONE


def withdrawn(desk: Desk, who: tuple[str, str], since: str, voucher: str) -> Exit:
    """End a consent to an item; what is left of the money is told."""
    (pupil, item), first = who, date_given("--since", since)
    with desk.writes() as books:
        key = f"fee withdraw {pupil} {item} {first} {voucher}"
        made = Roll(books).withdraw(pupil, item, first, voucher, key)
        left = Fees(books).balances(item).get(pupil, Money(0))
    say_made(desk, made, "books.fee_withdrawn", pupil=pupil, item=item, day=first)
    if left.fen:
        say_made(desk, None, "books.fee_left", amount=left, item=item)
    return Exit.DONE


def returned(desk: Desk, item: str, paper: tuple[str, str], pupils: Sequence[str]) -> Exit:
    """Owe pupils what is left of what they paid for an item."""
    day, voucher = date_given("--day", paper[0]), paper[1]
    with desk.writes() as books:
        key = key_for(books, f"fee return {item} {voucher}")
        made = Fees(books).give_back(day, (voucher, item), pupils or None, key)
        found = promised(books, made.number)
    total = Money(sum(each.amount.fen for each in found))
    say_made(desk, made, "books.claimed", count=len(found), total=total, due=found[0].due)
    return Exit.DONE


def fees_shown(desk: Desk, text: str, *, as_json: bool) -> Exit:
    """Print the items of a day with their basis, and what was paid, delivered and given back."""
    day = date_given("--day", text) if text else desk.hand.today
    with desk.reads() as books:
        found, held = fee_lines(books, day), -Journal(books).balance(FEES_PREPAID, until=day)
    if as_json:
        print_data(json.dumps([_data(each) for each in found], ensure_ascii=False, indent=1))
        return Exit.DONE
    console, own = terminal(), desk.words
    paragraph(console, own("books.fees", count=len(found), day=day, held=held), "bold")
    for each in found:
        item = each.item
        title = own("books.fee_item", name=item.name, standard=item.standard, unit=item.unit)
        paragraph(console, f"{item.code} {title}")
        paragraph(console, own("books.fee_basis", basis=item.basis, scope=item.scope), "dim")
        made = grid(own, (), ("consented", "collected", "delivered", "given_back"))
        money = f"{each.collected}", f"{each.delivered}", f"{each.given_back}"
        made.add_row(f"{each.consented}", *money)
        console.print(made)
    return Exit.DONE


def _data(each: FeeLine) -> dict[str, Any]:
    item = each.item
    return {
        "item": item.code,
        "name": item.name,
        "basis": item.basis,
        "scope": item.scope,
        "standard_fen": item.standard.fen,
        "unit": item.unit,
        "since": f"{item.since}",
        "supplier": item.supplier or None,
        "consented": each.consented,
        "delivered_units": each.delivered,
        "collected_fen": each.collected.fen,
        "given_back_fen": each.given_back.fen,
    }
