"""A small term: what is charged, closed, given back and paid out equals a model, to the fen."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest
from sqlalchemy import Engine

from canteen.calendar import Month
from canteen.charging import Cost
from canteen.choices import choose
from canteen.errors import PeriodClosed
from canteen.ledger.alarm import Alarm
from canteen.ledger.funds import Fund
from canteen.payments import Payment
from canteen.period_errors import NothingToRefund, NotReady, NotRefunded
from canteen.pupil_errors import NotEnrolled
from canteen.pupils import Admission, Consent, Enrolment, MealPlan
from canteen.stock_papers import Count, Issue, IssueLine
from canteen.store.alarms import alarms
from canteen.store.attendance import Register
from canteen.store.charging import charge_day, undo_charge
from canteen.store.checklist import checked
from canteen.store.choosing import make
from canteen.store.claims import PayOut, owing, pay_out
from canteen.store.journal import Journal
from canteen.store.leavers import give_back_prepaid, settle_leaver
from canteen.store.periods import Periods
from canteen.store.pupil_lines import prepaid
from canteen.store.pupils import Roll
from canteen.store.refund_lists import refund_list
from canteen.store.refunds import RefundRequest, surplus
from canteen.store.weights import by_days, by_paid, refund
from canteen.store.writing import Books, writing
from nutrition.quantities import Money
from tests.store import roll
from tests.store.larder import RICE, receipt, rice, stocked
from tests.store.school import BEGIN, CODE
from tests.store.test_periods import LATER

MARCH = Month(2026, 3)

JUNE = date(2026, 6, 1)


def missing(books: Books) -> dict[str, tuple[str, ...]]:
    return {check.id: check.missing for check in checked(books, MARCH).checks if check.missing}


def test_the_checklist_names_what_is_missing_until_it_is_there(opened: Engine) -> None:
    roll.begin(opened)
    with writing(opened, CODE, LATER) as books:
        room = stocked(books, receipt(3, rice(50_000, 20_000)))
        Register(books).take(roll.lunch(("001", "002")), "one")
        room.issue(Issue(roll.DAY, "领1", (IssueLine(RICE, 10_000),)), "issue")
        assert missing(books) == {"stock": (RICE,), "kitchen": ("2026-03-10",)}
        charge_day(books, roll.DAY, Cost(Money(4000), Money(0)), "摊1", "charge")
        assert missing(books) == {
            "stock": (RICE,),
            "attendance": (f"2026-03-10 {roll.TWO} lunch",),
        }
        with pytest.raises(NotReady) as refused:
            Periods(books).close(MARCH, checked(books, MARCH), "close")
        assert f"stock: {RICE}" in refused.value.details
        undo_charge(books, roll.DAY, "更1", "undo")
        Register(books).take(roll.lunch(("101",), roll.TWO), "two")
        charge_day(books, roll.DAY, Cost(Money(4000), Money(0)), "摊2", "again")
        room.count(Count(date(2026, 3, 24), "盘1", {RICE: 40_000}), "early")
        assert missing(books) == {"stock": (RICE,)}
        room.count(Count(date(2026, 3, 25), "盘2", {RICE: 40_000}), "late")
        assert not missing(books)
        assert by_paid(books, MARCH.first, MARCH.last) == {"001": 850, "002": 850, "101": 850}


class Term:
    """The model: plain numbers beside the books."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.pupils = [f"{n:03}" for n in range(1, self.random.randint(3, 6) + 1)]
        self.price = self.random.randint(500, 1500)
        self.paid = {p: self.random.randint(20_000, 30_000) for p in self.pupils}
        self.days = [BEGIN + timedelta(days=n) for n in range(self.random.randint(2, 6))]
        self.eaten = dict.fromkeys(self.pupils, 0)
        self.fund = 100_000

    def live(self, books: Books) -> None:
        lists = Roll(books)
        lists.offer(MealPlan("走读", {"lunch": Money(self.price)}, BEGIN), "价", "plan")
        lists.admit(
            Admission(
                tuple(Enrolment(p, "一(1)班", BEGIN) for p in self.pupils),
                tuple(Consent(p, "同意书", BEGIN, "走读") for p in self.pupils),
            ),
            "名册",
            "roll",
        )
        paid = Payment(BEGIN, "收", {p: Money(fen) for p, fen in self.paid.items()})
        Journal(books).post(paid.entry, "paid")
        for n, day in enumerate(self.days):
            present = self.random.sample(self.pupils, self.random.randint(1, len(self.pupils)))
            Register(books).take(roll.lunch(present, "一(1)班", day), f"call {n}")
            cost = self.random.randint(1, 3000)
            roll.issue(books, cost, day)
            charge_day(books, day, Cost(Money(0), Money(cost)), f"摊{n}", f"charge {n}")
            self.fund += self.price * len(present) - cost
            for pupil in present:
                self.eaten[pupil] += 1

    @property
    def left(self) -> dict[str, int]:
        return {p: self.paid[p] - self.price * self.eaten[p] for p in self.pupils}


@pytest.mark.parametrize("seed", range(6))
def test_a_term_comes_out_as_its_model_to_the_fen(opened: Engine, seed: int) -> None:
    term = Term(seed)
    with writing(opened, CODE, LATER) as books:
        term.live(books)
        if seed % 2:
            make(books, choose("refund_by", "paid", BEGIN, "家委会纪要"), "set")
        assert {p: m.fen for p, m in prepaid(books).items()} == term.left
        Periods(books).close(MARCH, checked(books, MARCH), "close")
        with pytest.raises(PeriodClosed):
            roll.issue(books, 1, MARCH.last)
        assert surplus(books, MARCH).fen == term.fund
        eaten = {p: n for p, n in term.eaten.items() if n}
        assert by_days(books, MARCH.first, MARCH.last) == eaten
        pupils = next(a for a in alarms(books, MARCH) if a.fund is Fund.PUPILS)
        earned, income = term.fund - 100_000, term.price * sum(eaten.values())
        assert pupils.month == pupils.year == Alarm(Money(earned), Money(income), 3)
        assert pupils.after.fen == term.fund
        leaver = term.pupils[0]
        left = [settle_leaver(books, leaver, JUNE, "离1", "leaver") for _ in range(2)]
        assert [r.number for r in left[0]] == [r.number for r in left[1]]
        runs = {refund(books, RefundRequest(MARCH, JUNE, "退1"), "r").number for _ in range(2)}
        backs = {give_back_prepaid(books, JUNE, "退2", "b").number for _ in range(2)}
        assert (len(runs), len(backs)) == (1, 1)
        listed = refund_list(books, MARCH)
        assert listed.total.fen == term.fund == sum(r.amount.fen for r in listed.rows)
        factor = term.price if seed % 2 else 1
        assert {r.pupil: r.weight for r in listed.rows} == {p: n * factor for p, n in eaten.items()}
        assert {r.place.school_class for r in listed.rows} == {"一(1)班"}
        shares = {r.pupil: r.amount.fen for r in listed.rows}
        due = {p: shares.get(p, 0) + term.left[p] for p in term.pupils}
        assert {o.pupil: o.amount.fen for o in owing(books)} == due
        assert surplus(books, Month(2026, 6)) == Money(0)
        assert prepaid(books) == {}
        with pytest.raises(NothingToRefund):
            give_back_prepaid(books, JUNE, "退3", "b2")
        pay_out(books, PayOut(JUNE, "付1", "1002", {p: Money(f) for p, f in due.items()}), "pay")
        assert owing(books) == []
        with pytest.raises(NotRefunded):
            refund_list(books, Month(2026, 4))
        with pytest.raises(NotEnrolled):
            settle_leaver(books, leaver, JUNE + timedelta(days=1), "离2", "again")
