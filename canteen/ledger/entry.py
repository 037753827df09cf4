"""Journal entries: balanced when made, never changed afterwards."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from canteen.errors import (
    AmountTooLarge,
    EmptyEntry,
    FundNeeded,
    FundNotAsked,
    NoVoucher,
    PartyNeeded,
    UnbalancedEntry,
)
from canteen.ledger.accounts import Party, account
from canteen.ledger.funds import Fund
from nutrition.quantities import Money

MOST = Money(10**13)
"""No canteen's posting comes near a hundred thousand million yuan; sums stay in 64 bits."""


@dataclass(frozen=True, slots=True)
class Posting:
    """One line of an entry.  Positive fen debit the account, negative fen credit it.

    Attributes:
        fund: where the account is kept by fund, and only there.
        party: code of the pupil or supplier where the account is kept by them, and only there.

    Raises:
        UnknownAccount, FundNeeded, FundNotAsked, PartyNeeded, AmountTooLarge: it is no such line.
    """

    account: str
    amount: Money
    fund: Fund | None = None
    party: str = ""

    def __post_init__(self) -> None:
        of = account(self.account)
        if of.by_fund and self.fund is None:
            raise FundNeeded(self.account)
        if not of.by_fund and self.fund is not None:
            raise FundNotAsked(self.account, self.fund)
        if bool(self.party) != (of.party is not Party.NONE):
            raise PartyNeeded(self.account, self.party)
        if abs(self.amount.fen) > MOST.fen:
            raise AmountTooLarge(self.amount)


@dataclass(frozen=True, slots=True)
class Entry:
    """One bookkeeping fact, with the paper it was made from.

    Raises:
        NoVoucher: no paper is named.
        EmptyEntry: fewer than two postings, or one of nothing.
        UnbalancedEntry: the postings do not sum to zero.
    """

    day: date
    voucher: str
    memo: str
    postings: tuple[Posting, ...]

    def __post_init__(self) -> None:
        if not self.voucher.strip():
            raise NoVoucher
        if len(self.postings) < 2 or not all(p.amount.fen for p in self.postings):  # noqa: PLR2004 -- double entry
            raise EmptyEntry(self.voucher)
        off = sum(p.amount.fen for p in self.postings)
        if off:
            raise UnbalancedEntry(self.voucher, Money(off))

    @property
    def funds(self) -> tuple[Fund, ...]:
        """The funds that the entry touches, in the order of its lines."""
        return tuple(dict.fromkeys(p.fund for p in self.postings if p.fund is not None))

    def reversed_on(self, day: date, voucher: str) -> Entry:
        """Return the entry that undoes this one; mistakes are answered, not erased."""
        return replace(
            self,
            day=day,
            voucher=voucher,
            memo=f"冲销 {self.voucher}",
            postings=tuple(replace(p, amount=-p.amount) for p in self.postings),
        )
