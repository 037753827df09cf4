"""Random changes of the books beside the model: each may fail at any call and is then retried."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from itertools import count

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from sqlalchemy import Engine

from canteen.calendar import Month
from canteen.errors import BooksError, BooksUnavailable, KeyUsedOtherwise, PeriodClosed
from canteen.errors import ReversedAlready as ReversedBefore
from canteen.ledger.closing import State
from canteen.ledger.entry import Entry, Posting
from canteen.ledger.funds import Fund
from canteen.period_errors import (
    MonthOpen,
    MonthsInOrder,
    MoreThanOwed,
    NothingToRefund,
    RefundedAlready,
)
from canteen.record import Recorded
from canteen.store.canteens import enrol
from canteen.store.claims import PayOut, owing, pay_out
from canteen.store.journal import Journal
from canteen.store.periods import Periods
from canteen.store.refunds import RefundRequest, run
from canteen.store.writing import Books, writing
from nutrition.quantities import Money
from tests.reliability.faults import Fault, failing, lost, unanswered
from tests.reliability.model import MONTHS, WEIGHTS, Model
from tests.reliability.operation import IN_ORDER, opening, seen
from tests.store.school import BEGIN, HAND

CALLS = 24
"""A failure comes at one of the first so many calls of the driver, if there are so many."""

LATER = replace(HAND, now=HAND.now + timedelta(days=64))

JUNE = date(2026, 6, 1)

DAYS = st.just(JUNE) | st.integers(0, 90).map(lambda n: BEGIN + timedelta(days=n))

FEN = st.integers(-(10**5), 10**5).filter(bool) | st.integers(-(10**12), 10**12).filter(bool)

MISHAPS = st.none() | st.tuples(st.sampled_from([lost, unanswered]), st.integers(0, CALLS))

Change = Callable[[Books], Recorded]

_codes = count()


class Abandoned(Exception):
    """Whoever wrote went away in the middle."""


def abandon() -> None:
    raise Abandoned


def weigh(_books: Books, _first: date, _last: date) -> Mapping[str, int]:
    return WEIGHTS


class Machine(RuleBasedStateMachine):
    """The books of one canteen, and what they have to hold."""

    def __init__(self, engine: Engine) -> None:
        super().__init__()
        self.engine = engine
        self.code = f"model-{next(_codes)}"
        self.model = Model()
        enrol(engine, self.code, "示例学校")
        self._do(lambda books: Journal(books).open(opening(), "opening"))
        self.model.keep("opening", opening())

    def _do(self, change: Change) -> Recorded:
        with writing(self.engine, self.code, LATER) as books:
            return change(books)

    def _made(self, change: Change, mishap: tuple[Fault, int] | None) -> None:
        """Make a change, through a failure where there is one; it is made once and stays so."""
        if mishap is not None:
            fault, at = mishap
            with failing(self.engine, fault, at), suppress(BooksUnavailable):
                self._do(change)
            self.engine.dispose()
        assert self._do(change).number == self.model.head + 1
        assert self._do(change) == Recorded(self.model.head + 1, before=True)

    def _refused(self, change: Change, error: type[BooksError]) -> None:
        with pytest.raises(error):
            self._do(change)

    def _bill(self, day: date, fund: Fund, fen: int) -> tuple[Entry, str]:
        line = Posting("5003", Money(fen), fund)
        entry = Entry(day, f"电{self.model.head}", "", (line, Posting("1002", Money(-fen))))
        return entry, f"post {self.model.head}"

    @rule(day=DAYS, fund=st.sampled_from([Fund.PUPILS, Fund.STAFF]), fen=FEN, mishap=MISHAPS)
    def post(self, day: date, fund: Fund, fen: int, mishap: tuple[Fault, int] | None) -> None:
        entry, key = self._bill(day, fund, fen)

        def change(books: Books) -> Recorded:
            return Journal(books).post(entry, key)

        if not self.model.takes(day):
            self._refused(change, PeriodClosed)
            return
        self._made(change, mishap)
        self.model.keep(key, entry)

    @rule(fen=FEN)
    def post_and_end_in_the_middle(self, fen: int) -> None:
        entry, key = self._bill(JUNE, Fund.PUPILS, fen)
        with suppress(Abandoned), writing(self.engine, self.code, LATER) as books:
            Journal(books).post(entry, key)
            abandon()

    @precondition(lambda self: len(self.model.entries) > 1)
    @rule(data=st.data(), day=DAYS, mishap=MISHAPS)
    def reverse(self, data: st.DataObject, day: date, mishap: tuple[Fault, int] | None) -> None:
        posted = {n for key, n in self.model.made.items() if key.startswith("post ")}
        if not posted:
            return
        number = data.draw(st.sampled_from(sorted(posted)))
        key, paper = f"reversal {self.model.head}", f"更{self.model.head}"

        def change(books: Books) -> Recorded:
            return Journal(books).reverse(number, day, paper, key)

        if not self.model.takes(day):
            self._refused(change, PeriodClosed)
        elif number in self.model.undone:
            self._refused(change, ReversedBefore)
        else:
            self._made(change, mishap)
            self.model.keep(key, self.model.entries[number].reversed_on(day, paper))
            self.model.undone.add(number)

    @precondition(lambda self: len(self.model.over) < len(MONTHS))
    @rule(mishap=MISHAPS)
    def close(self, mishap: tuple[Fault, int] | None) -> None:
        month, key = MONTHS[len(self.model.over)], f"close {self.model.head}"
        self._made(lambda books: Periods(books).close(month, IN_ORDER, key), mishap)
        self.model.keep(key)
        self.model.over.append(month)

    @precondition(lambda self: self.model.over)
    @rule(data=st.data(), mishap=MISHAPS)
    def refund(self, data: st.DataObject, mishap: tuple[Fault, int] | None) -> None:
        month, key = data.draw(st.sampled_from(self.model.over)), f"refund {self.model.head}"
        request = RefundRequest(month, JUNE, f"退{self.model.head}")

        def change(books: Books) -> Recorded:
            return run(books, request, weigh, key)

        if month in self.model.refunded:
            self._refused(change, RefundedAlready)
        elif self.model.pool(month) <= 0:
            self._refused(change, NothingToRefund)
        else:
            self._made(change, mishap)
            self.model.refund(month)
            self.model.keep(key)

    @precondition(lambda self: self.model.owed.total())
    @rule(data=st.data(), more=st.booleans(), mishap=MISHAPS)
    def pay(self, data: st.DataObject, more: bool, mishap: tuple[Fault, int] | None) -> None:  # noqa: FBT001 -- drawn
        pupil = data.draw(st.sampled_from(sorted(WEIGHTS)))
        due = self.model.owed[pupil]
        fen = due + 1 if more or not due else data.draw(st.integers(1, due))
        key = f"pay {self.model.head}"
        paper = PayOut(JUNE, f"付{self.model.head}", "1002", {pupil: Money(fen)})

        def change(books: Books) -> Recorded:
            return pay_out(books, paper, key)

        if fen > due:
            self._refused(change, MoreThanOwed)
        else:
            self._made(change, mishap)
            self.model.pay(pupil, fen)
            self.model.keep(key)

    @rule(data=st.data(), fen=FEN, month=st.sampled_from(MONTHS))
    def ask_what_is_refused(self, data: st.DataObject, fen: int, month: Month) -> None:
        over, (entry, _) = self.model.over, self._bill(JUNE, Fund.PUPILS, fen)
        key = data.draw(st.sampled_from(sorted(self.model.made)))
        other = replace(entry, voucher="另")
        self._refused(lambda books: Journal(books).post(other, key), KeyUsedOtherwise)
        if month not in over:
            request = RefundRequest(month, JUNE, "退")
            self._refused(lambda books: run(books, request, weigh, "early"), MonthOpen)
        if month in over or month != MONTHS[len(over)]:
            error = PeriodClosed if month in over else MonthsInOrder
            self._refused(lambda books: Periods(books).close(month, IN_ORDER, "turn"), error)

    @rule()
    def come_back(self) -> None:
        self.engine.dispose()

    @invariant()
    def the_books_hold_what_the_model_holds(self) -> None:
        with writing(self.engine, self.code, LATER) as books:
            for (account, fund), fen in self.model.balances.items():
                assert Journal(books).balance(account, fund) == Money(fen)
            assert {o.pupil: o.amount.fen for o in owing(books)} == dict(+self.model.owed)
            states = dict(Periods(books).states())
        refunded = self.model.refunded
        assert states == {
            m: State.REFUNDED if m in refunded else State.CLOSED for m in self.model.over
        }

    def teardown(self) -> None:
        found = seen(self.engine)
        assert found.flaws == ()
        assert found.heads[self.code][0] == self.model.head
        assert sum(self.model.balances.values()) == 0
