"""A small shop: one week of service, and short ways to write needs, offers and lots."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from nutrition.keeping import Keeping
from nutrition.needs import Need
from nutrition.offers import Kind, Offer
from nutrition.order import Purchase
from nutrition.quantities import UnitPrice
from nutrition.stock import Lot

MONDAY = date(2026, 3, 2)

WEEK = tuple(MONDAY + timedelta(days=n) for n in range(5))

DRY = Keeping("dry", 90, weekly=True)

FRESH = Keeping("fresh", 1)


def day(number: int) -> date:
    """Return the day ``number`` days after the first Monday."""
    return MONDAY + timedelta(days=number)


def need(food: str, number: int, grams: int) -> Need:
    return Need(food, day(number), grams)


def loose(food: str, yuan: str, supplier: str = "菜场", kind: Kind = Kind.MARKET) -> Offer:
    return Offer(food, supplier, kind, UnitPrice.yuan_per_kg(yuan))


@dataclass(frozen=True, slots=True)
class Shop:
    """Foods, how they keep, and who sells them."""

    offers: tuple[Offer, ...]
    lots: tuple[Lot, ...] = ()
    keeping: Keeping = DRY
    service: tuple[date, ...] = WEEK
    closed: frozenset[date] = frozenset()

    def asked(self, *needs: Need) -> Purchase:
        """Return the purchase of these needs."""
        foods = {n.food for n in needs} | {o.food for o in self.offers}
        return Purchase(
            needs=needs,
            lots=self.lots,
            offers=self.offers,
            keeping=dict.fromkeys(sorted(foods), self.keeping),
            service=self.service,
            start=self.service[0],
            closed=self.closed,
        )


def bought(lines: Sequence[object]) -> list[tuple[int, str, int]]:
    """Return day, supplier and grams of each line."""
    return [
        ((line.date - MONDAY).days, line.offer.supplier, line.grams)  # type: ignore[attr-defined]
        for line in lines
    ]
