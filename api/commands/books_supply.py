"""canteen books suppliers and prices: who may bring goods, and at which prices."""

from __future__ import annotations

import json
from typing import Any

from api.books_desk import Desk
from api.books_grid import grid
from api.books_words import food_name
from api.commands.books_entries import date_given
from api.outcome import Exit
from api.terminal import paragraph, print_data, terminal
from canteen.ledger.accounts import OWED_TO_SUPPLIERS
from canteen.quotes import Quote, cheapest, quotes_on
from canteen.store.sums import by_party
from canteen.store.suppliers import Suppliers
from canteen.suppliers import Licence, Supplier
from nutrition.quantities import Money


def suppliers_shown(desk: Desk, *, as_json: bool) -> Exit:
    """Print the suppliers with their licences, the contract of today and what they are owed."""
    today = desk.hand.today
    with desk.reads() as books:
        found = Suppliers(books).all()
        owed = by_party(books, OWED_TO_SUPPLIERS, None, today)
    if as_json:
        data = [_supplier_data(each, owed.get(each.code, Money(0))) for each in found]
        print_data(json.dumps(data, ensure_ascii=False, indent=1))
        return Exit.DONE
    console, own = terminal(), desk.words
    paragraph(console, own("books.suppliers", count=len(found), day=today), "bold")
    made = grid(own, ("supplier", "licences", "contract"), ("owed",))
    for each in found:
        contract = each.contract_on(today)
        late = any(x.until is not None and x.until < today for x in each.licences)
        made.add_row(
            f"{each.code} {each.name}",
            "\n".join(_licence(desk, x) for x in each.licences) or "—",
            f"{contract.number}\n→ {contract.last}" if contract else "—",
            f"{-owed.get(each.code, Money(0))}",
            style="red" if late else "",
        )
    if found:
        console.print(made)
    return Exit.DONE


def _licence(desk: Desk, licence: Licence) -> str:
    until = desk.words("books.for_good") if licence.until is None else f"→ {licence.until}"
    return f"{licence.kind} {licence.number}\n{until}"


def _supplier_data(each: Supplier, owed: Money) -> dict[str, Any]:
    return {
        "code": each.code,
        "name": each.name,
        "licences": [
            {"kind": x.kind, "number": x.number, "until": f"{x.until}" if x.until else None}
            for x in each.licences
        ],
        "contracts": [
            {"number": x.number, "first": f"{x.first}", "last": f"{x.last}", "chosen": x.chosen}
            for x in each.contracts
        ],
        "owed_fen": -owed.fen,
    }


def prices_shown(desk: Desk, text: str, *, as_json: bool) -> Exit:
    """Print the prices that hold on a day; the one to buy at is marked."""
    day = date_given("--day", text) if text else desk.hand.today
    with desk.reads() as books:
        entered = Suppliers(books).quotes()
    found, best = quotes_on(entered, day), cheapest(entered, day)
    quotes = [found[key] for key in sorted(found)]
    if as_json:
        data = [_quote_data(each, best=each == best.get(each.food)) for each in quotes]
        print_data(json.dumps(data, ensure_ascii=False, indent=1))
        return Exit.DONE
    console, own = terminal(), desk.words
    paragraph(console, own("books.prices", count=len(quotes), day=day), "bold")
    made = grid(own, ("food", "supplier", "price_basis"), ("price", "since"))
    for each in quotes:
        mark = "✓ " if each == best.get(each.food) else ""
        cells = (food_name(each.food), each.supplier or "—", own(f"books.basis_{each.basis}"))
        made.add_row(*cells, f"{mark}{_yuan(each)}", f"{each.since}")
    if quotes:
        console.print(made)
        paragraph(console, own("books.prices_note"), "dim")
    return Exit.DONE


def _yuan(each: Quote) -> str:
    """Return a price in yuan with the 厘 that it has."""
    li = each.price.li_per_kg
    return f"{li // 1000}.{li % 1000:03}"


def _quote_data(each: Quote, *, best: bool) -> dict[str, Any]:
    return {
        "food": each.food,
        "supplier": each.supplier or None,
        "li_per_kg": each.price.li_per_kg,
        "since": f"{each.since}",
        "basis": each.basis.value,
        "to_buy_at": best,
    }
