"""Random papers against a tiny reference model, on both databases: no drift, nothing invented."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta, timezone
from fractions import Fraction
from itertools import count
from math import floor

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, func, select

from canteen.ledger.entry import Entry, Posting
from canteen.ledger.funds import Fund
from canteen.receipts import Goods, Receipt
from canteen.record import Hand
from canteen.stock_papers import Count, Issue, IssueLine, Spoiled, WriteOff
from canteen.stockroom import Shelf
from canteen.store import tables as t
from canteen.store.canteens import enrol
from canteen.store.engine import reading
from canteen.store.journal import Journal
from canteen.store.stockroom import Stockroom
from canteen.store.suppliers import Suppliers
from canteen.store.verifying import verify
from canteen.store.writing import Books, writing
from canteen.supply_errors import LotsTaken, NotEnough
from nutrition.quantities import Money
from tests.store.larder import FARM

BEGIN = date(2026, 1, 5)

HAND = Hand(datetime(2026, 12, 31, 8, tzinfo=timezone(timedelta(hours=8))), "会计")

FOODS = ("F1", "F2")

CODES = count()


@dataclass(frozen=True)
class Step:
    """One paper: what it does, to which food, with two numbers that it makes what it needs of."""

    verb: str
    food: str
    grams: int
    other: int
    days: int


STEPS = st.lists(
    st.builds(
        Step,
        st.sampled_from(("receive", "receive", "issue", "issue", "count", "write_off", "undo")),
        st.sampled_from(FOODS),
        st.integers(1, 7) | st.integers(1, 5000),
        st.integers(0, 5) | st.integers(0, 3000),
        st.integers(0, 2),
    ),
    min_size=5,
    max_size=18,
)


@dataclass
class Model:
    """Lots as lists [last day, grams], one worth for each food, exact until it is rounded once."""

    lots: dict[str, list[list[int]]] = field(default_factory=lambda: {f: [] for f in FOODS})
    fen: dict[str, int] = field(default_factory=lambda: dict.fromkeys(FOODS, 0))
    done: dict[int, tuple[str, str, dict[int, int], int]] = field(default_factory=dict)

    def grams(self, food: str) -> int:
        return sum(lot[1] for lot in self.lots[food])

    def worth(self, food: str, grams: int) -> int:
        return floor(Fraction(self.fen[food] * grams, self.grams(food)) + Fraction(1, 2))

    def order(self, food: str) -> list[int]:
        lots = self.lots[food]
        return sorted((n for n in range(len(lots)) if lots[n][1]), key=lambda n: (lots[n][0], n))

    def draw(self, food: str, grams: int, among: list[int]) -> tuple[dict[int, int], int]:
        worth, taken = self.worth(food, grams), {}
        for n in among:
            taken[n] = -min(grams, self.lots[food][n][1])
            grams += taken[n]
        self.change(food, taken, -worth)
        return {n: g for n, g in taken.items() if g}, -worth

    def change(self, food: str, grams: dict[int, int], fen: int) -> None:
        for n, each in grams.items():
            self.lots[food][n][1] += each
        self.fen[food] += fen


NEVER = date.max.toordinal()


class Player:
    """Plays each step to the books and to the model; both come to the same or refuse together."""

    def __init__(self, books: Books) -> None:
        self.books, self.room, self.model = books, Stockroom(books), Model()
        self.day, self.n = BEGIN, 0

    def play(self, step: Step) -> None:
        self.day += timedelta(days=step.days)
        self.n += 1
        getattr(self, step.verb)(step, f"k{self.n}")

    def receive(self, step: Step, key: str) -> None:
        last = None if step.other % 3 == 0 else self.day + timedelta(days=step.other % 6)
        goods = Goods(step.food, step.grams, Money(step.other), bulk=False, use_by=last)
        made = self.room.receive(Receipt(self.day, key, "S1", ("甲",), (goods,)), key)
        lots = self.model.lots[step.food]
        lots.append([last.toordinal() if last else NEVER, 0])
        effect = {len(lots) - 1: step.grams}, step.other
        self.model.change(step.food, *effect)
        self.model.done[made.number] = ("receive", step.food, *effect)

    def issue(self, step: Step, key: str) -> None:
        food, model = step.food, self.model
        usable = [n for n in model.order(food) if model.lots[food][n][0] >= self.day.toordinal()]
        there = sum(model.lots[food][n][1] for n in usable)
        grams = there if step.other % 4 == 0 and there else step.grams
        paper = Issue(self.day, key, (IssueLine(food, grams),))
        if grams > there:
            event("not enough")
            with pytest.raises(NotEnough) as refused:
                self.room.issue(paper, key)
            assert refused.value.usable == there
            assert refused.value.expired == model.grams(food) - there
            return
        made = self.room.issue(paper, key)
        model.done[made.number] = ("issue", food, *model.draw(food, grams, usable))

    def count(self, step: Step, key: str) -> None:
        food, model = step.food, self.model
        booked = model.grams(food)
        if not booked:
            return
        counted = max(0, booked + step.other - step.grams)
        made = self.room.count(Count(self.day, key, {food: counted}), key)
        order = model.order(food)
        if counted < booked:
            effect = model.draw(food, booked - counted, order)
        else:
            today = self.day.toordinal()
            first = next((n for n in order if model.lots[food][n][0] >= today), order[0])
            more = counted - booked
            effect = {first: more}, model.worth(food, more)
            model.change(food, *effect)
        model.done[made.number] = ("count", food, *effect)

    def write_off(self, step: Step, key: str) -> None:
        food, model = step.food, self.model
        lots = self.room.lots(food)
        if not lots:
            return
        place = step.other % len(lots)
        grams = min(step.grams, lots[place].grams)
        spoiled = Spoiled(food, lots[place].id, grams)
        made = self.room.write_off(WriteOff(self.day, key, "坏", (spoiled,)), key)
        left = [n for n, lot in enumerate(model.lots[food]) if lot[1]]
        model.done[made.number] = ("write_off", food, *model.draw(food, grams, [left[place]]))

    def undo(self, step: Step, key: str) -> None:
        if not self.model.done:
            return
        number = sorted(self.model.done)[step.grams % len(self.model.done)]
        verb, food, grams, fen = self.model.done[number]
        lots, left = self.model.lots[food], self.model.grams(food) - sum(grams.values())
        fits = all(lots[n][1] >= g for n, g in grams.items())
        if verb == "receive":
            fits = all(lots[n][1] == g for n, g in grams.items())
        worth = self.model.fen[food] - fen
        fits = fits and worth >= 0 and (left > 0 or worth == 0)
        if not fits:
            event("lots taken")
            with pytest.raises(LotsTaken) as refused:
                self.room.reverse(number, self.day, key, key)
            assert refused.value.takers
            return
        self.room.reverse(number, self.day, key, key)
        self.model.change(food, {n: -g for n, g in grams.items()}, -fen)
        del self.model.done[number]

    def balanced(self, food: str) -> None:
        """Compare one shelf, and the account of the stock, with the model."""
        assert self.room.shelf(food) == Shelf(self.model.grams(food), self.model.fen[food])
        assert Journal(self.books).balance("1301") == Money(sum(self.model.fen.values()))

    def compare(self) -> None:
        """Compare all there is with the model, and with the sums of all moves."""
        model, sums = self.model, t.stock_move.c
        for food in FOODS:
            shelf = self.room.shelf(food)
            assert shelf == Shelf(model.grams(food), model.fen[food])
            assert shelf.possible
            left = [lot[1] for lot in model.lots[food] if lot[1]]
            assert [lot.grams for lot in self.room.lots(food)] == left
            moved = self.books.connection.execute(
                select(func.sum(sums.grams), func.sum(sums.fen)).where(
                    sums.canteen == self.books.canteen, sums.food == food
                )
            ).one()
            assert (int(moved[0] or 0), int(moved[1] or 0)) == (shelf.grams, shelf.fen)
        shelves = sum(shelf.fen for shelf in self.room.shelves().values())
        assert Journal(self.books).balance("1301", until=self.day) == Money(shelves)


def _begin(engine: Engine) -> str:
    code = f"m{next(CODES)}"
    enrol(engine, code, code)
    with writing(engine, code, HAND) as books:
        money = (Posting("1002", Money(1)), Posting("3001", Money(-1), Fund.PUPILS))
        Journal(books).open(Entry(BEGIN, "期初", "", money), "opening")
        Suppliers(books).keep(replace(FARM, licences=()), "farm")
    return code


@settings(max_examples=50)
@given(steps=STEPS)
def test_the_books_come_to_what_a_tiny_model_says_after_every_paper(
    engine: Engine, steps: list[Step]
) -> None:
    with writing(engine, _begin(engine), HAND) as books:
        player = Player(books)
        for step in steps:
            player.play(step)
            player.balanced(step.food)
        player.compare()


def test_papers_of_every_kind_leave_books_without_a_flaw(engine: Engine) -> None:
    verbs = [
        "receive",
        "receive",
        "issue",
        "count",
        "write_off",
        "undo",
        "receive",
        "issue",
        "undo",
    ]
    with writing(engine, _begin(engine), HAND) as books:
        player = Player(books)
        for n, verb in enumerate(verbs):
            player.play(Step(verb, "F1", 7 + n, 3 * n, 0))
        assert player.model.grams("F1")
    with reading(engine) as connection:
        verified = verify(connection)
    assert (verified.records, verified.flaws) == (2 + len(verbs), ())


@settings(max_examples=8)
@given(steps=STEPS)
def test_at_the_end_of_every_day_the_account_is_what_lay_on_the_shelves(
    engine: Engine, steps: list[Step]
) -> None:
    with writing(engine, _begin(engine), HAND) as books:
        player = Player(books)
        for step in steps:
            player.play(step)
        day = BEGIN
        while day <= player.day:
            shelves = player.room.shelves(day)
            assert all(shelf.possible for shelf in shelves.values())
            worth = Money(sum(shelf.fen for shelf in shelves.values()))
            assert Journal(books).balance("1301", until=day) == worth
            day += timedelta(days=1)
