"""Three inks, one text: what is drawn is what the sheet says, always in the same bytes."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import openpyxl
import pypdf
import pytest
from pypdf.generic import DictionaryObject

from reports.errors import MissingGlyph, NoChineseFont, TextTooLong
from reports.inks import fonts, html, pdf, xlsx
from reports.inks.printing import printed
from reports.sheet import Bar, Cell, Column, Kind, Number, Section, Sheet, Stack, State, Table
from reports.week_sheet import week_sheet
from tests.sheets import stand_in
from tests.sheets.reading_back import (
    cell_words,
    cells,
    page_lines,
    pdf_pages,
    shown,
    squeezed,
    workbook_cells,
)

INKS: dict[str, Callable[[Sheet], bytes]] = {
    "html": html.draw,
    "pdf": pdf.draw,
    "xlsx": xlsx.draw,
}

HOSTILE = (
    "<script>alert(1)</script>",
    "=HYPERLINK(1)",
    "+1+cmd",
    "-2",
    "@SUM(A1)",
    '#panic("x")',
    "$x$ *b* _i_ @ref <label> \\ `raw`",
    "{{ 7*7 }}{% x %}",
    "https://example.org/",
    "&amp;\"'",
)


def one_cell(text: str) -> Sheet:
    table = Table("表", (Column("名称"),), (Section(text, ((Cell(text),),)),))
    return Sheet(title=text, published=date(2026, 3, 2), blocks=(table,))


@pytest.fixture(scope="module")
def lunch() -> Sheet:
    return week_sheet(stand_in.lunch())


@pytest.mark.parametrize("ink", INKS)
def test_one_sheet_gives_the_same_bytes_twice_and_in_another_process(
    ink: str, lunch: Sheet
) -> None:
    here = INKS[ink](lunch)
    assert INKS[ink](lunch) == here
    script = (
        "import sys, hashlib; from tests.sheets import stand_in;"
        f"from reports.inks import {ink}; from reports.week_sheet import week_sheet;"
        f"sys.stdout.buffer.write({ink}.draw(week_sheet(stand_in.lunch())))"
    )
    root = Path(__file__).parents[2]
    there = subprocess.run(
        [sys.executable, "-c", script], cwd=root, check=True, capture_output=True
    )
    assert there.stdout == here


def test_every_cell_of_the_sheet_stands_in_the_page_word_for_word(lunch: Sheet) -> None:
    rows = page_lines(html.draw(lunch))
    said = [text for row in rows for text in row]
    at = 0
    for cell in cells(printed(lunch)):
        if words := " ".join(cell_words(cell).split()):
            at = said.index(words, at)


def test_every_cell_of_the_sheet_stands_in_the_pdf_in_the_same_order(lunch: Sheet) -> None:
    text = "".join(pdf_pages(pdf.draw(lunch)))
    at = 0
    for cell in cells(printed(lunch)):
        words = squeezed(cell_words(cell))
        found = text.find(words, at)
        if cell.bar is not None and found < 0:
            continue  # the target's mark is a drawing: it is checked with the figures below
        assert found >= 0, words
        at = found


def test_every_figure_of_a_bar_is_in_all_three_inks(lunch: Sheet) -> None:
    paper = "".join(pdf_pages(pdf.draw(lunch)))
    tabs = workbook_cells(xlsx.draw(lunch))
    rows = page_lines(html.draw(lunch))
    page = " ".join(text for row in rows for text in row)
    book = {text for tab in tabs.values() for row in tab for text in row}
    for cell in cells(printed(lunch)):
        if cell.bar is not None:
            assert f"{cell.bar.value} {cell.bar.limits} {cell.bar.word}" in page
            assert squeezed(cell.bar.value + cell.bar.limits + cell.bar.word) in paper
            assert {cell.bar.value, cell.bar.word} <= book


def test_the_workbook_shows_the_texts_of_the_other_inks(lunch: Sheet) -> None:
    tabs = workbook_cells(xlsx.draw(lunch))
    grid = [" ".join(text.split()) for row in tabs["食谱"] for text in row]
    for cell in cells(printed(lunch)):
        if cell.bar is None and (words := " ".join(cell_words(cell).split())):
            assert words in grid or any(words in row for row in tabs["达成情况"])


def test_the_workbook_holds_grams_money_and_measurements_as_numbers(lunch: Sheet) -> None:
    book = openpyxl.load_workbook(io.BytesIO(xlsx.draw(lunch)))
    dish = stand_in.lunch().days[0].meals[0].dishes[0]
    rows = [[cell.value for cell in row] for row in book["用量明细"].iter_rows()]
    first = next(row for row in rows if dish.name in row)
    assert first[6:8] == list(dish.ingredients[0].grams)
    costs = [cell for row in book["食谱"].iter_rows() for cell in row if cell.data_type == "n"]
    assert {4.31, 4.75, 4.52, 0.38} <= {cell.value for cell in costs}
    assert "4.52" in {shown(cell.value, cell.number_format) for cell in costs}
    assert 636 in {cell.value for row in book["达成情况"].iter_rows() for cell in row}


def test_the_workbook_is_ready_to_print_and_its_head_stays() -> None:
    book = openpyxl.load_workbook(io.BytesIO(xlsx.draw(week_sheet(stand_in.boarding()))))
    grid = book["食谱"]
    assert (grid.page_setup.orientation, grid.page_setup.paperSize) == ("landscape", 9)
    assert grid.freeze_panes is not None
    assert grid.print_title_rows
    assert str(book.properties.created).startswith("2026-02-27")


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_name_is_text_in_every_ink(text: str) -> None:
    sheet = one_cell(text)
    assert [text] in [[" ".join(t.split())] for row in page_lines(html.draw(sheet)) for t in row]
    assert "<script>alert" not in html.draw(sheet).decode()
    assert squeezed(text) in pdf_pages(pdf.draw(sheet))[0]
    book = openpyxl.load_workbook(io.BytesIO(xlsx.draw(sheet)))
    found = [cell for row in book.worksheets[0].iter_rows() for cell in row if cell.value == text]
    assert found
    assert all(cell.data_type == "s" and cell.hyperlink is None for cell in found)


@pytest.mark.parametrize(
    ("given", "printed_as"),
    [("牛\u202e肉", "牛肉"), ("牛\x00肉", "牛肉"), ("a\n\tb", "a b"), ("牛\ud800肉", "牛肉")],
)
def test_characters_that_cannot_be_printed_never_reach_an_ink(given: str, printed_as: str) -> None:
    for ink in INKS.values():
        assert ink(one_cell(given)) == ink(one_cell(printed_as))


def test_a_missing_glyph_is_refused_by_name_and_not_printed_as_a_hole() -> None:
    with pytest.raises(MissingGlyph) as found:
        pdf.draw(one_cell("红烧\U0001f420"))
    assert found.value.characters == "\U0001f420 U+1F420"
    assert found.value.text == "红烧\U0001f420"


def test_a_font_that_is_set_but_cannot_draw_chinese_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NoChineseFont) as found:
        pdf.draw(one_cell("菜"), font=tmp_path / "none.ttf")
    assert str(tmp_path) in found.value.tried


def test_without_a_setting_the_bundled_font_comes_before_the_systems() -> None:
    assert fonts.face().path.parts[-1] == "NotoSansSC[wght].ttf"
    assert "site-packages" in fonts.face().path.parts


def test_a_text_that_a_workbook_would_drop_is_refused() -> None:
    with pytest.raises(TextTooLong) as found:
        xlsx.draw(one_cell("长" * 40_000))
    assert (found.value.length, found.value.most) == (40_000, 32_767)


def test_the_pdf_is_archival_dated_by_its_publication_and_carries_its_fonts(lunch: Sheet) -> None:
    drawn = pdf.draw(lunch)
    assert b"pdfaid:part>2<" in drawn
    assert b"pdfaid:conformance>B<" in drawn
    reader = pypdf.PdfReader(io.BytesIO(drawn))
    assert reader.metadata is not None
    assert reader.metadata.title == "示例小学学生带量食谱公示表"
    assert reader.metadata.creation_date is not None
    assert reader.metadata.creation_date.date() == date(2026, 2, 27)
    count = len(reader.xref[0]) + 1
    things = [reader.get_object(number) for number in range(1, count)]
    fonts_in = [
        thing
        for thing in things
        if isinstance(thing, DictionaryObject) and thing.get("/Type") == "/FontDescriptor"
    ]
    assert fonts_in
    assert all("/FontFile2" in font or "/FontFile3" in font for font in fonts_in)


def test_a_reader_is_told_language_caption_and_heads(lunch: Sheet) -> None:
    page = html.draw(lunch).decode()
    assert '<html lang="zh-CN">' in page
    assert page.count("<caption>") == page.count("<table")
    assert 'scope="col"' in page
    assert 'scope="row"' in page
    assert 'scope="rowgroup"' in page
    assert "style=" not in page
    assert "http" not in page.replace("http://www.w3.org/2000/svg", "")


def test_a_row_may_span_and_keeps_its_figures() -> None:
    stack = Stack(((),))
    bar = Bar(Number(-3), None, Number(0), None, State.BAD, "未达标")
    table = Table(
        "跨行表",
        (Column("甲", over="上"), Column("乙", Kind.MONEY, over="上"), Column("丙", Kind.BAR)),
        (
            Section(
                "",
                (
                    (Cell("跨行", rows=2, header=True), Cell(Number(-5, Kind.MONEY)), Cell(bar)),
                    (Cell(None), Cell(stack)),
                ),
            ),
        ),
        footers=((Cell("合计", columns=2), Cell("完")),),
    )
    sheet = Sheet("跨行表", date(2026, 3, 2), (table,))
    assert ["跨行", "-0.05", "-3 ≤0 未达标"] in page_lines(html.draw(sheet))
    assert "-0.05-3≤0未达标跨行—合计完" in pdf_pages(pdf.draw(sheet))[0]
    rows = [row for row in workbook_cells(xlsx.draw(sheet))["跨行表"] if row]
    at = rows.index(["跨行", "-0.05", "-3", "0", "未达标"])
    assert rows[at + 1 : at + 3] == [["—"], ["合计", "完"]]


def test_an_empty_table_says_so_in_every_ink() -> None:
    sheet = Sheet("空", date(2026, 3, 2), (Table("空表", (Column("甲"),), (), empty="本周无供餐"),))
    assert ["本周无供餐"] in page_lines(html.draw(sheet))
    assert "本周无供餐" in pdf_pages(pdf.draw(sheet))[0]
    assert ["本周无供餐"] in workbook_cells(xlsx.draw(sheet))["空表"]


def test_without_phone_there_is_a_line_to_write_on(lunch: Sheet) -> None:
    sheet = replace(lunch, phone="", url="")
    assert '监督电话</span><span class="line">' in html.draw(sheet).decode()
    assert "监督电话" in pdf_pages(pdf.draw(sheet))[-1]
    assert any(
        "监督电话 ____" in t for row in workbook_cells(xlsx.draw(sheet))["达成情况"] for t in row
    )
