"""What the canteen owes its pupils, and until when: payments settle the oldest claim first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from nutrition.quantities import Money


@dataclass(frozen=True, slots=True)
class Claim:
    """One refund that a pupil was promised.

    Attributes:
        due: last day for it.
        confirmed: whether the holidays until then are published.
        reason: ``surplus``, ``uneaten``, ``left`` or ``fee``; ``opening`` where it was brought
            forward, ``entry`` where a voucher promised it.
    """

    pupil: str
    asked: date
    due: date
    confirmed: bool
    reason: str
    amount: Money


@dataclass(frozen=True, slots=True)
class Owed:
    """What one pupil still gets.

    Attributes:
        open: claims not settled, oldest first; the first may be settled in part.
    """

    pupil: str
    amount: Money
    open: tuple[Claim, ...]

    def overdue(self, today: date) -> bool:
        return any(claim.due < today for claim in self.open)


def owed(claims: Sequence[Claim], paid: Money) -> Owed | None:
    """Return what is left of one pupil's claims after ``paid``, or None where nothing is."""
    left = paid.fen
    open_: list[Claim] = []
    total = 0
    for claim in sorted(claims, key=lambda c: (c.asked, c.due)):
        settled = min(left, claim.amount.fen)
        left -= settled
        if settled < claim.amount.fen:
            open_.append(claim)
            total += claim.amount.fen - settled
    return Owed(claims[0].pupil, Money(total), tuple(open_)) if open_ else None
