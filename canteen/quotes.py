"""Price lists: what a supplier asks for a food from a day on, in whole 厘 per kilogram."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from canteen.supply_errors import BadQuote
from nutrition.quantities import UnitPrice


class Basis(StrEnum):
    """What a price rests on."""

    CONTRACT = "contract"
    MARKET = "market"
    REFERENCE = "reference"


@dataclass(frozen=True, slots=True)
class Quote:
    """One line of a price list; it holds until a later one of its supplier and food.

    Attributes:
        supplier: code; "" for a reference price that nobody offers.
        since: first day.

    Raises:
        BadQuote: a price of nothing, or an offer of nobody.
    """

    supplier: str
    food: str
    price: UnitPrice
    since: date
    basis: Basis

    def __post_init__(self) -> None:
        if self.price.li_per_kg <= 0 or (not self.supplier and self.basis is not Basis.REFERENCE):
            raise BadQuote(self.supplier, self.food, self.price.li_per_kg)


def quotes_on(quotes: Iterable[Quote], day: date) -> Mapping[tuple[str, str], Quote]:
    """Return (food, supplier) -> the price that holds on ``day``, of quotes as they were entered.

    Of several of one day the one entered last holds.
    """
    found: dict[tuple[str, str], Quote] = {}
    for quote in sorted(quotes, key=lambda each: each.since):
        if quote.since <= day:
            found[quote.food, quote.supplier] = quote
    return found


def cheapest(quotes: Iterable[Quote], day: date) -> Mapping[str, Quote]:
    """Return food -> the lowest price that somebody offers on ``day``.

    Contracts come before the market: what is under contract is bought under it.
    """
    offered = [each for each in quotes_on(quotes, day).values() if each.supplier]
    found: dict[str, Quote] = {}
    for quote in sorted(offered, key=_rank, reverse=True):
        found[quote.food] = quote
    return found


def _rank(quote: Quote) -> tuple[bool, UnitPrice, str]:
    return quote.basis is not Basis.CONTRACT, quote.price, quote.supplier
