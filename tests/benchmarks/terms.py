"""Give a term's surplus back to many pupils, or close a month of theirs; only that is timed."""

from __future__ import annotations

import json
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from sqlalchemy import Engine, text

from api.demo_data import demo_term
from api.demo_term import CODE, Demo
from canteen.calendar import Month
from canteen.ledger.closing import Check, Checklist
from canteen.pupils import Admission, Enrolment
from canteen.record import Hand
from canteen.store.canteens import enrol
from canteen.store.checklist import checked
from canteen.store.engine import changing, open_books
from canteen.store.journal import Journal
from canteen.store.migrating import upgrade
from canteen.store.periods import Periods
from canteen.store.pupils import Roll
from canteen.store.refunds import RefundRequest
from canteen.store.weights import refund
from canteen.store.writing import Books, writing
from tests.benchmarks.measuring import RUNS
from tests.reliability.operation import opening

CLASS = 50

SCHOOL, TOWN = 2_000, 100_000
"""Pupils of one school, whose term is kept like any other; and of a town in one set of books."""

TERM = demo_term()

LAST = Month.of(TERM.last)

HAND = Hand(TERM.written, "会计")

DAYS = 85
"""School days of the town's term."""

CALLS = """
WITH RECURSIVE call(n) AS (
    SELECT 0 UNION ALL SELECT n + 1 FROM call WHERE n + 1 < :classes * :days
)
INSERT INTO record
    (canteen, number, kind, day, written, "by", "key", request, before, content, hash)
SELECT 1, :after + 1 + n, 'attendance', date(:first, '+' || (n / :classes) || ' day'), :first, 'x',
       'call ' || n, '', '', '', 'call ' || n FROM call
"""

ROLL_CALLS = """
INSERT INTO roll_call (canteen, record, line, day, meal, school_class)
SELECT 1, number, 1, day, 'lunch', (number - :after - 1) % :classes
FROM record WHERE number > :after
"""

PRESENT = """
WITH RECURSIVE seat(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM seat WHERE n + 1 < :size)
INSERT INTO attendance (canteen, record, line, pupil, present)
SELECT 1, record, 2 + n, (school_class * :size + n), (record * 31 / :classes + n * 7) % 20 > 0
FROM roll_call, seat
"""


def kept(engine: Engine) -> None:
    """Keep the term of a school of 2,000 pupils, as the demonstration does; June stays open."""
    classes = [f"{n + 1}班" for n in range(SCHOOL // CLASS)]
    term = TERM.model_copy(update={"classes": classes, "pupils_in_class": CLASS})
    with writing(engine, CODE, HAND) as books:
        Demo(books, term).keep()


def kept_and_closed(engine: Engine) -> None:
    """Keep the term of a school of 2,000 pupils, and close its last month."""
    kept(engine)
    with writing(engine, CODE, HAND) as books:
        close(books, LAST)


def called(engine: Engine) -> None:
    """Keep the attendance of a term of 100,000 pupils, as rows that nobody signed."""
    classes = TOWN // CLASS
    with writing(engine, CODE, HAND) as books:
        Journal(books).open(opening(), "opening")
        pupils = (Enrolment(f"{n}", f"{n // CLASS}", TERM.first) for n in range(TOWN))
        Roll(books).admit(Admission(tuple(pupils)), "名册", "roll")
    asked = {"classes": classes, "size": CLASS, "days": DAYS, "after": 2, "first": f"{TERM.first}"}
    with changing(engine) as connection:
        for statement in (CALLS, ROLL_CALLS, PRESENT):
            connection.execute(text(statement), asked)
    with writing(engine, CODE, HAND) as books:
        month = Month.of(TERM.first)
        while month <= LAST:
            Periods(books).close(month, Checklist((Check("balance"),)), f"close {month}")
            month = month.next


def given_back(books: Books) -> str:
    """Give the surplus of the term back."""
    made = refund(books, RefundRequest(LAST, date(2026, 7, 6), "退1"), "refund")
    count = books.connection.scalar(
        text("SELECT count(*) FROM refund_claim WHERE record = :number"), {"number": made.number}
    )
    return f"{count:,} shares"


def close(books: Books, month: Month) -> None:
    """Close a month after its checklist."""
    Periods(books).close(month, checked(books, month), f"close {month}")


def closed(books: Books) -> str:
    """Close the last month, and say how much there was to look through."""
    close(books, LAST)
    rows = books.connection.scalar(text("SELECT count(*) FROM attendance"))
    return f"{rows:,} attendances in the books"


CASES: dict[str, tuple[Callable[[Engine], None], Callable[[Books], str]]] = {
    "refund-school": (kept_and_closed, given_back),
    "refund-town": (called, given_back),
    "close-school": (kept, closed),
}


def main() -> None:
    """Do what is asked in copies of the same books, and print the median of how long it took."""
    fill, do = CASES[sys.argv[1]]
    seconds, note = [], ""
    with tempfile.TemporaryDirectory() as name:
        kept_once = Path(name) / "kept.db"
        engine = open_books(f"sqlite:///{kept_once}", create=True)
        upgrade(engine)
        enrol(engine, CODE, "示例学校")
        fill(engine)
        engine.dispose()
        for n in range(RUNS):
            copy = Path(name) / f"{n}.db"
            shutil.copyfile(kept_once, copy)
            engine = open_books(f"sqlite:///{copy}")
            began = time.perf_counter()
            with writing(engine, CODE, HAND) as books:
                note = do(books)
            seconds.append(time.perf_counter() - began)
            engine.dispose()
            copy.unlink()
    print(json.dumps({"built_seconds": statistics.median(seconds), "note": note}))


if __name__ == "__main__":
    main()
