"""Bad input by name: refused with its code, in words for who can mend it, nothing written."""

from __future__ import annotations

import io
import shutil
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pytest

from api.books_desk import Desk
from api.commands.books_month import closed
from api.errors import DoorError
from api.problems import Problems
from canteen.calendar import Month
from canteen.errors import BooksError
from canteen.ledger.funds import Fund
from canteen.record import Hand
from canteen.store.backup import heads_of
from canteen.store.engine import reading
from canteen.store.refunds import RefundRequest
from canteen.store.sums import by_fund
from canteen.store.weights import refund
from canteen.store.writing import writing
from food_tables.table_errors import BadRows, TableError
from tests.reliability.good_files import GOOD, OPENED, STOCKED, bring, desk, prepare
from tests.store.school import CODE, HAND

POST = "凭证号,日期,科目,资金,对象,借方,贷方\n"

RECEIPT = "单号,日期,供应商,验收人,食材,数量(kg),金额(元)\n"

LIST = "学号,班级,同意书,就餐方案\n"


@dataclass(frozen=True, slots=True)
class Bad:
    """A file, what is said of it, and what the sentences have to name.

    Attributes:
        code: of the error, or of the only fault in its rows.
    """

    kind: str
    text: str
    code: str
    names: tuple[str, ...] = ()
    books: str = OPENED


def post(*rows: str) -> str:
    return POST + "\n".join(rows)


BAD: dict[str, Bad] = {
    "unbalanced": Bad(
        "post",
        post("坏1,2026-03-10,燃料动力,学生伙食费,,320,", "坏1,2026-03-10,银行存款,,,,319.99"),
        "books.unbalanced",
        ("坏1", "0.01"),
    ),
    "future date": Bad(
        "post",
        post("坏1,2026-04-10,燃料动力,学生伙食费,,1,", "坏1,2026-04-10,银行存款,,,,1"),
        "books.future-day",
        ("2026-04-10",),
    ),
    "wages from the subsidy": Bad(
        "post",
        post("坏1,2026-03-10,人工(非财政负担),营养改善补助,,1,", "坏1,2026-03-10,银行存款,,,,1"),
        "books.cost-not-allowed",
    ),
    "refund from the subsidy": Bad(
        "post",
        post("坏1,2026-03-10,基金结余,营养改善补助,,1,", "坏1,2026-03-10,2212,,001,,1"),
        "books.surplus-by-hand",
    ),
    "no such day": Bad(
        "post",
        post("坏1,2026-02-30,燃料动力,学生伙食费,,1,", "坏1,2026-02-30,银行存款,,,,1"),
        "row.bad-date",
        ("2026-02-30",),
    ),
    "three decimals": Bad(
        "post",
        post("坏1,2026-03-10,燃料动力,学生伙食费,,1.005,", "坏1,2026-03-10,银行存款,,,,1.005"),
        "row.bad-money",
        ("1.005",),
    ),
    "negative quantity": Bad(
        "receipts",
        f"{RECEIPT}入8,2026-03-03,S1,张三、李四,大米,-5,25\n",
        "row.negative",
        ("-5",),
    ),
    "one inspector": Bad(
        "receipts",
        f"{RECEIPT}入8,2026-03-03,S1,张三,大米,5,25\n",
        "books.inspectors",
        ("张三", "大米"),
    ),
    "one inspector twice": Bad(
        "receipts", f"{RECEIPT}入8,2026-03-03,S1,张三、张三,大米,5,25\n", "books.inspectors"
    ),
    "NaN": Bad(
        "receipts",
        f"{RECEIPT}入8,2026-03-03,S1,张三、李四,大米,NaN,25\n",
        "row.not-finite",
        ("NaN",),
    ),
    "1e999": Bad(
        "receipts",
        f"{RECEIPT}入8,2026-03-03,S1,张三、李四,大米,1e999,25\n",
        "row.not-finite",
        ("1e999",),
    ),
    "a formula": Bad(
        "receipts",
        f"{RECEIPT}入8,2026-03-03,S1,张三、李四,大米,=2+3,25\n",
        "row.formula",
        ("=2+3",),
    ),
    "ten thousands": Bad(
        "payments",
        "学号,金额(元),日期,凭证号\n001,5万,2026-03-03,缴1\n",
        "row.not-a-number",
        ("5万",),
    ),
    "a comma that may be two things": Bad(
        "payments",
        '学号,金额(元),日期,凭证号\n001,"1,234",2026-03-03,缴1\n',
        "row.ambiguous-comma",
        ("1234",),
    ),
    "pupil in two classes": Bad(
        "pupils", f"{LIST}011,一(1)班,,\n011,一(2)班,,\n", "row.two-classes", ("011", "一(1)班")
    ),
    "pupil of another class": Bad(
        "pupils", f"{LIST}001,一(2)班,,\n", "books.pupil-enrolled", ("001", "一(1)班")
    ),
    "attendance twice": Bad(
        "attendance",
        "日期,餐次,班级,学号\n2026-03-05,午餐,一(1)班,001\n2026-03-05,午餐,一(1)班,001\n",
        "row.repeated",
        ("001",),
    ),
    "more issued than there is": Bad(
        "issues",
        "领料单号,领用日期,食材,数量(kg)\n领8,2026-03-05,大米,5000\n",
        "books.not-enough",
        ("大米", "5000000"),
        STOCKED,
    ),
    "an empty file": Bad("payments", "", "tables.empty"),
    "only a header": Bad("payments", "学号,金额(元),日期,凭证号\n", "tables.empty"),
    "no header": Bad(
        "payments", "001,160,2026-03-03,缴1\n", "tables.missing-columns", ("学号", "票据号")
    ),
}


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("kept")
    prepare(folder)
    return folder


def at_copy(kept: Path, books: str, folder: Path) -> Desk:
    shutil.copyfile(kept / books, folder / "books.db")
    return desk(folder / "books.db")


def refused(at: Desk, kind: str, file: Path) -> Exception:
    """Bring a file that is refused; return why, with nothing written."""
    with reading(at.engine) as connection:
        before = heads_of(connection)
    with pytest.raises((BooksError, TableError, DoorError)) as caught:
        bring(at, kind, file)
    with reading(at.engine) as connection:
        assert heads_of(connection) == before
    at.engine.dispose()
    return caught.value


def codes(error: Exception) -> list[str]:
    if isinstance(error, BadRows):
        return list(dict.fromkeys(fault.code for fault in error.faults))
    return [str(getattr(error, "code", ""))]


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_refused_in_words_that_name_it(name: str, kept: Path, tmp_path: Path) -> None:
    bad = BAD[name]
    file = tmp_path / "坏.csv"
    file.write_text(bad.text, "utf-8")
    error = refused(at_copy(kept, bad.books, tmp_path), bad.kind, file)
    assert codes(error) == [bad.code]
    for lang in ("zh", "en"):
        lines = Problems("en" if lang == "en" else "zh", {}).lines(error)
        for word in bad.names:
            assert word in "\n".join(lines)
        if isinstance(error, BadRows):
            assert "坏.csv" in lines[1]
            assert "2" in lines[1].partition(":")[0] or "3" in lines[1].partition(":")[0]


def test_full_width_digits_and_chinese_encodings_are_read(kept: Path, tmp_path: Path) -> None:
    text = "学号,金额(元),日期,凭证号\n００１,１６０．００,2026-03-03,缴1\n"
    for encoding in ("utf-8", "gbk", "gb18030", "utf-16", "utf-8-sig"):
        file = tmp_path / "好.csv"
        file.write_bytes(text.encode(encoding))
        at = at_copy(kept, OPENED, tmp_path)
        assert bring(at, "payments", file) == 0
        at.engine.dispose()


@pytest.mark.parametrize("kind", sorted(GOOD.keys() - {"open", "stock", "suppliers", "pupils"}))
def test_no_table_is_booked_in_a_closed_month(kind: str, kept: Path, tmp_path: Path) -> None:
    if kind in ("prices", "dish-prices", "fee-consents"):
        return  # they say from when on, and book nothing
    at = at_copy(kept, OPENED, tmp_path)
    later = Hand(HAND.now.replace(month=4, day=9), HAND.by)
    at = Desk(at.engine, CODE, later, "zh")
    count = tmp_path / "盘.csv"
    count.write_text("盘点单号,盘点日期,食材,实盘(kg)\n盘9,2026-03-31,大米,400\n", "utf-8")
    bring(at, "counts", count)
    assert closed(at, "2026-03") == 0
    file = tmp_path / "迟.csv"
    file.write_text(GOOD[kind][1].replace("菠菜", "大米"), "utf-8")
    assert codes(refused(at, kind, file)) == ["books.period-closed"]


def test_attendance_again_on_another_paper_is_refused(kept: Path, tmp_path: Path) -> None:
    at = at_copy(kept, OPENED, tmp_path)
    file = tmp_path / "就餐.csv"
    file.write_text("日期,餐次,班级,学号\n2026-03-05,午餐,一(1)班,001\n", "utf-8")
    bring(at, "attendance", file)
    file.write_text("日期,餐次,班级,学号\n2026-03-05,午餐,一(1)班,002\n", "utf-8")
    assert codes(refused(at, "attendance", file)) == ["books.attendance-taken"]


def test_a_surplus_of_the_subsidy_is_never_given_back(kept: Path, tmp_path: Path) -> None:
    at = at_copy(kept, OPENED, tmp_path)
    file = tmp_path / "拨.csv"
    file.write_text(
        post("拨1,2026-03-10,银行存款,,,500,", "拨1,2026-03-10,财政补助收入,营养改善补助,,,500"),
        "utf-8",
    )
    bring(at, "post", file)
    later = Hand(HAND.now.replace(month=4, day=9), HAND.by)
    count = tmp_path / "盘.csv"
    count.write_text("盘点单号,盘点日期,食材,实盘(kg)\n盘9,2026-03-31,大米,400\n", "utf-8")
    bring(Desk(at.engine, CODE, later, "zh"), "counts", count)
    attend = tmp_path / "就餐.csv"
    attend.write_text(GOOD["corrections"][1], "utf-8")
    bring(at, "attendance", attend)
    closed(Desk(at.engine, CODE, later, "zh"), "2026-03")
    request = RefundRequest(Month(2026, 3), later.today, "退1")
    with writing(at.engine, CODE, later) as books:
        made = refund(books, request, "refund")
    with writing(at.engine, CODE, later) as books:
        left = by_fund(books, None, later.today)
    assert made.number
    assert -sum(m.fen for (_, fund), m in left.items() if fund is Fund.SUBSIDY) == 50_000


def test_a_folder_and_an_old_workbook_are_no_tables(kept: Path, tmp_path: Path) -> None:
    folder = tmp_path / "表.csv"
    folder.mkdir()
    at = at_copy(kept, OPENED, tmp_path)
    assert codes(refused(at, "payments", folder)) == ["folder.cannot-read"]
    old = tmp_path / "旧.xls"
    old.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    at = at_copy(kept, OPENED, tmp_path)
    assert codes(refused(at, "payments", old)) == ["tables.old-workbook"]


def test_of_a_workbook_the_first_sheet_with_anything_in_it_counts(
    kept: Path, tmp_path: Path
) -> None:
    book = openpyxl.Workbook()
    for row in ("学号,金额(元),日期,凭证号", "001,160,2026-03-03,缴1"):
        book.worksheets[0].append(row.split(","))
    book.create_sheet("另一张").append(["学号", "金额(元)"])
    sink = io.BytesIO()
    book.save(sink)
    file = tmp_path / "两张.xlsx"
    file.write_bytes(sink.getvalue())
    at = at_copy(kept, OPENED, tmp_path)
    assert bring(at, "payments", file) == 0
    at.engine.dispose()


def test_semicolons_and_tabs_part_cells_too(kept: Path, tmp_path: Path) -> None:
    for sign in (";", "\t"):
        file = tmp_path / "缴.csv"
        text = "学号,金额(元),日期,凭证号\n001,160,2026-03-03,缴1\n"
        file.write_text(text.replace(",", sign), "utf-8")
        at = at_copy(kept, OPENED, tmp_path)
        assert bring(at, "payments", file) == 0
        at.engine.dispose()
