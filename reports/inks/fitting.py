"""Choose the type size of tables that belong on one page, and split those that exceed it.

The choice rests on an estimate.  An ink that needs more room lets the rows flow on under a
repeated head, so a wrong guess costs looks, never text.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from reports.inks.measuring import (
    BAND,
    MM,
    around,
    block_height,
    head_height,
    heading_height,
    rows_height,
    table_height,
    tail_height,
)
from reports.inks.printed import PrintedBlock, PrintedSection, PrintedSheet, PrintedTable

BODY: Final = 8.5  # points, where nothing has to fit

SIZES: Final = (11.0, 10.5, 10.0, 9.5, 9.0, 8.5, 8.0, 7.5, 7.0)

LARGE_SIZES: Final = (15.5, 15.0, 14.5, 14.0, 13.5, 13.0, 12.5, 12.0, 11.5, *SIZES)
"""On the large paper, which is read from further away."""

PAPERS: Final = {"a4": (210 * MM, 297 * MM), "a3": (297 * MM, 420 * MM)}

MARGIN_X, MARGIN_Y = 22 * MM, 24 * MM

FULL: Final = 0.97  # of a page: how much of it a part of a long section may take

FEWEST: Final = 4  # rows that begin a page, so that none stands there alone

WHOLE: Final = 0.7  # of a page: notes, basis and signatures up to this stay together

SPARE: Final = 6.0  # points of a page that the estimate does not count on

Blocks = tuple[PrintedBlock, ...]


@dataclass(frozen=True, slots=True)
class Room:
    """Heights, in points, that a table has on its first page, on later ones, and below it."""

    across: float
    first: float
    later: float
    after: float
    sizes: tuple[float, ...] = SIZES


def fitted(page: PrintedSheet) -> PrintedSheet:
    """Return the sheet with a size for every fitted table; a split one takes several pages."""
    across, down = PAPERS[page.paper][:: -1 if page.landscape else 1]
    across, down = across - MARGIN_X, down - MARGIN_Y - SPARE
    pages: list[Blocks] = []
    sizes = LARGE_SIZES if page.paper == "a3" else SIZES
    for number, blocks in enumerate(page.pages):
        first = down - (head_height(page, across) if number == 0 else 0.0)
        tail = tail_height(page, across) if number + 1 == len(page.pages) else 0.0
        pages += _page(blocks, Room(across, first, down, 0.0, sizes), tail)
    whole = tail_height(page, across) < down * WHOLE
    return replace(page, pages=tuple(pages), tail_whole=whole)


def _page(blocks: Blocks, room: Room, tail: float) -> list[Blocks]:
    fitting = [(i, b.table) for i, b in enumerate(blocks) if b.table and b.table.fit]
    if not fitting:
        return [blocks]
    if len(fitting) > 1:
        return [_alike(blocks, room, tail)]
    at, table = fitting[0]
    before, after = blocks[:at], blocks[at + 1 :]
    first = room.first - around(table) - sum(block_height(b, room.across) for b in before)
    end = sum(block_height(b, room.across) for b in after)
    for below in (end + tail, end, 0.0):
        size = _size([table], room, first - below)
        if size is not None:
            whole = PrintedBlock(replace(table, size=size), None)
            return [(*before, whole, *after)] if below else [(*before, whole), after]
    rest = end + tail if end + tail < room.later * WHOLE else end
    parts = _split(table, Room(room.across, first, room.later - around(table), rest, room.sizes))
    pages: list[Blocks] = [(PrintedBlock(part, None),) for part in parts]
    pages[0] = (*before, *pages[0])
    pages[-1] = (*pages[-1], *after)
    return pages


def _alike(blocks: Blocks, room: Room, tail: float) -> Blocks:
    """Set several tables of one page in one size: the largest that keeps all on it, if one does."""
    tables = [b.table for b in blocks if b.table and b.table.fit]
    rest = [b for b in blocks if not (b.table and b.table.fit)]
    fixed = sum(map(around, tables)) + sum(block_height(b, room.across) for b in rest)
    size = _size(tables, room, room.first - fixed - tail) or BODY
    return tuple(
        PrintedBlock(replace(b.table, size=size), None) if b.table and b.table.fit else b
        for b in blocks
    )


def _size(tables: Sequence[PrintedTable], room: Room, height: float) -> float | None:
    """Return the largest size at which the tables together are no higher than ``height``."""
    low, high = 0, len(room.sizes)
    while low < high:
        middle = (low + high) // 2
        size = room.sizes[middle]
        fits = sum(table_height(table, size, room.across) for table in tables) <= height
        low, high = (low, middle) if fits else (middle + 1, high)
    return room.sizes[low] if low < len(room.sizes) else None


def _split(table: PrintedTable, room: Room) -> list[PrintedTable]:
    """Put whole sections on as few pages as they need, in the largest type that does it."""
    tries = [(*_groups(table, size, room), size) for size in room.sizes]
    groups, _, size = min(tries, key=lambda t: (len(t[0]) + t[1], t[1]))
    parts = [
        replace(table, sections=group, size=size, title="" if n else table.title, footers=())
        for n, group in enumerate(groups)
    ]
    parts[-1] = replace(parts[-1], footers=table.footers)
    return parts


def _groups(
    table: PrintedTable, size: float, room: Room
) -> tuple[list[tuple[PrintedSection, ...]], bool]:
    """Fill page after page; say whether footers and what follows still need one more."""
    heading = heading_height(table, size, room.across)
    closing = rows_height(table.footers, table, size, room.across) + room.after
    units = [u for s in table.sections for u in _units(s, table, size, room)]
    groups: list[tuple[PrintedSection, ...]] = [()]
    left = room.first - heading
    for number, (section, height) in enumerate(units, 1):
        need = height + (closing if number == len(units) else 0.0)
        if groups[-1] and need > left:
            groups.append(())
            left = room.later - heading
        groups[-1] = (*groups[-1], section)
        left -= height
    return groups, left < closing


def _units(
    section: PrintedSection, table: PrintedTable, size: float, room: Room
) -> list[tuple[PrintedSection, float]]:
    """Return a section with its height, in parts where it is higher than a page."""
    band = (size + BAND) * bool(section.title)
    heights = [rows_height([row], table, size, room.across) for row in section.rows]
    page = (room.later - heading_height(table, size, room.across) - band) * FULL
    spanning = any(cell.rows > 1 for row in section.rows for cell in row)
    if sum(heights) <= page or spanning:
        return [(section, sum(heights) + band)]
    cuts, used = [0], 0.0
    for at, height in enumerate(heights):
        if used + height > page:
            cuts.append(at)
            used = 0.0
        used += height
    if len(heights) - cuts[-1] < FEWEST:
        cuts[-1] = max(cuts[-2] + 1, len(heights) - FEWEST)
    ends = [*cuts[1:], len(heights)]
    return [
        (replace(section, rows=section.rows[start:end]), sum(heights[start:end]) + band)
        for start, end in zip(cuts, ends, strict=True)
    ]
