"""A term of an invented school in the books: what canteen books demo shows."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property

from api.demo_data import DemoFood, DemoTerm
from api.demo_milk import MilkRound
from api.folder_tables import embedded_foods
from canteen.attendance import Attendance, HeadCount
from canteen.bulk import bulk_of
from canteen.calendar import Month, is_school_day
from canteen.dish_prices import DishPrice
from canteen.ledger.accounts import (
    BANK,
    GRANT_INCOME,
    OWED_TO_SUPPLIERS,
    STAFF_INCOME,
    SURPLUS,
    account,
)
from canteen.ledger.entry import Entry, Posting
from canteen.ledger.funds import Fund
from canteen.payments import Payment
from canteen.pupils import Admission, Consent, Enrolment, Entitlement, MealPlan, Person
from canteen.receipts import Goods, Receipt
from canteen.spans import ONE_DAY
from canteen.stock_papers import Count, Issue, IssueLine
from canteen.store.attendance import Register
from canteen.store.checklist import checked
from canteen.store.finished_prices import Prices
from canteen.store.journal import Journal
from canteen.store.kitchen import charge_from_stock
from canteen.store.payments import pay
from canteen.store.periods import Periods
from canteen.store.persons import Persons
from canteen.store.pupils import Roll
from canteen.store.stockroom import Stockroom
from canteen.store.suppliers import Suppliers
from canteen.store.writing import Books
from canteen.suppliers import Licence, Supplier
from food_tables.loading import load_prices
from nutrition.quantities import Money, UnitPrice

CODE, LUNCH, OPENING = "demo", "lunch", "期"

KEEPS_LONG, MONTH = 30, 22
"""Days from which on food is bought for a month, and for how many days of cooking."""

STAFF_LUNCH = Money(750)

TITLES = {OPENING: "期初余额", "拨": "营养膳食补助到账", "付": "本月费用", "收": "教职工餐费"}

Lines = tuple[str, Money, str, Fund]


@dataclass
class Demo:
    """Fills books with the term; the same chance every time.

    Attributes:
        papers: how many of each kind were written, for their numbers.
    """

    books: Books
    term: DemoTerm
    chance: random.Random = field(default_factory=lambda: random.Random(20260302))  # noqa: S311
    papers: dict[str, int] = field(default_factory=dict)

    def fill(self) -> None:
        """Write the whole term, day by day, and close its months."""
        self.keep()
        self.close(Month.of(self.term.last))

    def keep(self) -> None:
        """Write the whole term, day by day, and leave its last month open."""
        self._begin()
        month = Month.of(self.term.first)
        for day in self.days():
            if Month.of(day) != month:
                self._end(month)
                self.close(month)
                self._pay(day)
                month = Month.of(day)
            self._day(day)
        self._end(month)

    def days(self) -> Iterator[date]:
        """Yield the school days of the term."""
        day = self.term.first
        while day <= self.term.last:
            if is_school_day(day):
                yield day
            day += ONE_DAY

    @cached_property
    def pupils(self) -> Mapping[str, str]:
        """Pupil -> class."""
        size = self.term.pupils_in_class
        return {
            f"{n * size + k + 1:03}": school_class
            for n, school_class in enumerate(self.term.classes)
            for k in range(size)
        }

    @cached_property
    def entitled(self) -> frozenset[str]:
        """Pupils who draw the nutrition subsidy."""
        every = int(self.term.entitled["every"])
        return frozenset(code for code in self.pupils if int(code) % every == 0)

    @cached_property
    def _milk(self) -> MilkRound:
        return MilkRound(self.books, self.term.milk, self.pupils)

    @cached_property
    def _prices(self) -> Mapping[str, UnitPrice]:
        return {row["food"]: UnitPrice(int(row["li_per_kg"])) for row in load_prices()}

    @cached_property
    def _bulk(self) -> frozenset[str]:
        return bulk_of(embedded_foods("canteen").values())

    def _paper(self, kind: str) -> str:
        self.papers[kind] = self.papers.get(kind, 0) + 1
        return f"{kind}{self.papers[kind]:03}"

    def _begin(self) -> None:
        first, roll, own = self.term.first, Roll(self.books), self.term.supplier
        start = Money.yuan("5000.00")
        self._enter(first, OPENING, (BANK, start, SURPLUS, Fund.PUPILS))
        licence = Licence("食品经营许可证", own["licence"], date(first.year + 3, 12, 31))
        supplier = Supplier(own["code"], own["name"], licences=(licence,))
        Suppliers(self.books).keep(supplier, "supplier")
        for name, price in self.term.plans.items():
            roll.offer(MealPlan(name, {LUNCH: Money.yuan(price)}, first), "价目表", f"plan {name}")
        usual, granted = self.term.plans
        roll.admit(
            Admission(
                tuple(Enrolment(code, room, first, None) for code, room in self.pupils.items()),
                tuple(
                    Consent(
                        code, f"同意书{code}", first, granted if code in self.entitled else usual
                    )
                    for code in self.pupils
                ),
                tuple(
                    Entitlement(code, Fund.SUBSIDY, first, None) for code in sorted(self.entitled)
                ),
            ),
            "新生名册",
            "pupils",
        )
        Persons(self.books).name({code: Person(f"演示{code}") for code in self.pupils})
        grant = Money.yuan(str(self.term.entitled["grant"]))
        self._enter(first, "拨", (BANK, grant, GRANT_INCOME, Fund.SUBSIDY))
        prices = [DishPrice(d, Money.yuan(y), first) for d, y in self.term.dish_prices.items()]
        Prices(self.books).set(prices, "菜品价目", "dish prices")
        self._milk.offer(first, own["code"])
        self._pay(first)

    def _enter(self, day: date, kind: str, lines: Lines) -> None:
        """Post an entry of two lines: account debited, amount, account credited, fund."""
        debit, amount, credit, fund = lines
        voucher = self._paper(kind)
        entry = Entry(day, voucher, TITLES[kind], _two(debit, amount, credit, fund))
        journal = Journal(self.books)
        write = journal.open if kind == OPENING else journal.post
        write(entry, f"voucher {voucher}")

    def _pay(self, day: date) -> None:
        """Let every pupil pay the lunches of a month in advance."""
        days = sum(Month.of(each) == Month.of(day) for each in self.days())
        usual, granted = (Money.yuan(price).fen for price in self.term.plans.values())
        lines = {
            code: Money(days * (granted if code in self.entitled else usual))
            for code in self.pupils
        }
        voucher = self._paper("缴")
        pay(self.books, Payment(day, voucher, lines), f"payment {voucher}")
        self._milk.collect(day, days, self._paper("奶"))

    def _day(self, day: date) -> None:
        """Let everybody eat, cook what that takes, and charge it."""
        eaters = self._attend(day) + self.term.staff_at_lunch
        cooked = [food for food in self.term.food if day.isoweekday() in food.days]
        room = Stockroom(self.books)
        bought = [food for food in cooked if food.keeps < KEEPS_LONG or self._short(food, eaters)]
        if bought:
            voucher = self._paper("入")
            goods = tuple(self._goods(food, day, eaters) for food in bought)
            inspectors = ("演示验收员甲", "演示验收员乙")
            receipt = Receipt(day, voucher, self.term.supplier["code"], inspectors, goods)
            room.receive(receipt, f"receipt {voucher}")
        voucher = self._paper("领")
        lines = tuple(IssueLine(f.code, f.grams * eaters, f.dish, LUNCH) for f in cooked)
        room.issue(Issue(day, voucher, lines), f"issue {voucher}")
        voucher = self._paper("摊")
        charge_from_stock(self.books, day, voucher, f"charge {voucher}")

    def _attend(self, day: date) -> int:
        """Take the attendance of every class; return how many pupils were there."""
        register, there = Register(self.books), 0
        for school_class in self.term.classes:
            present = frozenset(
                code
                for code, room in self.pupils.items()
                if room == school_class
                and self.chance.randrange(100) >= self.term.absent_in_a_hundred
            )
            voucher = self._paper("点")
            taken = Attendance(day, LUNCH, school_class, present, voucher)
            register.take(taken, f"roll call {voucher}")
            there += len(present)
        voucher = self._paper("陪")
        others = HeadCount(day, LUNCH, voucher, staff=self.term.staff_at_lunch)
        register.count(others, f"heads {voucher}")
        return there

    def _short(self, food: DemoFood, eaters: int) -> bool:
        return Stockroom(self.books).shelf(food.code).grams < food.grams * eaters

    def _goods(self, food: DemoFood, day: date, eaters: int) -> Goods:
        """Return what is bought of a food: for the day, or for a month of what keeps long."""
        grams = food.grams * eaters * (MONTH if food.keeps >= KEEPS_LONG else 1)
        price = self._prices[food.code]
        return Goods(
            food.code,
            grams,
            price.cost(Fraction(grams)),
            food.code in self._bulk,
            price=price,
            produced=day,
            use_by=day + timedelta(food.keeps),
        )

    def _end(self, month: Month) -> None:
        """Count the stock, deliver the milk, and pay the bills of the month and the supplier."""
        day = max(each for each in self.days() if Month.of(each) == month)
        room, voucher = Stockroom(self.books), self._paper("盘")
        shelves = {food: shelf.grams for food, shelf in room.shelves().items() if shelf.grams}
        counted = {
            food: max(0, grams - self.chance.randrange(60)) for food, grams in shelves.items()
        }
        if counted:
            room.count(Count(day, voucher, counted), f"count {voucher}")
        for code, yuan in self.term.bills.items():
            self._enter(day, "付", (code, Money.yuan(yuan), BANK, Fund.PUPILS))
        staff = Money(STAFF_LUNCH.fen * self.term.staff_at_lunch * self._school_days(month))
        self._enter(day, "收", (BANK, staff, STAFF_INCOME, Fund.STAFF))
        self._milk.deliver(day, self._school_days(month), self._paper("发"))
        self._pay_supplier(day)

    def _pay_supplier(self, day: date) -> None:
        """Pay the supplier all that it is owed."""
        code, voucher = self.term.supplier["code"], self._paper("货")
        owed = -Journal(self.books).balance(OWED_TO_SUPPLIERS, party=code)
        lines = Posting(OWED_TO_SUPPLIERS, owed, party=code), Posting(BANK, -owed)
        Journal(self.books).post(Entry(day, voucher, "付货款", lines), f"voucher {voucher}")

    def close(self, month: Month) -> None:
        """Close a month that is in order."""
        Periods(self.books).close(month, checked(self.books, month), f"close {month}")

    def _school_days(self, month: Month) -> int:
        return sum(Month.of(each) == month for each in self.days())


def _two(debit: str, amount: Money, credit: str, fund: Fund) -> tuple[Posting, Posting]:
    funds = [fund if account(code).by_fund else None for code in (debit, credit)]
    return Posting(debit, amount, funds[0]), Posting(credit, -amount, funds[1])
