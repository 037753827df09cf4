"""服务性收费公示表: each voluntary item with basis, scope, standard and how it is carried out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from canteen.fees import FeeLine
from reports.cells import count, money
from reports.frame import Body, Frame, framed
from reports.sheet import Cell, Column, Fact, Kind, Paper, Row, Section, Sheet, Table
from reports.words import Words, words

FEES: Final = "fees"


@dataclass(frozen=True, slots=True)
class FeeView:
    """What the sheet shows.

    Attributes:
        until: the day whose state it is.
        suppliers: code -> name, of who is paid.
    """

    frame: Frame
    until: date
    lines: tuple[FeeLine, ...]
    suppliers: dict[str, str]


def fee_sheet(view: FeeView) -> Sheet:
    """Build the sheet; a school without fees says so."""
    say = words(view.frame.lang)
    facts = (Fact(say("fees.until"), say.full_date(view.until)),)
    notes = (say("fees.voluntary"), say("fees.apart"))
    body = Body((_table(view, say),), facts=facts, notes=notes, paper=Paper.A4_LANDSCAPE)
    return framed(view.frame, body)


def _table(view: FeeView, say: Words) -> Table:
    yuan = say("unit.yuan")
    return Table(
        title="",
        columns=(
            Column(say("fees.item"), width=1.4),
            Column(say("fees.basis"), width=2.6),
            Column(say("fees.scope"), width=1.2),
            Column(say("fees.standard"), Kind.MONEY, width=1.1),
            Column(say("fees.supplier"), width=1.4),
            Column(say("fees.since"), width=1.2),
            Column(say("fees.consented"), Kind.NUMBER, over=say("fees.state")),
            Column(say("fees.delivered"), Kind.NUMBER, over=say("fees.state")),
            Column(say("fees.collected"), Kind.MONEY, unit=yuan, over=say("fees.state")),
            Column(say("fees.given_back"), Kind.MONEY, unit=yuan, over=say("fees.state")),
        ),
        sections=(Section("", tuple(_row(line, view, say) for line in view.lines)),),
        name=say("fees.tab"),
        fit=True,
        empty=say("fees.none"),
    )


def _row(line: FeeLine, view: FeeView, say: Words) -> Row:
    item = line.item
    return (
        Cell(item.name, header=True),
        Cell(item.basis),
        Cell(item.scope),
        Cell(say("fees.per_unit", amount=item.standard, unit=item.unit)),
        Cell(view.suppliers.get(item.supplier) or None),
        Cell(say.full_date(item.since)),
        count(line.consented),
        count(line.delivered),
        money(line.collected),
        money(line.given_back),
    )
