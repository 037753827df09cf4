"""Laws of orders of any size: the checker sees every damage, stock is used as far as it can be."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import assume, event, given
from hypothesis import strategies as st

from nutrition.checking.ordering import faults_of
from nutrition.keeping import Keeping
from nutrition.needs import Need
from nutrition.offers import PARTS, Kind, Offer
from nutrition.order import Line, Order, Purchase
from nutrition.quantities import Money, UnitPrice
from nutrition.stock import Lot
from optimizer.order_errors import ShortOfFood, ThresholdOutOfReach
from optimizer.purchasing import order
from optimizer.settings import Settings
from optimizer.stock import use_stock
from tests.purchasing.shop import MONDAY, day

DAYS = (*range(5), *range(7, 12))

FOODS = ("a", "b", "c")

days = st.sampled_from(DAYS).map(day)

keepings = st.builds(Keeping, st.just("k"), st.sampled_from([0, 1, 3, 9]), st.booleans())


prices = st.integers(1, 400).map(lambda n: UnitPrice(n * 50)) | st.integers(1, 9999).map(Money)


@st.composite
def offers(draw: st.DrawFn) -> Offer:
    supplier = draw(st.sampled_from(["甲", "乙", "丙"]))
    price = draw(prices)
    unit = draw(st.sampled_from([1, 100, 2500, 25_000]))
    return Offer(
        food=draw(st.sampled_from(FOODS)),
        supplier=supplier,
        kind=draw(st.sampled_from(Kind)),
        price=price,
        unit=25_000 if isinstance(price, Money) else unit,
        packed=isinstance(price, Money),
        least=draw(st.sampled_from([0, 0, 5000])),
        most=draw(st.sampled_from([None, None, 200_000])),
        weekdays=draw(st.sampled_from([frozenset(), frozenset({1, 3, 5})])),
        threshold=Money(5000 if supplier == "丙" else 0),
    )


lots = st.builds(
    Lot,
    st.sampled_from(FOODS),
    st.integers(1, 30_000),
    st.none() | days,
    st.none() | st.integers(1, 9000).map(UnitPrice),
)


@st.composite
def purchases(draw: st.DrawFn) -> Purchase:
    asked = draw(st.dictionaries(st.tuples(st.sampled_from(FOODS), days), st.integers(1, 60_000)))
    anybody = [Offer(food, "市场", Kind.MARKET, UnitPrice(9000)) for food in FOODS]
    return Purchase(
        needs=tuple(Need(food, on, grams) for (food, on), grams in asked.items()),
        lots=tuple(draw(st.lists(lots, max_size=4))),
        offers=(*draw(st.lists(offers(), max_size=4, unique_by=hash)), *anybody),
        keeping={food: draw(keepings) for food in FOODS},
        service=tuple(map(day, DAYS)),
        start=MONDAY,
    )


def made(purchase: Purchase) -> Order:
    """Return the order, which has passed the checker on its way."""
    try:
        return order(purchase, settings=Settings(seconds=5))
    except (ShortOfFood, ThresholdOutOfReach):
        assume(False)  # noqa: FBT003 - hypothesis' own way to pass over a case
        raise


@given(purchases())
def test_what_is_paid_is_never_below_the_bound_nor_half_a_fen_a_line_away(
    purchase: Purchase,
) -> None:
    found = made(purchase)
    event(f"{min(len(found.lines), 5)} lines or more")
    assert found.proof.bound <= found.proof.cost
    exact = sum(line.parts for line in found.lines) / PARTS
    assert exact == pytest.approx(found.proof.cost)
    assert abs(found.total.fen - exact) <= len(found.lines) / 2


@given(purchases(), st.data())
def test_the_checker_finds_every_damage(purchase: Purchase, data: st.DataObject) -> None:
    found = made(purchase)
    broken: list[Order] = [replace(found, rests=found.rests[1:])] if found.rests else []
    for place, line in enumerate(found.lines):
        others = found.lines[:place] + found.lines[place + 1 :]
        broken += [replace(found, lines=(*others, *worse)) for worse in _worse(line)]
    for place, take in enumerate(found.takes):
        others_ = found.takes[:place] + found.takes[place + 1 :]
        lied = [(), (replace(take, grams=take.grams + 1),), (replace(take, grams=-1),)]
        broken += [replace(found, takes=(*others_, *worse_)) for worse_ in lied]
    assume(broken)
    damaged = data.draw(st.sampled_from(broken))
    assert faults_of(damaged, purchase)


def _worse(line: Line) -> list[tuple[Line, ...]]:
    cheaper = replace(line.offer, supplier="nobody")
    return [
        (),
        (replace(line, units=line.units + 1),),
        (replace(line, units=0),),
        (replace(line, date=line.date + timedelta(days=120)),),
        (replace(line, date=MONDAY - timedelta(days=1)),),
        (replace(line, offer=cheaper),),
        (line, line),
    ]


@given(
    st.lists(st.tuples(st.integers(0, 4), st.integers(1, 4)), max_size=4, unique_by=lambda p: p[0]),
    st.lists(st.tuples(st.none() | st.integers(0, 4), st.integers(1, 4)), max_size=4),
)
def test_no_way_to_use_the_stock_uses_more_of_it(
    asked: list[tuple[int, int]], held: list[tuple[int | None, int]]
) -> None:
    needs = [Need("a", day(n), grams) for n, grams in asked]
    stock = [Lot("a", grams, None if n is None else day(n)) for n, grams in held]
    takes, still, rests = use_stock(needs, stock)
    total = sum(n.grams for n in needs)
    # Every cut: the needs up to a day, and the lots that last beyond it; or all needs.
    cuts = [MONDAY - timedelta(days=1), *(lot.use_by for lot in stock if lot.use_by)]
    best = min(
        total,
        *(
            sum(n.grams for n in needs if n.date <= cut)
            + sum(lot.grams for lot in stock if lot.use_by is None or lot.use_by > cut)
            for cut in cuts
        ),
    )
    assert sum(t.grams for t in takes) == best
    assert sum(n.grams for n in still) == total - best
    assert sum(r.grams for r in rests) == sum(lot.grams for lot in stock) - best


@given(purchases(), offers())
def test_one_more_offer_never_makes_an_order_dearer(purchase: Purchase, more: Offer) -> None:
    free = [replace(o, threshold=Money(0), kind=Kind.MARKET) for o in (*purchase.offers, more)]
    before = made(replace(purchase, offers=tuple(free[:-1])))
    after = made(replace(purchase, offers=tuple(dict.fromkeys(free))))
    assert after.proof.cost <= before.proof.cost + 1e-6
