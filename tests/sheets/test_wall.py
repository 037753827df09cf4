"""Every sheet in every ink: the same words and figures, inside its pages, in the same bytes."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Callable

import numpy as np
import openpyxl
import pypdfium2
import pytest

from canteen.publicity.duties import duties, posts
from reports.inks import html, pdf, xlsx
from reports.inks.printed import PrintedSheet
from reports.inks.printing import printed
from reports.sheet import Lang, Number, Sheet, Table
from reports.words import workbook
from tests.sheets.reading_back import (
    cell_words,
    cells,
    page_lines,
    pdf_pages,
    squeezed,
    workbook_cells,
)
from tests.sheets.wall import SHEETS

EVERY = pytest.mark.parametrize("name", SHEETS)

DARK = 128


def drawn(name: str, lang: Lang = "zh") -> Sheet:
    return SHEETS[name](lang)


def said(page: PrintedSheet) -> list[str]:
    """Return what all inks say: heading, cells, notes, bases, signatures."""
    facts = [text for fact in page.facts for text in (fact.label, fact.value)]
    signed = [s.label for s in page.signatures] + [s.value for s in page.signatures if s.value]
    own = [cell_words(cell) for cell in cells(page) if cell.bar is None]
    return [page.title, *facts, *filter(None, own), *page.notes, *page.bases, *signed]


def test_there_is_a_stand_in_of_every_sheet() -> None:
    assert set(duties()) <= set(SHEETS)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", sorted(SHEETS.keys() - {"recipe"}))  # its golden: the lunch week
def test_a_sheet_reads_as_it_did(name: str, lang: Lang, golden: Callable[[str, str], None]) -> None:
    lines = page_lines(html.draw(drawn(name, lang)))
    golden(f"sheets/{name}_{lang}.txt", "\n".join(" | ".join(row) for row in lines) + "\n")


@EVERY
def test_every_word_and_figure_is_in_all_three_inks(name: str) -> None:
    in_all_inks(drawn(name))


def in_all_inks(sheet: Sheet) -> None:
    """See that what a sheet says stands in each of its inks."""
    page = printed(sheet)
    web = squeezed(" ".join(text for row in page_lines(html.draw(sheet)) for text in row))
    paper = "".join(pdf_pages(pdf.draw(sheet)))
    tabs = workbook_cells(xlsx.draw(sheet))
    book = squeezed(" ".join(text for tab in tabs.values() for row in tab for text in row))
    for text in map(squeezed, said(page)):
        assert text in web, text
        assert text in paper, text
        assert text in book, text


@EVERY
def test_every_figure_of_a_sheet_is_a_number_of_its_workbook(name: str) -> None:
    sheet = drawn(name)
    wanted = Counter(
        workbook(cell.content)[0]
        for block in sheet.blocks
        if isinstance(block, Table)
        for rows in (*(s.rows for s in block.sections), block.footers)
        for row in rows
        for cell in row
        if isinstance(cell.content, Number)
    )
    book = openpyxl.load_workbook(io.BytesIO(xlsx.draw(sheet)))
    found = Counter(
        float(str(cell.value))
        for tab in book.worksheets
        for row in tab.iter_rows()
        for cell in row
        if cell.data_type == "n" and cell.value is not None
    )
    assert wanted <= found


@EVERY
def test_nothing_leaves_the_page_or_touches_its_edge(name: str) -> None:
    inside_its_pages(drawn(name))


def inside_its_pages(sheet: Sheet) -> None:
    """See that ink keeps away from the edges of the paper."""
    with pypdfium2.PdfDocument(pdf.draw(sheet)) as paper:
        for page in paper:
            ink = page.render(scale=1, grayscale=True).to_numpy().squeeze() < DARK
            rows, columns = np.nonzero(ink)
            high, wide = ink.shape
            assert 20 < rows.min() < rows.max() < high - 15
            assert 20 < columns.min() < columns.max() < wide - 20


@EVERY
def test_the_same_sheet_gives_the_same_bytes(name: str) -> None:
    for ink in (html.draw, pdf.draw, xlsx.draw):
        assert ink(drawn(name)) == ink(drawn(name))


@EVERY
def test_every_page_carries_the_fingerprint_and_its_number(name: str) -> None:
    sheet = drawn(name)
    stamp = squeezed(printed(sheet).stamp)
    pages = pdf_pages(pdf.draw(sheet))
    for number, text in enumerate(pages, 1):
        assert stamp in text
        assert f"第{number}页/共{len(pages)}页" in text


def test_the_fingerprint_changes_with_any_word_and_not_with_the_paper() -> None:
    fingerprints = [
        re.findall(r"\w{4}(?:-\w{4}){3}$", printed(drawn(name)).stamp)[0] for name in SHEETS
    ]
    assert len(set(fingerprints)) == len(SHEETS)


@pytest.mark.parametrize("name", sorted(SHEETS.keys() & duties().keys() - {"refund-list"}))
def test_a_sheet_is_signed_by_the_post_that_watches_over_it(name: str) -> None:
    officer = duties()[name].officer
    labels = [signature.label for signature in drawn(name).signatures]
    assert labels[:2] == ["编制人（签字）", "审定人（签字）"]
    assert labels[2:] == ([f"{posts()[officer][0]}（签字）"] if officer else [])


@EVERY
def test_only_a_public_sheet_has_a_complaint_telephone_and_a_code(name: str) -> None:
    sheet = drawn(name)
    public = name.startswith("recipe") or (name in duties() and duties()[name].public)
    assert bool(sheet.phone) is public
    assert bool(sheet.url) is public
    assert sheet.inside is not public


@pytest.mark.parametrize(
    "name", sorted(SHEETS.keys() - {"usage", "kitchen"})
)  # asked for by no rule
def test_every_sheet_says_what_it_rests_on(name: str) -> None:
    assert printed(drawn(name)).bases


def test_what_was_only_recalled_is_marked_on_the_sheet_and_told_in_a_note() -> None:
    page = printed(drawn("samples"))
    assert any("†" in basis for basis in page.bases)
    assert any(note.startswith("†") for note in page.notes)
