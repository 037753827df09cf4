"""SQLite looks things up: no query of a paper reads through the books of a canteen."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import event

from canteen.ledger.entry import Entry, Posting
from canteen.ledger.funds import Fund
from canteen.stock_papers import Count, Issue, IssueLine
from canteen.store.canteens import enrol
from canteen.store.engine import open_books
from canteen.store.journal import Journal
from canteen.store.migrating import upgrade
from canteen.store.writing import writing
from nutrition.quantities import Money
from tests.store.larder import RICE, march, receipt, rice, stocked
from tests.store.school import BEGIN, CODE, HAND

WHOLE_CANTEEN = "(canteen=?)"


def test_no_query_of_a_paper_reads_through_the_books_of_a_canteen(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path / 'books.db'}"
    first = open_books(address, create=True)
    upgrade(first)
    enrol(first, CODE, CODE)
    first.dispose()  # figures are read when a file is opened
    engine = open_books(address)
    asked: list[tuple[str, tuple[object, ...]]] = []

    @event.listens_for(engine, "before_cursor_execute")
    def _hear(
        _: object, __: object, statement: str, parameters: tuple[object, ...], *___: object
    ) -> None:
        if statement.startswith("SELECT"):
            asked.append((statement, parameters))

    with writing(engine, CODE, HAND) as books:
        money = (Posting("1002", Money(9)), Posting("3001", Money(-9), Fund.PUPILS))
        Journal(books).open(Entry(BEGIN, "期初", "", money), "o1")
        room = stocked(books, receipt(5, rice(100, 100)))
        room.issue(Issue(march(6), "领1", (IssueLine(RICE, 10),)), "i1")
        number = room.count(Count(march(6), "盘1", {RICE: 80}), "c1").number
        room.reverse(number, march(7), "更1", "r1")
        room.shelf(RICE, march(6))
        Journal(books).balance("5006", Fund.PUPILS)
        Journal(books).balance("2201", party="S1", until=march(6))
    with engine.connect() as connection:
        plans = {
            (statement, step[3])
            for statement, parameters in asked
            if "max(" not in statement  # the end of a key is one look-up, whatever the plan says
            for step in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        }
    assert len(plans) > 15
    assert [p for p in plans if p[1].endswith(WHOLE_CANTEEN) or p[1].startswith("SCAN")] == []
    engine.dispose()
