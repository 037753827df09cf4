"""学生营养改善计划月报表: whom the programme reached in a month, day by day, and its money."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from canteen.calendar import Month
from canteen.store.programme import Programme, ProgrammeDay
from nutrition.quantities import Money
from reports.cells import count, money, yuan_of
from reports.frame import Body, Frame, framed
from reports.sheet import Cell, Column, Fact, Kind, Number, Row, Section, Sheet, Table
from reports.words import Words, words

PROGRAMME: Final = "programme"

MONEY: Final = ("before", "got", "spent", "after")


@dataclass(frozen=True, slots=True)
class ProgrammeView:
    """What the report shows."""

    frame: Frame
    month: Month
    programme: Programme


def programme_sheet(view: ProgrammeView) -> Sheet:
    """Build the report: people and meals apart, the grant that was drawn, the programme's fund."""
    say, found = words(view.frame.lang), view.programme
    facts = (
        Fact(say("programme.enrolled"), Number(found.enrolled), say("programme.people")),
        Fact(say("programme.entitled"), Number(found.entitled), say("programme.people")),
        Fact(say("programme.rate"), yuan_of(found.rate), say("programme.per_day")),
        Fact(say("programme.served"), Number(len(found.days)), say("programme.days")),
    )
    notes = (say("programme.people_note"), say("programme.money_note"))
    body = Body(
        (_days(view, say), _fund(view, say)),
        subtitle=say.month(view.month.year, view.month.number),
        facts=facts,
        notes=notes,
    )
    return framed(view.frame, body)


def _days(view: ProgrammeView, say: Words) -> Table:
    yuan = say("unit.yuan")
    return Table(
        title="",
        columns=(
            Column(say("programme.day"), width=1.6),
            Column(say("programme.ate"), Kind.NUMBER, unit=say("programme.people")),
            Column(say("programme.meals"), Kind.NUMBER, unit=say("programme.times")),
            Column(say("programme.granted"), Kind.NUMBER, unit=say("programme.people")),
            Column(say("programme.drawn"), Kind.MONEY, unit=yuan),
            Column(say("programme.food"), Kind.MONEY, unit=yuan),
        ),
        sections=(Section("", tuple(_day(each, say) for each in view.programme.days)),),
        footers=(_sum(view.programme.days, say),) if view.programme.days else (),
        name=say("programme.tab"),
        fit=True,
        empty=say("programme.none"),
    )


def _day(each: ProgrammeDay, say: Words) -> Row:
    return (
        Cell(say.day(each.day), header=True),
        count(each.people),
        count(each.meals),
        count(each.entitled),
        money(each.paid),
        money(each.food),
    )


def _sum(days: tuple[ProgrammeDay, ...], say: Words) -> Row:
    """Add up the days: pupils of several days count once for each (人次), never as people."""
    return (
        Cell(say("programme.sum"), header=True),
        count(sum(each.people for each in days)),
        count(sum(each.meals for each in days)),
        count(sum(each.entitled for each in days)),
        money(Money(sum(each.paid.fen for each in days)), header=True),
        money(Money(sum(each.food.fen for each in days)), header=True),
    )


def _fund(view: ProgrammeView, say: Words) -> Table:
    fund = view.programme.fund
    amounts = (fund.before, fund.income, fund.costs, fund.after)
    return Table(
        title=say("programme.fund"),
        columns=tuple(
            Column(say(f"programme.{name}"), Kind.MONEY, unit=say("unit.yuan")) for name in MONEY
        ),
        sections=(Section("", (tuple(money(amount) for amount in amounts),)),),
        name=say("programme.fund_tab"),
        fit=True,
    )
