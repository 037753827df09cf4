"""The order against every order that can be tried, on instances of a few grams."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import assume, event, given
from hypothesis import strategies as st

from nutrition.checking.ordering import _first_days
from nutrition.keeping import Keeping
from nutrition.needs import Need
from nutrition.offers import PARTS, Kind, Offer
from nutrition.order import Purchase
from nutrition.quantities import Money, UnitPrice
from optimizer.order_errors import ShortOfFood, ThresholdOutOfReach
from optimizer.purchasing import order
from tests.purchasing.shop import MONDAY, day

DAYS = 3

MOST_TRIES = 30_000

Key = tuple[int, int, int, int]
"""Grams not bought centrally, cost, grams bought, place of suppliers."""


@dataclass(frozen=True)
class Tried:
    """One order: offer, day and packs."""

    lines: tuple[tuple[Offer, date, int], ...]

    def grams(self, food: str, *, central: bool = False) -> list[tuple[date, int]]:
        return [
            (on, n * o.unit)
            for o, on, n in self.lines
            if o.food == food and (o.kind is Kind.CENTRAL or not central)
        ]


def given_to(needs: Sequence[Need], came: Sequence[tuple[date, int]], days: int) -> int:
    """Match gram by gram with augmenting paths: slow, and nothing but the definition."""
    grams = [on for on, amount in came for _ in range(amount)]
    wants = [n.date for n in needs for _ in range(n.grams)]
    owner: dict[int, int] = {}

    def place(want: int, seen: set[int]) -> bool:
        for gram, on in enumerate(grams):
            if gram in seen or not on <= wants[want] <= on + timedelta(days=days):
                continue
            seen.add(gram)
            if gram not in owner or place(owner[gram], seen):
                owner[gram] = want
                return True
        return False

    return sum(place(want, set()) for want in range(len(wants)))


def orders(purchase: Purchase) -> Iterator[Tried]:
    chances = [
        (o, on)
        for o in purchase.offers
        for on in _first_days(o, purchase)
        if any(
            0 <= (n.date - on).days <= purchase.keeping[o.food].days
            for n in purchase.needs
            if n.food == o.food
        )
    ]
    ranges = []
    for offer, _ in chances:
        total = sum(n.grams for n in purchase.needs if n.food == offer.food)
        most = max(-(-total // offer.unit), -(-offer.least // offer.unit))
        most = max(most, -(-offer.threshold.fen * PARTS // offer.parts))
        ranges.append(range(most + 1))
    size = 1
    for each in ranges:
        size *= len(each)
    assume(size <= MOST_TRIES)
    for packs in product(*ranges):
        yield Tried(tuple((o, on, n) for (o, on), n in zip(chances, packs, strict=True) if n))


def lawful(tried: Tried, purchase: Purchase) -> bool:
    worth: dict[tuple[str, date], int] = {}
    total: dict[Offer, int] = {}
    for offer, on, packs in tried.lines:
        if packs * offer.unit < offer.least:
            return False
        worth[offer.supplier, on] = worth.get((offer.supplier, on), 0) + packs * offer.parts
        total[offer] = total.get(offer, 0) + packs * offer.unit
    if any(o.most is not None and grams > o.most for o, grams in total.items()):
        return False
    if any(worth[o.supplier, on] < o.threshold.fen * PARTS for o, on, _ in tried.lines):
        return False
    for food in {n.food for n in purchase.needs}:
        needs = [n for n in purchase.needs if n.food == food]
        days = purchase.keeping[food].days
        if given_to(needs, tried.grams(food), days) < sum(n.grams for n in needs):
            return False
    return True


def key(tried: Tried, purchase: Purchase) -> Key:
    names = sorted({o.supplier for o in purchase.offers})
    central = {o.food for o in purchase.offers if o.kind is Kind.CENTRAL}
    elsewhere = 0
    for food in central:
        needs = [n for n in purchase.needs if n.food == food]
        got = given_to(needs, tried.grams(food, central=True), purchase.keeping[food].days)
        elsewhere += sum(n.grams for n in needs) - got
    return (
        elsewhere,
        sum(n * o.parts for o, _, n in tried.lines),
        sum(n * o.unit for o, _, n in tried.lines),
        sum(n * o.unit * names.index(o.supplier) for o, _, n in tried.lines),
    )


def made(purchase: Purchase) -> Tried | None:
    """Return the order of the house, or None where it says that there is none."""
    try:
        found = order(purchase)
    except (ShortOfFood, ThresholdOutOfReach):
        return None
    assert found.proof.bound == pytest.approx(found.proof.cost)
    return Tried(tuple((n.offer, n.date, n.units) for n in found.lines))


@st.composite
def purchases(draw: st.DrawFn, *, thresholds: bool = False) -> Purchase:
    foods = ["a", "b"] if thresholds else ["a"]
    days = [day(n) for n in range(DAYS)]
    needs = tuple(
        Need(food, on, draw(st.integers(1, 5)))
        for food in foods
        for on in draw(st.lists(st.sampled_from(days), min_size=1, unique=True, max_size=2))
    )
    offers = []
    for _ in range(draw(st.integers(2 if thresholds else 1, 3))):
        supplier = draw(st.sampled_from(["甲", "乙"]))
        offers.append(
            Offer(
                food=draw(st.sampled_from(foods)),
                supplier=supplier,
                kind=draw(st.sampled_from(Kind)),
                price=UnitPrice(draw(st.integers(1, 40)) * 100),
                unit=draw(st.integers(1, 4)),
                least=draw(st.sampled_from([0, 0, 3, 6])),
                most=draw(st.sampled_from([None, None, 6, 9])),
                weekdays=draw(st.sampled_from([frozenset(), frozenset({1, 3})])),
                last=draw(st.sampled_from([None, day(1)])),
                threshold=Money(2 if thresholds and supplier == "甲" else 0),
            )
        )
    keeping = Keeping("k", draw(st.integers(0, 2)), draw(st.booleans()))
    return Purchase(
        needs, (), tuple(dict.fromkeys(offers)), dict.fromkeys(foods, keeping), tuple(days), MONDAY
    )


def _agree(purchase: Purchase, aims: int) -> None:
    """Compare so many of the aims; where thresholds tie foods together, cost settles the packs."""
    keys = [key(t, purchase) for t in orders(purchase) if lawful(t, purchase)]
    found = made(purchase)
    assert (found is None) == (not keys)
    if found is not None:
        event("an order")
        assert key(found, purchase)[:aims] == min(keys)[:aims]


@given(purchases())
def test_no_order_that_can_be_tried_is_better(purchase: Purchase) -> None:
    _agree(purchase, 4)


@given(purchases(thresholds=True))
def test_no_order_above_the_suppliers_thresholds_is_better(purchase: Purchase) -> None:
    _agree(purchase, 2)
