"""What hangs on the wall: due days, masked names, prices side by side, costs beside prices."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from canteen.calendar import Month
from canteen.meal_costs import DishCost, MealCost
from canteen.publicity.dish_rows import DayPrices, priced_dishes
from canteen.publicity.duties import Due, Every, duties, posts
from canteen.publicity.masking import STAR, masked
from canteen.publicity.price_rows import Purchase, price_rows
from canteen.quotes import Basis, Quote
from canteen.suppliers import Chosen, Contract, Supplier
from food_tables.loading import load_sheet_bases, load_sheets
from nutrition.quantities import Money, UnitPrice

MONDAY = date(2026, 3, 2)

FRIDAY = MONDAY + timedelta(4)

a_day = st.dates(date(2024, 1, 1), date(2030, 12, 31))


@given(a_day, st.integers(0, 6))
def test_a_week_hangs_before_its_monday(first: date, more: int) -> None:
    due = duties()["recipe"].last_day(first, first + timedelta(more))
    assert due is not None
    assert due < first
    assert due.weekday() == 6
    assert (first - due).days <= 7


@given(a_day)
def test_a_month_hangs_by_the_fifteenth_of_the_next(day: date) -> None:
    month = Month.of(day)
    due = duties()["statement"].last_day(month.first, month.last)
    assert due is not None
    assert Month.of(due) == month.next
    assert due.day == 15


def test_what_has_a_period_has_a_due_day_and_the_other_way_round() -> None:
    for duty in duties().values():
        assert (duty.every is None) == (duty.due is None)
        assert (duty.every is Every.WEEK) == (duty.due is Due.BEFORE_MONDAY)
        assert not duty.every or duty.public


def test_every_sheet_names_posts_and_bases_that_there_are() -> None:
    known = {row["basis"] for row in load_sheet_bases()}
    for row in load_sheets():
        assert row["officer"] in {"", *posts()}
        assert set(row["bases"].split()) <= known
    assert len(posts()) == 5


def test_a_basis_without_words_of_its_own_was_not_read() -> None:
    for row in load_sheet_bases():
        assert bool(row["quote"]) == (row["seen"] == "original")


@given(st.text(alphabet="示例甲乙丙丁王李欧阳", max_size=6))
def test_a_masked_name_shows_its_first_sign_at_most(name: str) -> None:
    found = masked(name)
    assert len(found) == len(name)
    assert set(found[1:]) <= {STAR}
    assert len(name) != 1 or found == STAR


def supplier(code: str, chosen: Chosen | None) -> Supplier:
    contracts = (Contract("约1", MONDAY, FRIDAY, chosen),) if chosen else ()
    return Supplier(code, f"示例{code}", contracts=contracts)


def bought(grams: int, fen: int, price: int | None, day: date = MONDAY) -> Purchase:
    paid = None if price is None else UnitPrice(price)
    return Purchase(day, "G001", "S1", "25kg", "湖北", "甲、乙", grams, Money(fen), paid)


def test_only_a_contract_that_was_signed_centrally_is_a_central_price() -> None:
    quotes = [
        Quote(code, "G001", UnitPrice(5000 + i), MONDAY, basis)
        for i, (code, basis) in enumerate(
            (("C", Basis.CONTRACT), ("S", Basis.CONTRACT), ("M", Basis.MARKET))
        )
    ]
    quotes.append(Quote("", "G001", UnitPrice(5900), MONDAY, Basis.REFERENCE))
    suppliers = [supplier("C", Chosen.CENTRAL), supplier("S", Chosen.SCHOOL), supplier("M", None)]
    rows = {row.supplier: row for row in price_rows([], quotes, suppliers, FRIDAY)}
    assert (rows["C"].central, rows["C"].market) == (UnitPrice(5000), None)
    assert (rows["S"].central, rows["S"].market) == (None, UnitPrice(5001))
    assert (rows["M"].central, rows["M"].market) == (None, UnitPrice(5002))
    assert {row.reference for row in rows.values()} == {UnitPrice(5900)}
    after = {r.supplier: r for r in price_rows([], quotes, suppliers, FRIDAY + timedelta(1))}
    assert after["C"].central is None


def test_a_reference_price_alone_makes_no_row() -> None:
    quotes = [Quote("", "G001", UnitPrice(5900), MONDAY, Basis.REFERENCE)]
    assert price_rows([], quotes, [], FRIDAY) == ()


def test_what_several_notes_print_alike_is_the_price_paid() -> None:
    rows = price_rows([bought(1000, 543, 5430), bought(2000, 1086, 5430)], [], [], FRIDAY)
    assert [(r.paid, r.grams, r.amount) for r in rows] == [(UnitPrice(5430), 3000, Money(1629))]
    assert (rows[0].spec, rows[0].origin, rows[0].inspectors) == ("25kg", "湖北", ("甲", "乙"))


@given(st.lists(st.tuples(st.integers(1, 10**7), st.integers(0, 10**7)), min_size=2, max_size=5))
def test_otherwise_it_is_amount_over_weight_to_half_a_li(lines: list[tuple[int, int]]) -> None:
    notes = [bought(grams, fen, 1 + i) for i, (grams, fen) in enumerate(lines)]
    (row,) = price_rows(notes, [], [], FRIDAY)
    exact = Fraction(10_000 * sum(f for _, f in lines), sum(g for g, _ in lines))
    assert row.paid is not None
    assert abs(row.paid.li_per_kg - exact) <= Fraction(1, 2)


PRICES = {MONDAY: DayPrices({"a": Money(100)}, {"lunch": {"走读": Money(750)}})}


def test_a_dish_stands_with_its_plan_its_cost_and_its_price() -> None:
    cooked = DishCost(MONDAY, "lunch", "a", 500, Money(3000), 60)
    meal = MealCost(MONDAY, "lunch", (cooked,), 0, Money(600), 60)
    planned = {(MONDAY, "lunch", "a"): Fraction(40), (MONDAY, "lunch", "b"): Fraction(30)}
    a, b, whole = priced_dishes([meal], planned, PRICES)
    assert (a.planned, a.actual) == (Fraction(40), Fraction(50))
    assert (a.price, a.share) == (Money(100), Fraction(1, 2))
    assert (b.planned, b.actual, b.price, b.share) == (Fraction(30), None, None, None)
    assert (whole.dish, whole.plan) == ("", "走读")
    assert (whole.planned, whole.actual) == (Fraction(70), Fraction(60))
    assert whole.share == Fraction(60, 750)


def test_a_meal_that_nobody_cooked_or_planned_makes_no_row() -> None:
    assert list(priced_dishes([], {}, PRICES)) == []


@pytest.mark.parametrize("price", [None, Money(0)])
def test_without_a_price_there_is_no_share(price: Money | None) -> None:
    day = DayPrices({} if price is None else {"a": price}, {})
    found = list(priced_dishes([], {(MONDAY, "lunch", "a"): Fraction(40)}, {MONDAY: day}))
    assert [x.share for x in found] == [None, None]
