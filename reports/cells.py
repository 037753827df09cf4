"""Cells that most sheets have: money, prices, weights, names; what is unknown prints a dash."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from nutrition.quantities import Money, UnitPrice
from reports.sheet import Align, Cell, Kind, Number

LI_PER_YUAN: Final = 1000

GRAMS_PER_KG: Final = 1000

KG_DECIMALS: Final = 3


def yuan_of(amount: Money) -> Number:
    """Return an amount as a figure in yuan."""
    return Number(amount.fen, Kind.MONEY)


def money(amount: Money | None, *, header: bool = False, shaded: bool = False) -> Cell:
    """Return a cell with an amount in yuan."""
    content = None if amount is None else yuan_of(amount)
    return Cell(content, header=header, shaded=shaded, align=Align.END)


def unit_price(price: UnitPrice | None) -> Cell:
    """Return a cell with yuan per kilogram; 厘 are printed where there are any."""
    if price is None:
        return Cell(None)
    decimals = 2 if price.li_per_kg % 10 == 0 else 3
    return Cell(Number(price.li_per_kg / LI_PER_YUAN, decimals=decimals), align=Align.END)


def kilograms(grams: float | None) -> Cell:
    """Return a cell with kilograms, to the gram."""
    content = None if grams is None else Number(grams / GRAMS_PER_KG, decimals=KG_DECIMALS)
    return Cell(content, align=Align.END)


def count(number: int | None) -> Cell:
    """Return a cell with a whole number."""
    return Cell(None if number is None else Number(number, decimals=0), align=Align.END)


def share(part: float | None) -> Cell:
    """Return a cell with a share in per cent, one decimal."""
    return Cell(None if part is None else Number(part, Kind.SHARE, decimals=1), align=Align.END)


def known(text: str) -> Cell:
    """Return a cell with a text; an empty one is unknown."""
    return Cell(text or None)


def blanks(number: int) -> Sequence[Cell]:
    """Return cells to write in by hand."""
    return [Cell("")] * number
