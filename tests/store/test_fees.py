"""Service fees, on both databases: voluntary, apart from all funds, and given back in full."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, func, select

from canteen.errors import BooksError, KeyUsedOtherwise, NoSuchRecord, ReversedAlready
from canteen.fee_errors import (
    BadFee,
    FeeByHand,
    FeeForbidden,
    FeeNotPaid,
    FeeWithoutBasis,
    NoFeeConsent,
    NothingToGiveBack,
    UnknownFee,
)
from canteen.fees import FeeDelivery, FeeItem, FeePayment, free
from canteen.ledger.entry import Entry, Posting
from canteen.ledger.funds import Fund
from canteen.payments import Into
from canteen.pupils import Admission, Consent
from canteen.record import Recorded
from canteen.store import tables as t
from canteen.store.claims import owing
from canteen.store.engine import reading
from canteen.store.fee_reversing import reverse_fee
from canteen.store.fees import Fees, fee_lines
from canteen.store.journal import Journal
from canteen.store.pupils import Roll
from canteen.store.reversing import reverse
from canteen.store.suppliers import Suppliers
from canteen.store.verifying import verify
from canteen.store.writing import Books, writing
from canteen.suppliers import Supplier
from canteen.supply_errors import UnknownSupplier
from nutrition.quantities import Money
from tests.store.roll import DAY, admission
from tests.store.school import BEGIN, CODE, HAND

PRICE = 300

SUPPLIER = "D1"

AGREED = ("001", "002")


def item(
    code: str = "milk", fen: int = PRICE, since: date = BEGIN, name: str = "学生饮用奶"
) -> FeeItem:
    return FeeItem(code, name, "征订通知1", "全体", Money(fen), "盒", since, SUPPLIER)


class UndoneError(Exception):
    """Leaves the books as they were."""


def sell(engine: Engine) -> None:
    with writing(engine, CODE, HAND) as books:
        agree(books)


def agree(books: Books) -> None:
    """Offer milk and yogurt, to which 001 and 002 agree."""
    Roll(books).admit(Admission(admission().enrolments), "名册", "roll")
    Suppliers(books).keep(Supplier(SUPPLIER, "乳业公司"), "dairy")
    for code in ("milk", "yogurt"):
        Fees(books).offer(item(code), "公示1", code)
        agreed = tuple(Consent(p, "饮奶同意书", BEGIN, what=code) for p in AGREED)
        Roll(books).admit(Admission(consents=agreed), "同意书", f"agreed {code}")


def pay(books: Books, pupil: str, fen: int, code: str = "milk", day: date = DAY) -> None:
    payment = FeePayment(day, "收1", code, {pupil: Money(fen)})
    Fees(books).collect(payment, f"pay {books.next_number()}")


def give(books: Books, pupil: str, units: int, code: str = "milk", day: date = DAY) -> None:
    delivery = FeeDelivery(day, "发1", code, {pupil: units})
    Fees(books).deliver(delivery, f"give {books.next_number()}")


def back(books: Books, *pupils: str, code: str = "milk", day: date = DAY) -> None:
    key = f"back {books.next_number()}"
    Fees(books).give_back(day, ("退1", code), pupils or None, key)


steps = st.lists(
    st.tuples(
        st.sampled_from(["pay", "give", "back", "undo"]),
        st.sampled_from(AGREED),
        st.sampled_from(["milk", "yogurt"]),
        st.integers(1, 3),
        st.integers(0, 3),
    ),
    max_size=14,
)


def usable(moves: list[tuple[int, int]], day: int) -> int:
    """Return the least balance of ``day`` and all days after it, day by day."""
    return min(sum(fen for when, fen in moves if when <= d) for d in range(day, 5))


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps)
def test_what_was_paid_was_delivered_given_back_or_is_left(
    opened: Engine, done: list[tuple[str, str, str, int, int]]
) -> None:
    with pytest.raises(UndoneError):
        tried(opened, done)


def tried(opened: Engine, done: list[tuple[str, str, str, int, int]]) -> None:
    with writing(opened, CODE, HAND) as books:
        agree(books)
        model: dict[tuple[str, str], list[tuple[int, int]]] = {}
        for what, pupil, code, n, days in done:
            _step(books, model, (what, pupil, code), n, days)
        journal = Journal(books)
        for pupil in AGREED:
            held = 0
            for code in ("milk", "yogurt"):
                left = sum(fen for _, fen in model.get((pupil, code), []))
                assert Fees(books).balances(code).get(pupil, Money(0)) == Money(left)
                held += left
            assert journal.balance("2213", party=pupil) == Money(-held)
        raise UndoneError


def _undo(
    books: Books, model: dict[tuple[str, str], list[tuple[int, int]]], last: int, days: int
) -> None:
    """Undo the last record, or the one before it and so on, where it is one of fees."""
    number, day = books.next_number() - last, DAY + timedelta(days=days)
    c, undone = t.fee_move.c, Journal(books).reversal_of(number)
    row = books.connection.execute(
        select(c.pupil, c.item, c.fen, t.record.c.reverses)
        .join(t.record, (t.record.c.canteen == c.canteen) & (t.record.c.number == c.record))
        .where(c.canteen == books.canteen, c.record == number)
    ).one_or_none()
    if row is None or row.reverses or undone:
        with pytest.raises((NoSuchRecord, ReversedAlready)):
            reverse_fee(books, number, day, "更1", f"undo {books.next_number()}")
        return
    moves = model[row.pupil, row.item]
    if row.fen > usable(moves, days):
        with pytest.raises(FeeNotPaid):
            reverse_fee(books, number, day, "更1", f"undo {books.next_number()}")
        return
    key = f"undo {books.next_number()}"
    made = reverse(books, number, (day, "更1"), key)
    assert reverse_fee(books, number, day, "更1", key) == Recorded(made.number, before=True)
    moves.append((days, -row.fen))


def _step(
    books: Books,
    model: dict[tuple[str, str], list[tuple[int, int]]],
    step: tuple[str, str, str],
    n: int,
    days: int,
) -> None:
    what, pupil, code = step
    moves, day = model.setdefault((pupil, code), []), DAY + timedelta(days=days)
    if what == "undo":
        _undo(books, model, n, days)
    elif what == "pay":
        pay(books, pupil, n * 250, code, day)
        moves.append((days, n * 250))
    elif what == "give" and n * PRICE <= usable(moves, days):
        give(books, pupil, n, code, day)
        moves.append((days, -n * PRICE))
    elif what == "give":
        with pytest.raises(FeeNotPaid):
            give(books, pupil, n, code, day)
    elif left := max(0, usable(moves, days)):
        back(books, pupil, code=code, day=day)
        moves.append((days, -left))
    else:
        with pytest.raises(NothingToGiveBack):
            back(books, pupil, code=code, day=day)


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(-5, 9)), max_size=9), st.integers(0, 4))
def test_what_is_free_on_a_day_is_the_least_balance_from_then_on(
    moves: list[tuple[int, int]], day: int
) -> None:
    dated = [(BEGIN + timedelta(days=when), fen) for when, fen in moves]
    assert free(dated, BEGIN + timedelta(days=day)) == Money(usable(moves, day))


def test_fees_go_from_the_bank_to_the_supplier_and_back_to_the_pupil(opened: Engine) -> None:
    sell(opened)
    with writing(opened, CODE, HAND) as books:
        journal = Journal(books)
        cash = FeePayment(DAY, "收1", "milk", {"001": Money(1000)}, Into.CASH)
        Fees(books).collect(cash, "cash")
        assert Fees(books).collect(cash, "cash").before
        give(books, "001", 2)
        back(books)
        assert journal.balance("1001") == Money(1000)
        assert journal.balance("2201", party=SUPPLIER) == Money(-600)
        assert journal.balance("2212", party="001") == Money(-400)
        assert journal.balance("2213") == Money(0)
        assert journal.balance("3001", Fund.PUPILS) == Money(-100_000)
        assert [(each.pupil, each.amount) for each in owing(books)] == [("001", Money(400))]
        funds = select(func.count(t.posting.c.fund)).where(t.posting.c.record > 1)
        assert books.connection.scalar(funds) == 0
        shown = {line.item.code: line for line in fee_lines(books, DAY)}["milk"]
        assert (shown.consented, shown.delivered) == (2, 2)
        assert (shown.collected, shown.given_back) == (Money(1000), Money(400))
        with pytest.raises(KeyUsedOtherwise):
            Fees(books).collect(FeePayment(DAY, "收1", "yogurt", cash.lines, Into.CASH), "cash")
    with reading(opened) as connection:
        assert verify(connection, CODE).flaws == ()


def test_nobody_pays_or_gets_what_nobody_agreed_to(opened: Engine) -> None:
    sell(opened)
    with writing(opened, CODE, HAND) as books:
        with pytest.raises(NoFeeConsent) as refused:
            pay(books, "101", 300)
        assert refused.value.pupils == ("101",)
        pay(books, "001", 300)
        Roll(books).withdraw("001", "milk", DAY + timedelta(days=1), "撤1", "stop")
        with pytest.raises(NoFeeConsent):
            give(books, "001", 1, day=DAY + timedelta(days=1))
        back(books, day=DAY + timedelta(days=1))
        assert Fees(books).balances("milk") == {"001": Money(0)}


def test_a_new_standard_holds_from_its_day_on(opened: Engine) -> None:
    sell(opened)
    later = DAY + timedelta(days=1)
    with writing(opened, CODE, HAND) as books:
        Fees(books).offer(item(fen=350, since=later), "公示2", "dearer")
        pay(books, "001", 1000)
        give(books, "001", 1)
        give(books, "001", 1, day=later)
        assert Fees(books).balances("milk") == {"001": Money(350)}


@pytest.mark.parametrize(
    "name", ["桶装纯净水", "班级桶 装 水", "代收教科书款", "学费", "助学费和学费"]
)
def test_what_no_school_may_charge_for_is_not_offered(opened: Engine, name: str) -> None:
    with writing(opened, CODE, HAND) as books, pytest.raises(FeeForbidden) as refused:
        Fees(books).offer(item("w", name=name), "公示1", "w")
    assert "工作要点" in refused.value.basis


def test_a_word_that_only_contains_a_forbidden_one_is_no_fee_of_that_kind(opened: Engine) -> None:
    with writing(opened, CODE, HAND) as books:
        agree(books)
        Fees(books).offer(item("w", name="助学费返还"), "公示1", "w")


def test_an_item_needs_a_basis_a_supplier_that_is_known_and_a_day(opened: Engine) -> None:
    with pytest.raises(FeeWithoutBasis):
        FeeItem("milk", "奶", " ", "全体", Money(300), "盒", BEGIN)
    with pytest.raises(BadFee):
        FeeItem("milk", "奶", "文", "全体", Money(0), "盒", BEGIN)
    with writing(opened, CODE, HAND) as books:
        with pytest.raises(UnknownSupplier):
            Fees(books).offer(item(), "公示1", "milk")
        with pytest.raises(UnknownFee):
            pay(books, "001", 300)


def test_service_fees_are_not_posted_by_hand(opened: Engine) -> None:
    lines = (Posting("2213", Money(-5), party="001"), Posting("1002", Money(5)))
    with writing(opened, CODE, HAND) as books, pytest.raises(FeeByHand):
        Journal(books).post(Entry(DAY, "手1", "", lines), "hand")


def test_books_do_not_open_with_fees_of_no_item(engine: Engine) -> None:
    lines = (Posting("2213", Money(-5), party="001"), Posting("1002", Money(5)))
    with writing(engine, CODE, HAND) as books, pytest.raises(BooksError) as refused:
        Journal(books).open(Entry(BEGIN, "期初", "", lines), "opening")
    assert isinstance(refused.value, FeeByHand)
