"""Journal, accounts and trial balance, on both databases: three ways to the same sums."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine

from canteen.ledger.entry import Entry
from canteen.record import Kind
from canteen.store.journal import Journal
from canteen.store.listing import listed, turnovers
from canteen.store.writing import Books, writing
from nutrition.quantities import Money
from tests.store.school import BEGIN, CODE, HAND, power

DAYS = st.integers(0, 28).map(lambda n: BEGIN + timedelta(days=n))

MOVES = st.lists(st.tuples(DAYS, st.integers(-(10**6), 10**6).filter(bool)), max_size=6)


class Undone(Exception):
    """Nothing of an example stays."""


def undo() -> None:
    raise Undone


def posted(books: Books, moves: list[tuple[date, int]]) -> list[Entry]:
    """Post electricity bills; return them with the opening entry left out."""
    entries = [power(fen, day, f"电{n}") for n, (day, fen) in enumerate(moves)]
    for entry in entries:
        Journal(books).post(entry, f"key {entry.voucher}")
    return entries


@given(MOVES, DAYS, DAYS)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_turnovers_are_the_sums_of_what_was_posted_on_the_days(
    opened: Engine, moves: list[tuple[date, int]], one: date, other: date
) -> None:
    first, last = min(one, other), max(one, other)
    with suppress(Undone), writing(opened, CODE, HAND) as books:
        entries = posted(books, moves)
        found = {each.account: each for each in turnovers(books, first, last)}
        assert sum(each.before.fen for each in found.values()) == 0
        assert sum(each.debit.fen - each.credit.fen for each in found.values()) == 0
        for account, each in found.items():
            assert each.after == Journal(books).balance(account, until=last)
            fen = [
                p.amount.fen
                for entry in entries
                for p in entry.postings
                if p.account == account and first <= entry.day <= last
            ]
            assert each.debit == Money(sum(x for x in fen if x > 0))
            assert each.credit == Money(-sum(x for x in fen if x < 0))
        undo()


def test_the_opening_entry_is_what_there_was_before(opened: Engine) -> None:
    with writing(opened, CODE, HAND) as books:
        (bank, surplus) = turnovers(books, BEGIN, BEGIN)
    assert (bank.account, bank.before, bank.debit) == ("1002", Money(100_000), Money(0))
    assert (surplus.before, surplus.credit) == (Money(-100_000), Money(0))


def test_the_journal_lists_every_record_of_the_days_once_with_what_undid_it(
    opened: Engine,
) -> None:
    with writing(opened, CODE, HAND) as books:
        posted(books, [(date(2026, 3, 12), 500), (date(2026, 3, 10), 700)])
        Journal(books).reverse(3, date(2026, 3, 12), "更1", "undo")
        found = listed(books, date(2026, 3, 10), date(2026, 3, 12))
    assert [(x.number, x.voucher, x.reverses, x.reversed_by) for x in found] == [
        (3, "电1", None, 4),
        (2, "电0", None, None),
        (4, "更1", 3, None),
    ]
    assert [x.kind for x in found] == [Kind.ENTRY, Kind.ENTRY, Kind.REVERSAL]
    moved = Counter[str]()
    for each in found:
        for posting in each.postings:
            moved[posting.account] += posting.amount.fen
    assert moved == {"5003": 500, "1002": -500}
