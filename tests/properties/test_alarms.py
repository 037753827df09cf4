"""A surplus is beyond the limit exactly where taking what is said to be too much is just enough."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from api.commands.books_alarms import share
from canteen.ledger.alarm import Alarm
from nutrition.quantities import Money

incomes = st.integers(1, 10**9)

limits = st.integers(0, 100)

NEAR = st.integers(-150, 150)


@given(incomes, limits, NEAR)
def test_the_excess_is_the_least_that_brings_a_surplus_within_the_limit(
    income: int, limit: int, off: int
) -> None:
    surplus = income * limit // 100 + off
    alarm = Alarm(Money(surplus), Money(income), limit)
    within = Fraction(surplus, income) <= Fraction(limit, 100)
    assert (alarm.excess is None) == within
    if alarm.excess is not None:
        for less, still in ((0, False), (1, True)):
            left = alarm.surplus - alarm.excess + Money(less)
            assert (Alarm(left, alarm.income, limit).excess is not None) == still


@given(st.integers(-(10**9), 10**9), incomes)
def test_a_share_is_written_to_the_nearest_hundredth_of_a_per_cent(
    surplus: int, income: int
) -> None:
    told = Fraction(share(Alarm(Money(surplus), Money(income), 3)).rstrip("%"))
    assert abs(told - Fraction(100 * surplus, income)) <= Fraction(1, 200)


@given(st.integers(-(10**9), 10**9), st.integers(-(10**6), 0), limits)
def test_without_income_there_is_no_share_and_no_alarm(
    surplus: int, income: int, limit: int
) -> None:
    alarm = Alarm(Money(surplus), Money(income), limit)
    assert (alarm.share, alarm.excess, share(alarm)) == (None, None, "—")
    assert alarm.deficit == (surplus < 0)
