"""A day's food is charged to the fen, to whoever ate, and no fund pays for others' eaters."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from canteen.attendance import Heads, Payer
from canteen.charge_errors import NegativeCost, NoEaters
from canteen.charging import Cost, Eaters, Part, Rule, charge
from canteen.ledger.funds import Fund
from nutrition.quantities import Money

DAY = date(2026, 3, 10)

SUBSIDY, LOCAL = frozenset({Fund.SUBSIDY}), frozenset({Fund.LOCAL})

BOTH, NONE = SUBSIDY | LOCAL, frozenset[Fund]()

GROUPS = (NONE, LOCAL, SUBSIDY, BOTH)

some = st.integers(0, 40)

heads = st.builds(lambda people, more: Heads(people, people + min(more, 2 * people)), some, some)

fen = st.integers(0, 4000) | st.integers(0, 10**8)

costs = st.builds(lambda bulk, other: Cost(Money(bulk), Money(other)), fen, fen)

groups = st.tuples(heads, heads, heads, heads).map(
    lambda each: dict(zip(GROUPS, each, strict=True))
)

eaters_of = st.builds(Eaters, groups, heads, heads).filter(lambda e: e.meals > 0)

rates = st.fixed_dictionaries({Fund.SUBSIDY: st.integers(0, 900).map(Money)}).flatmap(
    lambda known: st.integers(0, 300).map(lambda n: {**known, Fund.LOCAL: Money(n)})
)


@given(costs, eaters_of, rates)
def test_pooled_grants_are_spent_on_all_pupils_and_on_nobody_else(
    cost: Cost, eaters: Eaters, rates: dict[Fund, Money]
) -> None:
    own = charge(DAY, cost, eaters, rates)
    pooled = charge(DAY, cost, eaters, rates, Rule.GRANTS_POOLED)
    for payer in (Payer.STAFF, Payer.GUESTS):
        assert total(own, payer) == total(pooled, payer)
    left = total(pooled, Payer.PUPILS)
    for fund in (Fund.SUBSIDY, Fund.LOCAL):
        most = rates[fund].fen * eaters.entitled(fund).people
        assert total(pooled, fund=fund) == min(left, most)
        left -= total(pooled, fund=fund)
    grants = (Fund.SUBSIDY, Fund.LOCAL)
    assert sum(total(pooled, fund=f) for f in grants) >= sum(total(own, fund=f) for f in grants)


def total(parts: tuple[Part, ...], payer: Payer | None = None, fund: Fund | None = None) -> int:
    return sum(
        p.amount.fen
        for p in parts
        if (payer is None or p.payer is payer) and (fund is None or p.fund is fund)
    )


@given(costs, eaters_of, rates, st.sampled_from(Rule))
def test_the_parts_are_the_cost_to_the_fen_and_keep_bulk_and_other(
    cost: Cost, eaters: Eaters, rates: dict[Fund, Money], rule: Rule
) -> None:
    parts = charge(DAY, cost, eaters, rates, rule)
    by_account = {a: sum(p.amount.fen for p in parts if p.account == a) for a in ("5001", "5002")}
    assert by_account == {"5001": cost.bulk.fen, "5002": cost.other.fen}
    assert all(p.amount.fen > 0 for p in parts)


@given(costs, eaters_of, rates, st.sampled_from(Rule))
def test_each_payer_bears_its_own_eaters_within_a_fen_for_each_group(
    cost: Cost, eaters: Eaters, rates: dict[Fund, Money], rule: Rule
) -> None:
    parts = charge(DAY, cost, eaters, rates, rule)
    of = {Payer.STAFF: eaters.staff, Payer.GUESTS: eaters.guests}
    for payer, who in of.items():
        fair = Fraction(cost.total.fen * who.meals, eaters.meals)
        assert abs(total(parts, payer) - fair) < 1
    fair = Fraction(cost.total.fen * eaters.all_pupils.meals, eaters.meals)
    assert abs(total(parts, Payer.PUPILS) - fair) < len(GROUPS)
    assert {p.fund for p in parts if p.payer is not Payer.PUPILS} <= {Fund.STAFF}
    assert Fund.STAFF not in {p.fund for p in parts if p.payer is Payer.PUPILS}


@given(costs, eaters_of, rates)
def test_a_grant_pays_at_most_its_rate_for_those_who_ate_and_never_more_than_their_share(
    cost: Cost, eaters: Eaters, rates: dict[Fund, Money]
) -> None:
    parts = charge(DAY, cost, eaters, rates)
    for fund in (Fund.SUBSIDY, Fund.LOCAL):
        who = eaters.entitled(fund)
        share = Fraction(cost.total.fen * who.meals, eaters.meals)
        assert total(parts, fund=fund) <= rates[fund].fen * who.people
        assert total(parts, fund=fund) < share + 2 or total(parts, fund=fund) == 0


@given(costs, eaters_of, rates)
def test_pupils_pay_nothing_of_a_share_that_the_nutrition_plan_could_still_meet(
    cost: Cost, eaters: Eaters, rates: dict[Fund, Money]
) -> None:
    only = Eaters({SUBSIDY: eaters.pupils[SUBSIDY]}, eaters.staff, eaters.guests)
    if not only.meals:
        return
    parts = charge(DAY, cost, only, rates)
    most = rates[Fund.SUBSIDY].fen * only.all_pupils.people
    assert total(parts, fund=Fund.SUBSIDY) == min(total(parts, Payer.PUPILS), most)


def small() -> Iterator[tuple[Cost, Eaters, dict[Fund, Money]]]:
    for bulk, other, a, b, c, rate in product((0, 1, 5), (0, 2), *[range(3)] * 3, (0, 1, 3)):
        eaters = Eaters({NONE: Heads(a, a), SUBSIDY: Heads(b, b)}, staff=Heads(c, c))
        if eaters.meals:
            yield Cost(Money(bulk), Money(other)), eaters, {Fund.SUBSIDY: Money(rate)}


def test_small_days_are_charged_as_an_enumeration_says() -> None:
    """Of all whole splits the fairest (least sum of squares), earlier groups first on ties."""
    seen = 0
    for cost, eaters, rates in small():
        weights = [eaters.pupils[SUBSIDY].meals, eaters.pupils[NONE].meals, eaters.staff.meals]
        whole = cost.total.fen
        fair = [Fraction(whole * w, sum(weights)) for w in weights]
        splits = [(x, y, whole - x - y) for x in range(whole + 1) for y in range(whole + 1 - x)]
        best = min(
            splits,
            key=lambda s: (
                sum((n - f) ** 2 for n, f in zip(s, fair, strict=True)),
                [-n for n in s],
            ),
        )
        paid = min(best[0], rates[Fund.SUBSIDY].fen * weights[0])
        parts = charge(DAY, cost, eaters, rates)
        assert total(parts, fund=Fund.SUBSIDY) == paid
        assert total(parts, fund=Fund.PUPILS) == best[0] - paid + best[1]
        assert total(parts, fund=Fund.STAFF) == best[2]
        seen += 1
    assert seen == 468


def test_a_day_worked_out_by_hand() -> None:
    """40 pupils (30 entitled, 2 of them locally too), 8 staff, 2 guests; 420 yuan of food.

    8.40 yuan each: entitled share 252 - subsidy 150 (30 x 5) = 102 left, of which 2 x 3.40 =
    6.80 are of those with a local grant of 1 yuan: 2.00.  Pupils: 102 - 2 + 84 = 184.
    """
    eaters = Eaters(
        {SUBSIDY: Heads(28, 28), BOTH: Heads(2, 2), NONE: Heads(10, 10)}, Heads(8, 8), Heads(2, 2)
    )
    cost = Cost(Money(30_000), Money(12_000))
    parts = charge(DAY, cost, eaters, {Fund.SUBSIDY: Money(500), Fund.LOCAL: Money(100)})
    found = {(p.payer, p.fund): 0 for p in parts}
    for p in parts:
        found[p.payer, p.fund] += p.amount.fen
    assert found == {
        (Payer.PUPILS, Fund.SUBSIDY): 15_000,
        (Payer.PUPILS, Fund.LOCAL): 200,
        (Payer.PUPILS, Fund.PUPILS): 18_400,
        (Payer.STAFF, Fund.STAFF): 6_720,
        (Payer.GUESTS, Fund.STAFF): 1_680,
    }
    assert [p.heads for p in parts if p.fund is Fund.SUBSIDY] == [Heads(30, 30)] * 2


def test_what_costs_nothing_is_charged_to_nobody_and_what_costs_needs_somebody() -> None:
    nothing, food = Cost(Money(0), Money(0)), Cost(Money(5), Money(0))
    assert charge(DAY, nothing, Eaters(), {}) == ()
    assert charge(DAY, nothing, Eaters(staff=Heads(1, 1)), {}) == ()
    with pytest.raises(NoEaters) as refused:
        charge(DAY, food, Eaters({SUBSIDY: Heads()}), {})
    assert (refused.value.day, refused.value.amount) == (DAY, Money(5))
    with pytest.raises(NegativeCost):
        charge(DAY, Cost(Money(9), Money(-1)), Eaters(staff=Heads(1, 1)), {})
