"""Estimate how high printed pieces stand on paper, in points, leaning to the larger.

Lines are counted by the widths of their pieces: a Chinese character takes one em, a figure
or Latin letter a little more than half.  The proportions are those of sheet.typ.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Final

from reports.inks.printed import (
    PrintedBar,
    PrintedBlock,
    PrintedCell,
    PrintedRow,
    PrintedRun,
    PrintedSheet,
    PrintedTable,
)
from reports.words import width

MM: Final = 72 / 25.4

LATIN_WIDTH: Final = 0.57  # em

SMALL, TAG = 0.84, 0.72  # type of small print and tags, against that of the table

LEADING, PLAIN_LEADING, BLOCK_GAP = 0.2, 0.3, 0.6  # em

INSET_X, INSET_Y, INSET_Y_BARS, RULE = 6.0, 6.0, 4.0, 0.4  # both sides together

ROOMY: Final = 12.0  # above and below together, where people write by hand

TITLE, CAPTION, NOTE, BAND, QR = 34.0, 21.0, 16.0, 5.2, 46.0

LARGER: Final = 1.5  # what stands around the tables, on large paper; drawn 1.35 times

PARAGRAPH_HEAD, PARAGRAPH_LINE, LARGE_LINE = 24.0, 9.8, 18.0

SMALL_PRINT, SMALL_PRINT_HEAD, SMALL_PRINT_LINE, SIGNING = 6.6, 19.5, 9.4, 50.0

VERDICT_WIDTHS: Final = {1: 10.4, 2: 10.4, 3: 5.4}  # em, by the number of columns of bars

NARROW_BARS: Final = 3  # more columns of bars than this stand bar under figure


@lru_cache(maxsize=65536)
def length(text: str) -> float:
    """Return the length of a text in ems."""
    wide = width(text) - len(text)
    return wide + (len(text) - wide) * LATIN_WIDTH


def lines(text: str, size: float, across: float) -> int:
    """Count the lines of a text that may break anywhere; the last half em may stay empty."""
    return max(1, math.ceil(length(text) * size / max(1.0, across - size / 2)))


def wrapped(line: Sequence[PrintedRun], size: float, across: float) -> int:
    """Count the lines that pieces fill when those that are kept whole move down."""
    count, used = 1, 0.0
    for run in line:
        scale = {"small": SMALL, "tag": TAG}.get(run.style, 1.0) * size
        gap = 0.25 * size if used else 0.0
        after = used + gap + length(run.text) * scale
        if after <= across:
            used = after
        elif run.keep:
            count, used = count + 1, after - used - gap
        else:
            room = max(scale, across - scale)
            more = max(1, math.ceil((after - across) / room))
            count, used = count + more, (after - across) % room + scale
    return count


def block_height(block: PrintedBlock, across: float) -> float:
    """Return the height of a table or a paragraph with what stands around it."""
    if block.table is not None:
        return around(block.table) + table_height(block.table, block.table.size, across)
    paragraph = block.paragraph
    texts = paragraph.lines if paragraph is not None else ()
    if paragraph is not None and paragraph.large:
        return PARAGRAPH_HEAD + sum(lines(t, 10.0, across) * LARGE_LINE for t in texts)
    first = lines(texts[0], 10.0, across) * 3.2 if texts else 0.0
    return PARAGRAPH_HEAD + first + sum(lines(t, 7.2, across) * PARAGRAPH_LINE for t in texts)


def around(table: PrintedTable) -> float:
    """Return the height of a table's caption and note."""
    return CAPTION * bool(table.title) + NOTE * bool(table.note) + 4.0


def table_height(table: PrintedTable, size: float, across: float) -> float:
    """Return the height of the table proper at a type size."""
    sections = sum(
        rows_height(s.rows, table, size, across) + (size + BAND) * bool(s.title)
        for s in table.sections
    )
    closing = rows_height(table.footers, table, size, across)
    return heading_height(table, size, across) + sections + closing


def heading_height(table: PrintedTable, size: float, across: float) -> float:
    """Return the height of the column headings."""
    inset = INSET_Y_BARS if table.bars else INSET_Y
    both = zip(table.columns, _widths(table, across), strict=True)
    names = max(lines(f"{column.title} {column.unit}", size, wide) for column, wide in both)
    upper = (size + inset) * bool(table.overs)
    return upper + _high(names, size) + inset


def rows_height(
    rows: Sequence[PrintedRow], table: PrintedTable, size: float, across: float
) -> float:
    """Return the height of some rows of a table."""
    widths = _widths(table, across)
    inset = (ROOMY if table.roomy else INSET_Y_BARS if table.bars else INSET_Y) + RULE
    return sum(
        max((_cell(c, size, w, table.bars) for c, w in _placed(row, widths)), default=size) + inset
        for row in rows
    )


def head_height(page: PrintedSheet, across: float) -> float:
    """Return the height of title, subtitle, facts and QR code."""
    facts = sum(length(f.label) * 7 + length(f.value) * 8.5 + 26 for f in page.facts)
    high = max(TITLE, QR if page.qr else 0.0) + 14 + math.ceil(facts / across) * 14
    return high * LARGER if page.paper == "a3" else high


def tail_height(page: PrintedSheet, across: float) -> float:
    """Return the height of notes, basis and signatures."""
    columns = 2 if page.landscape else 1
    each = across / columns - 9 * MM
    total = SIGNING
    for items in (page.notes, page.bases):
        step = math.ceil(len(items) / columns) or 1
        parts = [items[i : i + step] for i in range(0, len(items), step)]
        counts = [sum(lines(item, SMALL_PRINT, each) for item in part) for part in parts]
        total += (SMALL_PRINT_HEAD + max(counts) * SMALL_PRINT_LINE) if items else 0.0
    return total


def _widths(table: PrintedTable, across: float) -> list[float]:
    weight = sum(c.width for c in table.columns)
    return [across * c.width / weight - INSET_X for c in table.columns]


def _placed(row: PrintedRow, widths: Sequence[float]) -> Iterable[tuple[PrintedCell, float]]:
    """Yield cells with their widths; places covered from above are taken to be the first."""
    at = len(widths) - sum(cell.columns for cell in row)
    for cell in row:
        yield cell, sum(widths[at : at + cell.columns])
        at += cell.columns


def _cell(cell: PrintedCell, size: float, across: float, bars: int) -> float:
    if cell.bar is not None:
        return _bar(cell.bar, size, across, bars)
    if not cell.blocks:
        return _high(lines(cell.text, size, across), size)
    first, other = size * (1 + LEADING), size * (SMALL + LEADING)
    heights = [
        sum(wrapped(line, size, across) * (other if n else first) for n, line in enumerate(block))
        for block in cell.blocks
    ]
    gaps = BLOCK_GAP * (len(heights) - 1) - LEADING * len(heights)
    return sum(heights) + size * gaps


def _high(count: int, size: float) -> float:
    """Return the height of so many lines of plain text."""
    return size * (count + (count - 1) * PLAIN_LEADING)


def _bar(bar: PrintedBar, size: float, across: float, bars: int) -> float:
    """Return the height of a bar: its words may need several lines of their column."""
    said = length(bar.word) * SMALL + (length(bar.detail) + 0.3) * TAG * bool(bar.detail)
    if bars > NARROW_BARS:
        figures = length(bar.value) + length(bar.limits) * SMALL + 0.6
        return size * math.ceil(max(1.0, (said + figures) * size / across)) + 6.0
    return max(6.6, size * math.ceil(said / VERDICT_WIDTHS[bars]))
