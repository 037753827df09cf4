"""Lists for signature: everybody on one line, totals that add up, names that stay text."""

from __future__ import annotations

import csv
import io
from datetime import date

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from canteen.ledger.signing import SignLine, SignList, by_class
from nutrition.quantities import Money
from reports.authority import Basis
from reports.inks import html, xlsx
from reports.sign_list import SignView, sign_csv, sign_sheet
from reports.spreadsheet_text import as_text

SNEAKY = ("=1+1", "+86", "-1", "@SUM(A1)", "＝1+1", " =1", "示例甲", "")

lines = st.lists(
    st.builds(
        SignLine,
        pupil=st.integers(0, 999).map(lambda n: f"{n:03}"),
        school_class=st.sampled_from(["一(1)班", "一(2)班", ""]),
        name=st.sampled_from(SNEAKY),
        facts=st.just(("2026-07-23",)),
        amount=st.integers(1, 10**7).map(Money),
    ),
    max_size=12,
    unique_by=lambda line: line.pupil,
)


def view(found: SignList) -> SignView:
    basis = Basis("退费不超过15个工作日", "", "")
    day = date(2026, 7, 2)
    return SignView("签收表", "示例学校", day, ("最迟",), found, (basis,), "zh")


@given(lines)
def test_a_list_has_everybody_once_and_its_totals_add_up(told: list[SignLine]) -> None:
    found = by_class(told)
    again = [line for each in found.classes for line in each.lines]
    assert sorted(again, key=lambda x: x.pupil) == sorted(told, key=lambda x: x.pupil)
    assert all(line.school_class == c.school_class for c in found.classes for line in c.lines)
    assert len({each.school_class for each in found.classes}) == len(found.classes)
    total = sum(line.amount.fen for line in told)
    assert total == found.total.fen == sum(each.total.fen for each in found.classes)


@given(lines)
def test_the_plain_table_says_the_same_and_holds_no_formula(told: list[SignLine]) -> None:
    found = by_class(told)
    head, *rows, last = csv.reader(io.StringIO(sign_csv(view(found)).decode("utf-8-sig")))
    assert head == ["班级", "学号", "姓名", "金额(元)", "最迟", "签字"]
    assert [cell for row in rows for cell in row if cell[:1] in ("=", "+", "-", "@", "＝")] == []
    own = [row for row in rows if not row[1].startswith("小计")]
    assert {row[1]: Money.yuan(row[3]) for row in own} == {x.pupil: x.amount for x in told}
    assert {row[5] for row in rows} <= {""}
    sums = [Money.yuan(row[3]).fen for row in rows if row[1].startswith("小计")]
    assert Money.yuan(last[3]).fen == sum(sums) == found.total.fen


@settings(max_examples=10)
@given(lines)
def test_the_workbook_says_the_same_and_holds_no_formula(told: list[SignLine]) -> None:
    found = by_class(told)
    book = openpyxl.load_workbook(io.BytesIO(xlsx.draw(sign_sheet(view(found)))))
    cells = [list(row) for row in book.worksheets[0].iter_rows()]
    assert {cell.data_type for row in cells for cell in row} <= {"s", "n"}
    of = {str(row[0].value): row[2].value for row in cells if row[0].data_type == "s"}
    for line in told:
        assert Money.yuan(f"{of[line.pupil]:.2f}") == line.amount
    assert Money.yuan(f"{of[f'总计 {len(told)} 人']:.2f}") == found.total
    assert not any("监督电话" in str(cell.value) for row in cells for cell in row)


def test_a_list_that_names_pupils_is_no_public_notice() -> None:
    line = SignLine("001", "一(1)班", "", ("2026-07-23",), Money(5))
    page = html.draw(sign_sheet(view(by_class([line])))).decode()
    assert "制表日期" in page
    assert "公示日期" not in page
    assert "监督电话" not in page


@pytest.mark.parametrize("name", SNEAKY)
def test_a_text_that_a_spreadsheet_would_compute_is_marked_as_text(name: str) -> None:
    harmless = name in ("示例甲", "")
    assert as_text(name) == (name if harmless else f"'{name}")
