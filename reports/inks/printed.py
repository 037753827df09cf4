"""The values that page inks lay out: a sheet whose every figure is text already."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PrintedRun:
    """A piece of a line; ``keep`` pieces are not broken."""

    text: str
    style: str
    keep: bool


@dataclass(frozen=True, slots=True)
class PrintedBar:
    """A bar with its words, and its geometry as parts of the track's length (0 to 1).

    Attributes:
        length: of the bar; None draws none.
        zone: start and end of the allowed range; None where there is no limit.
        beyond: the value runs off the track.
    """

    value: str
    limits: str
    word: str
    detail: str
    state: str
    length: float | None
    zone: tuple[float, float] | None
    target: float | None
    beyond: bool


@dataclass(frozen=True, slots=True)
class PrintedCell:
    """One cell: exactly one of ``text``, ``blocks`` and ``bar`` carries the content."""

    text: str
    blocks: tuple[tuple[tuple[PrintedRun, ...], ...], ...]
    bar: PrintedBar | None
    rows: int
    columns: int
    align: str
    header: bool
    shaded: bool


PrintedRow = tuple[PrintedCell, ...]


@dataclass(frozen=True, slots=True)
class PrintedColumn:
    """A column heading."""

    title: str
    unit: str
    width: float
    align: str
    bar: bool


@dataclass(frozen=True, slots=True)
class PrintedOver:
    """An upper heading over some columns; an empty title leaves the place free."""

    title: str
    columns: int


@dataclass(frozen=True, slots=True)
class PrintedSection:
    """Rows under a band."""

    title: str
    rows: tuple[PrintedRow, ...]


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """A table as an ink draws it.

    Attributes:
        bars: how many of the columns hold bars; many narrow ones are drawn differently.
        size: of the type in points.
    """

    title: str
    columns: tuple[PrintedColumn, ...]
    overs: tuple[PrintedOver, ...]
    sections: tuple[PrintedSection, ...]
    footers: tuple[PrintedRow, ...]
    note: str
    fit: bool
    roomy: bool
    bars: int
    size: float
    empty: str


@dataclass(frozen=True, slots=True)
class PrintedParagraph:
    """Sentences under a small heading."""

    title: str
    lines: tuple[str, ...]
    strong: bool
    large: bool = False


@dataclass(frozen=True, slots=True)
class PrintedBlock:
    """Either a table or a paragraph."""

    table: PrintedTable | None
    paragraph: PrintedParagraph | None


@dataclass(frozen=True, slots=True)
class PrintedFact:
    """A label and what it says."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class PrintedSheet:
    """Everything on paper, as text.

    Attributes:
        pages: blocks that begin a page of their own, each with those that follow it.
        tail_whole: notes, basis and signatures are short enough to stay on one page.
    """

    title: str
    subtitle: str
    facts: tuple[PrintedFact, ...]
    pages: tuple[tuple[PrintedBlock, ...], ...]
    notes_title: str
    notes: tuple[str, ...]
    basis_title: str
    bases: tuple[str, ...]
    signatures: tuple[PrintedFact, ...]
    seal: str
    phone: PrintedFact
    published: PrintedFact
    qr: str
    stamp: str
    page: str
    paper: str
    landscape: bool
    lang: str
    date: tuple[int, int, int]
    tail_whole: bool = True


def texts(sheet: PrintedSheet) -> Iterator[str]:
    """Yield every text on the sheet, in order."""
    yield from (sheet.title, sheet.subtitle, sheet.notes_title, sheet.basis_title, sheet.seal)
    yield from (sheet.stamp, sheet.page, sheet.qr, *sheet.notes, *sheet.bases)
    for fact in (*sheet.facts, *sheet.signatures, sheet.phone, sheet.published):
        yield from (fact.label, fact.value)
    for block in (block for page in sheet.pages for block in page):
        if block.table is not None:
            yield from _table_texts(block.table)
        if block.paragraph is not None:
            yield from (block.paragraph.title, *block.paragraph.lines)


def _table_texts(table: PrintedTable) -> Iterator[str]:
    yield from (table.title, table.note, table.empty)
    yield from (t for c in table.columns for t in (c.title, c.unit))
    yield from (over.title for over in table.overs)
    rows = [*table.footers]
    for section in table.sections:
        yield section.title
        rows += section.rows
    for cell in (cell for row in rows for cell in row):
        yield cell.text
        yield from (run.text for block in cell.blocks for line in block for run in line)
        if cell.bar is not None:
            yield from (cell.bar.value, cell.bar.limits, cell.bar.word, cell.bar.detail)
