"""Refunds divide a surplus to the fen, and payments settle the oldest promise first."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from canteen.ledger.owing import Claim, owed
from canteen.ledger.refund import divide
from canteen.period_errors import NobodyToRefund, NothingToRefund
from nutrition.quantities import Money

SPAN = (date(2026, 3, 2), date(2026, 6, 30))

codes = st.integers(0, 999).map(lambda n: f"{n:03}")

weights = st.dictionaries(codes, st.integers(0, 120), min_size=1, max_size=40)


@given(st.integers(1, 10**9), weights.filter(lambda w: any(w.values())))
def test_shares_sum_to_the_surplus_and_miss_their_due_by_less_than_a_fen(
    fen: int, given_: dict[str, int]
) -> None:
    refund = divide(Money(fen), given_, SPAN, "days")
    assert sum(share.amount.fen for share in refund.shares) == fen
    total = sum(given_.values())
    for share in refund.shares:
        assert share.weight == given_[share.pupil] > 0
        assert abs(share.amount.fen - Fraction(fen * share.weight, total)) < 1
    assert {s.pupil for s in refund.shares} == {c for c, w in given_.items() if w}


@given(st.integers(1, 10**6), weights.filter(lambda w: any(w.values())))
def test_the_order_in_which_pupils_come_changes_no_share(fen: int, given_: dict[str, int]) -> None:
    turned = dict(reversed(given_.items()))
    assert divide(Money(fen), given_, SPAN, "days") == divide(Money(fen), turned, SPAN, "days")


def test_a_deficit_is_not_divided_and_nobody_gets_nothing() -> None:
    for fen in (0, -1):
        with pytest.raises(NothingToRefund):
            divide(Money(fen), {"001": 1}, SPAN, "days")
    with pytest.raises(NobodyToRefund):
        divide(Money(1), {"001": 0}, SPAN, "days")


claims = st.lists(
    st.tuples(st.integers(0, 50), st.integers(1, 5000)).map(
        lambda pair: Claim(
            "001",
            SPAN[0] + timedelta(pair[0]),
            SPAN[0] + timedelta(pair[0] + 15),
            confirmed=True,
            reason="uneaten",
            amount=Money(pair[1]),
        )
    ),
    min_size=1,
    max_size=6,
)


@given(claims, st.data())
def test_what_is_owed_is_what_was_promised_less_what_was_paid(
    promised: list[Claim], data: st.DataObject
) -> None:
    total = sum(claim.amount.fen for claim in promised)
    paid = data.draw(st.integers(0, total))
    left = owed(promised, Money(paid))
    if paid == total:
        assert left is None
        return
    assert left is not None
    assert left.amount == Money(total - paid)
    in_order = sorted(promised, key=lambda c: (c.asked, c.due))
    assert left.open == tuple(in_order[-len(left.open) :])
    rest = sum(claim.amount.fen for claim in left.open)
    assert rest - left.open[0].amount.fen < left.amount.fen <= rest
    first = left.open[0].due
    assert not left.overdue(first)
    assert left.overdue(first + timedelta(1))
