"""Months are closed in order and once; their surplus goes back to the pupils to the fen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta, timezone

import pytest
from sqlalchemy import Engine

from canteen.calendar import Month
from canteen.choices import choose
from canteen.errors import PeriodClosed, UnknownParty
from canteen.ledger.closing import Check, Checklist, State
from canteen.ledger.entry import Entry, Posting
from canteen.ledger.funds import Fund
from canteen.period_errors import (
    MonthNotKept,
    MonthNotOver,
    MonthOpen,
    MonthsInOrder,
    MoreThanOwed,
    NothingToRefund,
    NotReady,
    RefundedAlready,
    SubsidyToPupils,
    SurplusByHand,
)
from canteen.pupils import Admission, Enrolment
from canteen.store.choosing import make
from canteen.store.claims import ClaimRequest, PayOut, claim, owing, pay_out
from canteen.store.engine import reading
from canteen.store.journal import Journal
from canteen.store.periods import Periods
from canteen.store.pupils import Roll
from canteen.store.refunds import RefundRequest, run, surplus
from canteen.store.sums import by_account
from canteen.store.verifying import verify
from canteen.store.writing import Books, writing
from nutrition.quantities import Money
from tests.store.school import BEGIN, CODE, HAND, power

MARCH, APRIL, MAY = (Month(2026, n) for n in (3, 4, 5))

LATER = replace(HAND, now=datetime(2026, 6, 3, 9, tzinfo=timezone(timedelta(hours=8))))

IN_ORDER = Checklist((Check("balance"), Check("chain")))

JUNE = date(2026, 6, 1)


def days(_books: Books, _first: date, _last: date) -> Mapping[str, int]:
    return {"001": 20, "002": 19, "003": 0, "004": 21}


def income(fen: int, day: date, voucher: str) -> Entry:
    return Entry(
        day,
        voucher,
        "餐费",
        (Posting("1002", Money(fen)), Posting("4001", -Money(fen), Fund.PUPILS)),
    )


@pytest.fixture
def spring(opened: Engine) -> Engine:
    """Return books with an income of 300.00 in March and costs of 12.00 in April."""
    with writing(opened, CODE, LATER) as books:
        Journal(books).post(income(30_000, date(2026, 3, 20), "收1"), "i1")
        Journal(books).post(power(day=date(2026, 4, 10)), "e1")
    return opened


def test_months_are_closed_in_their_order_and_take_no_entry_afterwards(spring: Engine) -> None:
    with writing(spring, CODE, LATER) as books:
        periods = Periods(books)
        with pytest.raises(MonthsInOrder) as refused:
            periods.close(APRIL, IN_ORDER, "c4")
        assert refused.value.earlier == "2026-03"
        with pytest.raises(MonthNotOver):
            periods.close(Month(2026, 6), IN_ORDER, "c6")
        with pytest.raises(NotReady) as missing:
            periods.close(MARCH, Checklist((Check("stock", ("大米",)),)), "c3")
        assert missing.value.missing == ("stock",)
        made = periods.close(MARCH, IN_ORDER, "c3")
        assert periods.close(MARCH, IN_ORDER, "c3").number == made.number
        with pytest.raises(PeriodClosed):
            periods.close(MARCH, IN_ORDER, "again")
        assert periods.states() == {MARCH: State.CLOSED}
        with pytest.raises(PeriodClosed):
            Journal(books).post(power(day=date(2026, 3, 31)), "late")
        Journal(books).post(power(day=date(2026, 4, 1), voucher="电2"), "next")


def test_the_statement_of_a_month_adds_up_to_the_journal(spring: Engine) -> None:
    with writing(spring, CODE, LATER) as books:
        april = Periods(books).statement(APRIL)
        shown = {line.form.id: (line.month.fen, line.year.fen) for line in april.lines}
        assert shown["income.pupils"] == (0, 30_000)
        assert shown["cost.energy"] == (1200, 1200)
        assert [amount.fen for amount in april.surplus] == [-1200, 28_800]
        pupils = next(line for line in april.funds if line.fund is Fund.PUPILS)
        assert (pupils.before.fen, pupils.after.fen) == (130_000, 128_800)
        assert pupils.after == surplus(books, APRIL)
        assert sum(money.fen for money in by_account(books, APRIL.last).values()) == 0


def closed(books: Books, *months: Month) -> None:
    for month in months:
        Periods(books).close(month, IN_ORDER, f"close {month}")


def test_the_whole_surplus_goes_back_once_and_in_parts_that_sum_to_it(spring: Engine) -> None:
    request = RefundRequest(APRIL, JUNE, "退1")
    with writing(spring, CODE, LATER) as books:
        closed(books, MARCH)
        with pytest.raises(MonthOpen):
            run(books, request, days, "r1")
        closed(books, APRIL)
    numbers = set()
    for _ in range(2):
        with writing(spring, CODE, LATER) as books:
            numbers.add(run(books, request, days, "r1").number)
    assert len(numbers) == 1
    with writing(spring, CODE, LATER) as books:
        assert {o.pupil: o.amount.fen for o in owing(books)} == {
            "001": 42_933,
            "002": 40_787,
            "004": 45_080,
        }
        assert sum(o.amount.fen for o in owing(books)) == 128_800
        assert surplus(books, APRIL) == Money(128_800), "the months themselves stay what they were"
        assert surplus(books, Month(2026, 6)) == Money(0)
        assert set(Periods(books).states().values()) == {State.REFUNDED}
        with pytest.raises(RefundedAlready):
            run(books, request, days, "r2")
        closed(books, MAY)
        with pytest.raises(NothingToRefund):
            run(books, RefundRequest(MAY, JUNE, "退2"), days, "r3")
    with reading(spring) as connection:
        assert verify(connection).flaws == ()


def test_a_pupil_gets_no_more_than_it_is_owed_and_what_is_unclaimed_stays(spring: Engine) -> None:
    with writing(spring, CODE, LATER) as books:
        closed(books, MARCH, APRIL)
        run(books, RefundRequest(APRIL, JUNE, "退1"), days, "r1")
        pay_out(books, PayOut(JUNE, "付1", "1002", {"001": Money(42_933)}), "p1")
        with pytest.raises(MoreThanOwed):
            pay_out(books, PayOut(JUNE, "付2", "1002", {"001": Money(1)}), "p2")
        with pytest.raises(MoreThanOwed):
            pay_out(books, PayOut(JUNE, "付3", "1002", {"002": Money(40_788)}), "p3")
        left = owing(books)
        assert [each.pupil for each in left] == ["002", "004"]
        assert left[0].open[0].due == date(2026, 6, 23), "15 working days, the festival left out"
        assert Journal(books).balance("2212", party="002") == Money(-40_787)


def test_meals_not_eaten_are_given_back_from_what_was_paid_in_advance(opened: Engine) -> None:
    day = date(2026, 3, 20)
    paid = Entry(
        day, "收2", "预交", (Posting("1002", Money(900)), Posting("2211", Money(-900), party="007"))
    )
    with writing(opened, CODE, HAND) as books:
        with pytest.raises(UnknownParty):
            Journal(books).post(paid, "i1")
        Roll(books).admit(Admission((Enrolment("007", "一(1)班", BEGIN, None),)), "名册", "roll")
        Journal(books).post(paid, "i1")
        ask = ClaimRequest("007", Money(901), day, "left", "退3")
        with pytest.raises(MoreThanOwed):
            claim(books, ask, "c1")
        claim(books, replace(ask, amount=Money(900)), "c2")
        assert Journal(books).balance("2211", party="007") == Money(0)
        assert [(o.pupil, o.amount.fen, o.open[0].reason) for o in owing(books)] == [
            ("007", 900, "left")
        ]


def test_no_hand_moves_a_surplus_or_makes_the_subsidy_a_pupils_money(opened: Engine) -> None:
    day = date(2026, 3, 20)
    to_pupil = Entry(
        day,
        "x",
        "",
        (Posting("4002", Money(5), Fund.SUBSIDY), Posting("2212", Money(-5), party="1")),
    )
    bonus = Entry(
        day, "y", "", (Posting("3001", Money(5), Fund.PUPILS), Posting("1001", Money(-5)))
    )
    with writing(opened, CODE, HAND) as books:
        with pytest.raises(SubsidyToPupils):
            Journal(books).post(to_pupil, "k1")
        with pytest.raises(SurplusByHand):
            Journal(books).post(bonus, "k2")


def test_what_holds_in_a_closed_month_is_not_changed_afterwards(spring: Engine) -> None:
    contract = choose("running", "contracted", date(2026, 3, 31), "合同")
    with writing(spring, CODE, LATER) as books:
        make(books, choose("surplus_alarm", "5", date(2026, 3, 1), "通知"), "s0")
        closed(books, MARCH)
        with pytest.raises(PeriodClosed):
            make(books, contract, "s1")
        make(books, replace(contract, since=date(2026, 4, 1)), "s1")
        assert Periods(books).statement(MARCH).lines[-1].form.id == "cost.running"
        assert Periods(books).statement(APRIL).lines[-1].form.id == "cost.finance"


def test_no_statement_is_made_of_months_that_the_books_do_not_know(spring: Engine) -> None:
    with writing(spring, CODE, LATER) as books:
        for month in (Month(2026, 2), Month(2026, 7)):
            with pytest.raises(MonthNotKept):
                Periods(books).statement(month)


def test_a_surplus_is_divided_by_what_the_school_has_set(spring: Engine) -> None:
    seen: list[tuple[date, date]] = []

    def paid(_books: Books, first: date, last: date) -> Mapping[str, int]:
        seen.append((first, last))
        return {"001": 1, "002": 3}

    with writing(spring, CODE, LATER) as books:
        make(books, choose("refund_by", "paid", date(2026, 3, 1), "家长委员会纪要"), "s1")
        closed(books, MARCH, APRIL)
        run(books, RefundRequest(APRIL, JUNE, "退1"), paid, "r1")
        assert {o.pupil: o.amount.fen for o in owing(books)} == {"001": 32_200, "002": 96_600}
    assert seen == [(date(2026, 3, 1), date(2026, 4, 30))]
