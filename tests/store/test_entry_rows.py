"""Vouchers are read from tables: exact, all faults at once, one entry for one voucher."""

from __future__ import annotations

import pytest

from canteen.ledger.entry import Entry, Posting
from canteen.ledger.entry_rows import entries_of
from canteen.ledger.funds import Fund
from food_tables.layout import layout
from food_tables.reading import read_table
from food_tables.table_errors import BadRows
from nutrition.quantities import Money
from tests.store.school import power

HEAD = "凭证号,日期,科目,资金,对象,借方(元),贷方(元),摘要\n"


def read(rows: str) -> tuple[Entry, ...]:
    return entries_of(read_table((HEAD + rows).encode("gb18030"), "凭证.csv", layout("entries")))


def test_a_voucher_is_one_entry_whatever_words_it_is_written_in() -> None:
    rows = (
        "电1,2026/3/10,燃料动力,学生伙食费,,１２．００,,电费\n电1,2026年3月10日,1002,,,,12,\n"
        "收9,2026-03-11,1002,,,0.10,,\n收9,2026-03-11,2211,,007,,0.1,预交\n"
    )
    first, second = read(rows)
    assert first == power(1200)
    assert second.postings == (
        Posting("1002", Money(10)),
        Posting("2211", Money(-10), party="007"),
    )
    assert second.memo == "预交"


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("-1", "row.negative"),
        ("nan", "row.not-finite"),
        ("1e999", "row.not-finite"),
        ("=1+1", "row.formula"),
        ("0.005", "row.bad-money"),
        ("1,234", "row.ambiguous-comma"),
        ("十元", "row.not-a-number"),
    ],
)
def test_what_is_no_amount_is_refused_by_its_cell(cell: str, code: str) -> None:
    with pytest.raises(BadRows) as refused:
        read(f'1,2026-03-10,1002,,,"{cell}",,\n1,2026-03-10,4001,pupils,,,1,\n')
    assert [(f.code, f.row, f.column) for f in refused.value.faults] == [(code, 2, "借方(元)")]


def test_a_school_may_have_millions_in_the_bank_but_no_fen_is_lost() -> None:
    (entry,) = read("1,2026-03-10,1002,,,12345678.91,,\n1,2026-03-10,4001,pupils,,,12345678.91,\n")
    assert entry.postings[0].amount == Money(1_234_567_891)


def test_one_bad_row_spoils_its_voucher_alone_and_every_fault_is_told() -> None:
    with pytest.raises(BadRows) as refused:
        read(
            "1,2026-03-10,1002,,,x,,\n1,2026-03-10,4001,pupils,,,1,\n"
            "2,2026-03-10,1002,,,2,,\n2,2026-03-10,4001,pupils,,,1,\n"
        )
    assert [(f.code, f.row) for f in refused.value.faults] == [
        ("row.not-a-number", 2),
        ("books.unbalanced", 4),
    ]


def test_a_fund_is_known_by_its_name_in_both_languages() -> None:
    for name in ("subsidy", "营养改善补助", "Nutrition-plan subsidy"):
        (entry,) = read(f"1,2026-03-10,1002,,,5,,\n1,2026-03-10,4002,{name},,,5,\n")
        assert entry.funds == (Fund.SUBSIDY,)
