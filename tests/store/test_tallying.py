"""Sums that have to agree: found where they do not, in books whose chain is sound."""

from __future__ import annotations

from datetime import date
from typing import get_args

import pytest
from sqlalchemy import Engine, Table

from api.language import Lang, terminal_words
from canteen.ledger.entry import Entry, Posting
from canteen.record import Kind
from canteen.store import tables as t
from canteen.store.chain import Value
from canteen.store.checklist import checked
from canteen.store.engine import reading
from canteen.store.journal import rows_of
from canteen.store.tallying import disagreements, tally
from canteen.store.verifying import Flaw, verify
from canteen.store.writing import Books, Draft, writing
from nutrition.quantities import Money
from tests.reliability.operation import Operation
from tests.reliability.operations_ledger import MARCH
from tests.reliability.operations_pupils import PUPILS
from tests.reliability.operations_stock import STOCK
from tests.store.larder import RICE, receipt, rice, stocked
from tests.store.school import CODE, HAND

DAY = date(2026, 3, 10)

KINDS = ("stock", "shelf", "fees", "claims", "papers")


def written(books: Books, table: Table | None, row: dict[str, Value], *postings: Posting) -> None:
    """Write a record that no method of the books would write, as the next of the chain."""
    rows = rows_of(Entry(DAY, "假1", "", postings)) if postings else []
    facts = {t.posting: rows, **({table: [row]} if table is not None else {})}
    books.append(Draft(Kind.CLAIM, DAY, f"forged {books.next_number()}", {}, facts, "假1"))


def forge(books: Books, what: str) -> None:
    """Make one kind of sum disagree."""
    two = (Posting("1002", Money(-5)), Posting("1301", Money(5)))
    move: dict[str, Value] = {
        "day": DAY,
        "food": RICE,
        "lot_record": 4,
        "lot_line": 1,
        "grams": -100,
        "fen": 0,
        "grams_after": 950,
        "fen_after": 500,
        "reason": "count",
        "bulk": 1,
    }
    fee: dict[str, Value] = {
        "day": DAY,
        "item": "milk",
        "pupil": "001",
        "units": None,
        "fen": 300,
        "reason": "paid",
    }
    owed = (Posting("2212", Money(-700), party="001"), Posting("1002", Money(700)))
    if what == "stock":
        written(books, None, {}, *two)
    elif what == "shelf":
        written(books, t.stock_move, move)
    elif what == "fees":
        written(books, t.fee_move, fee)
    elif what == "papers":
        written(books, t.publication_ink, {"ink": "pdf", "sha256": "0" * 64, "size": 1})
    else:
        written(books, None, {}, *owed)


@pytest.mark.parametrize("what", KINDS)
def test_each_kind_of_sum_that_does_not_agree_is_found(opened: Engine, what: str) -> None:
    with writing(opened, CODE, HAND) as books:
        stocked(books, receipt(3, rice(1000, 500)))
        assert disagreements(books) == ()
        forge(books, what)
    with reading(opened) as connection:
        assert verify(connection).flaws == ()
        assert tally(connection) == (Flaw(CODE, 0, what),)
    with writing(opened, CODE, HAND) as books:
        chain = next(each for each in checked(books, MARCH).checks if each.id == "chain")
    assert chain.missing == (what,)


@pytest.mark.parametrize("operation", [*STOCK, *PUPILS], ids=str)
def test_whatever_is_written_by_the_books_agrees(engine: Engine, operation: Operation) -> None:
    operation.prepare(engine, CODE)
    operation.do(engine, CODE)
    with reading(engine) as connection:
        assert tally(connection) == ()


def test_every_kind_of_flaw_has_words() -> None:
    kinds = ("content", "hash", "link", "gap", "orphan", "balance", "canteen", "file", *KINDS)
    for lang in get_args(Lang):
        for what in kinds:
            assert terminal_words(lang)(f"books.flaw_{what}")
