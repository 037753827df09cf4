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

LEADING, PLAIN_LEADING, BLOCK_GAP = 0.18, 0.3, 0.55  # em

INSET_X, INSET_Y, INSET_Y_BARS, RULE = 6.0, 6.0, 4.0, 0.4  # both sides together

TITLE, CAPTION, NOTE, BAND, QR = 34.0, 20.0, 14.0, 5.2, 46.0

PARAGRAPH_SIZE, PARAGRAPH_LINE = 10.0, 12.5

SMALL_PRINT, SMALL_PRINT_LINE, SIGNING = 6.6, 9.4, 76.0

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
    texts = block.paragraph.lines if block.paragraph is not None else ()
    return CAPTION + sum(lines(t, PARAGRAPH_SIZE, across) * PARAGRAPH_LINE for t in texts)


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
    return upper + names * size * (1 + PLAIN_LEADING) + inset


def rows_height(
    rows: Sequence[PrintedRow], table: PrintedTable, size: float, across: float
) -> float:
    """Return the height of some rows of a table."""
    widths = _widths(table, across)
    inset = (INSET_Y_BARS if table.bars else INSET_Y) + RULE
    narrow = table.bars > NARROW_BARS
    return sum(
        max((_cell(c, size, w, narrow=narrow) for c, w in _placed(row, widths)), default=size)
        + inset
        for row in rows
    )


def head_height(page: PrintedSheet, across: float) -> float:
    """Return the height of title, subtitle, facts and QR code."""
    facts = sum(length(f.label) * 7 + length(f.value) * 8.5 + 26 for f in page.facts)
    return max(TITLE, QR if page.qr else 0.0) + 14 + math.ceil(facts / across) * 14


def tail_height(page: PrintedSheet, across: float) -> float:
    """Return the height of notes, basis and signatures."""
    columns = 2 if page.landscape else 1
    each = across / columns - 9 * MM
    total = SIGNING
    for items in (page.notes, page.bases):
        if items:
            count = sum(lines(item, SMALL_PRINT, each) for item in items)
            total += CAPTION + (math.ceil(count / columns) + 1) * SMALL_PRINT_LINE
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


def _cell(cell: PrintedCell, size: float, across: float, *, narrow: bool) -> float:
    if cell.bar is not None:
        return size + 6.0 if narrow else max(size, 6.6)
    if not cell.blocks:
        return lines(cell.text, size, across) * size * (1 + PLAIN_LEADING)
    first, other = size * (1 + LEADING), size * (SMALL + LEADING)
    heights = [
        sum(wrapped(line, size, across) * (other if n else first) for n, line in enumerate(block))
        for block in cell.blocks
    ]
    return sum(heights) + size * BLOCK_GAP * (len(heights) - 1)
