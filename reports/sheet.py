"""Sheet: one finished public notice as a value, drawn alike by every ink."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Literal

from reports.authority import Basis, Signature

Lang = Literal["zh", "en"]


class Kind(StrEnum):
    """What a column or a figure holds, which decides how it is written and aligned."""

    TEXT = "text"
    NUMBER = "number"
    MONEY = "money"
    GRAMS = "grams"
    SHARE = "share"
    BAR = "bar"


class Align(StrEnum):
    """Where a cell's content stands."""

    START = "start"
    CENTER = "center"
    END = "end"


class Style(StrEnum):
    """The few voices of a text: a name, plain words, small print, a quiet tag."""

    STRONG = "strong"
    PLAIN = "plain"
    SMALL = "small"
    TAG = "tag"


class State(StrEnum):
    """How a bar is drawn, told apart without colour: solid, hatched, dotted, outlined."""

    GOOD = "good"
    WARN = "warn"
    BAD = "bad"
    UNSURE = "unsure"


class Paper(StrEnum):
    """Paper and orientation."""

    A4 = "a4"
    A4_LANDSCAPE = "a4-landscape"
    A3 = "a3"
    A3_LANDSCAPE = "a3-landscape"

    @property
    def size(self) -> Literal["a4", "a3"]:
        return "a3" if self in (Paper.A3, Paper.A3_LANDSCAPE) else "a4"

    @property
    def landscape(self) -> bool:
        return self in (Paper.A4_LANDSCAPE, Paper.A3_LANDSCAPE)


@dataclass(frozen=True, slots=True)
class Number:
    """A figure that stays a number until an ink writes it.

    Attributes:
        value: fen for money, grams for grams, a part of one for a share.
        decimals: places written; None writes what is needed, at most two (one from 100
            on), and never a trailing zero (money always has two places).
        mark: written right behind the figure (†).
    """

    value: float
    kind: Kind = Kind.NUMBER
    decimals: int | None = None
    mark: str = ""

    def __post_init__(self) -> None:
        if not math.isfinite(self.value):
            raise ValueError(f"not a figure that can be printed: {self.value}")


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a line in one voice.

    Attributes:
        keep: better not broken over two lines (a food with its grams).
    """

    text: str | Number
    style: Style = Style.PLAIN
    keep: bool = False


Line = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Stack:
    """Several blocks of lines in one cell (the dishes of one meal), never split over pages."""

    blocks: tuple[tuple[Line, ...], ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """A measured value against its limits.

    Attributes:
        value: None when it could not be measured.
        target: wished for, not demanded.
        word: the verdict in words; the bar never speaks by itself.
        detail: where it was measured, how much of it is known; may be empty.
    """

    value: Number | None
    low: Number | None
    high: Number | None
    target: Number | None
    state: State
    word: str
    detail: str = ""


Content = str | Number | Stack | Bar | None


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell.  None as content is an unknown value and prints a dash, never a zero.

    Attributes:
        rows: rows covered, downwards; the rows below leave the covered place out.
        columns: columns covered, to the right.
        header: names its row.
        shaded: greyed (no service on that day).
    """

    content: Content
    rows: int = 1
    columns: int = 1
    header: bool = False
    shaded: bool = False
    align: Align | None = None


Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Attributes:
        unit: printed behind the title.
        width: weight against the other columns.
        over: upper heading shared with neighbours that carry the same.
    """

    title: str
    kind: Kind = Kind.TEXT
    unit: str = ""
    width: float = 1.0
    align: Align | None = None
    over: str = ""

    @property
    def alignment(self) -> Align:
        """Return the given alignment, else text at the start and figures at the end."""
        return self.align or (Align.START if self.kind in (Kind.TEXT, Kind.BAR) else Align.END)


@dataclass(frozen=True, slots=True)
class Section:
    """Rows under one band; an empty title draws no band."""

    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its caption.

    Attributes:
        name: short name, for the tab of a workbook.
        footers: closing rows (sums).
        note: how to read it, in one line above the table.
        new_page: begins a page, and a tab of the workbook.
        fit: the type may shrink, down to a readable size, to keep it on one page.
        roomy: its rows are high enough to write in by hand.
        data_only: repeats printed figures as a plain list; only the workbook draws it.
        empty: what is said when there is no row.
    """

    title: str
    columns: tuple[Column, ...]
    sections: tuple[Section, ...]
    footers: tuple[Row, ...] = ()
    name: str = ""
    note: str = ""
    new_page: bool = False
    fit: bool = False
    roomy: bool = False
    data_only: bool = False
    empty: str = ""

    def __post_init__(self) -> None:
        for section in self.sections:
            _check_shape(section.rows, len(self.columns), section.title)
        _check_shape(self.footers, len(self.columns), "footers")


def _check_shape(rows: Sequence[Row], width: int, where: str) -> None:
    """Refuse rows whose cells and spans do not fill the width exactly (a builder's bug)."""
    hanging: list[tuple[int, int]] = []  # (rows still covered, columns) of cells from above
    for number, row in enumerate(rows):
        covered = sum(columns for left, columns in hanging if left > 0)
        if covered + sum(cell.columns for cell in row) != width:
            raise ValueError(f"row {number} of {where!r} does not fill {width} columns")
        hanging = [(left - 1, columns) for left, columns in hanging if left > 1]
        hanging += [(cell.rows - 1, cell.columns) for cell in row if cell.rows > 1]
    if any(left > 0 for left, _ in hanging):
        raise ValueError(f"a cell of {where!r} reaches below the last row")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Sentences under a small heading.

    Attributes:
        strong: the first sentence is what the reader should take home.
        large: set like the tables, to be read from before the wall; else in small print.
    """

    title: str
    lines: tuple[str, ...]
    strong: bool = False
    large: bool = False


Block = Table | Paragraph


@dataclass(frozen=True, slots=True)
class Fact:
    """One labelled fact of the heading."""

    label: str
    value: str | Number
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A public notice: everything an ink needs, and nothing to compute.

    Attributes:
        published: date of the document; the only date that enters the bytes.
        signatures, seal: the lines to sign, and the label of the seal space or "".
        phone: complaint telephone; empty leaves a line to fill in by hand.
        url: public page, drawn as a QR code, or "".
        stamp: short fingerprint, repeated at the foot of every page.
        inside: hung nowhere, for it names pupils: no complaint telephone.
    """

    title: str
    published: date
    blocks: tuple[Block, ...]
    subtitle: str = ""
    facts: tuple[Fact, ...] = ()
    notes: tuple[str, ...] = ()
    bases: tuple[Basis, ...] = ()
    signatures: tuple[Signature, ...] = ()
    seal: str = ""
    phone: str = ""
    url: str = ""
    stamp: str = ""
    inside: bool = False
    paper: Paper = Paper.A4
    lang: Lang = "zh"
