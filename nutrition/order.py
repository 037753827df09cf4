"""An order: what is bought where and when, what comes from stock, what remains, and its proof."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from nutrition.keeping import Keeping
from nutrition.needs import Need
from nutrition.offers import Offer
from nutrition.proof import StopReason
from nutrition.quantities import Money
from nutrition.stock import Lot


@dataclass(frozen=True, slots=True)
class Purchase:
    """Everything an order depends on.

    Attributes:
        needs: each food and day once.
        keeping: food -> how it keeps; every food of the needs.
        service: days on which the school cooks, in order.
        start: the first day on which anything can be delivered.
        closed: days on which nobody receives goods.
    """

    needs: tuple[Need, ...]
    lots: tuple[Lot, ...]
    offers: tuple[Offer, ...]
    keeping: Mapping[str, Keeping]
    service: tuple[date, ...]
    start: date
    closed: frozenset[date] = frozenset()


@dataclass(frozen=True, slots=True)
class Take:
    """Grams that the kitchen takes from a lot of the stock on one day."""

    lot: Lot
    date: date
    grams: int


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an order: so many packs or steps of one offer, delivered on one day."""

    date: date
    offer: Offer
    units: int

    @property
    def grams(self) -> int:
        return self.units * self.offer.unit

    @property
    def parts(self) -> int:
        """The exact cost, in 1/10,000 fen."""
        return self.units * self.offer.parts

    @property
    def money(self) -> Money:
        return self.offer.cost(self.grams)


@dataclass(frozen=True, slots=True)
class Rest:
    """What lies in the store room when the menu is over.

    Attributes:
        use_by: last day of use, or None for what keeps without a date.
        value: at the price paid, or None where stock came without a price.
        source: the lot of the stock or the line of the order that it is the rest of.
    """

    food: str
    grams: int
    use_by: date | None
    value: Money | None
    source: Lot | Line


@dataclass(frozen=True, slots=True)
class OrderProof:
    """How good an order was shown to be; money in fen, before the rounding of lines.

    Every order that keeps the same rules costs at least ``bound``.
    """

    cost: float
    bound: float
    solver: str
    versions: Mapping[str, str]
    stop: StopReason
    seconds: float
    fingerprint: str

    @property
    def gap(self) -> float:
        """Distance to the bound as a share of the cost, never below zero."""
        return max(0.0, self.cost - self.bound) / self.cost if self.cost > 0 else 0.0


@dataclass(frozen=True, slots=True)
class Order:
    """What is taken from stock, what is bought, and what remains.

    Attributes:
        lines: by day, supplier and food.
        takes: by day, food and use-by date.
        rests: by food and use-by date.
    """

    lines: tuple[Line, ...]
    takes: tuple[Take, ...]
    rests: tuple[Rest, ...]
    proof: OrderProof

    @property
    def total(self) -> Money:
        """What the lines cost together."""
        return Money(sum(line.money.fen for line in self.lines))
