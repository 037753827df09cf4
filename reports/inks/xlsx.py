"""Draw a sheet as a workbook: text as text, figures as numbers, ready to print."""

from __future__ import annotations

import io
from datetime import datetime
from typing import TYPE_CHECKING, Final

import xlsxwriter

from reports.inks.printing import basis_text, date_label, notes, written
from reports.inks.qr import qr_png
from reports.inks.xlsx_page import Page
from reports.sheet import Paragraph, Table
from reports.words import plain, words

if TYPE_CHECKING:
    from reports.sheet import Block, Sheet
    from reports.words import Words

PAPER: Final = {"a4": 9, "a3": 8}  # as Excel numbers them

TAB: Final = 31  # characters a tab's name may have

FORBIDDEN: Final = frozenset("[]:*?/\\'")

OPTIONS: Final = {
    "in_memory": True,
    "strings_to_numbers": False,
    "strings_to_formulas": False,
    "strings_to_urls": False,
}


def draw(sheet: Sheet) -> bytes:
    """Return the bytes of the workbook; one sheet gives the same bytes always.

    Raises:
        TextTooLong: a text is longer than a cell takes.
    """
    drawn = io.BytesIO()
    say = words(sheet.lang)
    with xlsxwriter.Workbook(drawn, OPTIONS) as book:
        day = sheet.published
        created = datetime(day.year, day.month, day.day)  # noqa: DTZ001  (Excel knows no zones)
        book.set_properties({"title": plain(sheet.title), "created": created})
        tabs = _tabs(sheet.blocks)
        taken: set[str] = set()
        printed_last = max((n for n, tab in enumerate(tabs) if not _data(tab)), default=0)
        for number, blocks in enumerate(tabs):
            page = Page.on(book, _tab_name(blocks, sheet, taken), blocks)
            _set_up(page, sheet, say)
            _fill(page, sheet, blocks, say, first=number == 0)
            if number == printed_last:
                _close(page, sheet, say)
    return drawn.getvalue()


def _tabs(blocks: tuple[Block, ...]) -> list[list[Block]]:
    """Group the blocks: one that begins a page begins a tab."""
    tabs: list[list[Block]] = [[]]
    for block in blocks:
        apart = isinstance(block, Table) and block.data_only
        if tabs[-1] and (apart or (isinstance(block, Table) and block.new_page)):
            tabs.append([])
        tabs[-1].append(block)
    return tabs


def _data(blocks: list[Block]) -> bool:
    return any(isinstance(block, Table) and block.data_only for block in blocks)


def _tab_name(blocks: list[Block], sheet: Sheet, taken: set[str]) -> str:
    """Return a name that Excel takes and that no other tab has."""
    wanted = next((b.name or b.title for b in blocks if isinstance(b, Table)), "") or sheet.title
    clean = "".join(c for c in plain(wanted) if c not in FORBIDDEN).strip() or "1"
    name, number = clean[:TAB], 1
    while name.lower() in taken:
        number += 1
        tail = f" {number}"
        name = clean[: TAB - len(tail)] + tail
    taken.add(name.lower())
    return name


def _set_up(page: Page, sheet: Sheet, say: Words) -> None:
    """Set paper, margins and foot: the page number, the fingerprint, one page wide."""
    tab = page.tab
    tab.set_paper(PAPER[sheet.paper.size])
    if sheet.paper.landscape:
        tab.set_landscape()
    tab.set_margins(left=0.43, right=0.43, top=0.4, bottom=0.6)
    tab.fit_to_pages(1, 0)
    tab.hide_gridlines(2)
    where = say("sheet.page", page="&P", pages="&N")
    stamp = written(sheet).stamp.replace("&", "&&")
    tab.set_footer(f"&L&8 {stamp}&R&8 {where}")  # the blank ends the size: stamps begin with digits


def _fill(page: Page, sheet: Sheet, blocks: list[Block], say: Words, *, first: bool) -> None:
    page.title(plain(sheet.title), plain(sheet.subtitle))
    if first:
        page.facts(sheet.facts)
        if sheet.url:
            page.picture(qr_png(sheet.url), say("sheet.qr"))
    for block in blocks:
        if isinstance(block, Paragraph):
            page.paragraph(plain(block.title), [plain(line) for line in block.lines])
        else:
            page.table(block, say)


def _close(page: Page, sheet: Sheet, say: Words) -> None:
    """Write notes, basis, signature lines and the telephone below the last printed table."""
    page.paragraph(say("sheet.notes"), list(notes(sheet, say)))
    page.paragraph(say("sheet.basis"), [basis_text(basis, say) for basis in sheet.bases])
    blank = "_" * 16
    signs = [f"{plain(s.label)} {plain(s.name) or blank}" for s in sheet.signatures]
    page.line(signs + ([plain(sheet.seal)] if sheet.seal else []))
    phone = f"{say('sheet.phone')} {plain(sheet.phone) or blank}"
    dated = f"{say(date_label(sheet))} {say.full_date(sheet.published)}"
    page.line([dated] if sheet.inside else [phone, dated])
