"""What the kitchen took and is not charged yet, and what dishes cost, on both databases."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from fractions import Fraction
from itertools import count
from pathlib import Path

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, func, select
from sqlalchemy import event as event_of_engine

from canteen.attendance import HeadCount
from canteen.charging import Cost
from canteen.cost_errors import DishPricedTwice, KitchenByHand, KitchenInCredit
from canteen.dish_prices import DishPrice
from canteen.errors import KeyUsedOtherwise, NoVoucher
from canteen.ledger.entry import Entry, Posting
from canteen.ledger.funds import Fund
from canteen.meal_costs import FinishedLine, Portions, Ratio
from canteen.receipts import Goods, Receipt
from canteen.record import Hand, Kind
from canteen.stock_papers import Issue, IssueLine
from canteen.store import tables as t
from canteen.store.attendance import Register
from canteen.store.canteens import enrol
from canteen.store.charged_days import last_charged
from canteen.store.charging import charge_day, undo_charge
from canteen.store.engine import open_books, reading
from canteen.store.finished_prices import Prices, finished_lines, food_ratio
from canteen.store.journal import Journal
from canteen.store.kitchen import charge_from_stock, day_cost, meal_costs, meals_served
from canteen.store.migrating import upgrade
from canteen.store.stockroom import Stockroom
from canteen.store.verifying import verify
from canteen.store.writing import Books, writing
from canteen.supply_errors import EmptyPaper
from nutrition.quantities import Money
from tests.store import roll as school
from tests.store.larder import FARM, RICE, SPINACH, march, receipt, rice, spinach, stocked
from tests.store.roll import DAY, begin, fed
from tests.store.school import CODE, HAND

NEXT = DAY + timedelta(days=1)

CODES = count()

WORTH = {RICE: 1, SPINACH: 3}
"""Fen for a gram of what lies in the larder of these tests."""


def larder(books: Books) -> Stockroom:
    return stocked(books, receipt(5, rice(10_000, 10_000), spinach(10_000, 30_000)))


def cost(bulk: int, other: int) -> Cost:
    return Cost(Money(bulk), Money(other))


def kitchen(books: Books, until: date | None = None) -> int:
    return Journal(books).balance("1311", until=until).fen


def test_a_day_costs_what_was_issued_bulk_and_other_food_apart(opened: Engine) -> None:
    begin(opened)
    with writing(opened, CODE, HAND) as books:
        room = larder(books)
        lines = (IssueLine(RICE, 900), IssueLine(SPINACH, 100))
        room.issue(Issue(DAY, "领1", lines), "i1")
        wrong = room.issue(Issue(DAY, "领2", (IssueLine(SPINACH, 50),)), "i2").number
        assert day_cost(books, DAY) == cost(900, 450)
        room.reverse(wrong, DAY, "冲1", "r1")
        room.issue(Issue(NEXT, "领3", (IssueLine(RICE, 5),)), "i3")
        assert day_cost(books, DAY - timedelta(days=1)) == cost(0, 0)
        assert day_cost(books, DAY) == cost(900, 300)
        fed(books)
        made = charge_from_stock(books, DAY, "分1", "c1")
        assert kitchen(books, DAY) == 0
        assert Journal(books).balance("5001") == Money(900)
        assert Journal(books).balance("5002") == Money(300)
        assert day_cost(books, DAY) == cost(0, 0)
        assert day_cost(books, NEXT) == cost(5, 0)
        retried = charge_from_stock(books, DAY, "分1", "c1")
        assert (retried.number, retried.before) == (made.number, True)
        with pytest.raises(KeyUsedOtherwise):
            charge_from_stock(books, NEXT, "分1", "c1")
    with reading(opened) as connection:
        assert verify(connection).flaws == ()


def test_an_issue_entered_after_the_charge_of_its_day_is_charged_with_the_next(
    opened: Engine,
) -> None:
    begin(opened)
    with writing(opened, CODE, HAND) as books:
        room = larder(books)
        room.issue(Issue(DAY, "领1", (IssueLine(RICE, 900),)), "i1")
        fed(books)
        charge_from_stock(books, DAY, "分1", "c1")
        room.issue(Issue(DAY, "领2", (IssueLine(SPINACH, 7),)), "i2")
        assert day_cost(books, DAY) == cost(0, 21)
        room.issue(Issue(NEXT, "领3", (IssueLine(RICE, 40),)), "i3")
        assert day_cost(books, NEXT) == cost(40, 21)


def test_what_was_undone_after_its_charge_makes_the_next_charge_smaller(opened: Engine) -> None:
    begin(opened)
    with writing(opened, CODE, HAND) as books:
        room = larder(books)
        wrong = room.issue(Issue(DAY, "领1", (IssueLine(RICE, 900),)), "i1").number
        fed(books)
        charge_from_stock(books, DAY, "分1", "c1")
        room.reverse(wrong, NEXT, "冲1", "r1")
        assert day_cost(books, DAY) == cost(0, 0)
        room.issue(Issue(NEXT, "领2", (IssueLine(SPINACH, 500),)), "i2")
        fed(books, NEXT)
        with pytest.raises(KitchenInCredit) as refused:
            charge_from_stock(books, NEXT, "分2", "c2")
        assert refused.value.kind == "bulk-food"
        assert refused.value.credit == Money(900)
        assert refused.value.undone == (f"领1(#{wrong})",)
        room.issue(Issue(NEXT, "领3", (IssueLine(RICE, 1000),)), "i3")
        charge_from_stock(books, NEXT, "分2", "c2")
        assert Journal(books).balance("5001") == Money(1000)
        assert kitchen(books) == 0


def test_an_issue_undone_on_its_own_day_is_charged_rightly_by_charging_anew(
    opened: Engine,
) -> None:
    begin(opened)
    with writing(opened, CODE, HAND) as books:
        room = larder(books)
        wrong = room.issue(Issue(DAY, "领1", (IssueLine(RICE, 900),)), "i1").number
        room.issue(Issue(DAY, "领2", (IssueLine(RICE, 80),)), "i2")
        fed(books)
        charge_from_stock(books, DAY, "分1", "c1")
        room.reverse(wrong, DAY, "冲1", "r1")
        with pytest.raises(KitchenInCredit):
            day_cost(books, NEXT)
        undo_charge(books, DAY, "冲2", "u1")
        assert day_cost(books, DAY) == cost(80, 0)
        charge_from_stock(books, DAY, "分2", "c2")
        assert Journal(books).balance("5001") == Money(80)


def test_money_on_the_kitchens_account_that_no_issue_explains_is_not_guessed_at(
    opened: Engine,
) -> None:
    begin(opened)
    with writing(opened, CODE, HAND) as books:
        room = larder(books)
        room.issue(Issue(DAY, "领1", (IssueLine(RICE, 900),)), "i1")
        school.issue(books, 33)
        fed(books)
        with pytest.raises(KitchenByHand) as refused:
            charge_from_stock(books, DAY, "分1", "c1")
        assert (refused.value.lies, refused.value.issued) == (Money(933), Money(900))
        charge_day(books, DAY, cost(900, 33), "分1", "c1")
        room.issue(Issue(NEXT, "领2", (IssueLine(RICE, 12),)), "i2")
        assert day_cost(books, NEXT) == cost(12, 0)


def test_one_canteen_never_charges_what_another_took(opened: Engine) -> None:
    enrol(opened, "other", "别校")
    with writing(opened, CODE, HAND) as books:
        room = larder(books)
        room.issue(Issue(DAY, "领1", (IssueLine(RICE, 900, "D1", "lunch"),)), "i1")
        Prices(books).set([DishPrice("D1", Money(150), DAY)], "价1", "p1")
    with writing(opened, "other", HAND) as books:
        assert day_cost(books, DAY) == cost(0, 0)
        assert meal_costs(books, DAY, DAY) == ()
        assert Prices(books).on(DAY) == {}


def test_portions_are_the_meals_of_all_who_ate(opened: Engine) -> None:
    begin(opened)
    with writing(opened, CODE, HAND) as books:
        fed(books)
        register = Register(books)
        register.count(HeadCount(DAY, "dinner", "陪餐2", staff=1, guests=4), "d1")
        number = register.count(HeadCount(NEXT, "lunch", "陪餐3", staff=9), "l1").number
        register.count(HeadCount(NEXT, "lunch", "陪餐3改", staff=6), "l2", corrects=number)
        assert meals_served(books, DAY, NEXT) == {
            (DAY, "lunch"): 5,
            (DAY, "dinner"): 5,
            (NEXT, "lunch"): 6,
        }
        room = larder(books)
        lines = (IssueLine(RICE, 1000, "D1", "lunch"), IssueLine(SPINACH, 7, "", "lunch"))
        room.issue(Issue(DAY, "领1", lines), "i1")
        (meal,) = meal_costs(books, DAY, DAY)
        assert (meal.dishes[0].per_portion, meal.unnamed) == (Fraction(200), Money(21))
        (meal,) = meal_costs(books, DAY, DAY, Portions(cooked={(DAY, "lunch", "D1"): 8}))
        assert (meal.dishes[0].per_portion, meal.portions) == (Fraction(125), 5)


def test_dishes_and_meals_stand_beside_their_prices_and_the_period_has_its_ratio(
    opened: Engine,
) -> None:
    begin(opened)
    with writing(opened, CODE, HAND) as books:
        fed(books)
        room = larder(books)
        lines = (IssueLine(RICE, 1000, "D1", "lunch"), IssueLine(SPINACH, 200, "D2", "lunch"))
        room.issue(Issue(DAY, "领1", (*lines, IssueLine(RICE, 5, "", "lunch"))), "i1")
        Prices(books).set([DishPrice("D1", Money(400), DAY)], "价1", "p1")
        assert finished_lines(books, DAY, DAY).ratio is None
        charge_from_stock(books, DAY, "分1", "c1")
        finished = finished_lines(books, DAY, NEXT)
        assert finished.lines == (
            FinishedLine(DAY, "lunch", "D1", "", Fraction(200), Money(400)),
            FinishedLine(DAY, "lunch", "D2", "", Fraction(120), None),
            FinishedLine(DAY, "lunch", "", "走读", Fraction(321), Money(850)),
        )
        shares = [line.share for line in finished.lines]
        assert shares == [Fraction(1, 2), None, Fraction(321, 850)]
        assert finished.ratio == Ratio(Money(1605), Money(3 * 850))
        assert food_ratio(books, NEXT, NEXT) is None


def test_prices_are_dated_kept_with_their_paper_and_set_once(opened: Engine) -> None:
    with writing(opened, CODE, HAND) as books:
        prices = Prices(books)
        first = [
            DishPrice("D1", Money(150), march(5), "公示1"),
            DishPrice("D2", Money(400), march(9)),
        ]
        made = prices.set(first, "价1", "p1")
        assert prices.set(first, "价1", "p1").before
        with pytest.raises(KeyUsedOtherwise):
            prices.set(first[:1], "价1", "p1")
        prices.set([DishPrice("D1", Money(160), march(7))], "价2", "p2")
        prices.set([DishPrice("D1", Money(170), march(5))], "价3", "p3")
        assert [prices.on(march(n)) for n in (4, 5, 7, 9)] == [
            {},
            {"D1": Money(170)},
            {"D1": Money(160)},
            {"D1": Money(160), "D2": Money(400)},
        ]
        assert prices.all()[:2] == first
        with pytest.raises(DishPricedTwice):
            prices.set([first[0], DishPrice("D1", Money(1), march(5))], "价4", "p4")
        with pytest.raises(EmptyPaper):
            prices.set([], "价4", "p4")
        with pytest.raises(NoVoucher):
            prices.set(first, " ", "p4")
        head = t.record.c
        row = books.connection.execute(
            select(head.kind, head.voucher).where(head.number == made.number)
        ).one()
        assert tuple(row) == (Kind.DISH_PRICES, "价1")
    with reading(opened) as connection:
        assert verify(connection).flaws == ()


def test_what_is_not_charged_is_found_without_reading_through_what_is(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path / 'books.db'}"
    first = open_books(address, create=True)
    upgrade(first)
    enrol(first, CODE, CODE)
    first.dispose()  # figures are read when a file is opened
    engine = open_books(address)
    asked: list[tuple[str, tuple[object, ...]]] = []

    def _hear(
        _: object, __: object, statement: str, values: tuple[object, ...], *___: object
    ) -> None:
        if statement.startswith("SELECT stock_move"):
            asked.append((statement, values))

    with writing(engine, CODE, LATE) as books:
        _begin(books)
        Stockroom(books).issue(Issue(DAY, "领1", (IssueLine(RICE, 9),)), "i1")
        Register(books).count(HeadCount(DAY, "lunch", "陪餐1", staff=2), "h1")
        charge_from_stock(books, DAY, "分1", "c1")
        event_of_engine.listen(engine, "before_cursor_execute", _hear)
        assert day_cost(books, NEXT) == cost(0, 0)
    with engine.connect() as connection:
        plans = [
            step[3]
            for statement, values in asked
            for step in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
        ]
    assert [plan for plan in plans if "stock_move" in plan] == [
        "SEARCH stock_move USING PRIMARY KEY (canteen=? AND record>?)",
        "SEARCH stock_move USING INDEX ix_stock_move_canteen_day (canteen=? AND day>? AND day<?)",
    ]
    engine.dispose()


@dataclass(frozen=True)
class Step:
    """One thing done: an issue, an undoing, a charge or its undoing, some days later."""

    verb: str
    food: str
    grams: int
    meal: str
    dish: str
    days: int


STEPS = st.lists(
    st.builds(
        Step,
        st.sampled_from(
            ("issue", "issue", "issue", "undo", "undo", "charge", "charge", "uncharge")
        ),
        st.sampled_from((RICE, SPINACH)),
        st.integers(1, 60),
        st.sampled_from(("", "lunch")),
        st.sampled_from(("", "D1", "D2")),
        st.integers(0, 2),
    ),
    min_size=4,
    max_size=16,
)


@dataclass
class Player:
    """Plays each step to the books and to a model of a few sums; both come to the same."""

    books: Books
    day: date = date(2026, 1, 5)
    open: Counter[str] = field(default_factory=Counter)
    issued: dict[int, tuple[str, int, str, str]] = field(default_factory=dict)
    charges: list[tuple[date, Counter[str]]] = field(default_factory=list)
    costs: Counter[tuple[date, str, str]] = field(default_factory=Counter)
    counted: set[date] = field(default_factory=set)

    def play(self, step: Step, key: str) -> None:
        self.day += timedelta(days=step.days)
        getattr(self, step.verb)(step, key)
        if min(self.open.values(), default=0) < 0:
            event("in credit")
            with pytest.raises(KitchenInCredit) as refused:
                day_cost(self.books, self.day)
            food = RICE if self.open[RICE] < 0 else SPINACH
            assert refused.value.credit == Money(-self.open[food])
            assert refused.value.undone
            assert kitchen(self.books, self.day) == self.open.total()
            return
        assert day_cost(self.books, self.day) == cost(self.open[RICE], self.open[SPINACH])
        assert kitchen(self.books, self.day) == self.open.total()

    def issue(self, step: Step, key: str) -> None:
        line = IssueLine(step.food, step.grams, step.dish, step.meal)
        made = Stockroom(self.books).issue(Issue(self.day, key, (line,)), key)
        self.issued[made.number] = step.food, step.grams, step.meal, step.dish
        self._move(self.issued[made.number], 1)

    def undo(self, step: Step, key: str) -> None:
        if self.issued:
            number = sorted(self.issued)[step.grams % len(self.issued)]
            Stockroom(self.books).reverse(number, self.day, key, key)
            self._move(self.issued.pop(number), -1)

    def charge(self, _: Step, key: str) -> None:
        charged = [day for day, _ in self.charges]
        if self.day in charged or min(self.open.values(), default=0) < 0:
            return
        if self.day not in self.counted:
            count_ = HeadCount(self.day, "lunch", "陪餐", staff=3)
            Register(self.books).count(count_, f"heads {self.day}")
            self.counted.add(self.day)
        made = charge_from_stock(self.books, self.day, key, key)
        assert charge_from_stock(self.books, self.day, key, key).number == made.number
        self.charges.append((self.day, self.open))
        self.open = Counter()

    def uncharge(self, _: Step, key: str) -> None:
        if self.charges:
            day, charged = self.charges.pop()
            undo_charge(self.books, day, key, key)
            for food, fen in charged.items():
                self.open[food] += fen

    def _move(self, what: tuple[str, int, str, str], sign: int) -> None:
        food, grams, meal, dish = what
        fen = sign * grams * WORTH[food]
        self.open[food] += fen
        self.costs[self.day, meal, dish] += fen


def _begin(books: Books) -> None:
    money = (Posting("1002", Money(1)), Posting("3001", Money(-1), Fund.PUPILS))
    Journal(books).open(Entry(date(2026, 1, 5), "期初", "", money), "opening")
    goods = (
        Goods(RICE, 10_000, Money(10_000), bulk=True),
        Goods(SPINACH, 10_000, Money(30_000), bulk=False),
    )
    room = stocked(books)
    room.receive(Receipt(date(2026, 1, 5), "入1", FARM.code, ("张三", "李四"), goods), "receipt")


LATE = Hand(datetime(2026, 12, 31, 8, tzinfo=timezone(timedelta(hours=8))), "会计")


@settings(max_examples=40)
@given(steps=STEPS, span=st.tuples(st.integers(0, 20), st.integers(0, 20)))
def test_the_kitchen_comes_to_what_a_tiny_model_says_after_every_step(
    engine: Engine, steps: list[Step], span: tuple[int, int]
) -> None:
    code = f"k{next(CODES)}"
    enrol(engine, code, code)
    with writing(engine, code, LATE) as books:
        _begin(books)
        player = Player(books)
        for n, step in enumerate(steps):
            player.play(step, f"k{n}")
        assert last_charged(books) == (player.charges[-1][0] if player.charges else None)
        first, last = (date(2026, 1, 5) + timedelta(days=n) for n in sorted(span))
        _compare(books, player, first, last)


def _compare(books: Books, player: Player, first: date, last: date) -> None:
    """Compare the costs of dishes with the model, and their sum with the account."""
    meals = meal_costs(books, first, last)
    found = {dish.place: dish.cost.fen for meal in meals for dish in meal.dishes}
    found |= {(meal.day, meal.meal, ""): meal.unnamed.fen for meal in meals}
    assert {place: fen for place, fen in found.items() if fen} == {
        place: fen for place, fen in player.costs.items() if fen and first <= place[0] <= last
    }
    charges = select(t.charged_day.c.record).where(t.charged_day.c.canteen == books.canteen)
    posting, head = t.posting.c, t.record.c
    debit = books.connection.scalar(
        select(func.coalesce(func.sum(posting.fen), 0))
        .join(t.record, (head.canteen == posting.canteen) & (head.number == posting.record))
        .where(
            posting.canteen == books.canteen,
            posting.account == "1311",
            posting.day.between(first, last),
            posting.record.not_in(charges),
            func.coalesce(head.reverses, 0).not_in(charges),
        )
    )
    assert sum(meal.cost.fen for meal in meals) == int(debit or 0)
