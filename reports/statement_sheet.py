"""食堂收支公示表: what a canteen got and spent in a month, and in the year until its end."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from canteen.calendar import Month
from canteen.ledger.accounts import fund_titles
from canteen.ledger.statement import FundLine, Line, Statement
from nutrition.quantities import Money
from reports.cells import money
from reports.frame import Body, Frame, framed
from reports.sheet import Cell, Column, Fact, Kind, Row, Section, Sheet, Table
from reports.words import Words, words

STATEMENT: Final = "statement"


@dataclass(frozen=True, slots=True)
class StatementView:
    """What the sheet shows.

    Attributes:
        contracted: a contractor runs the canteen, else the school itself.
        closed: the month takes no more entries.
    """

    frame: Frame
    month: Month
    statement: Statement
    contracted: bool
    closed: bool


def statement_sheet(view: StatementView) -> Sheet:
    """Build the sheet: the lines of the form, the funds, the share of food."""
    say, found = words(view.frame.lang), view.statement
    facts = (
        Fact(say("statement.running"), say(f"statement.running_{_form(view)}")),
        Fact(say("statement.state"), say(f"statement.{'closed' if view.closed else 'open'}")),
    )
    notes = [] if view.closed else [say("statement.may_change")]
    notes.append(_food_share(found, say))
    return framed(
        view.frame,
        Body(
            (_lines(view, say), _funds(view, say)),
            subtitle=say.month(view.month.year, view.month.number),
            facts=facts,
            notes=tuple(notes),
        ),
    )


def _form(view: StatementView) -> str:
    return "contracted" if view.contracted else "self"


def _lines(view: StatementView, say: Words) -> Table:
    lines = view.statement.lines
    parts = [("income", [x for x in lines if x.form.income])]
    parts.append(("costs", [x for x in lines if not x.form.income]))
    month, year = view.statement.surplus
    return Table(
        title="",
        columns=(
            Column(say("statement.line"), width=2.4),
            Column(say("statement.month"), Kind.MONEY, unit=say("unit.yuan")),
            Column(say("statement.year"), Kind.MONEY, unit=say("unit.yuan")),
        ),
        sections=tuple(
            Section(say(f"statement.{name}"), _part(part, view, say)) for name, part in parts
        ),
        footers=(_row(say("statement.surplus"), month, year, header=True),),
        name=say("statement.tab"),
        fit=True,
    )


def _part(lines: list[Line], view: StatementView, say: Words) -> tuple[Row, ...]:
    zh = view.frame.lang == "zh"
    rows = [_row(x.form.title if zh else x.form.title_en, x.month, x.year) for x in lines]
    month = Money(sum(x.month.fen for x in lines))
    year = Money(sum(x.year.fen for x in lines))
    return (*rows, _row(say("statement.sum"), month, year, header=True))


def _row(title: str, month: Money, year: Money, *, header: bool = False) -> Row:
    return Cell(title, header=header), money(month, header=header), money(year, header=header)


def _funds(view: StatementView, say: Words) -> Table:
    names = ("before", "got", "spent", "given_back", "after")
    used = [x for x in view.statement.funds if any(m.fen for m in _amounts(x))]
    return Table(
        title=say("statement.funds"),
        columns=(
            Column(say("statement.fund"), width=1.8),
            *(Column(say(f"statement.{n}"), Kind.MONEY, unit=say("unit.yuan")) for n in names),
        ),
        sections=(Section("", tuple(_fund(x, view) for x in used)),),
        note=say("statement.funds_note"),
        name=say("statement.funds_tab"),
        fit=True,
    )


def _fund(line: FundLine, view: StatementView) -> Row:
    title = fund_titles()[line.fund][view.frame.lang != "zh"]
    return (Cell(title), *(money(amount) for amount in _amounts(line)))


def _amounts(line: FundLine) -> tuple[Money, ...]:
    return line.before, line.income, line.costs, line.given_back, line.after


def _food_share(found: Statement, say: Words) -> str:
    if found.food_ratio is None:
        return say("statement.no_share")
    food, income = found.food_ratio
    facts = {"food": Money(food), "income": Money(income)}
    return say("statement.food_share", **facts, share=say.percent(Fraction(food, income)))
