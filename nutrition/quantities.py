"""Quantities: one unit per kind, converted once at the door.

Inside the house mass is grams of edible portion, energy is kilocalories and
money is whole fen (1/100 yuan).  A float never holds money.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Annotated, NewType, Self

from pydantic import AllowInfNan, BeforeValidator, Field

from food_tables.refusals import strictly
from nutrition.errors import BadAmount

Grams = NewType("Grams", float)

Kcal = NewType("Kcal", float)

Finite = Annotated[float, BeforeValidator(strictly), AllowInfNan(allow_inf_nan=False)]
"""A number of a TOML file."""

Whole = Annotated[int, Field(strict=True)]

_YUAN = re.compile(r"-?\d{1,13}(\.\d{1,2})?", re.ASCII)

_YUAN_PER_KG = re.compile(r"\d{1,9}(\.\d{1,3})?", re.ASCII)

LI_PER_FEN = 10


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An amount of renminbi, held as whole fen so that sums never drift."""

    fen: int

    @classmethod
    def yuan(cls, text: str) -> Self:
        """Read ``"12.50"`` as 1250 fen.  A third decimal is an error, not a rounding.

        >>> Money.yuan("12.50")
        Money(fen=1250)

        Raises:
            BadAmount: the text is not a plain amount with at most two decimals.
        """
        plain = unicodedata.normalize("NFKC", text).strip()
        if not _YUAN.fullmatch(plain):
            raise BadAmount(text)
        return cls(int(Fraction(plain) * 100))

    def __add__(self, other: Money) -> Money:
        return Money(self.fen + other.fen)

    def __sub__(self, other: Money) -> Money:
        return Money(self.fen - other.fen)

    def __neg__(self) -> Money:
        return Money(-self.fen)

    def __str__(self) -> str:
        """Write ``Money(-1250)`` as -12.50: yuan, always with two decimals."""
        sign = "-" if self.fen < 0 else ""
        return f"{sign}{abs(self.fen) // 100}.{abs(self.fen) % 100:02}"

    def share(self, weights: Sequence[int]) -> tuple[Money, ...]:
        """Divide in proportion to ``weights``; the parts always sum to the whole.

        Left-over fen go to the largest remainders, ties to the earlier place.

        >>> Money(100).share([1, 1, 1])
        (Money(fen=34), Money(fen=33), Money(fen=33))
        """
        total = sum(weights)
        if total <= 0 or min(weights) < 0:
            raise ValueError("weights must be non-negative and not all zero")
        parts = [self.fen * w // total for w in weights]
        by_remainder = sorted(range(len(weights)), key=lambda i: -(self.fen * weights[i] % total))
        for i in by_remainder[: self.fen - sum(parts)]:
            parts[i] += 1
        return tuple(Money(fen) for fen in parts)


@dataclass(frozen=True, slots=True, order=True)
class UnitPrice:
    """A price in whole 厘 (1/1000 yuan) per kilogram as bought."""

    li_per_kg: int

    @classmethod
    def yuan_per_kg(cls, text: str) -> Self:
        """Read ``"5.4"`` as 5400 厘 per kilogram; at most three decimals, never negative.

        Raises:
            BadAmount: the text is not such a price.
        """
        plain = unicodedata.normalize("NFKC", text).strip()
        if not _YUAN_PER_KG.fullmatch(plain):
            raise BadAmount(text)
        return cls(int(Fraction(plain) * 1000))

    @property
    def fen_per_gram(self) -> float:
        """Fen for one gram as bought, for the optimiser; never for the books."""
        return self.li_per_kg / (LI_PER_FEN * 1000)

    def cost(self, grams: Fraction) -> Money:
        """Price ``grams`` as bought, rounded half up to the fen once (a receipt line)."""
        exact = Fraction(self.li_per_kg) * grams / (LI_PER_FEN * 1000)
        return Money(int(exact + Fraction(1, 2)))
