"""What was paid ahead and not eaten: priced by the meals left, never out of meals eaten."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import Engine

from canteen.attendance import Attendance
from canteen.charging import Cost
from canteen.ledger.entry import Entry, Posting
from canteen.payments import Payment
from canteen.period_errors import DayClaimed, MoreThanOwed, NothingUneaten
from canteen.pupil_errors import UnknownPupils
from canteen.pupils import MealPlan
from canteen.store.attendance import Register
from canteen.store.charging import charge_day
from canteen.store.claims import ClaimRequest, PayOut, claim, owing, pay_out, promised
from canteen.store.day_claims import claim_days
from canteen.store.journal import Journal
from canteen.store.payments import pay
from canteen.store.pupils import Roll
from canteen.store.sums import by_party
from canteen.store.uneaten import uncharged, uneaten
from canteen.store.writing import writing
from nutrition.quantities import Money
from tests.store import roll
from tests.store.roll import DAY, ONE, PLAN, TWO, lunch
from tests.store.school import BEGIN, CODE, HAND

FRIDAY, SATURDAY = date(2026, 3, 13), date(2026, 3, 14)


def test_only_meals_that_were_served_agreed_to_and_left_are_given_back(opened: Engine) -> None:
    roll.begin(opened)
    both = {"lunch": Money(850), "dinner": Money(600)}
    with writing(opened, CODE, HAND) as books:
        Roll(books).offer(MealPlan(PLAN, both, FRIDAY), "价2", "p2")
        register = Register(books)
        register.take(lunch(("002",)), "a1")
        register.take(lunch(("001",), ONE, FRIDAY), "a2")
        register.take(Attendance(FRIDAY, "dinner", ONE, frozenset(), "考勤"), "a3")
        days = [DAY, FRIDAY, SATURDAY, FRIDAY, date(2026, 3, 16)]
        assert uneaten(books, "001", days) == {
            DAY: Money(850),
            FRIDAY: Money(600),
            date(2026, 3, 16): Money(1450),
        }
        for pupil, day in (("002", DAY), ("003", DAY), ("101", DAY), ("001", SATURDAY)):
            with pytest.raises(NothingUneaten):
                uneaten(books, pupil, [day])
        Roll(books).leave("001", FRIDAY, "离1", "l1")
        with pytest.raises(NothingUneaten):
            uneaten(books, "001", [date(2026, 3, 16)])
        with pytest.raises(UnknownPupils):
            uneaten(books, "404", [DAY])


def test_a_day_is_claimed_once_until_its_claim_is_undone(opened: Engine) -> None:
    roll.begin(opened)
    days, first, other = [DAY, FRIDAY], (DAY, "假1"), (DAY, "假2")
    with writing(opened, CODE, HAND) as books:
        pay(books, Payment(BEGIN, "收1", {"001": Money(5000), "101": Money(5000)}), "p1")
        made = list(claim_days(books, "001", days, first))
        again = list(claim_days(books, "001", [*days, date(2026, 3, 16)], first))
        assert [each.made.before for each in again] == [True, True, False]
        assert [each.made.number for each in again[:2]] == [each.made.number for each in made]
        with pytest.raises(DayClaimed) as refused:
            list(claim_days(books, "001", [FRIDAY], other))
        assert refused.value.number == made[1].made.number
        assert len(list(claim_days(books, "101", days, other))) == 2
        for n in (1, 2):
            (wrong,) = claim_days(books, "001", [FRIDAY], first if n == 1 else other)
            Journal(books).reverse(wrong.made.number, DAY, f"更{n}", f"r{n}")
        (third,) = claim_days(books, "001", [FRIDAY], first)
        assert not third.made.before
        assert {o.pupil: o.amount.fen for o in owing(books)} == {"001": 3 * 850, "101": 2 * 850}


def test_a_claim_leaves_what_was_eaten_and_is_still_to_be_charged(opened: Engine) -> None:
    roll.begin(opened)
    with writing(opened, CODE, HAND) as books:
        pay(books, Payment(BEGIN, "收1", {"001": Money(2000)}), "p1")
        Register(books).take(lunch(("001",)), "a1")
        Register(books).take(lunch(("101",), TWO), "a2")
        assert uncharged(books, "001") == Money(850)
        with pytest.raises(MoreThanOwed) as refused:
            claim(books, ClaimRequest("001", Money(1151), DAY, "uneaten", "退1"), "c1")
        assert refused.value.has == Money(1150)
        charge_day(books, DAY, Cost(Money(0), Money(0)), "摊1", "charge")
        assert uncharged(books, "001") == Money(0)
        made = claim(books, ClaimRequest("001", Money(1150), DAY, "uneaten", "退2"), "c2")
        assert [(c.pupil, c.amount.fen) for c in promised(books, made.number)] == [("001", 1150)]
        next_day = DAY + timedelta(days=1)
        Register(books).take(lunch(("002",), ONE, next_day), "a3")
        assert uncharged(books, "002") == Money(850)
        assert uncharged(books, "001") == Money(0)
        assert [(o.pupil, o.open[0].reason) for o in owing(books)] == [("001", "uneaten")]


def test_a_claim_and_a_payment_are_undone_unless_the_money_is_gone(opened: Engine) -> None:
    roll.begin(opened)
    with writing(opened, CODE, HAND) as books:
        pay(books, Payment(BEGIN, "收1", {"001": Money(2000)}), "p1")
        journal, ask = Journal(books), ClaimRequest("001", Money(1500), DAY, "uneaten", "退1")
        wrong = claim(books, ask, "c1").number
        for _ in range(2):
            journal.reverse(wrong, DAY, "更1", "r1")
        assert owing(books) == []
        assert journal.balance("2211", party="001") == Money(-2000)
        right = claim(books, replace(ask, voucher="退2"), "c2").number
        paid = pay_out(books, PayOut(DAY, "付1", "1002"), "pay").number
        with pytest.raises(MoreThanOwed):
            journal.reverse(right, DAY, "更2", "r2")
        journal.reverse(paid, DAY, "更3", "r3")
        assert [(o.pupil, o.amount.fen, o.open[0].due) for o in owing(books)] == [
            ("001", 1500, date(2026, 3, 31))
        ]
        journal.reverse(right, DAY, "更4", "r4")
        assert owing(books) == []


def test_debts_of_earlier_books_and_of_vouchers_are_paid_like_all_others(engine: Engine) -> None:
    before = (Posting("1002", Money(500)), Posting("2212", Money(-500), party="900"))
    with writing(engine, CODE, HAND) as books:
        Journal(books).open(Entry(BEGIN, "期初1", "", before), "opening")
        roll.enrolled(books)
        by_hand = (Posting("1002", Money(30)), Posting("2212", Money(-30), party="001"))
        number = Journal(books).post(Entry(DAY, "记1", "", by_hand), "hand").number
        found = [(o.pupil, o.amount.fen, o.open[0].reason, o.open[0].due) for o in owing(books)]
        assert found == [
            ("001", 30, "entry", date(2026, 3, 31)),
            ("900", 500, "opening", date(2026, 3, 23)),
        ]
        over = tuple(Posting(p.account, -p.amount, party=p.party) for p in by_hand)
        more = (Posting("1002", Money(-1)), Posting("2212", Money(1), party="001"))
        with pytest.raises(MoreThanOwed):
            Journal(books).post(Entry(DAY, "付9", "", (*over, *more)), "over")
        pay_out(books, PayOut(DAY, "付1", "1002", {"900": Money(200)}), "pay")
        Journal(books).reverse(number, DAY, "更1", "undo")
        assert [(o.pupil, o.amount.fen) for o in owing(books)] == [("900", 300)]
        account = by_party(books, "2212", None, DAY)
        assert account == {"900": Money(-300)}
