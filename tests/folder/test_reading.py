"""A stranger's CSV or XLSX is read by its headers, or refused with one error and no other."""

from __future__ import annotations

import contextlib
import csv
import io
import random
import zipfile
from datetime import date

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from food_tables.cells import day, figure, months, number, share, words
from food_tables.layout import layout
from food_tables.reading import MOST_BYTES, Table, read_table
from food_tables.table_errors import BadRows, NotATable, TableError, TableTooLarge
from food_tables.text import decode
from nutrition.tables import foods_of
from tests.folder.exhibits import workbook

TEXT = "编码,食材名称,可食部,蛋白质\n001,大米,1,７．９\n"

COLUMNS = ("code", "name", "edible_share", "protein_g")


def read(content: bytes | str, kind: str = "foods") -> Table:
    return read_table(content.encode() if isinstance(content, str) else content, "t", layout(kind))


@pytest.mark.parametrize("charset", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "gb18030", "gbk"])
def test_any_charset_of_a_chinese_office_gives_the_same_foods(charset: str) -> None:
    foods = foods_of(read(TEXT.encode(charset)))
    assert foods["001"].name == "大米"
    assert foods["001"].per_100g == {"protein_g": 7.9}


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_line_ends_and_delimiters_do_not_matter(newline: str, delimiter: str) -> None:
    content = TEXT.replace(",", delimiter).replace("\n", newline)
    assert foods_of(read(content))["001"].per_100g == {"protein_g": 7.9}


@given(st.permutations(COLUMNS))
def test_the_order_of_columns_does_not_matter(order: list[str]) -> None:
    row = {"code": "001", "name": "大米", "edible_share": "1", "protein_g": "7.9"}
    text = ",".join(order) + "\n" + ",".join(row[c] for c in order) + "\n"
    assert foods_of(read(text)) == foods_of(read(TEXT))


def test_a_workbook_reads_like_its_csv_and_keeps_leading_zeros() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["学校食材表"], [], list(COLUMNS), [7, "大米", 1, 7.9], ["001", "面", 1.0, None]):
        sheet.append(row)
    sheet.cell(4, 1).number_format = "000"
    out = io.BytesIO()
    book.save(out)
    foods = foods_of(read(out.getvalue()))
    assert list(foods) == ["007", "001"]
    assert foods["007"].per_100g == {"protein_g": 7.9}
    assert foods["001"].per_100g == {}


def test_units_in_headers_are_converted() -> None:
    head = "编码,名称,食部%,能量(kJ),能量(kcal),钠/g,钙(mg)\n"
    food = foods_of(read(head + "1,盐,50,418.4,100,39.3,22\n"))["1"]
    assert food.edible == 0.5
    assert food.per_100g["sodium_mg"] == pytest.approx(39300)
    assert food.per_100g["energy_kcal"] == 100
    only_kj = foods_of(read("编码,名称,食部%,能量(kJ)\n1,盐,50,418.4\n"))["1"]
    assert only_kj.per_100g["energy_kcal"] == pytest.approx(100, abs=0.01)


@pytest.mark.parametrize("mark", ["", "—", "-", "…", "/", "N/A"])
def test_what_was_not_determined_is_unknown_and_never_zero(mark: str) -> None:
    assert figure(mark) is None
    assert figure("Tr") == 0


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,234.5", 1234.5),
        ("999,999.9", 999999.9),
        ("1,234,567", None),
        ("12,345.0", 12345),
        ("１２．５", 12.5),
        ("1e3", 1000),
    ],
)
def test_numbers_are_read_where_they_can_mean_one_thing_only(
    text: str, value: float | None
) -> None:
    if value is None:
        with pytest.raises(PydanticCustomError):
            number(text)
    else:
        assert number(text) == value


@given(st.floats(0, 1e6, allow_nan=False))
def test_a_number_reads_back_as_it_was_written(value: float) -> None:
    assert number(repr(value)) == value


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1,234", "row.ambiguous-comma"),
        ("NaN", "row.not-finite"),
        ("-inf", "row.not-finite"),
        ("1e999", "row.not-finite"),
        ("-3", "row.negative"),
        ("=A1", "row.formula"),
        ("@x", "row.formula"),
        ("12元", "row.not-a-number"),
        ("0x10", "row.not-a-number"),
        ("1_000", "row.not-a-number"),
        ("#N/A", "row.not-a-number"),
        ("99999999", "row.too-large"),
        ("12②", "row.not-a-number"),
        ("²", "row.not-a-number"),
        ("٣", "row.not-a-number"),
    ],
)
def test_a_number_that_could_mislead_is_refused_by_name(text: str, code: str) -> None:
    with pytest.raises(PydanticCustomError) as caught:
        number(text)
    assert caught.value.type == code


def test_shares_months_days_and_lists_are_read_as_people_write_them() -> None:
    assert share("０．６８") == 0.68
    assert months("11-2,6月") == {11, 12, 1, 2, 6}
    assert months("") == set(range(1, 13))
    assert day("2026年3月2日") == day("2026/3/2") == date(2026, 3, 2)
    assert words("土豆；洋芋、马铃薯|山药蛋") == ("土豆", "洋芋", "马铃薯", "山药蛋")


def test_cells_that_begin_like_a_formula_stay_text() -> None:
    rows: list[list[object]] = [
        ["code", "name", "edible_share"],
        ["1", "=1+1", 1],
        ["2", "+热卖", 1],
        ["3", "@店", 1],
    ]
    foods = foods_of(read(workbook(rows)))
    assert [f.name for f in foods.values()] == ["=1+1", "+热卖", "@店"]


def test_every_fault_of_a_file_is_told_at_once_with_the_rows_of_the_spreadsheet() -> None:
    text = "编码,名称,可食部,蛋白质\n1,a,0,1\n\n2,,1,x\n3,c,1,NaN\n3,d,1,1\n"
    with pytest.raises(BadRows) as caught:
        foods_of(read(text))
    told = [(f.row, f.column, f.code) for f in caught.value.faults]
    assert [row for row, _, _ in told] == sorted(row or 0 for row, _, _ in told)
    assert sorted(told) == [
        (2, "可食部", "row.not-a-share"),
        (4, "名称", "row.missing-value"),
        (4, "蛋白质", "row.not-a-number"),
        (5, "蛋白质", "row.not-finite"),
        (6, "编码", "row.repeated"),
    ]


def test_a_comma_that_shifts_the_cells_is_noticed_even_before_empty_cells() -> None:
    with pytest.raises(BadRows) as caught:
        read("dish,food,grams,note,origin\nS1,米,1,234,,\n", "recipes")
    assert caught.value.faults[0].code == "row.too-many-cells"


def test_empty_cells_behind_every_row_are_no_cells() -> None:
    rows = read("dish,food,grams\nS1,米,1,,\nS2,面,2,,\n", "recipes").rows
    assert [row.cells["grams"] for row in rows] == ["1", "2"]
    for shifted in ("S1,米,1,234,\n", "S1,米,1,\nS2,面,2\n"):
        with pytest.raises(BadRows):
            read("dish,food,grams\n" + shifted, "recipes")


def _archive(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("what", "content"),
    [
        ("bytes", b"a" * (MOST_BYTES + 1)),
        ("members", _archive(**{f"m{n}": b"" for n in range(201)})),
        ("ratio", _archive(bomb=b"0" * 5_000_000)),
        ("rows", b"code,name,edible_share\n" + b"1,a,1\n" * 50_001),
        ("columns", b",".join(b"c%d" % n for n in range(65))),
        ("cell", b"code,name,edible_share\n1," + b"a" * 140_000 + b",1\n"),
    ],
)
def test_files_beyond_the_caps_are_refused(what: str, content: bytes) -> None:
    with pytest.raises(TableTooLarge) as caught:
        read(content)
    assert caught.value.what == what


def test_a_wide_row_far_out_in_a_workbook_is_refused() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"] = "code"
    sheet["XFD3"] = "far"
    out = io.BytesIO()
    book.save(out)
    with pytest.raises(TableTooLarge):
        read(out.getvalue())


@pytest.mark.parametrize("seed", range(150))
def test_a_damaged_workbook_or_text_gives_one_error_and_never_another(seed: int) -> None:
    chance = random.Random(seed)
    whole = workbook([list(COLUMNS), ["1", "大米", 1, 7.9]]) if seed % 2 else TEXT.encode("gbk")
    broken = bytearray(whole)
    for _ in range(chance.randint(1, 30)):
        broken[chance.randrange(len(broken))] = chance.randrange(256)
    cut = bytes(broken[: chance.randrange(len(broken))] if seed % 3 == 0 else broken)
    with contextlib.suppress(TableError):
        foods_of(read(cut))


def test_a_zero_byte_in_a_text_does_not_make_it_another_charset() -> None:
    with pytest.raises(NotATable) as caught:
        decode(TEXT.encode() * 3 + b"\0", "t")
    assert caught.value.kind == "nul"


def test_binary_is_no_text() -> None:
    for content in (b"\x00\x01\x02\x03" * 20, b"\x89PNG\r\n", b"%PDF-1.4", bytes(range(256))):
        with pytest.raises(TableError):
            decode(content, "t")


def test_a_table_written_by_us_reads_back_unchanged() -> None:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    writer.writerow(["007", '含"引号",逗号', "0.5", "1.25"])
    foods = foods_of(read("\ufeff" + out.getvalue()))
    assert foods["007"].name == '含"引号",逗号'
