"""公示与营养配餐覆盖情况表: how much of what had to be shown was shown, and what is missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from canteen.publicity.coverage import Count, Coverage
from canteen.publicity.duties import duties
from reports.cells import count, share
from reports.frame import Body, Frame, framed
from reports.sheet import Block, Cell, Column, Kind, Paragraph, Row, Section, Sheet, Table
from reports.words import Words, words

COVERAGE: Final = "coverage"

MOST_MISSING: Final = 60
"""More than these are counted and not named."""


@dataclass(frozen=True, slots=True)
class CoverageView:
    """What the sheet shows.

    Attributes:
        names: code of a school -> its name.
    """

    frame: Frame
    coverage: Coverage
    names: Mapping[str, str]


def coverage_sheet(view: CoverageView) -> Sheet:
    """Build the sheet: numerator, denominator and share of each, then what is missing."""
    say, found = words(view.frame.lang), view.coverage
    blocks: list[Block] = [_table(view, say), *_missing(view, say)]
    notes = [say("coverage.day_note"), say("coverage.sheet_note")]
    if found.without_plans:
        named = say.listed([view.names.get(code, code) for code in found.without_plans])
        notes.append(say("coverage.no_plans", schools=named))
    body = Body(tuple(blocks), subtitle=say.period(found.first, found.last), notes=tuple(notes))
    return framed(view.frame, body)


def _table(view: CoverageView, say: Words) -> Table:
    found, zh = view.coverage, view.frame.lang == "zh"
    reached = [
        _row(say(f"coverage.{name}"), getattr(found, name), None)
        for name in ("schools", "days", "meals")
    ]
    shown = [
        _row(duties()[sheet].title if zh else duties()[sheet].title_en, each, found.late.get(sheet))
        for sheet, each in found.sheets.items()
    ]
    return Table(
        title="",
        columns=(
            Column(say("coverage.what"), width=2.6),
            Column(say("coverage.reached"), Kind.NUMBER),
            Column(say("coverage.of"), Kind.NUMBER),
            Column(say("coverage.share"), Kind.SHARE),
            Column(say("coverage.late"), Kind.NUMBER),
            Column(say("coverage.lacking"), Kind.NUMBER),
        ),
        sections=(
            Section(say("coverage.menus"), tuple(reached)),
            Section(say("coverage.sheets"), tuple(shown)),
        ),
        name=say("coverage.tab"),
        fit=True,
    )


def _row(title: str, each: Count, late: int | None) -> Row:
    part = float(Fraction(each.numerator, each.denominator)) if each.denominator else None
    return (
        Cell(title, header=True),
        count(each.numerator),
        count(each.denominator),
        share(part),
        Cell("") if late is None else count(late),
        count(len(each.missing)),
    )


def _missing(view: CoverageView, say: Words) -> list[Paragraph]:
    found, zh = view.coverage, view.frame.lang == "zh"
    listed = [(say("coverage.days"), found.days.missing)]
    listed += [
        (duties()[sheet].title if zh else duties()[sheet].title_en, each.missing)
        for sheet, each in found.sheets.items()
    ]
    return [
        Paragraph(say("coverage.missing_of", what=title), (_names(missing, view, say),))
        for title, missing in listed
        if missing
    ]


def _names(missing: Sequence[str], view: CoverageView, say: Words) -> str:
    said = []
    for each in missing[:MOST_MISSING]:
        code, _, rest = each.partition(" ")
        said.append(" ".join(filter(None, (view.names.get(code, code), rest))))
    more = len(missing) - MOST_MISSING
    return say.listed(said) + (say("coverage.more", count=more) if more > 0 else "")
