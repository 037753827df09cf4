"""Payments of parents: money in advance for meals, pupil by pupil."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from canteen.charge_errors import PaymentNotPositive
from canteen.ledger.accounts import BANK, CASH, MEALS_PREPAID
from canteen.ledger.entry import Entry, Posting
from canteen.pupils import pupil_code
from nutrition.quantities import Money


class Into(StrEnum):
    """Where the money went."""

    CASH = CASH
    BANK = BANK


@dataclass(frozen=True, slots=True)
class Payment:
    """What was paid on one paper.

    Attributes:
        lines: pupil -> amount.

    Raises:
        BadPupilCode, PaymentNotPositive: nothing is paid so.
    """

    day: date
    voucher: str
    lines: Mapping[str, Money]
    into: Into = Into.BANK

    def __post_init__(self) -> None:
        for pupil, amount in self.lines.items():
            pupil_code(pupil)
            if amount.fen <= 0:
                raise PaymentNotPositive(pupil, amount)

    @property
    def entry(self) -> Entry:
        """The entry: money in, and owed to each pupil as meals.

        Raises:
            EmptyEntry, NoVoucher, AmountTooLarge: there is no such entry.
        """
        total = Money(sum(amount.fen for amount in self.lines.values()))
        owed = (Posting(MEALS_PREPAID, -m, party=p) for p, m in sorted(self.lines.items()))
        return Entry(self.day, self.voucher, "收学生伙食费", (Posting(self.into, total), *owed))
