"""What an order is made from: the menu's needs, and the offers and stock that a folder brings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from api.bringing import bring
from api.folder import FolderPlan
from api.folder_tables import read_named
from api.notes import MOST_NAMED, Note
from nutrition.keeping import UNKNOWN, keeping_of
from nutrition.menu import Menu
from nutrition.needs import needs_of
from nutrition.offer_tables import offers_of
from nutrition.offers import Kind, Offer
from nutrition.order import Purchase
from nutrition.stock import stock_of
from nutrition.tables import FoodNames

ANYBODY = ""
"""The supplier of a price list: whoever sells on the market."""


@dataclass(frozen=True, slots=True)
class Supplies:
    """A purchase, read.

    Attributes:
        notes: what was taken for granted, and what to look after.
    """

    purchase: Purchase
    notes: tuple[Note, ...]


def read_supplies(path: Path, folder: FolderPlan, menu: Menu, start: date | None) -> Supplies:
    """Read what a menu needs, and who can deliver it from ``start`` on.

    Without offers.csv every food is sold loose on every day of service, at the plan's price.
    ``start`` is the Monday of the menu's first week when nobody names it.

    Raises:
        TableError: with file, row and column of what is wrong.
    """
    files = bring(path)
    names = FoodNames(folder.tables.foods.values())
    needs = needs_of(menu, folder.problem.groups, folder.problem.foods)
    service = tuple(sorted({day.date for day in menu.days if day.date is not None}))
    foods = dict.fromkeys(need.food for need in needs)
    notes = []
    if "offers" in files:
        offers = offers_of(read_named("offers", files["offers"]), names)
    else:
        prices = folder.tables.prices
        offers = tuple(Offer(f, ANYBODY, Kind.MARKET, prices[f].price) for f in foods)
        notes.append(Note("note.no-offers"))
    lots = stock_of(read_named("stock", files["stock"]), names) if "stock" in files else ()
    purchase = Purchase(
        needs=needs,
        lots=lots,
        offers=tuple(offer for offer in offers if offer.food in foods),
        keeping=keeping_of(folder.problem.foods[food] for food in foods),
        service=service,
        start=start or service[0] - timedelta(days=service[0].weekday()),
        closed=frozenset(folder.plan.calendar.skip),
    )
    return Supplies(purchase, (*notes, *_notes(purchase, folder)))


def _notes(purchase: Purchase, folder: FolderPlan) -> list[Note]:
    foods = folder.tables.foods
    first = purchase.service[0]
    found = []
    for code, listed in (
        ("note.keeping-unknown", [f for f, k in purchase.keeping.items() if k == UNKNOWN]),
        ("note.expired-stock", [n.food for n in purchase.lots if not n.usable(first)]),
    ):
        named = list(dict.fromkeys(foods[food].name for food in listed))
        if named:
            more = "……" if len(named) > MOST_NAMED else ""
            found.append(Note(code, {"foods": "、".join(named[:MOST_NAMED]) + more}))
    return found
