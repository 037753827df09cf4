"""A list for signature as a sheet and as a plain table: class by class, with totals."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from canteen.ledger.signing import ClassLines, SignLine, SignList
from nutrition.quantities import Money
from reports.authority import Basis, Signature
from reports.sheet import Cell, Column, Fact, Kind, Lang, Number, Row, Section, Sheet, Table
from reports.spreadsheet_text import as_text
from reports.words import Words, plain, words

SIGN_WIDTH = 1.6


@dataclass(frozen=True, slots=True)
class SignView:
    """What a list for signature shows.

    Attributes:
        columns: titles of what else stands on a line.
        published: the day of the list.
    """

    title: str
    school: str
    published: date
    columns: tuple[str, ...]
    lines: SignList
    bases: tuple[Basis, ...]
    lang: Lang


def sign_sheet(view: SignView) -> Sheet:
    """Build the sheet, with a line to sign for every pupil."""
    say, found = words(view.lang), view.lines
    table = Table(
        title="",
        columns=(
            *(Column(say(f"signing.{name}")) for name in ("pupil", "name")),
            Column(say("signing.amount"), Kind.MONEY),
            *(Column(title) for title in view.columns),
            Column(say("sheet.sign"), width=SIGN_WIDTH),
        ),
        sections=tuple(
            Section(each.school_class or say("signing.no_class"), _rows(each, say))
            for each in found.classes
        ),
        footers=(_sum(say("signing.all", count=found.count), found.total, len(view.columns)),),
        name=say("signing.tab"),
    )
    return Sheet(
        title=view.title,
        subtitle=view.school,
        published=view.published,
        blocks=(table,),
        facts=(Fact(say("signing.total"), _money(found.total), say("signing.yuan")),),
        bases=view.bases,
        signatures=(Signature(say("signing.payer")), Signature(say("signing.checker"))),
        seal=say("sign.seal"),
        inside=True,
        lang=view.lang,
    )


def _rows(lines: ClassLines, say: Words) -> tuple[Row, ...]:
    count = len(lines.lines)
    extra = len(lines.lines[0].facts)
    return (*map(_row, lines.lines), _sum(say("signing.of", count=count), lines.total, extra))


def _row(line: SignLine) -> Row:
    return (
        Cell(line.pupil, header=True),
        Cell(line.name or None),
        Cell(_money(line.amount)),
        *(Cell(fact) for fact in line.facts),
        Cell(""),
    )


def _sum(title: str, total: Money, extra: int) -> Row:
    blank = Cell("", columns=extra + 1, shaded=True)
    figure = Cell(_money(total), header=True, shaded=True)
    return Cell(title, columns=2, header=True, shaded=True), figure, blank


def _money(amount: Money) -> Number:
    return Number(amount.fen, Kind.MONEY)


def sign_csv(view: SignView) -> bytes:
    """Return the list as a table in UTF-8 with a byte order mark, as spreadsheets like it."""
    say, out = words(view.lang), io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\n")
    named = (say(f"signing.{name}") for name in ("class", "pupil", "name", "yuan_column"))
    writer.writerow((*named, *view.columns, say("sheet.sign")))
    for cells in _cells(view, say):
        writer.writerow([as_text(plain(cell)) for cell in cells])
    return out.getvalue().encode("utf-8-sig")


def _cells(view: SignView, say: Words) -> Iterator[tuple[str, ...]]:
    blank = ("",) * (len(view.columns) + 1)
    for each in view.lines.classes:
        room = each.school_class or say("signing.no_class")
        for line in each.lines:
            yield room, line.pupil, line.name, str(line.amount), *line.facts, ""
        yield room, say("signing.of", count=len(each.lines)), "", str(each.total), *blank
    all_ = say("signing.all", count=view.lines.count)
    yield "", all_, "", str(view.lines.total), *blank
