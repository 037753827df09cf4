"""Write a sheet out: figures become text and bars get places, alike for every ink."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from reports.authority import Basis
from reports.inks.fingerprint import fingerprint
from reports.inks.fitting import BODY, fitted
from reports.inks.printed import (
    PrintedBar,
    PrintedBlock,
    PrintedCell,
    PrintedColumn,
    PrintedFact,
    PrintedOver,
    PrintedParagraph,
    PrintedRow,
    PrintedRun,
    PrintedSection,
    PrintedSheet,
    PrintedTable,
)
from reports.sheet import (
    Align,
    Bar,
    Cell,
    Column,
    Content,
    Fact,
    Number,
    Paragraph,
    Run,
    Sheet,
    Stack,
    State,
    Table,
)
from reports.words import UNKNOWN, Words, figure, limits, plain, width, words

KEEP_UNBROKEN: Final = 22  # half characters; a longer piece must be allowed to break

LOW_AT: Final = 0.5  # where on the track a floor stands, so that floors line up

HIGH_AT: Final = 0.8  # where a ceiling stands, when there is no floor or it would not fit


def printed(sheet: Sheet) -> PrintedSheet:
    """Write out every figure of ``sheet``, and choose the sizes of its type."""
    return fitted(written(sheet))


def fingerprint_of(sheet: Sheet) -> str:
    """Return the fingerprint that stands at the foot of every page of ``sheet``."""
    return fingerprint(_page(sheet, words(sheet.lang)))


def written(sheet: Sheet) -> PrintedSheet:
    """Write out every figure of ``sheet``, with the fingerprint of all that at its foot."""
    say = words(sheet.lang)
    page = _page(sheet, say)
    mark = say("sheet.fingerprint", fingerprint=fingerprint(page))
    return replace(page, stamp=" ".join(filter(None, (page.stamp, mark))))


def _page(sheet: Sheet, say: Words) -> PrintedSheet:
    day = sheet.published
    return PrintedSheet(
        title=plain(sheet.title),
        subtitle=plain(sheet.subtitle),
        facts=tuple(_fact(f) for f in sheet.facts),
        pages=tuple(tuple(_block(b, say) for b in page) for page in _pages(sheet)),
        notes_title=say("sheet.notes"),
        notes=notes(sheet, say),
        basis_title=say("sheet.basis"),
        bases=tuple(basis_text(b, say) for b in sheet.bases),
        signatures=tuple(PrintedFact(plain(s.label), plain(s.name)) for s in sheet.signatures),
        seal=plain(sheet.seal),
        phone=PrintedFact("" if sheet.inside else say("sheet.phone"), plain(sheet.phone)),
        published=PrintedFact(say(date_label(sheet)), say.full_date(day)),
        qr=say("sheet.qr") if sheet.url else "",
        stamp=plain(sheet.stamp),
        page=say("sheet.page", page="{page}", pages="{pages}"),
        paper=sheet.paper.size,
        landscape=sheet.paper.landscape,
        lang=sheet.lang,
        date=(day.year, day.month, day.day),
    )


def notes(sheet: Sheet, say: Words) -> tuple[str, ...]:
    """Return the notes, with what † means wherever a legal basis was only recalled."""
    extra = (say("sheet.recalled"),) if any(b.recalled for b in sheet.bases) else ()
    return tuple(plain(n) for n in sheet.notes) + extra


def date_label(sheet: Sheet) -> str:
    """Return the word for the date of a sheet that is hung up, or kept inside."""
    return "sheet.made" if sheet.inside else "sheet.published"


def basis_text(basis: Basis, say: Words) -> str:
    """Write a legal basis: document, reference, the words quoted, where they were read."""
    head = " ".join(filter(None, (plain(basis.document), plain(basis.ref))))
    quote = f"“{plain(basis.quote)}”" if basis.quote else ""
    text = say("colon.after", label=head, value=quote) if quote else head
    source = say("sheet.source", source=plain(basis.source)) if basis.source else ""
    return f"{text}{'†' if basis.recalled else ''}{source}"


def fact_text(fact: Fact) -> str:
    """Write the value of a fact with its unit."""
    value = figure(fact.value) if isinstance(fact.value, Number) else plain(fact.value)
    return f"{value} {plain(fact.unit)}".strip()


def overs(columns: tuple[Column, ...]) -> tuple[PrintedOver, ...]:
    """Join neighbours under the same upper heading; nothing when no column has one."""
    joined: list[PrintedOver] = []
    for column in columns:
        title = plain(column.over)
        if title and joined and joined[-1].title == title:
            joined[-1] = PrintedOver(title, joined[-1].columns + 1)
        else:
            joined.append(PrintedOver(title, 1))
    return tuple(joined) if any(o.title for o in joined) else ()


def _pages(sheet: Sheet) -> list[list[Table | Paragraph]]:
    """Group the printed blocks: one that begins a page, with those that follow it."""
    pages: list[list[Table | Paragraph]] = [[]]
    for block in sheet.blocks:
        if isinstance(block, Table) and block.data_only:
            continue
        if isinstance(block, Table) and block.new_page and pages[-1]:
            pages.append([])
        pages[-1].append(block)
    return pages


def _fact(fact: Fact) -> PrintedFact:
    return PrintedFact(plain(fact.label), fact_text(fact))


def _block(block: Table | Paragraph, say: Words) -> PrintedBlock:
    if isinstance(block, Paragraph):
        lines = tuple(plain(line) for line in block.lines)
        return PrintedBlock(
            None, PrintedParagraph(plain(block.title), lines, block.strong, block.large)
        )
    return PrintedBlock(_table(block, say), None)


def _table(table: Table, say: Words) -> PrintedTable:
    aligns = tuple(c.alignment for c in table.columns)
    columns = tuple(
        PrintedColumn(plain(c.title), plain(c.unit), c.width, c.alignment, c.kind == "bar")
        for c in table.columns
    )
    sections = tuple(PrintedSection(plain(s.title), _rows(s.rows, aligns)) for s in table.sections)
    return PrintedTable(
        title=plain(table.title),
        columns=columns,
        overs=overs(table.columns),
        sections=sections,
        footers=_rows(table.footers, aligns),
        note=plain(table.note),
        fit=table.fit,
        roomy=table.roomy,
        bars=sum(c.bar for c in columns),
        size=BODY,
        empty=plain(table.empty) or say("sheet.empty"),
    )


def _rows(rows: tuple[tuple[Cell, ...], ...], aligns: tuple[Align, ...]) -> tuple[PrintedRow, ...]:
    """Print rows; a cell without an alignment of its own takes that of its column."""
    covered = [0] * len(aligns)  # how many rows from here on a cell from above still covers
    done: list[PrintedRow] = []
    for row in rows:
        at, cells = 0, []
        covered = [max(0, left) for left in covered]
        for cell in row:
            at = next(i for i in range(at, len(aligns)) if not covered[i])
            cells.append(_cell(cell, cell.align or aligns[at]))
            for i in range(at, at + cell.columns):
                covered[i] = cell.rows
            at += cell.columns
        covered = [left - 1 for left in covered]
        done.append(tuple(cells))
    return tuple(done)


def _cell(cell: Cell, align: Align) -> PrintedCell:
    content = cell.content
    blocks = (
        tuple(tuple(tuple(_run(r) for r in line) for line in block) for block in content.blocks)
        if isinstance(content, Stack)
        else ()
    )
    return PrintedCell(
        text=cell_text(content),
        blocks=blocks,
        bar=printed_bar(content) if isinstance(content, Bar) else None,
        rows=cell.rows,
        columns=cell.columns,
        align=align,
        header=cell.header,
        shaded=cell.shaded,
    )


def cell_text(content: Content) -> str:
    """Write a plain content; stacks and bars have texts of their own."""
    if content is None:
        return UNKNOWN
    if isinstance(content, Number):
        return figure(content)
    return plain(content) if isinstance(content, str) else ""


def _run(run: Run) -> PrintedRun:
    text = figure(run.text) if isinstance(run.text, Number) else plain(run.text)
    return PrintedRun(text, run.style, run.keep and width(text) <= KEEP_UNBROKEN)


def printed_bar(bar: Bar) -> PrintedBar:
    """Place a bar on its track: floors at one place, ceilings to the right of them."""
    low = bar.low.value if bar.low and bar.low.value > 0 else None
    high = bar.high.value if bar.high and bar.high.value > 0 else None
    scale = _scale(low, high, bar)

    def place(value: float) -> float:
        return round(min(1.0, max(0.0, value * scale)), 4)

    value = bar.value.value if bar.value else None
    no_limit = low is None and high is None
    return PrintedBar(
        value=figure(bar.value) if bar.value else UNKNOWN,
        limits=limits(bar),
        word=plain(bar.word),
        detail=plain(bar.detail),
        state=bar.state if value is not None else State.UNSURE,
        length=None if value is None else place(value),
        zone=None if no_limit else (place(low or 0.0), 1.0 if high is None else place(high)),
        target=place(bar.target.value) if bar.target else None,
        beyond=value is not None and value * scale > 1.0,
    )


def _scale(low: float | None, high: float | None, bar: Bar) -> float:
    """Return track length per unit of the value."""
    if low is not None and (high is None or high / low <= HIGH_AT / LOW_AT):
        return LOW_AT / low
    if high is not None:
        return HIGH_AT / high
    seen = [abs(n.value) for n in (bar.value, bar.target) if n is not None]
    return HIGH_AT / max(seen) if any(seen) else 1.0
