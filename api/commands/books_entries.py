"""canteen books open, post and reverse: entries of a table, previewed, then all or none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import typer
from rich.box import SIMPLE_HEAD
from rich.table import Table as Grid

from api.asking import agreed
from api.books_desk import Desk
from api.errors import BadOption
from api.files import read_bytes
from api.folder_tables import embedded_foods
from api.outcome import Exit
from api.terminal import paragraph, terminal
from canteen.bulk import bulk_of
from canteen.ledger.entry import Entry, Posting
from canteen.ledger.entry_rows import entries_of
from canteen.opening_rows import opening_lots
from canteen.receipts import Goods
from canteen.record import Recorded
from canteen.store.again import key_for
from canteen.store.journal import Journal
from canteen.store.reversing import reverse
from canteen.store.writing import Books
from food_tables.cells import day as day_of
from food_tables.layout import layout
from food_tables.reading import read_table
from nutrition.errors import BadAmount
from nutrition.quantities import Money
from nutrition.tables import FoodNames

PREVIEW = 12
"""Lines that a preview shows."""


def opened(desk: Desk, file: Path, stock: Path | None, *, yes: bool) -> Exit:
    """Begin the books with the one entry of a table, and the lots of a stock list."""
    entries = _entries(file)
    if len(entries) != 1:
        raise BadOption("FILE", file.name, desk.words("books.one_entry"))
    (entry,) = entries
    lots = _lots(stock) if stock else ()
    return _written(
        desk, entries, lambda books: [Journal(books).open(entry, key_of(entry), lots)], yes=yes
    )


def posted(desk: Desk, file: Path, *, yes: bool) -> Exit:
    """Post all entries of a table, or none."""
    entries = _entries(file)
    return _written(desk, entries, lambda books: [_post(books, e) for e in entries], yes=yes)


def _post(books: Books, entry: Entry) -> Recorded:
    return Journal(books).post(entry, key_for(books, key_of(entry)))


def _lots(file: Path) -> tuple[Goods, ...]:
    foods = embedded_foods("canteen").values()
    table = read_table(read_bytes(file), file.name, layout("stock"))
    return opening_lots(table, FoodNames(foods), bulk_of(foods))


def _entries(file: Path) -> tuple[Entry, ...]:
    return entries_of(read_table(read_bytes(file), file.name, layout("entries")))


def _written(
    desk: Desk,
    entries: Sequence[Entry],
    write: Callable[[Books], list[Recorded]],
    *,
    yes: bool,
) -> Exit:
    _preview(desk, entries)
    if not yes and not agreed(desk.words("books.ask", count=len(entries), school=desk.school)):
        typer.echo(desk.words("books.nothing"), err=True)
        return Exit.DONE
    with desk.writes() as books:
        again = sum(made.before for made in write(books))
    written = len(entries) - again
    typer.echo(desk.words("books.posted", count=written), err=True)
    if again:
        typer.echo(desk.words("books.before", count=again), err=True)
    return Exit.DONE


def key_of(entry: Entry) -> str:
    """Return the key of an entry that was read from a table: one voucher, one entry."""
    return f"voucher {entry.voucher}"


def reversed_(desk: Desk, number: int, day: str, voucher: str) -> Exit:
    """Undo a record by its mirror image."""
    with desk.writes() as books:
        made = reverse(books, number, (date_given("--day", day), voucher), f"voucher {voucher}")
    typer.echo(desk.words("books.reversed", number=number, by=made.number), err=True)
    return Exit.DONE


def date_given(option: str, text: str) -> date:
    """Return a date that was given as an option.

    Raises:
        BadOption: it is none.
    """
    try:
        return day_of(text)
    except ValueError:
        raise BadOption(option, text, "2026-03-02") from None


def yuan_given(option: str, text: str) -> Money:
    """Return an amount that was given as an option.

    Raises:
        BadOption: it is none.
    """
    try:
        return Money.yuan(text)
    except BadAmount:
        raise BadOption(option, text, "8.00") from None


def _preview(desk: Desk, entries: Sequence[Entry]) -> None:
    console, own = terminal(stderr=True), desk.words
    total = Money(sum(p.amount.fen for e in entries for p in e.postings if p.amount.fen > 0))
    paragraph(console, own("books.preview", count=len(entries), total=total), "bold")
    grid = Grid(box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
    for name in ("voucher", "day", "account", "fund", "party"):
        grid.add_column(own(f"books.col_{name}"), overflow="fold")
    for name in ("debit", "credit"):
        grid.add_column(own(f"books.col_{name}"), justify="right")
    lines = [(entry, posting) for entry in entries for posting in entry.postings]
    for entry, posting in lines[:PREVIEW]:
        grid.add_row(*_cells(desk, entry, posting))
    console.print(grid)
    if len(lines) > PREVIEW:
        paragraph(console, own("books.more_lines", count=len(lines) - PREVIEW))


def _cells(desk: Desk, entry: Entry, posting: Posting) -> tuple[str, ...]:
    debit = posting.amount.fen > 0
    return (
        entry.voucher,
        f"{entry.day}",
        desk.title(posting.account),
        desk.fund(posting.fund),
        posting.party,
        str(posting.amount) if debit else "",
        "" if debit else str(-posting.amount),
    )
