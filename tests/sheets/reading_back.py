"""Read a drawn sheet back: the cells of a page, of a workbook, and the text of a PDF."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser

import openpyxl
import pypdf

from reports.inks.printed import PrintedCell, PrintedSheet

_VOID = frozenset({"meta", "col", "br", "rect", "path", "circle", "link", "wbr"})


@dataclass
class _Cells(HTMLParser):
    """Collect what a screen reader would say: heading, facts, cells row by row, sentences."""

    lines: list[list[str]] = field(default_factory=list)
    tags: list[str] = field(default_factory=list)
    silent: int = 0

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        del attrs
        self.tags.append(tag)
        if tag in {"style", "svg"}:
            self.silent += 1
        if tag in {"tr", "h1", "h2", "caption", "li", "title", "figcaption"} or (
            tag == "p" and not self._cell
        ):
            self.lines.append([""])
        elif tag in {"td", "th", "dt", "dd"}:
            if tag == "dt":
                self.lines.append([])
            self.lines[-1].append("")
        if tag in _VOID:
            self.tags.pop()

    @property
    def _cell(self) -> bool:
        return bool({"td", "th"} & set(self.tags[:-1]))

    def handle_endtag(self, tag: str) -> None:
        if tag in self.tags:
            while self.tags.pop() != tag:
                pass
            if tag in {"style", "svg"}:
                self.silent -= 1
            if tag in {"p", "b"} and self.lines:
                self.lines[-1][-1] += " "

    def handle_data(self, data: str) -> None:
        if not self.silent and self.lines and "body" in self.tags:
            self.lines[-1][-1] += data


def page_lines(html: bytes) -> list[list[str]]:
    """Return the texts of a page, one list for each row of a table, heading or sentence."""
    reader = _Cells()
    reader.feed(html.decode())
    tidy = ([" ".join(text.split()) for text in line] for line in reader.lines)
    return [[text for text in line if text] for line in tidy if any(line)]


def workbook_cells(xlsx: bytes) -> dict[str, list[list[str]]]:
    """Return tab -> rows of texts as Excel shows them."""
    book = openpyxl.load_workbook(io.BytesIO(xlsx))
    return {
        tab.title: [
            [shown(cell.value, cell.number_format) for cell in row if cell.value is not None]
            for row in tab.iter_rows()
        ]
        for tab in book.worksheets
    }


def shown(value: object, form: str) -> str:
    """Write a value the way its number format says; only the formats that sheets use."""
    if not isinstance(value, int | float):
        return str(value)
    tail = re.sub(r'"([^"]*)"', r"\1", "".join(re.findall(r'".*"$', form)))
    body = re.sub(r'".*"$', "", form)
    percent = body.endswith("%")
    places = len(body.rstrip("%").partition(".")[2])
    number = value * 100 if percent else value
    text = f"{number:,.{places}f}" if "#,##0" in body else f"{number:.{places}f}"
    return f"{text}{'%' * percent}{tail}"


def pdf_pages(pdf: bytes) -> list[str]:
    """Return the text of each page without any space."""
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    return [squeezed(page.extract_text()) for page in reader.pages]


def squeezed(text: str) -> str:
    """Return ``text`` without spaces and invisible break marks."""
    return re.sub(r"[\s\u200b]+", "", text)


def cells(page: PrintedSheet) -> list[PrintedCell]:
    """Return every printed table cell in the order of the paper."""
    return [
        cell
        for blocks in page.pages
        for block in blocks
        if block.table is not None
        for row in (*[r for s in block.table.sections for r in s.rows], *block.table.footers)
        for cell in row
    ]


def cell_words(cell: PrintedCell) -> str:
    """Return all that a cell says."""
    runs = [run.text for block in cell.blocks for line in block for run in line]
    bar = cell.bar
    said = [bar.value, bar.limits, bar.word, bar.detail] if bar else []
    return " ".join(filter(None, [cell.text, *runs, *said]))
