"""The surplus of every fund against the school's own limit, as statements and closings show it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table as Grid

from api.books_desk import Desk
from api.terminal import paragraph
from canteen.ledger.alarm import EATEN_LATER, Alarm
from canteen.ledger.funds import Fund
from canteen.store.alarms import FundAlarms
from reports.words import UNKNOWN


def print_alarms(desk: Desk, console: Console, found: Iterable[FundAlarms]) -> None:
    """Print what each fund earned and did not spend, and whether that is too much."""
    own, listed = desk.words, list(found)
    if not listed:
        return
    paragraph(console, own("books.alarms", limit=listed[0].month.limit), "bold")
    grid = Grid(box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
    for name in ("fund", "period"):
        grid.add_column(own(f"books.col_{name}"), overflow="fold")
    for name in ("surplus", "share"):
        grid.add_column(own(f"books.col_{name}"), justify="right", no_wrap=True)
    grid.add_column(own("books.col_verdict"), overflow="fold")
    for each in listed:
        for period, alarm in (("month", each.month), ("year", each.year)):
            kept = each.fund in EATEN_LATER
            bad = each.after.fen < 0 if kept else alarm.excess or alarm.deficit
            grid.add_row(
                desk.fund(each.fund) if period == "month" else "",
                own(f"books.col_{period}"),
                str(alarm.surplus),
                share(alarm),
                _verdict(desk, each, alarm),
                style="red" if bad else "",
            )
    console.print(grid)


def share(alarm: Alarm) -> str:
    """Write a share of the income in per cent with two decimals, half up, or a dash.

    >>> from nutrition.quantities import Money
    >>> share(Alarm(Money(-305), Money(10_000), 3)), share(Alarm(Money(5), Money(0), 3))
    ('-3.05%', '—')
    """
    if alarm.share is None:
        return UNKNOWN
    part, whole = alarm.share
    hundredths = (20_000 * abs(part) + whole) // (2 * whole)
    sign = "-" if part < 0 else ""
    return f"{sign}{hundredths // 100}.{hundredths % 100:02}%"


def _verdict(desk: Desk, of: FundAlarms, alarm: Alarm) -> str:
    own = desk.words
    if of.fund in EATEN_LATER:
        if of.after.fen < 0:
            return own("books.alarm_overdrawn", amount=-of.after)
        return own("books.alarm_eaten" if alarm.deficit else "books.alarm_later")
    if alarm.deficit:
        return own("books.alarm_deficit", amount=-alarm.surplus)
    if alarm.share is None:
        return own("books.alarm_no_income")
    if alarm.excess:
        return own("books.alarm_over", limit=alarm.limit, amount=alarm.excess)
    return own("books.alarm_within", limit=alarm.limit)


def alarms_data(found: Iterable[FundAlarms]) -> list[dict[str, Any]]:
    """Return the same as data."""
    return [
        {
            "fund": each.fund.value,
            "eaten_later": each.fund in EATEN_LATER,
            "limit_percent": each.month.limit,
            "after_fen": each.after.fen,
            "month": _data(each.fund, each.month),
            "year": _data(each.fund, each.year),
        }
        for each in found
    ]


def _data(fund: Fund, alarm: Alarm) -> dict[str, Any]:
    over = None if fund in EATEN_LATER else alarm.excess
    return {
        "surplus_fen": alarm.surplus.fen,
        "income_fen": alarm.income.fen,
        "share": share(alarm) if alarm.share else None,
        "raised": over is not None,
        "excess_fen": over.fen if over else None,
    }
