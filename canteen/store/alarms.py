"""Alarms about the surplus of one canteen, by fund: of a month, and cumulated until its end."""

from __future__ import annotations

from dataclasses import dataclass

from canteen.calendar import Month
from canteen.ledger.accounts import MEAL_INCOME
from canteen.ledger.alarm import Alarm
from canteen.ledger.funds import Fund
from canteen.ledger.statement import Sums
from canteen.store.choosing import on
from canteen.store.periods import Periods
from canteen.store.sums import by_fund
from canteen.store.writing import Books
from nutrition.quantities import Money


@dataclass(frozen=True, slots=True)
class FundAlarms:
    """What one fund has over: in a month, and in all until its end."""

    fund: Fund
    month: Alarm
    cumulated: Alarm


def alarms(books: Books, month: Month) -> tuple[FundAlarms, ...]:
    """Return the surplus of every fund beside its meal income; it is told, never refused."""
    limit = on(books, month.last).surplus_alarm
    own = by_fund(books, month.first, month.last)
    all_ = by_fund(books, None, month.last)
    return tuple(
        FundAlarms(
            line.fund,
            Alarm(line.income - line.costs, _meals(own, line.fund), limit),
            Alarm(line.after, _meals(all_, line.fund), limit),
        )
        for line in Periods(books).statement(month).funds
    )


def _meals(sums: Sums, fund: Fund) -> Money:
    return -sums.get((MEAL_INCOME, fund), Money(0))
