"""Cells that hold money: exact, in yuan with at most two decimals, never negative."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator

from food_tables.cells import fault, number, plain
from nutrition.errors import BadAmount
from nutrition.quantities import Money


def money(text: str) -> Money:
    """Read an amount above zero or zero; what is no exact amount is refused, not rounded."""
    bare = plain(text)
    if "," in bare:
        number(bare)  # refuses a comma that may be a decimal point
        bare = bare.replace(",", "")
    try:
        amount = Money.yuan(bare)
    except BadAmount:
        number(text)  # says what is wrong with formulas, NaN and words
        raise fault("row.bad-money", text) from None
    if amount.fen < 0:
        raise fault("row.negative", text)
    return amount


def maybe_money(text: str) -> Money | None:
    """Read an amount, or None from an empty cell."""
    return money(text) if plain(text) else None


Yuan = Annotated[Money, BeforeValidator(money)]
MaybeYuan = Annotated[Money | None, BeforeValidator(maybe_money)]
