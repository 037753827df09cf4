"""Alarms about the surplus of one canteen, by fund: of a month, and of the year until its end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from canteen.calendar import Month
from canteen.ledger.alarm import Alarm
from canteen.ledger.funds import Fund
from canteen.ledger.statement import flows
from canteen.store.choosing import on
from canteen.store.sums import by_fund
from canteen.store.writing import Books
from nutrition.quantities import Money


@dataclass(frozen=True, slots=True)
class FundAlarms:
    """What one fund earned and did not spend; refunds of it change nothing here.

    Attributes:
        after: what the fund has at the month's end, refunds taken off; below zero it owes others.
    """

    fund: Fund
    month: Alarm
    year: Alarm
    after: Money


def alarms(books: Books, month: Month) -> tuple[FundAlarms, ...]:
    """Return the surplus of every fund that moved this year, beside its income."""
    limit = on(books, month.last).surplus_alarm
    own = by_fund(books, month.first, month.last)
    year = by_fund(books, date(month.year, 1, 1), month.last)
    ever = by_fund(books, None, month.last)

    def alarm(fund: Fund, *, of_month: bool) -> Alarm:
        income, costs = flows(fund, own if of_month else year)
        return Alarm(income - costs, income, limit)

    def after(fund: Fund) -> Money:
        return Money(-sum(money.fen for (_, of), money in ever.items() if of is fund))

    found = (
        FundAlarms(f, alarm(f, of_month=True), alarm(f, of_month=False), after(f)) for f in Fund
    )
    return tuple(each for each in found if each.year.income.fen or each.year.surplus.fen)
