"""offers.csv, stock.csv and the needs of a menu, as people write them."""

from __future__ import annotations

import math
from datetime import date
from decimal import Decimal
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.folder_tables import embedded_foods
from food_tables.layout import layout
from food_tables.reading import read_table
from food_tables.supply_cells import weekdays
from food_tables.table_errors import BadRows
from nutrition.dish import Dish, Portion
from nutrition.food import Food
from nutrition.menu import Day, Meal, Menu, Serving
from nutrition.needs import needs_of
from nutrition.offer_tables import offers_of
from nutrition.offers import Kind, Offer
from nutrition.pupil import Cohort, PupilGroup
from nutrition.quantities import Money, UnitPrice
from nutrition.stock import Lot, stock_of
from nutrition.tables import FoodNames

RICE = Food("G001", "大米", "谷薯类", 1.0, {}, aliases=("稻米",))

EGG = Food("E001", "鸡蛋", "蛋类", 0.88, {})

NAMES = FoodNames((RICE, EGG))


def offers(text: str) -> tuple[Offer, ...]:
    return offers_of(read_table(text.encode(), "offers.csv", layout("offers")), NAMES)


def stock(text: str) -> tuple[Lot, ...]:
    return stock_of(read_table(text.encode(), "stock.csv", layout("stock")), NAMES)


def test_offers_are_read_under_chinese_headers_with_their_units() -> None:
    read = offers(
        "食材,供应商,采购方式,单价(元/斤),每包价格,包装(kg),起订量(斤),限量(kg),送货日,有效期起,起送金额\n"
        "稻米,县集采中心,集采,,128.5,25,,500,周一、周四,2026年3月1日,1000\n"
        "E001,菜场,市场,2.5,,,20,,,,\n"
    )
    assert read == (
        Offer(
            "G001",
            "县集采中心",
            Kind.CENTRAL,
            Money(12_850),
            unit=25_000,
            packed=True,
            most=500_000,
            weekdays=frozenset({1, 4}),
            first=date(2026, 3, 1),
            threshold=Money(100_000),
        ),
        Offer("E001", "菜场", Kind.MARKET, UnitPrice(5000), least=10_000),
    )


def test_a_threshold_written_once_holds_for_all_rows_of_its_supplier() -> None:
    read = offers(
        "food,supplier,kind,yuan_per_kg,threshold\n大米,甲,合同,5,\n鸡蛋,甲,contract,9,80\n"
        "大米,乙,market,6,0\n"
    )
    assert [offer.threshold for offer in read] == [Money(8000), Money(8000), Money(0)]


def test_every_bad_row_of_offers_is_told_with_its_place() -> None:
    with pytest.raises(BadRows) as caught:
        offers(
            "食材,供应商,采购方式,单价(元/kg),限量(kg),起订量(kg)\n"
            "大米饭,甲,合同,5,,\n大米,甲,送的,5,,\n大米,,合同,5,,\n鸡蛋,甲,合同,9,5,6\n"
            "大米,甲,合同,0,,\n大米,乙,合同,5,,\n大米,乙,合同,5,,\n"
        )
    assert [(f.row, f.column, f.code) for f in caught.value.faults] == [
        (2, "食材", "row.unknown-food-like"),
        (3, "采购方式", "row.not-one-of"),
        (4, "供应商", "row.missing-value"),
        (5, "限量(kg)", "row.min-above-max"),
        (6, "单价(元/kg)", "row.zero-price"),
        (8, "食材", "row.repeated"),
    ]


def test_stock_says_until_when_or_that_there_is_no_date() -> None:
    read = stock(
        "食材,库存(kg),保质期至,单价(元/kg),批号\n"
        "大米,12.5,2026-05-01,5.3,R1\n鸡蛋,0,2026-03-01,,\n大米,3,无,,\n"
    )
    assert read == (
        Lot("G001", 12_500, date(2026, 5, 1), UnitPrice(5300), "R1"),
        Lot("G001", 3000, None),
    )
    with pytest.raises(BadRows) as caught:
        stock("food,amount,use_by\n大米,5,\n大米,-1,无\n大米,1.2345,无\n龙,1,无\n")
    assert [f.code for f in caught.value.faults] == [
        "row.missing-value",
        "row.negative",
        "row.not-whole-grams",
        "row.unknown-food",
    ]


def test_an_empty_store_room_is_a_stock() -> None:
    assert stock("food,amount,use_by\n") == ()


NAMES_OF_DAYS = [
    (str(n + 1), f"周{c}", f"星期{c}", e)
    for n, (c, e) in enumerate(
        zip("一二三四五六日", ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sunday"), strict=True)
    )
]


@given(
    st.lists(st.tuples(st.integers(1, 7), st.integers(0, 3)), min_size=1),
    st.sampled_from([",", "、", " ", ";", "，"]),
)
def test_days_of_the_week_are_read_however_they_are_written(
    chosen: list[tuple[int, int]], between: str
) -> None:
    text = between.join(NAMES_OF_DAYS[n - 1][form] for n, form in chosen)
    assert weekdays(text) == {n for n, _ in chosen}


def test_spans_of_days_are_read_and_nonsense_is_refused() -> None:
    assert weekdays("1-5") == weekdays("周一至周五") == weekdays("Mon-Fri") == {1, 2, 3, 4, 5}
    assert weekdays(" ") == set()
    for text in ("8", "周八", "5-1", "1-3-5", "often"):
        with pytest.raises(ValueError, match="refused"):
            weekdays(text)


tenths = st.integers(1, 3000).map(lambda n: n / 10)


@given(
    st.lists(st.tuples(st.sampled_from([0, 1]), tenths, tenths), min_size=1, max_size=5),
    st.integers(1, 1500),
    st.integers(1, 1500),
)
def test_needs_are_portions_times_pupils_over_the_edible_share_rounded_up(
    served: list[tuple[int, float, float]], low: int, high: int
) -> None:
    groups = [
        PupilGroup("low", "低", (Cohort("6-8", "M", low),)),
        PupilGroup(
            "high", "高", (Cohort("9-11", "F", high - high // 2), Cohort("9-11", "M", high // 2))
        ),
    ]
    dish = Dish("D", "d", "主食", ())
    days = []
    for number in (0, 1):
        mine = [
            Serving(dish, {"low": Portion({"E001": a}), "high": Portion({"E001": b})})
            for n, a, b in served
            if n == number
        ]
        on = date(2026, 3, 2 + number)
        days.append(Day(f"{on}", (Meal("lunch", tuple(mine)),), on))
    needs = {n.date.day - 2: n.grams for n in needs_of(Menu(tuple(days)), groups, {"E001": EGG})}
    for number in (0, 1):
        net = sum(
            (Decimal(str(a)) * low + Decimal(str(b)) * high for n, a, b in served if n == number),
            Decimal(0),
        )
        assert needs.get(number, 0) == math.ceil(net / Decimal("0.88"))


def test_the_examples_that_a_new_folder_gets_are_read() -> None:
    names = FoodNames(embedded_foods("canteen").values())
    starter = files("api") / "starter"
    rows = (starter / "offers.csv").read_bytes()
    read = offers_of(read_table(rows, "offers.csv", layout("offers")), names)
    assert {offer.kind for offer in read} == set(Kind)
    lots = (starter / "stock.csv").read_bytes()
    assert len(stock_of(read_table(lots, "stock.csv", layout("stock")), names)) == 2
