"""Receipts, issues, counts and price lists as people bring them: CSV bytes and a workbook."""

from __future__ import annotations

import io
from datetime import date, datetime

import openpyxl
import pytest

from canteen.quote_rows import quotes_of
from canteen.quotes import Basis, Quote
from canteen.receipt_rows import Known, receipts_of
from canteen.receipts import Goods, Receipt
from canteen.stock_papers import Count, Found, Issue, IssueLine
from canteen.stock_rows import counts_of, issues_of
from food_tables.layout import layout
from food_tables.reading import Table, read_table
from food_tables.table_errors import BadRows, Fault
from nutrition.food import Food
from nutrition.quantities import Money, UnitPrice
from nutrition.tables import FoodNames

NAMES = FoodNames(
    (
        Food("G001", "大米", "谷薯类", 1.0, {}, aliases=("稻米",)),
        Food("V001", "菠菜", "蔬菜类", 0.9, {}),
    )
)

SUPPLIERS = {"绿源公司": "S1", "s1": "S1", "s2": "S2"}

KNOWN = Known(NAMES, SUPPLIERS, frozenset({"G001"}))

DAY = date(2026, 3, 5)

RECEIPTS = (
    "入库单号,入库日期,供应商,验收人,食材,数量(kg),金额(元),单价(元/kg),"
    "生产日期,批号,保质期(天),产地\n"
)

FULL = Receipt(
    DAY,
    "入1",
    "S1",
    ("张三", "李四"),
    (
        Goods(
            "G001",
            25_500,
            Money(11_985),
            bulk=True,
            price=UnitPrice(4700),
            produced=date(2026, 3, 1),
            batch="0301A",
            keeps=180,
            origin="黄石",
        ),
        Goods("V001", 3_125, Money(1_250), bulk=False),
    ),
)


def table(kind: str, content: str | bytes) -> Table:
    raw = content.encode() if isinstance(content, str) else content
    return read_table(raw, f"{kind}.csv", layout(kind))


def receipts(content: str | bytes) -> tuple[Receipt, ...]:
    return receipts_of(table("receipts", content), KNOWN)


def faults(content: str) -> list[Fault]:
    with pytest.raises(BadRows) as caught:
        receipts(RECEIPTS + content)
    return list(caught.value.faults)


def test_rows_of_one_voucher_are_one_receipt_whose_head_is_said_once() -> None:
    read = receipts(
        RECEIPTS
        + "入1,2026-03-05,绿源公司,张三、李四,稻米,25.5,119.85,4.7,2026-03-01,0301A,180,黄石\n"
        + "入2,2026/3/6,s2,王五,V001,１．５,６.00,,,,,\n"
        + "入1,,,,菠菜,3.125,12.5,,,,,\n"
    )
    other = Receipt(
        date(2026, 3, 6), "入2", "S2", ("王五",), (Goods("V001", 1500, Money(600), bulk=False),)
    )
    assert read == (FULL, other)


def test_a_workbook_with_real_dates_and_numbers_says_the_same() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["三月入库"])
    sheet.append(RECEIPTS.strip().split(","))
    day, made = datetime(2026, 3, 5), datetime(2026, 3, 1)  # noqa: DTZ001 -- as workbooks have it
    sheet.append(
        ["入1", day, "S1", "李四;张三", "大米", 25.5, 119.85, 4.7, made, "0301A", 180, "黄石"]
    )
    sheet.append(["入1", day, "S1", "张三、李四", "菠菜", 3.125, 12.5])
    content = io.BytesIO()
    book.save(content)
    (read,) = receipts(content.getvalue())
    assert read.lines == FULL.lines
    assert (read.day, read.supplier, read.inspectors) == (DAY, "S1", ("李四", "张三"))


def test_a_price_without_an_amount_is_rounded_half_up_once() -> None:
    (read,) = receipts(RECEIPTS + "入1,2026-03-05,S1,甲,菠菜,0.5,,4.01,,,,\n")
    assert read.worth == Money(201)  # 2.005 yuan


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ("大米,-1,1,,,,,", "row.negative"),
        ("大米,0,1,,,,,", "row.not-positive"),
        ("大米,NaN,1,,,,,", "row.not-finite"),
        ("大米,1e999,1,,,,,", "row.not-finite"),
        ("大米,=A1,1,,,,,", "row.formula"),
        ("大米,1.0005,1,,,,,", "row.not-whole-grams"),
        ("大米,,1,,,,,", "row.missing-value"),
        ("大米,1,1.005,,,,,", "row.bad-money"),
        ("大米,1,-1,,,,,", "row.negative"),
        ("大米,1,NaN,,,,,", "row.not-finite"),
        ("大米,1,=1+1,,,,,", "row.formula"),
        ("大米,1,,,,,,", "row.no-worth"),
        ("大米,1,,0,,,,", "row.zero-price"),
        ("大米,1,,4.7001,,,,", "row.bad-price"),
        ("大米,1,4.72,4.7,,,,", "books.price-differs"),
        ("大米,1,1,,2026-03-06,,,", "books.made-later"),
        ("大米,1,1,,2026-03-01,,3,", "books.shelf-life-over"),
        ("大米,1,1,,,,3,", "books.shelf-life-unclear"),
        ("大米,1,1,,2026-13-01,,,", "row.bad-date"),
        ("龙肝,1,1,,,,,", "row.unknown-food"),
    ],
)
def test_a_bad_cell_is_one_fault_in_its_row(cells: str, code: str) -> None:
    good = "入1,2026-03-05,S1,张三、李四,大米,1,1,,,,,\n"
    found = faults(good + f"入1,2026-03-05,S1,张三、李四,{cells}\n")
    assert [(each.row, each.code) for each in found] == [(3, code)]


def test_a_head_that_cannot_be_is_told_at_its_row() -> None:
    found = faults(
        "入1,2026-03-05,S1,张三,大米,1,1,,,,,\n"
        "入2,2026-03-05,S9,张三,菠菜,1,1,,,,,\n"
        "入3,,S1,张三,菠菜,1,1,,,,,\n"
        "入4,2026-03-05,S1,张三,菠菜,1,1,,,,,\n"
        "入4,2026-03-06,S1,张三,菠菜,1,1,,,,,\n"
        "入5,2026-03-05,S1,,菠菜,1,1,,,,,\n"
        "入6,2026-03-05,S1,张三,菠菜,x,1,,,,,\n"
        "入6,,,,菠菜,1,1,,,,,\n"
    )
    assert [(each.row, each.code, each.column) for each in found] == [
        (2, "books.inspectors", "验收人"),
        (3, "books.unknown-supplier", "供应商"),
        (4, "row.missing-value", "入库日期"),
        (6, "row.two-heads", "入库日期"),
        (7, "row.missing-value", "验收人"),
        (8, "row.not-a-number", "数量(kg)"),
    ]
    assert found[0].facts["needed"] == "2"


def test_issues_are_read_by_voucher_with_their_dish_and_meal() -> None:
    read = issues_of(
        table(
            "issues",
            "领料单号,日期,食材,数量(斤),菜品,餐次\n领1,2026-03-05,大米,50,S001,午餐\n"
            "领1,,菠菜,6.25,,\n领2,2026-03-06,稻米,1,,晚饭\n",
        ),
        NAMES,
    )
    assert read == (
        Issue(
            DAY,
            "领1",
            (IssueLine("G001", 25_000, "S001", "lunch"), IssueLine("V001", 3_125)),
        ),
        Issue(date(2026, 3, 6), "领2", (IssueLine("G001", 500, "", "dinner"),)),
    )


def test_counts_may_find_nothing_and_say_what_found_goods_cost() -> None:
    read = counts_of(
        table(
            "stock_counts",
            "盘点单号,盘点日期,食材,实盘(kg),单价(元/kg),保质期至\n"
            "盘1,2026-03-31,大米,0,,\n盘1,,菠菜,2,8.125,无\n",
        ),
        NAMES,
        {"G001"},
    )
    found = {"V001": Found(UnitPrice(8125), bulk=False)}
    assert read == (Count(date(2026, 3, 31), "盘1", {"G001": 0, "V001": 2000}, found),)


def test_a_food_stands_once_in_a_count_and_every_bad_row_is_told() -> None:
    with pytest.raises(BadRows) as caught:
        counts_of(
            table(
                "stock_counts",
                "voucher,day,food,amount\n盘1,2026-03-31,大米,1\n盘1,,稻米,2\n盘1,,菠菜,-1\n盘2,,菠菜,1\n",
            ),
            NAMES,
            (),
        )
    assert [(each.row, each.code) for each in caught.value.faults] == [
        (3, "row.repeated"),
        (4, "row.negative"),
        (5, "row.missing-value"),
    ]


def test_a_price_list_is_read_in_whole_li_with_its_days() -> None:
    read = quotes_of(
        table(
            "quotes",
            "供应商,食材,单价(元/斤),执行日期,依据\n绿源公司,稻米,2.3505,2026-03-01,合同\n"
            ",菠菜,3,2026-03-01,参考价\n",
        ),
        NAMES,
        SUPPLIERS,
    )
    assert read == (
        Quote("S1", "G001", UnitPrice(4701), date(2026, 3, 1), Basis.CONTRACT),
        Quote("", "V001", UnitPrice(6000), date(2026, 3, 1), Basis.REFERENCE),
    )


def test_every_bad_row_of_a_price_list_is_told() -> None:
    with pytest.raises(BadRows) as caught:
        quotes_of(
            table(
                "quotes",
                "supplier,food,yuan_per_kg,since,basis\nS1,大米,4,2026-03-01,合同\n"
                "S1,大米,4,2026-03-01,合同\nS9,大米,4,2026-03-01,合同\n,大米,4,2026-03-01,合同\n"
                "S1,大米,0,2026-03-01,合同\nS1,大米,4,昨天,合同\nS1,大米,4,2026-03-02,白送\n",
            ),
            NAMES,
            SUPPLIERS,
        )
    assert [(each.row, each.code) for each in caught.value.faults] == [
        (3, "row.repeated"),
        (4, "books.unknown-supplier"),
        (5, "row.missing-value"),
        (6, "row.zero-price"),
        (7, "row.bad-date"),
        (8, "row.not-one-of"),
    ]
