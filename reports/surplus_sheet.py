"""食堂结余与退还公示表: the surplus of each fund, and how all of it went back, names masked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from canteen.calendar import Month
from canteen.ledger.accounts import fund_titles
from canteen.ledger.alarm import EATEN_LATER
from canteen.publicity.masking import masked
from canteen.store.alarms import FundAlarms
from canteen.store.refund_lists import RefundList, RefundRow
from canteen.store.weights import BY_DAYS
from nutrition.quantities import Money
from reports.cells import count, money, share
from reports.frame import Body, Frame, framed
from reports.sheet import Block, Cell, Column, Kind, Paragraph, Row, Section, Sheet, Table
from reports.words import Words, words

SURPLUS: Final = "surplus"

ABREAST: Final = 3
"""Pupils side by side on a line of the list."""


@dataclass(frozen=True, slots=True)
class SurplusView:
    """What the sheet shows.

    Attributes:
        funds: that moved this year.
        refund: of the month; None where it was not given back (yet).
    """

    frame: Frame
    month: Month
    funds: tuple[FundAlarms, ...]
    refund: RefundList | None


def surplus_sheet(view: SurplusView) -> Sheet:
    """Build the sheet; a deficit is shown as one."""
    say = words(view.frame.lang)
    blocks: list[Block] = [_funds(view, say), Paragraph("", _told(view, say), large=True)]
    if view.refund is not None:
        blocks += [_given_back(view.refund, say), _list(view.refund, say)]
    return framed(
        view.frame,
        Body(
            tuple(blocks),
            subtitle=say.month(view.month.year, view.month.number),
            notes=(say("surplus.limit_note"), say("surplus.masked")),
        ),
    )


def _funds(view: SurplusView, say: Words) -> Table:
    return Table(
        title="",
        columns=(
            Column(say("surplus.fund"), width=2.0),
            *(
                Column(say(f"surplus.{name}"), kind, unit=unit, over=say(f"surplus.{over}"))
                for over in ("month", "year")
                for name, kind, unit in (
                    ("income", Kind.MONEY, say("unit.yuan")),
                    ("surplus", Kind.MONEY, say("unit.yuan")),
                    ("share", Kind.SHARE, ""),
                )
            ),
            Column(say("surplus.limit"), Kind.SHARE),
            Column(say("surplus.after"), Kind.MONEY, unit=say("unit.yuan"), width=1.2),
        ),
        sections=(Section("", tuple(_fund(each, view) for each in view.funds)),),
        name=say("surplus.tab"),
        fit=True,
        empty=say("surplus.nothing"),
    )


def _fund(each: FundAlarms, view: SurplusView) -> Row:
    cells = [Cell(fund_titles()[each.fund][view.frame.lang != "zh"])]
    for alarm in (each.month, each.year):
        part = None if alarm.share is None else float(Fraction(*alarm.share))
        cells += [money(alarm.income), money(alarm.surplus), share(part)]
    limit = None if each.fund in EATEN_LATER else each.month.limit / 100
    return (*cells, share(limit), money(each.after))


def _told(view: SurplusView, say: Words) -> tuple[str, ...]:
    """Say what each fund came to: a deficit, a surplus beyond the limit, or nothing special."""
    told = []
    for each in view.funds:
        facts = {"fund": fund_titles()[each.fund][view.frame.lang != "zh"]}
        if each.after.fen < 0:
            told.append(say("surplus.deficit", **facts, amount=-each.after))
        elif each.fund in EATEN_LATER and each.after.fen > 0:
            told.append(say("surplus.rolls", **facts, amount=each.after))
        elif each.fund not in EATEN_LATER and each.month.excess is not None:
            limit = f"{each.month.limit}%"
            told.append(say("surplus.beyond", **facts, limit=limit, amount=each.month.excess))
    if view.refund is None:
        told.append(say("surplus.not_given"))
    return tuple(told)


def _given_back(refund: RefundList, say: Words) -> Paragraph:
    """Say how much went to how many, by what, and that the parts sum to the whole."""
    parts = Money(sum(row.amount.fen for row in refund.rows))
    return Paragraph(
        say("surplus.refund"),
        (
            say(
                "surplus.given",
                period=say.period(refund.first, refund.last),
                total=refund.total,
                count=len(refund.rows),
                by=say(f"surplus.by_{refund.by}"),
            ),
            say("surplus.sum", parts=parts, total=refund.total, rest=refund.total - parts),
        ),
        strong=True,
        large=True,
    )


def _list(refund: RefundList, say: Words) -> Table:
    weight = say(f"surplus.weight_{refund.by}")
    one = (
        Column(say("surplus.name"), width=1.0),
        Column(weight, Kind.NUMBER, width=0.8),
        Column(say("surplus.amount"), Kind.MONEY, unit=say("unit.yuan")),
    )
    rooms: dict[str, list[RefundRow]] = {}
    for row in refund.rows:
        rooms.setdefault(row.place.school_class, []).append(row)
    return Table(
        title=say("surplus.list"),
        columns=one * ABREAST,
        sections=tuple(
            Section(room or say("signing.no_class"), tuple(_abreast(rows, refund)))
            for room, rows in rooms.items()
        ),
        name=say("surplus.list_tab"),
    )


def _abreast(rows: Sequence[RefundRow], refund: RefundList) -> list[Row]:
    """Set pupils side by side, downwards in the order of the list."""
    high = -(-len(rows) // ABREAST)
    found = []
    for at in range(high):
        line = [rows[i] if i < len(rows) else None for i in range(at, high * ABREAST, high)]
        found.append(tuple(cell for row in line for cell in _pupil(row, refund)))
    return found


def _pupil(row: RefundRow | None, refund: RefundList) -> tuple[Cell, ...]:
    if row is None:
        return (Cell(""),) * 3
    weight = count(row.weight) if refund.by == BY_DAYS else money(Money(row.weight))
    return Cell(masked(row.place.name) or None), weight, money(row.amount)
