"""Service fees: voluntary items with a basis and a standard, and what pupils pay and get."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import accumulate

from canteen.charge_errors import PaymentNotPositive
from canteen.fee_errors import BadFee, BadUnits, FeeForbidden, FeeWithoutBasis
from canteen.ledger.accounts import FEES_PREPAID, OWED_TO_OTHERS, OWED_TO_SUPPLIERS
from canteen.ledger.entry import Entry, Posting
from canteen.payments import Into
from canteen.pupils import DEAREST, LONGEST_NAME, LONGEST_PAPER, MEALS, pupil_code
from food_tables.loading import load_forbidden_fees
from nutrition.quantities import Money

MOST_UNITS = 1000
"""No pupil gets a thousand cartons of milk at once."""

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.\-]{0,63}")


class Reason(StrEnum):
    """Why the balance of a pupil and item changes."""

    PAID = "paid"
    DELIVERED = "delivered"
    REFUNDED = "refunded"


@dataclass(frozen=True, slots=True)
class FeeItem:
    """Something voluntary that the school collects money for.

    Attributes:
        basis: the document by which it may be charged for.
        scope: to whom it is offered.
        standard: what one unit costs.
        supplier: who is paid for it; "" where nobody is entered as such.

    Raises:
        BadFee, FeeWithoutBasis: it may not be charged for so.
    """

    code: str
    name: str
    basis: str
    scope: str
    standard: Money
    unit: str
    since: date
    supplier: str = ""

    def __post_init__(self) -> None:
        if not _CODE.fullmatch(self.code) or self.code == MEALS:
            raise BadFee(self.code, "fee-code")
        for what in ("name", "scope", "unit"):
            if not 0 < len(str(getattr(self, what)).strip()) <= LONGEST_NAME:
                raise BadFee(self.code, what)
        if not 0 < self.standard.fen <= DEAREST.fen:
            raise BadFee(self.code, "standard")
        if not self.basis.strip():
            raise FeeWithoutBasis(self.code, self.name)
        if len(self.basis) > LONGEST_PAPER:
            raise BadFee(self.code, "basis")


@dataclass(frozen=True, slots=True)
class FeePayment:
    """What pupils paid for one item on one paper; no other money is on it.

    Attributes:
        lines: pupil -> amount.

    Raises:
        BadPupilCode, PaymentNotPositive: nothing is paid so.
    """

    day: date
    voucher: str
    item: str
    lines: Mapping[str, Money]
    into: Into = Into.BANK

    def __post_init__(self) -> None:
        for pupil, amount in self.lines.items():
            pupil_code(pupil)
            if amount.fen <= 0:
                raise PaymentNotPositive(pupil, amount)

    @property
    def entry(self) -> Entry:
        """The entry: money in, and held for each pupil.

        Raises:
            EmptyEntry, NoVoucher, AmountTooLarge: there is no such entry.
        """
        total = Money(sum(amount.fen for amount in self.lines.values()))
        held = (Posting(FEES_PREPAID, -m, party=p) for p, m in sorted(self.lines.items()))
        memo = f"代收服务性费用 {self.item}"
        return Entry(self.day, self.voucher, memo, (Posting(self.into, total), *held))


@dataclass(frozen=True, slots=True)
class FeeDelivery:
    """What pupils got of one item.

    Attributes:
        units: pupil -> number of units.

    Raises:
        BadPupilCode, BadUnits: nothing is delivered so.
    """

    day: date
    voucher: str
    item: str
    units: Mapping[str, int]

    def __post_init__(self) -> None:
        for pupil, units in self.units.items():
            pupil_code(pupil)
            if not 0 < units <= MOST_UNITS:
                raise BadUnits(self.item, pupil, units)

    def worth(self, item: FeeItem) -> dict[str, Money]:
        """Return pupil -> units at the standard of the item, by code."""
        return {p: Money(n * item.standard.fen) for p, n in sorted(self.units.items())}

    def entry(self, item: FeeItem) -> Entry:
        """Return the entry: no longer held for the pupils, but owed to who supplies it.

        Raises:
            EmptyEntry, NoVoucher: there is no such entry.
        """
        worth = self.worth(item)
        total = Money(sum(amount.fen for amount in worth.values()))
        used = (Posting(FEES_PREPAID, amount, party=p) for p, amount in worth.items())
        owed = OWED_TO_SUPPLIERS if item.supplier else OWED_TO_OTHERS
        memo = f"发放 {item.name}"
        lines = (*used, Posting(owed, -total, party=item.supplier))
        return Entry(self.day, self.voucher, memo, lines)


@dataclass(frozen=True, slots=True)
class FeeLine:
    """What is shown to the public of one item.

    Attributes:
        consented: pupils whose consent holds on the day.
        delivered: units until the day.
        collected: money until the day; ``given_back`` likewise.
    """

    item: FeeItem
    consented: int
    delivered: int
    collected: Money
    given_back: Money


def refuse_forbidden(name: str) -> None:
    """Refuse an item that may not be charged for; lists grow, and old items can still be read.

    Raises:
        FeeForbidden: with the basis.
    """
    plain = "".join(unicodedata.normalize("NFKC", name).split())
    for row in load_forbidden_fees():
        word, other = row["word"], row["unless"]
        if word in (plain.replace(other, "") if other else plain):
            raise FeeForbidden(name, word, f"{row['basis']}({row['source']})")


def items_on(day: date, items: Iterable[FeeItem]) -> dict[str, FeeItem]:
    """Return code -> the item as it holds on ``day``, of ``items`` in the order of their making."""
    found: dict[str, FeeItem] = {}
    for item in sorted(items, key=lambda i: i.since):  # of one day, the last made holds
        if item.since <= day:
            found[item.code] = item
    return dict(sorted(found.items()))


def free(moves: Iterable[tuple[date, int]], day: date) -> Money:
    """Return what can be used on ``day`` so that no later day lacks it, of moves in fen."""
    by_day: dict[date, int] = {}
    for when, fen in moves:
        by_day[max(when, day)] = by_day.get(max(when, day), 0) + fen
    by_day.setdefault(day, 0)
    return Money(min(accumulate(fen for _, fen in sorted(by_day.items()))))
