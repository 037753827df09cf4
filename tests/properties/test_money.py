"""Laws of money: whole fen, no drift, nothing lost when it is divided."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from nutrition.errors import BadAmount
from nutrition.quantities import Money, UnitPrice

AMOUNTS = st.integers(-(10**12), 10**12).map(Money)

WEIGHTS = st.lists(st.integers(0, 10**6), min_size=1, max_size=12).filter(lambda w: sum(w) > 0)

PRICES = st.integers(0, 10**9).map(UnitPrice)


@given(AMOUNTS)
def test_an_amount_reads_back_as_it_is_written(money: Money) -> None:
    assert Money.yuan(f"{Decimal(money.fen) / 100:.2f}") == money


@given(AMOUNTS, AMOUNTS, AMOUNTS)
def test_sums_do_not_depend_on_their_order(a: Money, b: Money, c: Money) -> None:
    assert (a + b) + c == c + (b + a)
    assert a + Money(0) == a


@given(AMOUNTS, WEIGHTS)
def test_shares_sum_to_the_whole(money: Money, weights: list[int]) -> None:
    assert sum(part.fen for part in money.share(weights)) == money.fen


@given(AMOUNTS, WEIGHTS)
def test_a_share_is_within_a_fen_of_its_due_and_nothing_for_no_weight(
    money: Money, weights: list[int]
) -> None:
    for part, weight in zip(money.share(weights), weights, strict=True):
        assert abs(part.fen - Fraction(money.fen * weight, sum(weights))) < 1
        assert weight or part.fen == 0


@given(AMOUNTS, WEIGHTS)
def test_of_equal_weights_the_earlier_gets_no_less(money: Money, weights: list[int]) -> None:
    parts = money.share(weights)
    for i, weight in enumerate(weights):
        assert all(
            parts[i].fen >= parts[j].fen for j in range(i, len(weights)) if weights[j] == weight
        )


@pytest.mark.parametrize("weights", [[], [0], [1, -1, 1]])
def test_there_is_no_share_without_weight(weights: list[int]) -> None:
    with pytest.raises(ValueError, match=r"weights|empty"):
        Money(100).share(weights)


@pytest.mark.parametrize(
    "text", ["", " ", "1.234", "1,000", "1e3", ".5", "5.", "NaN", "Inf", "--1", "+1", "1 2", "一"]
)
def test_what_is_not_a_plain_amount_is_refused(text: str) -> None:
    with pytest.raises(BadAmount):
        Money.yuan(text)


@pytest.mark.parametrize(("text", "fen"), [("12.50", 1250), ("-0.05", -5), ("１２．５", 1250)])
def test_an_amount_may_be_written_as_people_do(text: str, fen: int) -> None:
    assert Money.yuan(text) == Money(fen)


@pytest.mark.parametrize("text", ["-1", "1.2345", "1e3", "", "∞"])
def test_a_unit_price_is_plain_and_never_negative(text: str) -> None:
    with pytest.raises(BadAmount):
        UnitPrice.yuan_per_kg(text)


@given(PRICES)
def test_a_unit_price_reads_back_as_it_is_written(price: UnitPrice) -> None:
    assert UnitPrice.yuan_per_kg(f"{Decimal(price.li_per_kg) / 1000:.3f}") == price


GRAMS = st.fractions(0, 10**6)


@given(PRICES, GRAMS)
def test_a_receipt_line_is_rounded_half_up_once(price: UnitPrice, grams: Fraction) -> None:
    exact = Fraction(price.li_per_kg) * grams / 10_000
    off = price.cost(grams).fen - exact
    assert Fraction(-1, 2) < off <= Fraction(1, 2)


@given(PRICES, GRAMS, GRAMS)
def test_more_never_costs_less(price: UnitPrice, less: Fraction, more: Fraction) -> None:
    assume(less <= more)
    assert price.cost(less) <= price.cost(more)


@given(PRICES, st.integers(0, 10_000))
def test_the_optimisers_price_is_that_of_the_books(price: UnitPrice, grams: int) -> None:
    assert abs(price.fen_per_gram * grams - price.cost(Fraction(grams)).fen) <= 0.5 + 1e-6 * grams
