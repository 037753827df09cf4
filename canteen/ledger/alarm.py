"""The alarm about a surplus: its share of the meal income against what the school has set."""

from __future__ import annotations

from dataclasses import dataclass

from nutrition.quantities import Money

PERCENT = 100


@dataclass(frozen=True, slots=True)
class Alarm:
    """A surplus beside the income it came from; never a refusal.

    Attributes:
        surplus: below zero is a deficit.
        income: of meals, in the same time.
        limit: share of the income, in hundredths, at which an alarm is raised.
    """

    surplus: Money
    income: Money
    limit: int

    @property
    def raised(self) -> bool:
        """Whether the surplus reaches the limit; any surplus without income does."""
        fen = self.surplus.fen
        return fen > 0 and fen * PERCENT >= self.limit * self.income.fen

    @property
    def deficit(self) -> bool:
        return self.surplus.fen < 0

    @property
    def share(self) -> tuple[int, int]:
        """Numerator and denominator; the denominator may be zero."""
        return self.surplus.fen, self.income.fen
