"""One tab of a workbook, written from the top down."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, Self

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from reports.errors import TextTooLong
from reports.inks.printing import cell_text, fact_text, overs
from reports.inks.xlsx_style import Styles
from reports.sheet import Bar, Block, Cell, Column, Content, Fact, Kind, Number, Row, Stack, Table
from reports.words import Words, figure, plain, width, workbook

MOST: Final = 32767  # characters that a cell takes

TEXT_WIDTH: Final = 150.0  # characters over a landscape page, shared out by the columns' weights

LEAST_WIDTH, EXTRA_WIDTH = 6.5, 12.0

LINE: Final = 13.0  # points of height for a line of ordinary type

SMALL_LINE: Final = 11.5

ROOMY: Final = 10.0  # points more, where people write by hand

TALLEST: Final = 409.0  # points; Excel knows no taller row

BAR_PARTS: Final = ("measured", "low", "high", "target", "verdict", "detail")

BAR_WEIGHTS: Final = (1.0, 1.0, 1.0, 1.0, 1.4, 1.6)


@dataclass(slots=True)
class Page:
    """Where the next line goes on a tab."""

    tab: Worksheet
    styles: Styles
    widths: list[float]
    row: int = 0
    frozen: bool = False
    _covered: dict[tuple[int, int], int] = field(default_factory=dict)

    @classmethod
    def on(cls, book: Workbook, name: str, blocks: Sequence[Block]) -> Self:
        """Begin a tab with the column widths of its first table."""
        tab = book.add_worksheet(name)
        tables = [b for b in blocks if isinstance(b, Table)]
        widths = _widths(tables[0].columns) if tables else [TEXT_WIDTH]
        most = max((sum(map(_parts, t.columns)) for t in tables), default=1)
        widths += [EXTRA_WIDTH] * (most - len(widths))
        for at, wide in enumerate(widths):
            tab.set_column(at, at, wide)
        return cls(tab, Styles(book), widths)

    def title(self, title: str, subtitle: str) -> None:
        """Write the heading."""
        for text, style, high in ((title, "title", 24.0), (subtitle, "subtitle", 16.0)):
            if text:
                self._text(0, text, self.styles.of(style))
                self.tab.set_row(self.row, high)
                self.row += 1

    def facts(self, facts: Sequence[Fact]) -> None:
        """Write the heading facts, one a line: the label, then its value across."""
        for fact in facts:
            self._text(0, plain(fact.label), self.styles.of("label"))
            if isinstance(fact.value, Number):
                value, form = workbook(fact.value)
                unit = f'" {plain(fact.unit)}"' if fact.unit else ""
                style = self.styles.of("fact", form=form + unit)
                self.tab.write_number(self.row, 1, value, style)
            else:
                self._text(1, fact_text(fact), self.styles.of("fact"))
            self.row += 1

    def picture(self, png: bytes, words: str) -> None:
        """Put a picture at the right of the heading."""
        place = {"description": words, "x_scale": 0.5, "y_scale": 0.5, "object_position": 3}
        at = max(2, len(self.widths) - 1)
        self.tab.insert_image(0, at, "qr.png", {"image_data": io.BytesIO(png), **place})

    def paragraph(self, title: str, lines: Sequence[str]) -> None:
        """Write sentences across the whole width, each as high as it needs."""
        if not lines:
            return
        self.row += 1
        if title:
            self._text(0, title, self.styles.of("heading"))
            self.row += 1
        room = sum(self.widths)
        for line in lines:
            high = LINE * max(1, math.ceil(width(line) / room))
            self._across(line, 0, len(self.widths) - 1, self.styles.of("sentence"))
            self.tab.set_row(self.row, min(TALLEST, high))
            self.row += 1

    def line(self, texts: Sequence[str]) -> None:
        """Write texts side by side, in equal parts of the width."""
        self.row += 1
        last = len(self.widths) - 1
        step = max(1, (last + 1) // max(1, len(texts)))
        for number, text in enumerate(texts):
            self._text(min(last, number * step), text, self.styles.of("plain"))
        self.tab.set_row(self.row, 20.0)
        self.row += 1

    def table(self, table: Table, say: Words) -> None:
        """Write caption, note, headings, sections and footers."""
        if self.row:
            self.row += 1
        for text, style in ((plain(table.title), "heading"), (plain(table.note), "guide")):
            if text:
                self._text(0, text, self.styles.of(style))
                self.row += 1
        self._headings(table, say)
        count = sum(_parts(column) for column in table.columns)
        for section in table.sections:
            if section.title:
                self._across(plain(section.title), 0, count - 1, self.styles.of("band"))
                self.row += 1
            self._rows(section.rows, table.columns, ROOMY if table.roomy else 0.0)
        if not any(section.rows for section in table.sections):
            self._across(
                plain(table.empty) or say("sheet.empty"), 0, count - 1, self.styles.of("band")
            )
            self.row += 1
        self._rows(table.footers, table.columns)

    def _headings(self, table: Table, say: Words) -> None:
        start = self.row
        if upper := overs(table.columns):
            at, left = 0, list(table.columns)
            for over in upper:
                parts = sum(_parts(c) for c in left[: over.columns])
                left = left[over.columns :]
                self._across(over.title, at, at + parts - 1, self.styles.of("over"))
                at += parts
            self.row += 1
        at, bars = 0, any(c.kind is Kind.BAR for c in table.columns)
        for column in table.columns:
            title = " ".join(filter(None, (plain(column.title), plain(column.unit))))
            style = self.styles.of("head", align=column.alignment)
            self._across(title, at, at + _parts(column) - 1, style)
            if column.kind is Kind.BAR:
                for part, name in enumerate(BAR_PARTS):
                    self._text(at + part, say(f"bar.{name}"), style, below=1)
            elif bars:
                self._text(at, "", style, below=1)
            at += _parts(column)
        self.row += 2 if bars else 1
        if not self.frozen:
            self.frozen = True
            self.tab.freeze_panes(self.row, 1)
            self.tab.repeat_rows(start, self.row - 1)

    def _rows(self, rows: Sequence[Row], columns: Sequence[Column], spare: float = 0.0) -> None:
        starts = [sum(_parts(c) for c in columns[:at]) for at in range(len(columns) + 1)]
        covered = [0] * len(columns)
        for row in rows:
            at, high = 0, LINE
            for cell in row:
                while covered[at]:
                    at += 1
                first, last = starts[at], starts[at + cell.columns] - 1
                self._cell(cell, columns[at], first, last)
                if cell.rows == 1:
                    high = max(high, _height(cell.content, sum(self.widths[first : last + 1])))
                for i in range(at, at + cell.columns):
                    covered[i] = cell.rows
                at += cell.columns
            covered = [max(0, left - 1) for left in covered]
            self.tab.set_row(self.row, min(TALLEST, high + 4 + spare))
            self.row += 1

    def _cell(self, cell: Cell, column: Column, first: int, last: int) -> None:
        content = cell.content
        if isinstance(content, Bar):
            self._bar(content, first, shaded=cell.shaded)
            return
        form = workbook(content)[1] if isinstance(content, Number) else ""
        style = self.styles.of(
            "cell",
            form=form,
            align=cell.align or column.alignment,
            shaded=cell.shaded,
            strong=cell.header,
        )
        if cell.rows > 1 or last > first:
            self.tab.merge_range(self.row, first, self.row + cell.rows - 1, last, "", style)
        if isinstance(content, Number):
            self.tab.write_number(self.row, first, workbook(content)[0], style)
        elif isinstance(content, Stack):
            self._stack(content, first, style)
        else:
            self._text(first, cell_text(content), style)

    def _bar(self, bar: Bar, first: int, *, shaded: bool) -> None:
        numbers = (bar.value, bar.low, bar.high, bar.target)
        for part, number in enumerate(numbers):
            form = workbook(number)[1] if number is not None else ""
            style = self.styles.of("cell", form=form, align="end", shaded=shaded, strong=part == 0)
            if number is not None:
                self.tab.write_number(self.row, first + part, workbook(number)[0], style)
            else:
                self._text(first + part, "" if part else cell_text(None), style)
        words = self.styles.of("cell", align="start", shaded=shaded, strong=bar.state == "bad")
        self._text(first + len(numbers), plain(bar.word), words)
        self._text(first + len(numbers) + 1, plain(bar.detail), words)

    def _stack(self, stack: Stack, column: int, style: Format) -> None:
        """Write lines in one cell: names bold, the rest in small type."""
        pieces: list[str | Format] = []
        for number, line in enumerate(line for block in stack.blocks for line in block):
            for at, run in enumerate(line):
                text = figure(run.text) if isinstance(run.text, Number) else plain(run.text)
                lead = "\n" if number and not at else " " if at else ""
                if text:
                    pieces += [self.styles.of(f"run-{run.style}"), lead + text]
        _refuse_long("".join(p for p in pieces if isinstance(p, str)))
        if len(pieces) <= 2:  # noqa: PLR2004  (one format and its text: Excel wants more for a rich text)
            self._text(column, str(pieces[-1]) if pieces else "", style)
            return
        self.tab.write_rich_string(self.row, column, *pieces, style)

    def _across(self, text: str, first: int, last: int, style: Format) -> None:
        if last > first:
            self.tab.merge_range(self.row, first, self.row, last, "", style)
        self._text(first, text, style)

    def _text(self, column: int, text: str, style: Format, *, below: int = 0) -> None:
        _refuse_long(text)
        if text:
            self.tab.write_string(self.row + below, column, text, style)
        else:
            self.tab.write_blank(self.row + below, column, None, style)


def _refuse_long(text: str) -> None:
    if len(text) > MOST:
        raise TextTooLong(text, MOST)


def _parts(column: Column) -> int:
    """Return how many columns of the workbook one column takes: a bar is written in figures."""
    return len(BAR_PARTS) if column.kind is Kind.BAR else 1


def _widths(columns: Sequence[Column]) -> list[float]:
    weight = sum(c.width for c in columns)
    wide: list[float] = []
    for column in columns:
        share = TEXT_WIDTH * column.width / weight
        if column.kind is Kind.BAR:
            wide += [max(LEAST_WIDTH + 1, share * w / sum(BAR_WEIGHTS)) for w in BAR_WEIGHTS]
        else:
            wide.append(max(LEAST_WIDTH, share, width(plain(column.title)) + 1.0))
    return wide


def _height(content: Content, room: float) -> float:
    """Return the height a cell needs: lines by the width of the text in characters."""
    if isinstance(content, Stack):
        texts = [_line_text(line) for block in content.blocks for line in block]
        return sum(max(1, math.ceil(width(t) * 0.95 / room)) * SMALL_LINE for t in texts) + 3
    return LINE * max(1, math.ceil(width(cell_text(content)) * 1.05 / room))


def _line_text(line: Sequence[object]) -> str:
    texts = (getattr(run, "text", "") for run in line)
    return " ".join(figure(t) if isinstance(t, Number) else str(t) for t in texts)
