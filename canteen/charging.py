"""The rules by which a day's food is charged to the funds: whoever ate, and no one else.

    1. The cost is split over the eaters by the meals they had (largest remainder): pupils, apart
       by the grants they are entitled to; staff; guests.
    2. The share of entitled pupils is met by the nutrition plan up to its rate for each of them
       who ate; then by the local grant likewise; what is left, by the pupils' fund.
    3. Staff and guests are charged to the staff fund: pupils' money and grants never feed them.
       What the public budget pays for guests is booked by hand as income of that fund.

That is the rule ``grants-first``, under which a grant never pays more than the share of those
entitled.  Under ``grants-pooled`` a grant's money, as much for each of them who ate, is spent on
the food of all pupils before their own.  What a fund cannot pay is its own deficit.  Bulk food
and other food keep their totals: each fund's part is split in proportion.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from itertools import chain

from canteen.attendance import Heads, Payer
from canteen.charge_errors import NegativeCost, NoEaters
from canteen.ledger.accounts import BULK_FOOD, OTHER_FOOD
from canteen.ledger.funds import Fund
from canteen.pupils import GRANTS
from nutrition.quantities import Money


class Rule(StrEnum):
    """Which of the rules a school has set; kept with what it charged."""

    GRANTS_FIRST = "grants-first"
    GRANTS_POOLED = "grants-pooled"


NOBODY = Heads()

Grants = frozenset[Fund]


@dataclass(frozen=True, slots=True)
class Cost:
    """What the kitchen took of the store, bulk food and other food apart."""

    bulk: Money
    other: Money

    @property
    def total(self) -> Money:
        return self.bulk + self.other


@dataclass(frozen=True, slots=True)
class Eaters:
    """Who ate on a day.

    Attributes:
        pupils: the grants that they are entitled to -> how many.
        staff, guests: see ``HeadCount``.
    """

    pupils: Mapping[Grants, Heads] = field(default_factory=dict)
    staff: Heads = NOBODY
    guests: Heads = NOBODY

    def entitled(self, fund: Fund) -> Heads:
        """Count the pupils who are entitled to ``fund``."""
        return _sum(heads for grants, heads in self.pupils.items() if fund in grants)

    @property
    def all_pupils(self) -> Heads:
        return _sum(self.pupils.values())

    @property
    def meals(self) -> int:
        return (self.all_pupils + self.staff + self.guests).meals


@dataclass(frozen=True, slots=True)
class Part:
    """What one fund bears of a day's food, on one account.

    Attributes:
        heads: the eaters it bears it for.
    """

    payer: Payer
    fund: Fund
    account: str
    amount: Money
    heads: Heads


def charge(
    day: date,
    cost: Cost,
    eaters: Eaters,
    rates: Mapping[Fund, Money],
    rule: Rule = Rule.GRANTS_FIRST,
) -> tuple[Part, ...]:
    """Split the cost of a day; the parts always sum to it, to the fen.

    ``rates``: what a grant pays for a pupil and day; one that is not named pays nothing.

    Raises:
        NegativeCost: there is none to split.
        NoEaters: there is nobody to bear it.
    """
    for kind in (cost.bulk, cost.other):
        if kind.fen < 0:
            raise NegativeCost(day, kind)
    if cost.total.fen and not eaters.meals:
        raise NoEaters(day, cost.total)
    if not cost.total.fen:
        return ()
    borne = _borne(cost.total, eaters, rates, rule)
    weights = [amount.fen for _, _, amount, _ in borne]
    bulk = cost.bulk.share(weights)
    both = (
        (Part(p, f, BULK_FOOD, b, heads), Part(p, f, OTHER_FOOD, amount - b, heads))
        for (p, f, amount, heads), b in zip(borne, bulk, strict=True)
    )
    return tuple(part for part in chain.from_iterable(both) if part.amount.fen)


def _borne(
    total: Money, eaters: Eaters, rates: Mapping[Fund, Money], rule: Rule
) -> list[tuple[Payer, Fund, Money, Heads]]:
    """Return what each fund bears for whom, bulk and other food together."""
    groups = sorted(eaters.pupils, key=lambda g: [fund not in g for fund in GRANTS])
    weights = [eaters.pupils[g].meals for g in groups]
    *shares, staff, guests = total.share([*weights, eaters.staff.meals, eaters.guests.meals])
    left = dict(zip(groups, shares, strict=True))
    borne = []
    for fund in GRANTS:
        heads = eaters.entitled(fund)
        most = Money(rates.get(fund, Money(0)).fen * heads.people)
        own = [g for g in groups if fund in g or rule is Rule.GRANTS_POOLED]
        paid = _met(left, own, most)
        borne.append((Payer.PUPILS, fund, paid, heads))
    rest = Money(sum(share.fen for share in left.values()))
    borne.append((Payer.PUPILS, Fund.PUPILS, rest, eaters.all_pupils))
    borne.append((Payer.STAFF, Fund.STAFF, staff, eaters.staff))
    borne.append((Payer.GUESTS, Fund.STAFF, guests, eaters.guests))
    return borne


def _met(left: dict[Grants, Money], own: Sequence[Grants], most: Money) -> Money:
    """Take what a grant pays, at most ``most``, off the shares of the groups that it pays for."""
    open_ = [left[grants].fen for grants in own]
    paid = min(Money(sum(open_)), most)
    if paid.fen:
        for grants, part in zip(own, paid.share(open_), strict=True):
            left[grants] -= part
    return paid


def _sum(heads: Iterable[Heads]) -> Heads:
    return sum(heads, start=NOBODY)
