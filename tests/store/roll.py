"""A school of two classes whose pupils eat lunch; used by tests of rolls, registers and charges."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import Engine

from canteen.attendance import Attendance, HeadCount
from canteen.ledger.entry import Entry, Posting
from canteen.ledger.funds import Fund
from canteen.pupils import Admission, Consent, Enrolment, Entitlement, MealPlan
from canteen.store.attendance import Register
from canteen.store.journal import Journal
from canteen.store.pupils import Roll
from canteen.store.writing import Books, writing
from nutrition.quantities import Money
from tests.store.school import BEGIN, CODE, HAND

DAY = date(2026, 3, 10)

ONE, TWO = "一年级1班", "一年级2班"

IN_ONE = ("001", "002", "003")

IN_TWO = ("101", "102")

PLAN = "走读"

PRICE = Money(850)


def admission() -> Admission:
    """Return both classes; all but 003 agreed; 001 and 101 are entitled to the nutrition plan."""
    classes = ((ONE, IN_ONE), (TWO, IN_TWO))
    enrolments = tuple(Enrolment(p, name, BEGIN) for name, pupils in classes for p in pupils)
    consents = tuple(
        Consent(e.pupil, "同意书1", BEGIN, PLAN) for e in enrolments if e.pupil != "003"
    )
    grants = tuple(Entitlement(p, Fund.SUBSIDY, BEGIN) for p in ("001", "101"))
    return Admission(enrolments, consents, grants)


def begin(engine: Engine) -> None:
    with writing(engine, CODE, HAND) as books:
        enrolled(books)


def enrolled(books: Books) -> None:
    """Write down the plan and both classes."""
    roll = Roll(books)
    roll.offer(MealPlan(PLAN, {"lunch": PRICE}, BEGIN), "价1", "plan")
    roll.admit(admission(), "名册1", "roll")


def lunch(
    present: Iterable[str], school_class: str = ONE, day: date = DAY, voucher: str = "考勤"
) -> Attendance:
    return Attendance(day, "lunch", school_class, frozenset(present), voucher)


def fed(books: Books, day: date = DAY) -> None:
    """Let 001, 002, 101 and two teachers have lunch; 102 is absent."""
    register = Register(books)
    register.take(lunch(("001", "002"), ONE, day), f"one {day}")
    register.take(lunch(("101",), TWO, day), f"two {day}")
    register.count(HeadCount(day, "lunch", "陪餐1", staff=2), f"heads {day}")


def issue(books: Books, fen: int, day: date = DAY) -> None:
    """Take food out of the store into the kitchen."""
    entry = Entry(day, "领1", "", (Posting("1311", Money(fen)), Posting("1002", Money(-fen))))
    Journal(books).post(entry, f"issue {day} {fen}")
