"""What a closing asks for: receipts in order, and a roll call of every class that was to eat."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import Engine

from canteen.attendance import HeadCount
from canteen.calendar import Month
from canteen.charge_errors import DayCharged
from canteen.charging import Cost
from canteen.ledger.entry import Entry, Posting
from canteen.pupil_errors import AttendanceTaken, NoSuchClass
from canteen.pupils import MEALS
from canteen.record import Kind
from canteen.store import tables as t
from canteen.store.attendance import Register
from canteen.store.chain import Value
from canteen.store.charging import charge_day
from canteen.store.checklist import checked
from canteen.store.corrections import take_call, take_heads
from canteen.store.journal import Journal
from canteen.store.pupils import Roll
from canteen.store.roll_calls import away
from canteen.store.writing import Books, Draft, writing
from nutrition.quantities import Money
from tests.store import roll
from tests.store.larder import RICE, march, receipt, rice, spinach, stocked
from tests.store.roll import DAY, ONE, TWO, lunch
from tests.store.school import CODE
from tests.store.test_periods import LATER

MARCH, SUNDAY = Month(2026, 3), date(2026, 3, 15)

NOTHING = Cost(Money(0), Money(0))


def missing(books: Books, check: str) -> tuple[str, ...]:
    return next(each.missing for each in checked(books, MARCH).checks if each.id == check)


def brought(books: Books, voucher: str, inspectors: str, *, bulk: int) -> int:
    """Write a receipt as no command would: with whatever inspectors."""
    head: dict[str, Value] = {"supplier": "S1", "inspectors": inspectors}
    line: dict[str, Value] = {"food": RICE, "grams": 1, "fen": 1, "bulk": bulk}
    facts = {t.receipt: [head], t.receipt_line: [line]}
    return books.append(Draft(Kind.RECEIPT, march(4), voucher, {}, facts, voucher)).number


def test_a_receipt_has_its_inspectors_two_of_them_for_bulk_goods(opened: Engine) -> None:
    with writing(opened, CODE, LATER) as books:
        one = replace(receipt(3, spinach(1, 1), voucher="入2"), inspectors=("张三",))
        stocked(books, receipt(3, rice(1, 1)), one)
        assert missing(books, "receipts") == ()
        brought(books, "入3", "", bulk=0)
        alone = brought(books, "入4", "张三", bulk=1)
        brought(books, "入5", "张三、李四", bulk=1)
        brought(books, "入6", "张三", bulk=0)
        assert missing(books, "receipts") == ("入3", "入4")
        books.append(Draft(Kind.REVERSAL, march(5), "undo", {}, voucher="更1", reverses=alone))
        assert missing(books, "receipts") == ("入3",)


def test_no_supplier_is_paid_more_than_it_is_owed(opened: Engine) -> None:
    def paid(fen: int, day: int) -> Entry:
        lines = (Posting("2201", Money(fen), party="S1"), Posting("1002", Money(-fen)))
        return Entry(march(day), f"付{day}", "", lines)

    with writing(opened, CODE, LATER) as books:
        stocked(books, receipt(3, rice(50_000, 20_000)))
        Journal(books).post(paid(20_000, 20), "p1")
        assert missing(books, "receipts") == ()
        number = Journal(books).post(paid(5, 21), "p2").number
        assert missing(books, "receipts") == ("S1 0.05",)
        Journal(books).reverse(number, march(22), "更1", "undo")
        assert missing(books, "receipts") == ()


def test_a_roll_call_is_asked_of_classes_that_were_to_eat_and_did_not_say_they_were_away(
    opened: Engine,
) -> None:
    roll.begin(opened)
    with writing(opened, CODE, LATER) as books:
        Register(books).take(lunch(("001",)), "a1")
        charge_day(books, DAY, NOTHING, "摊1", "c1")
        assert missing(books, "attendance") == (f"{DAY} {TWO} lunch",)
        with pytest.raises(DayCharged):
            Register(books).take(lunch(("101",), TWO), "late")
        with pytest.raises(NoSuchClass):
            list(away(books, DAY, ("九年级9班", ""), "假1", "k"))
        assert list(away(books, DAY, (ONE, ""), "假1", "k")) == []
        assert list(away(books, DAY, (TWO, "dinner"), "假1", "k")) == []
        said = [sitting for sitting, _ in away(books, DAY, ("", ""), "春游1", "k")]
        assert said == [(TWO, "lunch")]
        assert list(away(books, DAY, ("", ""), "春游1", "k")) == []
        assert missing(books, "attendance") == ()
        assert Register(books).eaten(DAY) == {"001": {"lunch"}}


def test_no_roll_call_is_asked_where_nobody_agreed_or_only_others_ate_on_a_day_off(
    opened: Engine,
) -> None:
    roll.begin(opened)
    with writing(opened, CODE, LATER) as books:
        for pupil in ("101", "102"):
            Roll(books).withdraw(pupil, MEALS, DAY, "撤1", f"w {pupil}")
        Register(books).take(lunch(("001",)), "a1")
        charge_day(books, DAY, NOTHING, "摊1", "c1")
        for day in (SUNDAY, date(2026, 3, 16)):
            Register(books).count(HeadCount(day, "lunch", "单1", staff=3), f"h {day}")
            charge_day(books, day, NOTHING, "摊2", f"c {day}")
        assert missing(books, "attendance") == (f"2026-03-16 {ONE} lunch",)


def test_what_was_taken_is_the_same_again_or_corrected_on_purpose(opened: Engine) -> None:
    roll.begin(opened)
    first, second = lunch(("001",)), lunch(("002",))
    few, many = (HeadCount(DAY, "lunch", "单1", staff=n) for n in (2, 3))
    with writing(opened, CODE, LATER) as books:
        made = take_call(books, first, correct=True), take_heads(books, few, correct=True)
        again = take_call(books, first, correct=False), take_heads(books, few, correct=False)
        assert [each.number for each in again] == [each.number for each in made]
        assert all(each.before for each in again)
        with pytest.raises(AttendanceTaken):
            take_call(books, second, correct=False)
        with pytest.raises(AttendanceTaken):
            take_heads(books, many, correct=False)
        for n, call in ((1, second), (2, first), (3, second)):
            assert not take_call(books, call, correct=True).before, n
            assert take_call(books, call, correct=True).before
        take_heads(books, many, correct=True)
        assert Register(books).eaten(DAY) == {"002": {"lunch"}}
        counts = Register(books).counts(DAY).values()
        assert [each.people for each in counts] == [1, 3, 0]
        with pytest.raises(AttendanceTaken):
            take_call(books, first, correct=False)
