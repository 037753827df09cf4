"""Receipts, suppliers, price lists and shelves as values: what they refuse, what they promise."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.folder_tables import embedded_foods
from canteen.bulk import bulk_of
from canteen.errors import BooksError, NoVoucher
from canteen.quotes import Basis, Quote, cheapest, quotes_on
from canteen.receipts import Goods, Receipt, different
from canteen.stock_papers import LotId
from canteen.stockroom import Lot, Shelf, first_expiry_first
from canteen.suppliers import Contract, Licence, Supplier, codes_of
from canteen.supply_errors import (
    BadGrams,
    BadQuote,
    BadSupplier,
    BadWorth,
    EmptyPaper,
    InspectorsMissing,
    MadeLater,
    PriceDiffers,
    ShelfLifeOver,
    ShelfLifeUnclear,
    UnknownSupplier,
)
from nutrition.quantities import Money, UnitPrice

DAY = date(2026, 3, 5)

RICE = Goods("G001", 25_000, Money(11_750), bulk=True, price=UnitPrice(4700))

GOOD = Receipt(DAY, "入1", "S1", ("张三", "李四"), (RICE,))


def with_line(**changes: object) -> Receipt:
    return replace(GOOD, lines=(replace(RICE, **changes),))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "inspectors",
    [(), ("张三",), ("张三", "张三"), ("张三", " 张 三　"), ("张三", ""), ("Li", "ＬＩ")],
)
def test_bulk_goods_without_a_second_inspector_are_refused(inspectors: tuple[str, ...]) -> None:
    with pytest.raises(InspectorsMissing) as refused:
        replace(GOOD, inspectors=inspectors)
    assert refused.value.needed == 2
    assert refused.value.foods == ("G001",)
    assert refused.value.inspectors == different(inspectors)


def test_other_goods_need_one_inspector() -> None:
    other = (replace(RICE, bulk=False),)
    assert replace(GOOD, inspectors=("张三",), lines=other).bulk == ()
    with pytest.raises(InspectorsMissing) as refused:
        replace(GOOD, inspectors=(" ",), lines=other)
    assert refused.value.needed == 1


@pytest.mark.parametrize(
    ("make", "error"),
    [
        (lambda: with_line(grams=-1), BadGrams),
        (lambda: with_line(grams=0), BadGrams),
        (lambda: with_line(worth=Money(-1), price=None), BadWorth),
        (lambda: with_line(worth=Money(11_751)), PriceDiffers),
        (lambda: with_line(worth=Money(11_749)), PriceDiffers),
        (lambda: with_line(produced=date(2026, 3, 6)), MadeLater),
        (lambda: with_line(use_by=date(2026, 3, 4)), ShelfLifeOver),
        (lambda: with_line(produced=date(2026, 3, 1), keeps=3), ShelfLifeOver),
        (lambda: with_line(keeps=30), ShelfLifeUnclear),
        (lambda: with_line(produced=date(2026, 3, 1), keeps=-1), ShelfLifeUnclear),
        (lambda: with_line(produced=date(2026, 3, 1), keeps=10**10), ShelfLifeUnclear),
        (
            lambda: with_line(produced=date(2026, 3, 1), keeps=30, use_by=date(2026, 4, 2)),
            ShelfLifeUnclear,
        ),
        (lambda: replace(GOOD, voucher=" "), NoVoucher),
        (lambda: replace(GOOD, lines=()), EmptyPaper),
        (lambda: replace(GOOD, supplier=""), UnknownSupplier),
        (lambda: Supplier("", "甲"), BadSupplier),
        (lambda: Supplier("S1", " "), BadSupplier),
        (lambda: Supplier("S1", "甲", licences=(Licence("", "1"),)), BadSupplier),
        (
            lambda: Supplier("S1", "甲", contracts=(Contract("1", DAY, date(2026, 3, 4)),)),
            BadSupplier,
        ),
        (lambda: Quote("S1", "G001", UnitPrice(0), DAY, Basis.MARKET), BadQuote),
        (lambda: Quote("", "G001", UnitPrice(1), DAY, Basis.CONTRACT), BadQuote),
    ],
)
def test_what_cannot_be_is_refused(make: Callable[[], object], error: type[BooksError]) -> None:
    with pytest.raises(error):
        make()


def test_goods_may_come_on_their_last_day_and_keep_from_the_day_after_production() -> None:
    line = with_line(produced=date(2026, 3, 1), keeps=4).lines[0]
    assert line.last_day == DAY
    stated = with_line(produced=date(2026, 3, 1), keeps=30, use_by=date(2026, 3, 30)).lines[0]
    assert stated.last_day == date(2026, 3, 30)


@given(st.integers(1, 10**6), st.integers(1, 10**6))
def test_a_note_that_rounds_either_way_is_taken(grams: int, li: int) -> None:
    exact = Fraction(grams * li, 10_000)
    for fen in {int(exact), -int(-exact // 1)}:
        with_line(grams=grams, price=UnitPrice(li), worth=Money(fen))


def test_the_ministrys_bulk_goods_are_rice_flour_oil_meat_eggs_and_dairy() -> None:
    bulk = bulk_of(embedded_foods("canteen").values())
    assert {"G001", "O001", "X002", "M001", "M029", "E001", "D001"} <= bulk
    assert not {"V001", "A001", "F001", "G055", "G048", "B003", "S001", "C002"} & bulk


def test_a_supplier_goes_by_code_or_name_unless_two_share_it() -> None:
    twins = (Supplier("S1", "甲公司"), Supplier("S2", "乙公司"), Supplier("S3", "乙公司"))
    assert codes_of(twins) == {"甲公司": "S1", "s1": "S1", "s2": "S2", "s3": "S3"}


def quote(supplier: str, li: int, day: int, basis: Basis = Basis.MARKET) -> Quote:
    return Quote(supplier, "G001", UnitPrice(li), date(2026, 3, day), basis)


def test_a_price_holds_from_its_day_until_the_next_one_of_its_supplier() -> None:
    entered = (quote("S1", 4700, 1), quote("S1", 4900, 10), quote("S1", 4800, 10))
    on = [quotes_on(entered, date(2026, 3, day)).get(("G001", "S1")) for day in (1, 9, 10, 31)]
    assert on == [entered[0], entered[0], entered[2], entered[2]]
    assert quotes_on(entered, date(2026, 2, 28)) == {}


def test_a_contract_comes_before_a_cheaper_market_and_a_reference_offers_nothing() -> None:
    market, dear = quote("S1", 4000, 1), quote("S2", 4900, 1, Basis.CONTRACT)
    cheap = quote("S3", 4800, 1, Basis.CONTRACT)
    reference = quote("", 3000, 1, Basis.REFERENCE)
    assert cheapest((reference, market), DAY) == {"G001": market}
    assert cheapest((market, dear, cheap, reference), DAY) == {"G001": cheap}
    assert cheapest((reference,), DAY) == {}


@given(st.integers(1, 10**7), st.integers(0, 10**9), st.data())
def test_what_is_taken_and_what_is_left_are_the_whole_and_half_a_fen_from_their_share(
    grams: int, fen: int, data: st.DataObject
) -> None:
    shelf = Shelf(grams, fen)
    take = data.draw(st.integers(1, grams))
    worth, left = shelf.take(take)
    assert left.plus(take, worth.fen) == shelf
    assert left.possible
    due = Fraction(fen * take, grams)
    assert -Fraction(1, 2) < worth.fen - due <= Fraction(1, 2)
    if take == grams:
        assert worth.fen == fen


@given(st.lists(st.integers(1, 50), min_size=1, max_size=30), st.integers(0, 500))
def test_whatever_the_portions_all_that_came_goes_out(parts: list[int], fen: int) -> None:
    shelf = Shelf(sum(parts), fen)
    out = 0
    for part in parts:
        worth, shelf = shelf.take(part)
        out += worth.fen
    assert (out, shelf) == (fen, Shelf())


def test_no_shelf_gives_more_than_it_has() -> None:
    with pytest.raises(ValueError, match="11 g of 10 g"):
        Shelf(10, 5).take(11)


def test_lots_are_used_by_their_last_day_then_as_they_came() -> None:
    days = (None, date(2026, 4, 1), date(2026, 3, 1), date(2026, 4, 1), date.max, None)
    lots = [Lot(LotId(9 - n, 1), "G001", 1, bulk=True, use_by=day) for n, day in enumerate(days)]
    order = [lot.id.record for lot in first_expiry_first(lots)]
    assert order == [7, 6, 8, 5, 4, 9]
