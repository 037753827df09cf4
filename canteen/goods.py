"""What all papers about goods have: a voucher, lines, and quantities that can be."""

from __future__ import annotations

from collections.abc import Sized

from canteen.errors import NoVoucher
from canteen.supply_errors import BadGrams, BadWorth, EmptyPaper
from nutrition.quantities import Money

MOST_GRAMS = 10**9
"""A thousand tonnes: no line of a canteen comes near."""

MOST_FEN = 10**11
"""A thousand million yuan: no line of a canteen comes near."""


def refuse_empty(voucher: str, lines: Sized) -> None:
    """Refuse a paper that cites no voucher or says nothing.

    Raises:
        NoVoucher, EmptyPaper: so it is.
    """
    if not voucher.strip():
        raise NoVoucher
    if not lines:
        raise EmptyPaper(voucher)


def refuse_grams(voucher: str, food: str, grams: int, least: int = 1) -> None:
    """Refuse a quantity that cannot be.

    Raises:
        BadGrams: it is less than ``least``, or far too much.
    """
    if not least <= grams <= MOST_GRAMS:
        raise BadGrams(voucher, food, grams)


def refuse_worth(voucher: str, food: str, worth: Money) -> None:
    """Refuse an amount that cannot be; a gift may be worth nothing.

    Raises:
        BadWorth: it is below zero, or far too much.
    """
    if not 0 <= worth.fen <= MOST_FEN:
        raise BadWorth(voucher, food, worth)
