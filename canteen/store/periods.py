"""Months of one canteen: open, closed after a checklist, refunded; never open again."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy import select

from canteen.calendar import Month
from canteen.errors import NotOpened, PeriodClosed
from canteen.ledger.closing import Checklist, State
from canteen.ledger.statement import NOTHING, Statement, statement
from canteen.period_errors import (
    MonthNotKept,
    MonthNotOver,
    MonthsInOrder,
    NotReady,
)
from canteen.record import Kind, Recorded
from canteen.spans import ONE_DAY
from canteen.store import tables as t
from canteen.store.chain import Value
from canteen.store.choosing import on
from canteen.store.journal import Journal
from canteen.store.sums import by_fund, opening
from canteen.store.writing import Books, Draft


class Periods:
    """The months of one canteen's books."""

    def __init__(self, books: Books) -> None:
        self._books = books

    def states(self) -> Mapping[Month, State]:
        """Return the state of every month that is not open."""
        mark = t.period_mark.c
        rows = self._books.connection.execute(
            select(mark.month, mark.state)
            .where(mark.canteen == self._books.canteen)
            .order_by(mark.record)
        )
        return {Month.named(month): State(state) for month, state in rows}

    def close(self, month: Month, checklist: Checklist, key: str) -> Recorded:
        """Close a month whose checklist is met; it takes no entry from now on.

        Raises:
            NotOpened, PeriodClosed, MonthNotOver, MonthsInOrder: it is not its turn.
            NotReady: something of the checklist is missing.
        """
        asked: dict[str, Value] = {"month": str(month)}
        row: dict[str, Value] = {**asked, "state": State.CLOSED.value, "checks": checklist.written}
        draft = Draft(Kind.CLOSING, month.last, key, asked, {t.period_mark: [row]})
        if made := self._books.made(draft):
            return made
        self.refuse_turn(month)
        if checklist.open:
            raise NotReady(str(month), checklist.open, checklist.details)
        return self._books.append(draft)

    def refuse_turn(self, month: Month) -> None:
        """Refuse to close a month before it is over, or before those before it.

        Raises:
            NotOpened, MonthNotOver, MonthsInOrder: why.
        """
        opened = Journal(self._books).opened()
        if opened is None:
            raise NotOpened(self._books.code)
        if month.last >= self._books.hand.today:
            raise MonthNotOver(str(month), self._books.hand.today)
        states, turn = self.states(), Month.of(opened)
        if month in states:
            raise PeriodClosed(str(month))
        while turn in states:
            turn = turn.next
        if turn != month:
            raise MonthsInOrder(str(month), str(turn))

    def refuse_not_kept(self, month: Month) -> None:
        """Refuse a month of which the books can say nothing.

        Raises:
            MonthNotKept: the books were not open yet, or the month is still to come.
        """
        opened, today = Journal(self._books).opened(), self._books.hand.today
        if opened is None or not Month.of(opened) <= month <= Month.of(today):
            raise MonthNotKept(str(month), opened, today)

    def statement(self, month: Month) -> Statement:
        """Return the statement of income and expenditure of a month.

        Raises:
            MonthNotKept: the books were not open yet, or the month is still to come.
        """
        self.refuse_not_kept(month)
        running = on(self._books, month.last).running
        before = by_fund(self._books, None, month.first - ONE_DAY)
        of_month = by_fund(self._books, month.first, month.last)
        year = by_fund(self._books, date(month.year, 1, 1), month.last)
        opened = Journal(self._books).opened()
        if opened and Month.of(opened) == month:  # what there was is no income
            before = opening(self._books)
            of_month = {key: money - before.get(key, NOTHING) for key, money in of_month.items()}
        return statement(running, before, of_month, year)
