"""Books beside a small model of them: posts, reversals, retries, faults, ends in the middle."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from dataclasses import replace
from datetime import date
from itertools import count

import pytest
from hypothesis import assume, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import Engine

from canteen.errors import BooksUnavailable, KeyUsedOtherwise, ReversedAlready
from canteen.ledger.entry import Entry, Posting
from canteen.ledger.funds import Fund
from canteen.record import Recorded
from canteen.store.canteens import enrol
from canteen.store.journal import Journal
from canteen.store.writing import writing
from nutrition.quantities import Money
from tests.reliability.conftest import SOAK
from tests.reliability.faults import Fault, failing, lost, unanswered
from tests.reliability.figures import note
from tests.reliability.operations import opening, seen
from tests.store.school import BEGIN, HAND

EXAMPLES, STEPS = (200, 50) if SOAK else (15, 20)

CALLS = 14
"""At least so many calls of the driver as a post takes."""

DAYS = st.integers(0, 28).map(lambda n: date.fromordinal(BEGIN.toordinal() + n))

COSTS = st.sampled_from(["5001", "5003"])

FUNDS = st.sampled_from([Fund.PUPILS, Fund.STAFF])

FEN = st.integers(-(10**12), 10**12).filter(bool)

_codes = count()


class Abandoned(Exception):
    """Whoever wrote went away in the middle."""


def abandon() -> None:
    raise Abandoned


class Machine(RuleBasedStateMachine):
    """The model: balances by account and fund, and what each key made."""

    def __init__(self, engine: Engine) -> None:
        super().__init__()
        self.engine = engine
        self.code = f"model-{next(_codes)}"
        enrol(engine, self.code, "示例学校")
        self.balances: Counter[tuple[str, Fund | None]] = Counter()
        self.made: dict[str, tuple[Entry, int]] = {}
        self.posted: dict[int, Entry] = {}
        self.undone: set[int] = set()
        self.head = 0
        with writing(engine, self.code, HAND) as books:
            Journal(books).open(opening(), "opening")
        self._keep(opening(), "opening")

    def _keep(self, entry: Entry, key: str) -> None:
        self.head += 1
        self.made[key] = entry, self.head
        for posting in entry.postings:
            self.balances[posting.account, posting.fund] += posting.amount.fen

    def _post(self, entry: Entry, key: str) -> Recorded:
        with writing(self.engine, self.code, HAND) as books:
            return Journal(books).post(entry, key)

    def _new(self, day: date, cost: str, fund: Fund, fen: int) -> tuple[Entry, str]:
        line = Posting(cost, Money(fen), fund)
        return (
            Entry(day, f"凭{self.head}", "", (line, Posting("1002", Money(-fen)))),
            f"key {self.head}",
        )

    @rule(day=DAYS, cost=COSTS, fund=FUNDS, fen=FEN)
    def post(self, day: date, cost: str, fund: Fund, fen: int) -> None:
        entry, key = self._new(day, cost, fund, fen)
        assert self._post(entry, key) == Recorded(self.head + 1)
        self._keep(entry, key)
        self.posted[self.head] = entry

    @rule(fen=FEN, at=st.integers(0, CALLS), fault=st.sampled_from([lost, unanswered]))
    def post_through_a_fault(self, fen: int, at: int, fault: Fault) -> None:
        entry, key = self._new(BEGIN, "5003", Fund.PUPILS, fen)
        with failing(self.engine, fault, at), suppress(BooksUnavailable):
            self._post(entry, key)
        self.engine.dispose()
        assert self._post(entry, key).number == self.head + 1
        self._keep(entry, key)
        self.posted[self.head] = entry

    @rule(fen=FEN)
    def post_and_end_in_the_middle(self, fen: int) -> None:
        entry, key = self._new(BEGIN, "5003", Fund.PUPILS, fen)
        with suppress(Abandoned), writing(self.engine, self.code, HAND) as books:
            Journal(books).post(entry, key)
            abandon()

    @precondition(lambda self: self.posted)
    @rule(data=st.data(), day=DAYS)
    def reverse(self, data: st.DataObject, day: date) -> None:
        number = data.draw(st.sampled_from(sorted(self.posted)))
        key = f"reversal {self.head}"
        if number in self.undone:
            with pytest.raises(ReversedAlready), writing(self.engine, self.code, HAND) as books:
                Journal(books).reverse(number, day, f"更{self.head}", key)
            return
        with writing(self.engine, self.code, HAND) as books:
            made = Journal(books).reverse(number, day, f"更{self.head}", key)
        assert made == Recorded(self.head + 1)
        self._keep(self.posted[number].reversed_on(day, f"更{self.head}"), key)
        self.undone.add(number)

    @precondition(lambda self: self.posted)
    @rule(data=st.data())
    def retry(self, data: st.DataObject) -> None:
        number = data.draw(st.sampled_from(sorted(self.posted)))
        key = next(key for key, (_, n) in self.made.items() if n == number)
        assert self._post(self.posted[number], key) == Recorded(number, before=True)

    @rule(data=st.data(), fen=FEN)
    def ask_otherwise_under_a_key_that_was_used(self, data: st.DataObject, fen: int) -> None:
        key = data.draw(st.sampled_from(sorted(self.made)))
        entry, _ = self._new(BEGIN, "5003", Fund.PUPILS, fen)
        assume(entry.postings != self.made[key][0].postings)
        with pytest.raises(KeyUsedOtherwise):
            self._post(replace(entry, voucher="另"), key)

    @rule()
    def come_back(self) -> None:
        self.engine.dispose()

    @invariant()
    def balances_are_those_of_the_model(self) -> None:
        with writing(self.engine, self.code, HAND) as books:
            for (account, fund), fen in self.balances.items():
                assert Journal(books).balance(account, fund) == Money(fen)

    def teardown(self) -> None:
        found = seen(self.engine)
        assert found.flaws == ()
        assert found.heads[self.code][0] == self.head
        assert sum(self.balances.values()) == 0


@pytest.mark.properties
@pytest.mark.slow
def test_the_books_are_what_a_small_model_says(engine: Engine) -> None:
    run_state_machine_as_test(
        lambda: Machine(engine),  # type: ignore[arg-type]  # any maker of a machine will do
        settings=settings(max_examples=EXAMPLES, stateful_step_count=STEPS),
    )
    note("model", engine, {"runs": EXAMPLES, "steps at most": STEPS})
