"""Months of a term, refunded together or one by one, against plain arithmetic beside the books."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from random import Random

import pytest
from sqlalchemy import Engine

from canteen.attendance import Attendance
from canteen.calendar import Month
from canteen.charging import Cost
from canteen.choices import choose
from canteen.ledger.accounts import OWED_TO_PUPILS
from canteen.payments import Payment
from canteen.period_errors import NobodyToRefund, NothingToRefund, RefundedAlready
from canteen.pupils import Admission, Consent, Enrolment, MealPlan
from canteen.store.attendance import Register
from canteen.store.charging import charge_day
from canteen.store.choosing import make
from canteen.store.claims import PayOut, owing, pay_out
from canteen.store.leavers import settle_leaver
from canteen.store.payments import pay
from canteen.store.periods import Periods
from canteen.store.pupil_lines import prepaid
from canteen.store.pupils import Roll
from canteen.store.refund_lists import refund_list
from canteen.store.refunds import RefundRequest
from canteen.store.sums import by_party
from canteen.store.weights import refund
from canteen.store.writing import Books, writing
from nutrition.quantities import Money
from tests.store import roll
from tests.store.school import BEGIN, CODE
from tests.store.test_periods import IN_ORDER, LATER

MONTHS = (Month(2026, 3), Month(2026, 4), Month(2026, 5))

ROOMS = ("一(1)班", "一(2)班")

PRICES = {"便宜": 700, "贵": 1133}

JUNE = date(2026, 6, 2)

NEVER = "099"
"""Agreed, paid, and never ate."""


def divided(pool: int, weights: dict[str, int]) -> dict[str, int]:
    """Divide by hand: whole fen first, what is left one by one to who lost most."""
    whole = sum(weights.values())
    exact = {p: Fraction(pool * w, whole) for p, w in weights.items() if w}
    got = {p: int(share) for p, share in exact.items()}
    for pupil in sorted(exact, key=lambda p: (got[p] - exact[p], p))[: pool - sum(got.values())]:
        got[pupil] += 1
    return got


@dataclass
class Term:
    """The books, and beside them plain numbers.

    Attributes:
        ate: month, pupil and fen of every meal of months that are not refunded.
        fund: what the pupils' fund would have if nothing were given back.
        ends: the same at the end of each month.
        given: what was given back.
    """

    books: Books
    chance: Random
    room: dict[str, str] = field(default_factory=dict)
    plan: dict[str, str] = field(default_factory=dict)
    left: Counter[str] = field(default_factory=Counter)
    owed: Counter[str] = field(default_factory=Counter)
    ate: list[tuple[Month, str, int]] = field(default_factory=list)
    ends: dict[Month, int] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    fund: int = 100_000
    given: int = 0

    def begin(self) -> None:
        lists = Roll(self.books)
        for name, fen in PRICES.items():
            lists.offer(MealPlan(name, {"lunch": Money(fen)}, BEGIN), "价", f"plan {name}")
        codes = [f"{n:03}" for n in range(1, self.chance.randint(4, 6))] + [NEVER]
        self.room = {code: self.chance.choice(ROOMS) for code in codes}
        self.plan = {code: self.chance.choice(list(PRICES)) for code in codes}
        enrolments = tuple(Enrolment(p, room, BEGIN) for p, room in self.room.items())
        consents = tuple(Consent(p, "同意书", BEGIN, plan) for p, plan in self.plan.items())
        lists.admit(Admission(enrolments, consents), "名册", "roll")
        self.left = Counter({code: self.chance.randint(15_000, 20_000) for code in codes})
        paid = {code: Money(fen) for code, fen in self.left.items()}
        pay(self.books, Payment(BEGIN, "收1", paid), "paid")

    def live(self, month: Month) -> None:
        """Let pupils eat on a few days; one moves, one may leave."""
        first = max(month.first, BEGIN)
        for n in range(self.chance.randint(1, 3)):
            self._eat(first + timedelta(days=2 * n))
        stay = sorted(self.room.keys() - self.gone - {NEVER})
        mover = self.chance.choice(stay)
        other = ROOMS[self.room[mover] == ROOMS[0]]
        Roll(self.books).transfer(mover, other, month.last, "转", f"move {month}")
        self.room[mover] = other
        if len(stay) > 2 and self.chance.random() < 0.7:
            self._leave(self.chance.choice(stay), month)
        self.ends[month] = self.fund

    def _eat(self, day: date) -> None:
        here = sorted(self.room.keys() - self.gone - {NEVER})
        ate = {pupil for pupil in here if self.chance.random() < 0.8}
        for room in ROOMS:
            present = frozenset(p for p in ate if self.room[p] == room)
            if any(self.room[p] == room for p in self.room.keys() - self.gone):
                call = Attendance(day, "lunch", room, present, "考勤")
                Register(self.books).take(call, f"call {day} {room}")
        cost = self.chance.randint(1, 4_000) if ate else 0
        if not ate:
            return
        roll.issue(self.books, cost, day)
        charge_day(self.books, day, Cost(Money(0), Money(cost)), "摊", f"charge {day}")
        self.fund -= cost
        for pupil in ate:
            fen = PRICES[self.plan[pupil]]
            self.ate.append((Month.of(day), pupil, fen))
            self.left[pupil] -= fen
            self.fund += fen

    def _leave(self, pupil: str, month: Month) -> None:
        settle_leaver(self.books, pupil, month.last, "离", f"leave {pupil}")
        self.gone.add(pupil)
        self.owed[pupil] += self.left.pop(pupil)

    def refund(self, month: Month, by: str, day: date) -> None:
        """Give back what was there at the end of a month, twice, and compare who got what."""
        request = RefundRequest(month, day, f"退{month}")
        weights, pool = Counter[str](), self.ends[month] - self.given
        for eaten, pupil, fen in self.ate:
            if eaten <= month:
                weights[pupil] += 1 if by == "days" else fen
        if not weights or pool <= 0:
            with pytest.raises((NobodyToRefund, NothingToRefund)):
                refund(self.books, request, f"r {month}")
            return
        made = [refund(self.books, request, f"r {month}") for _ in range(2)]
        assert [each.before for each in made] == [False, True]
        with pytest.raises(RefundedAlready):
            refund(self.books, request, f"r2 {month}")
        shares = divided(pool, weights)
        listed = refund_list(self.books, month)
        assert {row.pupil: row.amount.fen for row in listed.rows} == {
            pupil: fen for pupil, fen in shares.items() if fen
        }
        assert sum(row.amount.fen for row in listed.rows) == listed.total.fen == pool
        if day == month.next.first:
            rooms = {r.pupil: r.place.school_class for r in listed.rows}
            assert rooms == {pupil: self.room[pupil] for pupil in rooms}
        assert NEVER not in shares
        self.owed.update(shares)
        self.ate = [each for each in self.ate if each[0] > month]
        self.given += pool

    def pay_some(self, day: date) -> None:
        """Pay a few of those who are owed; the others stay on the list."""
        due = {pupil: fen for pupil, fen in sorted(self.owed.items()) if fen}
        for n, (pupil, fen) in enumerate(due.items()):
            if self.chance.random() < 0.4:
                part = self.chance.choice([fen, max(1, fen // 2)])
                amounts = {pupil: Money(part)}
                pay_out(self.books, PayOut(day, "付", "1002", amounts), f"pay {day} {n}")
                self.owed[pupil] -= part

    def compare(self) -> None:
        """Say that books and numbers agree, and that the list of debts is the account of debts."""
        told = {each.pupil: each.amount.fen for each in owing(self.books)}
        assert told == {pupil: fen for pupil, fen in self.owed.items() if fen}
        account = by_party(self.books, OWED_TO_PUPILS, None, date.max)
        assert told == {pupil: -money.fen for pupil, money in account.items()}
        left = {pupil: money.fen for pupil, money in prepaid(self.books).items()}
        assert left == {pupil: fen for pupil, fen in self.left.items() if fen}


@pytest.mark.parametrize("seed", range(8))
def test_refunds_of_months_together_or_apart_come_out_as_by_hand(opened: Engine, seed: int) -> None:
    chance = Random(seed)
    with writing(opened, CODE, LATER) as books:
        term = Term(books, chance)
        term.begin()
        later: list[Month] = []
        for month in MONTHS:
            by = chance.choice(["days", "paid"])
            make(books, choose("refund_by", by, month.next.first, "纪要"), f"by {month}")
            term.live(month)
            Periods(books).close(month, IN_ORDER, f"close {month}")
            if seed % 2:
                later.append(month)
            elif month == MONTHS[-1] or chance.random() < 0.5:
                term.refund(month, by, month.next.first)
            term.pay_some(month.next.first)
            term.compare()
        for month in later:
            term.refund(month, by, JUNE)
        term.pay_some(JUNE)
        term.compare()
