"""What an order does, case by case, with figures that can be done in the head."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from random import Random

import pytest

from nutrition.keeping import Keeping
from nutrition.offers import Kind
from nutrition.proof import StopReason
from nutrition.quantities import Money, UnitPrice
from nutrition.stock import Lot
from optimizer.order_errors import (
    Missing,
    NoDeliveryInTime,
    NoOffer,
    OffersTooSmall,
    ThresholdOutOfReach,
)
from optimizer.purchasing import order
from tests.purchasing.shop import FRESH, MONDAY, WEEK, Shop, bought, day, loose, need


def test_what_is_in_stock_is_not_bought() -> None:
    shop = Shop((loose("rice", "5"),), (Lot("rice", 3000), Lot("rice", 4000)))
    made = order(shop.asked(need("rice", 0, 5000), need("rice", 1, 5000)))
    assert bought(made.lines) == [(0, "菜场", 3000)]
    assert sum(take.grams for take in made.takes) == 7000
    assert made.total == Money(1500)
    assert made.rests == ()


def test_the_lot_that_expires_first_is_used_first_and_an_expired_one_never() -> None:
    lots = (
        Lot("milk", 900, None),
        Lot("milk", 1000, day(9)),
        Lot("milk", 700, day(1)),
        Lot("milk", 800, MONDAY.replace(day=1)),
    )
    made = order(
        Shop((loose("milk", "10"),), lots).asked(need("milk", 1, 500), need("milk", 2, 1200))
    )
    taken = [((t.date - MONDAY).days, t.lot.use_by, t.grams) for t in made.takes]
    assert taken == [(1, day(1), 500), (2, day(9), 1000), (2, None, 200)]
    assert made.lines == ()
    left = {(rest.use_by, rest.grams) for rest in made.rests}
    assert left == {(None, 700), (day(1), 200), (MONDAY.replace(day=1), 800)}


def test_whole_packs_are_bought_and_the_rest_goes_to_stock_with_its_worth() -> None:
    sack = replace(loose("rice", "6"), unit=25_000, packed=True)
    made = order(Shop((sack,)).asked(need("rice", 0, 30_000)))
    assert bought(made.lines) == [(0, "菜场", 50_000)]
    (rest,) = made.rests
    assert (rest.grams, rest.value) == (20_000, Money(12_000))
    assert rest.use_by == date(2026, 5, 31)


def test_a_dearer_loose_kilogram_is_bought_where_a_pack_would_cost_more() -> None:
    sack = replace(loose("rice", "5", "粮行"), unit=25_000, packed=True)
    made = order(Shop((sack, loose("rice", "6"))).asked(need("rice", 0, 30_000)))
    assert bought(made.lines) == [(0, "粮行", 25_000), (0, "菜场", 5000)]
    assert made.total == Money(12_500 + 3000)
    assert made.proof.bound == made.proof.cost == 15_500
    assert made.proof.stop is StopReason.GAP_REACHED


def test_a_price_by_the_pack_is_paid_by_the_pack() -> None:
    box = replace(loose("eggs", "1"), price=Money(19_999), unit=22_500, packed=True)
    made = order(Shop((box,)).asked(need("eggs", 0, 23_000)))
    assert made.total == Money(2 * 19_999)
    assert made.rests[0].value == Money(round(19_999 * 22_000 / 22_500))


def test_money_is_rounded_half_up_once_for_each_line() -> None:
    made = order(
        Shop((loose("salt", "0.75"),), keeping=FRESH).asked(*(need("salt", n, 20) for n in (0, 3)))
    )
    assert [line.money for line in made.lines] == [Money(2), Money(2)]  # 1.5 fen each
    assert (made.total, made.proof.cost) == (Money(4), 3.0)
    made = order(Shop((loose("salt", "0.01"),)).asked(need("salt", 0, 500)))
    assert [line.money for line in made.lines] == [Money(1)]


def test_the_central_contract_comes_first_even_where_it_is_dearer() -> None:
    central = replace(loose("rice", "7", "集采", Kind.CENTRAL), unit=25_000, packed=True)
    made = order(Shop((central, loose("rice", "5"))).asked(need("rice", 0, 30_000)))
    assert bought(made.lines) == [(0, "集采", 50_000)]


def test_beyond_the_limit_of_the_central_contract_the_rest_is_bought_elsewhere() -> None:
    central = replace(
        loose("rice", "7", "集采", Kind.CENTRAL), unit=25_000, packed=True, most=60_000
    )
    made = order(Shop((central, loose("rice", "5"))).asked(need("rice", 0, 60_000)))
    assert bought(made.lines) == [(0, "菜场", 10_000), (0, "集采", 50_000)]


def test_the_central_contract_counts_only_while_it_is_valid() -> None:
    central = replace(loose("rice", "7", "集采", Kind.CENTRAL), first=day(2))
    shop = Shop((central, loose("rice", "5")), keeping=FRESH)
    made = order(shop.asked(need("rice", 0, 1000), need("rice", 3, 2000)))
    assert bought(made.lines) == [(0, "菜场", 1000), (3, "集采", 2000)]


def test_perishables_come_on_the_day_of_use_and_dry_goods_once_a_week() -> None:
    needs = [need("x", number, 1000) for number in range(5)]
    fresh = order(Shop((loose("x", "5"),), keeping=FRESH).asked(*needs))
    assert bought(fresh.lines) == [(number, "菜场", 1000) for number in range(5)]
    dry = order(Shop((loose("x", "5"),)).asked(*needs))
    assert bought(dry.lines) == [(0, "菜场", 5000)]


def test_dry_goods_of_the_next_week_come_in_that_week() -> None:
    shop = Shop((replace(loose("x", "5"), weekdays=frozenset({1, 4})),), service=(*WEEK, day(8)))
    made = order(shop.asked(need("x", 1, 1000), need("x", 8, 2000)))
    assert bought(made.lines) == [(0, "菜场", 1000), (7, "菜场", 2000)]


def test_deliveries_keep_to_weekdays_holidays_and_days_of_keeping() -> None:
    offer = replace(loose("fish", "20"), weekdays=frozenset({1, 2, 4}))
    shop = Shop((offer,), keeping=Keeping("k", 2), closed=frozenset({day(1)}))
    made = order(shop.asked(need("fish", 1, 300), need("fish", 2, 400), need("fish", 4, 500)))
    assert bought(made.lines) == [(0, "菜场", 700), (3, "菜场", 500)]


def test_a_least_delivery_is_kept_or_avoided_whichever_is_cheaper() -> None:
    farm = replace(loose("leek", "4", "农场"), least=10_000)
    small = order(Shop((farm, loose("leek", "6")), keeping=FRESH).asked(need("leek", 0, 6000)))
    assert bought(small.lines) == [(0, "菜场", 6000)]
    large = order(Shop((farm, loose("leek", "6")), keeping=FRESH).asked(need("leek", 0, 7000)))
    assert bought(large.lines) == [(0, "农场", 10_000)]


def test_a_threshold_binds_all_foods_of_a_supplier() -> None:
    # 30 yuan at the farm would be cheapest, but it comes for 40 only; one kilogram more of the
    # cheaper food is dearer than buying both at the market for 36.
    farm = [
        replace(loose(food, yuan, "农场"), threshold=Money(4000))
        for food, yuan in (("leek", "10"), ("yam", "20"))
    ]
    market = [loose("leek", "12"), loose("yam", "24")]
    shop = Shop((*farm, *market), keeping=FRESH)
    made = order(shop.asked(need("leek", 0, 1000), need("yam", 0, 1000)))
    assert {line.offer.supplier for line in made.lines} == {"菜场"}
    assert made.total == Money(3600)
    more = order(shop.asked(need("leek", 0, 1000), need("yam", 0, 1900)))
    assert {line.offer.supplier for line in more.lines} == {"农场"}
    assert more.total == Money(4800)


def test_of_equal_cost_less_is_left_then_the_first_name_is_taken() -> None:
    big = replace(loose("flour", "5", "甲行"), price=Money(10_000), unit=25_000, packed=True)
    small = replace(big, supplier="乙行", unit=22_000)
    made = order(Shop((big, small)).asked(need("flour", 0, 20_000)))
    assert bought(made.lines) == [(0, "乙行", 22_000)]
    alike = order(Shop((loose("a", "5", "丙"), loose("a", "5", "乙"))).asked(need("a", 0, 10)))
    assert bought(alike.lines) == [(0, "丙", 10)]  # U+4E19 stands before U+4E59


def test_the_same_input_in_another_order_gives_the_same_order() -> None:
    offers = [
        replace(loose(food, yuan, supplier), unit=unit)
        for food in ("a", "b")
        for supplier, yuan, unit in (("甲", "5", 700), ("乙", "5", 700), ("丙", "6", 1))
    ]
    lots = [Lot("a", 100, day(3)), Lot("a", 200, day(2))]
    needs = [need(food, number, 1000) for food in ("a", "b") for number in range(4)]
    first = order(Shop(tuple(offers), tuple(lots)).asked(*needs))
    for seed in range(5):
        for each in (offers, lots, needs):
            Random(seed).shuffle(each)
        again = order(Shop(tuple(offers), tuple(lots)).asked(*needs))
        assert (again.lines, again.takes, again.rests) == (first.lines, first.takes, first.rests)


def test_a_food_without_an_offer_is_named_with_its_days_and_grams() -> None:
    shop = Shop((loose("rice", "5"),), (Lot("leek", 300),))
    with pytest.raises(NoOffer) as caught:
        order(shop.asked(need("leek", 2, 500), need("leek", 0, 200), need("yam", 1, 7)))
    assert caught.value.missing == (Missing("yam", day(1), 7), Missing("leek", day(2), 400))


def test_a_day_that_no_delivery_reaches_is_named() -> None:
    offer = replace(loose("leek", "5"), weekdays=frozenset({2, 5}))
    with pytest.raises(NoDeliveryInTime) as caught:
        order(Shop((offer,), keeping=FRESH).asked(*(need("leek", n, 10 + n) for n in range(5))))
    assert [(m.date, m.grams) for m in caught.value.missing] == [(day(0), 10), (day(3), 13)]


def test_offers_that_are_too_small_say_how_much_is_missing() -> None:
    offers = (
        replace(loose("rice", "5"), unit=3000, most=10_000),
        replace(loose("yam", "5"), most=100),
    )
    with pytest.raises(OffersTooSmall) as caught:
        order(Shop(offers).asked(need("rice", 0, 10_000), need("yam", 1, 150)))
    assert caught.value.missing == (Missing("rice", day(0), 1000), Missing("yam", day(1), 50))


def test_a_threshold_out_of_reach_names_supplier_and_foods() -> None:
    offer = replace(loose("yam", "5"), most=2000, threshold=Money(1001))
    with pytest.raises(ThresholdOutOfReach) as caught:
        order(Shop((offer,)).asked(need("yam", 0, 100)))
    assert (caught.value.suppliers, caught.value.foods) == (("菜场",), ("yam",))
    reached = order(Shop((replace(offer, threshold=Money(1000)),)).asked(need("yam", 0, 100)))
    assert bought(reached.lines) == [(0, "菜场", 2000)]


def test_a_menu_of_nothing_needs_no_order() -> None:
    made = order(Shop(()).asked())
    assert (made.lines, made.total) == ((), Money(0))
    assert made.proof.gap == 0


def test_a_price_of_a_lot_values_what_is_left_of_it() -> None:
    made = order(Shop((), (Lot("oil", 3333, None, UnitPrice(10_410)),)).asked(need("oil", 0, 1)))
    assert made.rests[0].value == Money(3469)  # 3.332 kg at 10.41 yuan are 34.686 yuan
