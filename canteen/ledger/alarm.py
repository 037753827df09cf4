"""The alarm about a surplus: its share of the income it came from, against what the school has set.

Documents say "within 3 %" (or 2, or 5) of the income, and mean what a canteen earns; grants and
donations that are left are eaten later, and raise no alarm.
"""

from __future__ import annotations

from dataclasses import dataclass

from canteen.ledger.funds import Fund
from nutrition.quantities import Money

PERCENT = 100

EATEN_LATER = frozenset({Fund.SUBSIDY, Fund.LOCAL, Fund.DONATION})
"""Funds whose surplus is kept for food and goes back to nobody."""


@dataclass(frozen=True, slots=True)
class Alarm:
    """A surplus beside the income it came from; never a refusal.

    Attributes:
        surplus: income less costs; below zero is a deficit.
        income: of the same fund, in the same time.
        limit: share of the income, in hundredths, that a surplus may reach and not pass.
    """

    surplus: Money
    income: Money
    limit: int

    @property
    def share(self) -> tuple[int, int] | None:
        """Numerator and denominator; None where there was no income to have a share of."""
        return (self.surplus.fen, self.income.fen) if self.income.fen > 0 else None

    @property
    def excess(self) -> Money | None:
        """What has to go for the surplus to be within the limit, whole fen; None: it is."""
        if self.share is None:
            return None
        over = self.surplus.fen * PERCENT - self.limit * self.income.fen
        return Money(-(-over // PERCENT)) if over > 0 else None

    @property
    def deficit(self) -> bool:
        return self.surplus.fen < 0
