"""Refunds: a surplus of the pupils' fund given back in full, divided to the fen."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from canteen.period_errors import NobodyToRefund, NothingToRefund
from nutrition.quantities import Money


@dataclass(frozen=True, slots=True)
class Share:
    """What one pupil gets.

    Attributes:
        weight: person-days, or fen paid for meals.
    """

    pupil: str
    weight: int
    amount: Money


@dataclass(frozen=True, slots=True)
class Refund:
    """A surplus and its parts, which sum to it exactly.

    Attributes:
        first, last: days whose surplus it is.
        by: ``days`` or ``paid``.
    """

    first: date
    last: date
    by: str
    pool: Money
    shares: tuple[Share, ...]


def divide(pool: Money, weights: Mapping[str, int], span: tuple[date, date], by: str) -> Refund:
    """Divide a surplus in proportion; left-over fen go to the largest remainders, then by code.

    Pupils whose weight is zero are not among the shares.

    Raises:
        NothingToRefund: there is no surplus.
        NobodyToRefund: nobody has a weight.
    """
    if pool.fen <= 0:
        raise NothingToRefund(pool)
    pupils = sorted(code for code, weight in weights.items() if weight > 0)
    if not pupils:
        raise NobodyToRefund(by)
    parts = pool.share([weights[code] for code in pupils])
    shares = tuple(Share(c, weights[c], part) for c, part in zip(pupils, parts, strict=True))
    return Refund(span[0], span[1], by, pool, shares)
