"""The journal, on both databases: posted once, reversed once, never changed."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import Engine, delete, update
from sqlalchemy.exc import DBAPIError

from canteen.choices import choose
from canteen.errors import (
    BeforeOpening,
    BooksUnavailable,
    CostNotAllowed,
    FundsMixed,
    FutureDay,
    KeyUsedOtherwise,
    NoSuchRecord,
    NotOpened,
    OpenedAlready,
    ReversedAlready,
    UnknownCanteen,
)
from canteen.ledger.entry import Entry, Posting
from canteen.ledger.funds import Fund
from canteen.store import tables as t
from canteen.store.choosing import make, on
from canteen.store.engine import changing, open_books, reading
from canteen.store.journal import Journal
from canteen.store.migrating import current, newest, strays, upgrade
from canteen.store.verifying import verify
from canteen.store.writing import writing
from nutrition.quantities import Money
from tests.store.school import BEGIN, CODE, HAND, power


def test_a_database_comes_to_the_form_that_the_program_knows_and_stays_there(
    engine: Engine,
) -> None:
    assert upgrade(engine) == (newest(), newest())
    with reading(engine) as connection:
        assert current(connection) == newest()
        assert strays(connection) == []


def test_an_entry_is_posted_once_however_often_it_comes(opened: Engine) -> None:
    made = []
    for _ in range(3):
        with writing(opened, CODE, HAND) as books:
            made.append(Journal(books).post(power(), "k1"))
    assert {each.number for each in made} == {2}
    assert [each.before for each in made] == [False, True, True]
    with writing(opened, CODE, HAND) as books:
        assert Journal(books).balance("5003", Fund.PUPILS) == Money(1200)
        assert Journal(books).balance("1002") == Money(100_000 - 1200)


def test_a_key_that_asked_something_else_before_is_refused(opened: Engine) -> None:
    with writing(opened, CODE, HAND) as books:
        Journal(books).post(power(), "k1")
    with pytest.raises(KeyUsedOtherwise) as refused, writing(opened, CODE, HAND) as books:
        Journal(books).post(power(1201), "k1")
    assert (refused.value.key, refused.value.number) == ("k1", 2)


def test_an_entry_is_undone_by_its_mirror_image_and_only_once(opened: Engine) -> None:
    with writing(opened, CODE, HAND) as books:
        number = Journal(books).post(power(), "k1").number
        Journal(books).reverse(number, date(2026, 3, 12), "更1", "r1")
        assert Journal(books).balance("5003") == Money(0)
        assert Journal(books).balance("5003", until=date(2026, 3, 11)) == Money(1200)
        with pytest.raises(ReversedAlready):
            Journal(books).reverse(number, date(2026, 3, 13), "更2", "r2")
        with pytest.raises(NoSuchRecord):
            Journal(books).reverse(number + 1, date(2026, 3, 13), "更2", "r3")


def test_nothing_is_written_when_an_error_ends_the_transaction(opened: Engine) -> None:
    def posted_and_then_lost() -> None:
        with writing(opened, CODE, HAND) as books:
            Journal(books).post(power(), "k1")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        posted_and_then_lost()
    with reading(opened) as connection:
        assert verify(connection).records == 1


def test_days_that_take_no_entry_are_refused(engine: Engine) -> None:
    with writing(engine, CODE, HAND) as books:
        journal = Journal(books)
        with pytest.raises(NotOpened):
            journal.post(power(), "k1")
        opening = Entry(
            BEGIN,
            "期初",
            "",
            (Posting("1002", Money(1)), Posting("3001", Money(-1), Fund.PUPILS)),
        )
        journal.open(opening, "o1")
        with pytest.raises(OpenedAlready):
            journal.open(opening, "o2")
        with pytest.raises(FutureDay):
            journal.post(power(day=date(2026, 4, 1)), "k2")
        with pytest.raises(BeforeOpening):
            journal.post(power(day=date(2026, 3, 1)), "k3")


def test_no_fund_pays_for_another_or_for_what_it_must_not(opened: Engine) -> None:
    day = date(2026, 3, 10)
    mixed = Entry(
        day,
        "转1",
        "",
        (
            Posting("5003", Money(5), Fund.LOCAL),
            Posting("5003", Money(-5), Fund.PUPILS),
        ),
    )
    wages = Entry(
        day, "工1", "", (Posting("5004", Money(5), Fund.SUBSIDY), Posting("1002", Money(-5)))
    )
    wear = Entry(
        day, "旧1", "", (Posting("5094", Money(5), Fund.PUPILS), Posting("1002", Money(-5)))
    )
    with writing(opened, CODE, HAND) as books:
        journal = Journal(books)
        with pytest.raises(FundsMixed):
            journal.post(mixed, "k1")
        with pytest.raises(CostNotAllowed) as refused:
            journal.post(wages, "k2")
        assert "劳务" in refused.value.basis
        with pytest.raises(CostNotAllowed):
            journal.post(wear, "k3")
        make(books, choose("running", "contracted", date(2026, 3, 10), "承包合同1号"), "s1")
        assert on(books, date(2026, 3, 9)).running == "self"
        journal.post(wear, "k4")


def test_the_database_itself_keeps_what_was_written(opened: Engine) -> None:
    for change in (update(t.posting).values(fen=7), delete(t.posting), delete(t.record)):
        with pytest.raises(DBAPIError), opened.begin() as connection:
            connection.execute(change)


def test_books_that_nobody_keeps_are_named(opened: Engine) -> None:
    with pytest.raises(UnknownCanteen) as refused, writing(opened, "other", HAND):
        pass
    assert refused.value.known == (CODE,)


def test_an_empty_database_and_a_wrong_address_are_said_plainly(address: str) -> None:
    empty = open_books(address, create=True)
    with pytest.raises(BooksUnavailable) as refused, changing(empty) as connection:
        verify(connection)
    empty.dispose()
    assert refused.value.reason == "schema"
    with pytest.raises(BooksUnavailable):
        open_books("mysql://localhost/books")
