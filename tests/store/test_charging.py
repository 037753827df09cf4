"""The daily charge and payments, on both databases: a day once, each fund for its own eaters."""

from __future__ import annotations

import random
from collections import Counter
from datetime import date, timedelta

import pytest
from sqlalchemy import Engine, select

from canteen.attendance import HeadCount, Payer
from canteen.charge_errors import (
    ChargedLater,
    CostDiffers,
    DayCharged,
    NegativeCost,
    NoEaters,
    NotCharged,
    NothingToCharge,
    PaymentNotPositive,
)
from canteen.charging import Cost
from canteen.choices import choose
from canteen.errors import (
    EmptyEntry,
    FutureDay,
    KeyUsedOtherwise,
    NoSuchRecord,
    NoVoucher,
)
from canteen.ledger.entry import Entry, Posting
from canteen.ledger.funds import Fund
from canteen.payments import Into, Payment
from canteen.pupil_errors import BadPupilCode, NoConsent, UnknownPupils
from canteen.pupils import MEALS, MealPlan
from canteen.store import tables as t
from canteen.store.attendance import Register
from canteen.store.canteens import enrol
from canteen.store.charging import charge_day, parts_of, undo_charge
from canteen.store.choosing import make
from canteen.store.engine import reading
from canteen.store.journal import Journal
from canteen.store.payments import pay
from canteen.store.persons import Persons
from canteen.store.pupils import Roll
from canteen.store.verifying import verify
from canteen.store.writing import Books, writing
from nutrition.quantities import Money
from tests.store.roll import DAY, IN_ONE, IN_TWO, ONE, PRICE, TWO, begin, fed, issue, lunch
from tests.store.school import BEGIN, CODE, HAND

COST = Cost(Money(3000), Money(1000))

NEXT = DAY + timedelta(days=1)


def owed(books: Books, pupil: str) -> int:
    return -Journal(books).balance("2211", party=pupil).fen


def costs(books: Books) -> dict[Fund, int]:
    journal = Journal(books)
    return {
        fund: journal.balance("5001", fund).fen + journal.balance("5002", fund).fen for fund in Fund
    }


def test_a_day_is_charged_to_those_who_ate_and_the_absent_draw_nothing(opened: Engine) -> None:
    """40 yuan and 5 eaters: 8 each.  Two entitled who ate draw 5 each; 102 was absent."""
    begin(opened)
    with writing(opened, CODE, HAND) as books:
        fed(books)
        issue(books, 4000)
        made = charge_day(books, DAY, COST, "分1", "c1")
        assert charge_day(books, DAY, COST, "分1", "c1").number == made.number
        assert costs(books) == {
            Fund.SUBSIDY: 1000,
            Fund.PUPILS: 1400,
            Fund.STAFF: 1600,
            Fund.LOCAL: 0,
            Fund.DONATION: 0,
        }
        journal = Journal(books)
        assert journal.balance("5001") == COST.bulk
        assert journal.balance("5002") == COST.other
        assert journal.balance("1311") == Money(0)
        assert {p: owed(books, p) for p in (*IN_ONE, *IN_TWO)} == {
            "001": -850,
            "002": -850,
            "003": 0,
            "101": -850,
            "102": 0,
        }
        assert journal.balance("4001", Fund.PUPILS) == Money(-3 * PRICE.fen)
        parts = parts_of(books, DAY, DAY)
        assert parts[Payer.PUPILS, Fund.SUBSIDY, "5001"] == Money(750)
        assert sum(m.fen for m in parts.values()) == COST.total.fen
    with reading(opened) as connection:
        assert verify(connection).flaws == ()


@pytest.mark.parametrize(("rule", "subsidy"), [("grants-first", 800), ("grants-pooled", 1000)])
def test_a_school_sets_whose_food_its_grants_meet_first(
    opened: Engine, rule: str, subsidy: int
) -> None:
    """20 yuan and 5 eaters: 4 each.  Two entitled draw 5 each: off their own 8, or off all 12."""
    begin(opened)
    with writing(opened, CODE, HAND) as books:
        make(books, choose("charge_rule", rule, DAY, "县文件4号"), "rule")
        fed(books)
        issue(books, 2000)
        charge_day(books, DAY, Cost(Money(1500), Money(500)), "分1", "c1")
        found = costs(books)
        assert (found[Fund.SUBSIDY], found[Fund.PUPILS]) == (subsidy, 1200 - subsidy)
        assert found[Fund.STAFF] == 800
        c = t.charged_day.c
        assert books.connection.scalars(select(c.rule)).all() == [rule]


def test_what_was_charged_is_kept_with_its_basis(opened: Engine) -> None:
    begin(opened)
    with writing(opened, CODE, HAND) as books:
        make(books, choose("subsidy_fen", "600", DAY, "县文件3号"), "s1")
        fed(books)
        issue(books, 4000)
        charge_day(books, DAY, COST, "分1", "c1")
        c = t.charge.c
        rows = books.connection.execute(
            select(c.fund, c.fen, c.eaters, c.meals, c.rate, c.basis).order_by(c.line)
        ).all()
        subsidy = [r for r in rows if r.fund == "subsidy"]
        assert [(r.fen, r.eaters, r.meals, r.rate) for r in subsidy] == [
            (900, 2, 2, 600),
            (300, 2, 2, 600),
        ]
        assert all("县文件3号" in r.basis for r in subsidy)
        assert all(r.basis and (r.rate is None) == (r.fund in ("pupils", "staff")) for r in rows)
        kept = books.connection.execute(select(t.charged_day)).one()
        assert (kept.bulk, kept.other, kept.people, kept.meals) == (3000, 1000, 3, 5)
        assert kept.rule == "grants-first"


def test_a_day_is_charged_once_and_in_its_turn(opened: Engine) -> None:
    begin(opened)
    with writing(opened, CODE, HAND) as books:
        fed(books)
        fed(books, NEXT)
        issue(books, 4000, NEXT)
        charge_day(books, NEXT, COST, "分2", "c2")
        with pytest.raises(KeyUsedOtherwise):
            charge_day(books, NEXT, Cost(COST.total, Money(0)), "分2", "c2")
        with pytest.raises(DayCharged) as refused:
            charge_day(books, NEXT, Cost(Money(0), Money(0)), "分2", "c3")
        assert refused.value.day == NEXT
        with pytest.raises(ChargedLater) as late:
            charge_day(books, DAY, Cost(Money(0), Money(0)), "分1", "c1")
        assert late.value.later == NEXT
        with pytest.raises(FutureDay):
            charge_day(books, HAND.today + timedelta(days=1), COST, "分3", "c4")


def test_what_a_day_was_charged_by_does_not_change_any_more(opened: Engine) -> None:
    begin(opened)
    with writing(opened, CODE, HAND) as books:
        fed(books)
        register = Register(books)
        number = register.calls(DAY)["lunch", ONE]
        issue(books, 4000)
        charge_day(books, DAY, COST, "分1", "c1")
        with pytest.raises(DayCharged):
            register.take(lunch(("001",)), "k1", corrects=number)
        with pytest.raises(DayCharged):
            register.count(HeadCount(DAY, "dinner", "单", 1), "k2")


def test_a_charge_that_is_taken_back_leaves_no_trace_in_the_sums_and_is_made_anew(
    opened: Engine,
) -> None:
    begin(opened)
    with writing(opened, CODE, HAND) as books:
        fed(books)
        issue(books, 4000)
        with pytest.raises(NotCharged):
            undo_charge(books, DAY, "冲1", "u0")
        charged = charge_day(books, DAY, COST, "分1", "c1").number
        with pytest.raises(NoSuchRecord):
            Journal(books).reverse(charged, DAY, "冲1", "r1")
        with pytest.raises(NoVoucher):
            undo_charge(books, DAY, "", "u0")
        undone = undo_charge(books, DAY, "冲1", "u1")
        assert undo_charge(books, DAY, "冲1", "u1").number == undone.number
        assert set(costs(books).values()) == {0}
        assert set(parts_of(books, DAY, DAY).values()) == {Money(0)}
        assert owed(books, "001") == 0
        assert Journal(books).balance("1311") == COST.total
        register = Register(books)
        register.take(lunch(("001",)), "k1", corrects=register.calls(DAY)["lunch", ONE])
        charge_day(books, DAY, COST, "分2", "c2")
        assert (owed(books, "001"), owed(books, "002")) == (-850, 0)
        assert costs(books)[Fund.SUBSIDY] == 1000
        assert costs(books)[Fund.PUPILS] == 1000
        fed(books, NEXT)
        charge_day(books, NEXT, Cost(Money(0), Money(0)), "分3", "c3")
        with pytest.raises(ChargedLater):
            undo_charge(books, DAY, "冲2", "u2")
    with reading(opened) as connection:
        assert verify(connection).flaws == ()


def test_a_deficit_stays_with_the_fund_that_made_it(opened: Engine) -> None:
    """100 yuan: 20 each.  Three pupils paid 25.50 for 60; the subsidy bears 10, pupils 50."""
    begin(opened)
    with writing(opened, CODE, HAND) as books:
        grant = (Posting("1002", Money(9000)), Posting("4002", Money(-9000), Fund.SUBSIDY))
        Journal(books).post(Entry(BEGIN, "拨1", "", grant), "grant")
        fed(books)
        issue(books, 10_000)
        charge_day(books, DAY, Cost(Money(10_000), Money(0)), "分1", "c1")
        journal = Journal(books)
        results = {
            fund: -sum(journal.balance(code, fund).fen for code in ("4001", "4002", "5001", "5002"))
            for fund in (Fund.PUPILS, Fund.SUBSIDY, Fund.STAFF)
        }
        assert results == {
            Fund.PUPILS: 3 * 850 - 5000,
            Fund.SUBSIDY: 9000 - 1000,
            Fund.STAFF: -4000,
        }


def test_days_that_cannot_be_charged_are_refused_and_leave_nothing(opened: Engine) -> None:
    begin(opened)
    with writing(opened, CODE, HAND) as books:
        with pytest.raises(NothingToCharge):
            charge_day(books, DAY, Cost(Money(0), Money(0)), "分1", "c1")
        issue(books, 4000)
        with pytest.raises(NoEaters) as nobody:
            charge_day(books, DAY, COST, "分1", "c2")
        assert (nobody.value.day, nobody.value.amount) == (DAY, Money(4000))
        fed(books)
        with pytest.raises(CostDiffers) as differs:
            charge_day(books, DAY, Cost(Money(3000), Money(999)), "分1", "c3")
        assert (differs.value.amount, differs.value.lies) == (Money(3999), Money(4000))
        with pytest.raises(NegativeCost):
            charge_day(books, DAY, Cost(Money(4001), Money(-1)), "分1", "c4")
        with pytest.raises(NoVoucher):
            charge_day(books, DAY, COST, " ", "c5")
        Roll(books).offer(MealPlan("走读", {"dinner": Money(900)}, DAY), "价2", "p2")
        with pytest.raises(NoConsent):
            charge_day(books, DAY, COST, "分1", "c6")
        assert books.connection.execute(select(t.charge)).all() == []


def test_a_day_of_stock_alone_waits_for_the_next_with_eaters(opened: Engine) -> None:
    begin(opened)
    with writing(opened, CODE, HAND) as books:
        issue(books, 1500)
        issue(books, 2500, NEXT)
        fed(books, NEXT)
        charge_day(books, NEXT, COST, "分1", "c1")
        assert sum(costs(books).values()) == 4000


def test_meals_that_cost_parents_nothing_are_charged_to_no_pupil(opened: Engine) -> None:
    begin(opened)
    with writing(opened, CODE, HAND) as books:
        Roll(books).offer(MealPlan("走读", {"lunch": Money(0)}, DAY), "价2", "p2")
        fed(books)
        issue(books, 4000)
        charge_day(books, DAY, COST, "分1", "c1")
        assert owed(books, "001") == 0
        fed(books, NEXT)
        charge_day(books, NEXT, Cost(Money(0), Money(0)), "分2", "c2")
        assert Journal(books).balance("4001") == Money(0)
        with pytest.raises(DayCharged):
            Register(books).take(lunch(("001",), day=NEXT), "k")


def test_a_consent_withdrawn_ends_what_is_charged_from_its_day(opened: Engine) -> None:
    begin(opened)
    with writing(opened, CODE, HAND) as books:
        fed(books)
        charge_day(books, DAY, Cost(Money(0), Money(0)), "分1", "c1")
        Roll(books).withdraw("001", MEALS, NEXT, "撤1", "w")
        with pytest.raises(NoConsent):
            Register(books).take(lunch(("001", "002"), day=NEXT), "k1")
        Register(books).take(lunch(("002",), day=NEXT), "k2")
        charge_day(books, NEXT, Cost(Money(0), Money(0)), "分2", "c2")
        assert (owed(books, "001"), owed(books, "002")) == (-850, -1700)


def test_a_payment_is_owed_to_each_pupil_and_made_once(opened: Engine) -> None:
    begin(opened)
    payment = Payment(DAY, "收1", {"001": Money(20_000), "102": Money(1)}, Into.CASH)
    with writing(opened, CODE, HAND) as books:
        made = pay(books, payment, "p1")
        assert pay(books, payment, "p1").number == made.number
        assert (owed(books, "001"), owed(books, "102")) == (20_000, 1)
        assert Journal(books).balance("1001") == Money(20_001)
        Journal(books).reverse(made.number, DAY, "冲1", "r1")
        assert (owed(books, "001"), Journal(books).balance("1001")) == (0, Money(0))
    with reading(opened) as connection:
        assert verify(connection).flaws == ()


def test_payments_that_cannot_be_are_refused(opened: Engine) -> None:
    begin(opened)
    for fen in (0, -1):
        with pytest.raises(PaymentNotPositive):
            Payment(DAY, "收1", {"001": Money(fen)})
    with pytest.raises(BadPupilCode):
        Payment(DAY, "收1", {"张三": Money(1)})
    with writing(opened, CODE, HAND) as books:
        with pytest.raises(UnknownPupils) as refused:
            pay(books, Payment(DAY, "收1", {"001": Money(1), "1": Money(1)}), "p1")
        assert refused.value.pupils == ("1",)
        with pytest.raises(FutureDay):
            pay(books, Payment(date(2026, 4, 1), "收1", {"001": Money(1)}), "p2")
        with pytest.raises(EmptyEntry):
            pay(books, Payment(DAY, "收1", {}), "p3")
        with pytest.raises(NoVoucher):
            pay(books, Payment(DAY, "", {"001": Money(1)}), "p4")


def test_one_canteen_never_sees_pupils_of_another(opened: Engine) -> None:
    begin(opened)
    enrol(opened, "other", "邻校")
    with writing(opened, CODE, HAND) as books:
        fed(books)
    with writing(opened, "other", HAND) as books:
        assert Roll(books).class_list(DAY) == {}
        assert Roll(books).known() == set()
        assert Roll(books).consenting(DAY) == {}
        assert Roll(books).grants(DAY) == {}
        assert Roll(books).plans(DAY) == {}
        assert Register(books).eaten(DAY) == {}
        assert Register(books).person_days(BEGIN, NEXT) == {}
        assert Register(books).calls(DAY) == {}
        assert Persons(books).names() == {}


def test_over_many_days_pupils_owe_what_they_ate_and_the_funds_bear_what_was_cooked(
    opened: Engine,
) -> None:
    begin(opened)
    luck = random.Random(7)
    days = [DAY + timedelta(days=n) for n in range(6)]
    cooked, drawn = 0, 0
    eaten: Counter[str] = Counter()
    with writing(opened, CODE, HAND) as books:
        register = Register(books)
        for day in days:
            for name, pupils in ((ONE, ("001", "002")), (TWO, IN_TWO)):
                present = [p for p in pupils if luck.random() < 0.6]
                register.take(lunch(present, name, day), f"{name} {day}")
                eaten.update(present)
            register.count(HeadCount(day, "lunch", "单1", luck.randrange(3), 1), f"heads {day}")
            fen = luck.randrange(1, 9000)
            issue(books, fen, day)
            bulk = luck.randrange(fen + 1)
            charge_day(books, day, Cost(Money(bulk), Money(fen - bulk)), "分", f"c {day}")
            counts = register.counts(day)
            entitled = sum(p in {"001", "101"} for p in register.eaten(day))
            everybody = sum(heads.meals for heads in counts.values())
            drawn += min(500 * entitled, -(-fen * entitled // everybody))
            cooked += fen
        assert {p: owed(books, p) for p in eaten} == {p: -850 * n for p, n in eaten.items()}
        assert register.person_days(days[0], days[-1]) == eaten
        assert Journal(books).balance("4001") == Money(-850 * eaten.total())
        assert sum(costs(books).values()) == cooked
        assert 0 <= drawn - costs(books)[Fund.SUBSIDY] <= len(days)
        assert parts_of(books, days[0], days[-1])[Payer.GUESTS, Fund.STAFF, "5002"].fen > 0
    with reading(opened) as connection:
        assert verify(connection).flaws == ()
