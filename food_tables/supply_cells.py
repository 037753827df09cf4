"""Cells of offers and stock: days of the week, kilograms, money and last days of use."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Annotated

from pydantic import BeforeValidator

from food_tables.cells import amount, day, fault, number, plain

NO_DAY = frozenset({"无", "没有", "none", "no"})

_WEEKDAY = {
    word: number
    for number, words in enumerate(
        (
            "一 mon monday",
            "二 tue tuesday",
            "三 wed wednesday",
            "四 thu thursday",
            "五 fri friday",
            "六 sat saturday",
            "日 天 sun sunday",
        ),
        start=1,
    )
    for word in (str(number), *words.split())
}

_WEEKDAY_SIGNS = re.compile(r"周|星期|礼拜")


def weekdays(text: str) -> frozenset[int]:
    """Read days of the week, 1 to 7: ``1-5``, ``周一、周四``, ``Mon,Thu``; empty: none."""
    bare = _WEEKDAY_SIGNS.sub("", plain(text).casefold())
    found: set[int] = set()
    for part in re.split(r"[,;、\s]+", bare):
        if not part:
            continue
        ends = [_WEEKDAY.get(end) for end in re.split(r"[-~至到]", part)]
        first, last = ends[0], ends[-1]
        if first is None or last is None or len(ends) > 2 or last < first:  # noqa: PLR2004 - two ends
            raise fault("row.bad-weekdays", text)
        found.update(range(first, last + 1))
    return frozenset(found)


def kilos(text: str) -> int | None:
    """Read kilograms as whole grams, above zero; None from an empty cell."""
    if not plain(text):
        return None
    amount(text)
    grams = Decimal(plain(text).replace(",", "")) * 1000
    if grams != int(grams):
        raise fault("row.not-whole-grams", text)
    return int(grams)


def held(text: str) -> int:
    """Read kilograms on a shelf as whole grams; a shelf may be empty."""
    return 0 if number(text) == 0 else kilos(text) or 0


def at_least(text: str) -> int:
    """Read the least kilograms of something as whole grams; 0 from an empty cell."""
    return held(text) if plain(text) else 0


def yuan(text: str) -> str:
    """Read an amount of money as plain text; "" from an empty cell."""
    if not plain(text):
        return ""
    number(text)
    bare = format(Decimal(plain(text).replace(",", "")).normalize(), "f")
    if len(bare.partition(".")[2]) > 2:  # noqa: PLR2004 - a fen is the least
        raise fault("row.bad-money", text)
    return bare


def last_day(text: str) -> date | None:
    """Read the day until which goods keep; None where it says that there is none (无)."""
    if plain(text).casefold() in NO_DAY:
        return None
    return day(text)


def maybe_last_day(text: str) -> date | None:
    """Read the day until which goods keep; None from an empty cell, too."""
    return last_day(text) if plain(text) else None


Weekdays = Annotated[frozenset[int], BeforeValidator(weekdays)]
Kilos = Annotated[int | None, BeforeValidator(kilos)]
AtLeast = Annotated[int, BeforeValidator(at_least)]
Held = Annotated[int, BeforeValidator(held)]
Yuan = Annotated[str, BeforeValidator(yuan)]
LastDay = Annotated[date | None, BeforeValidator(last_day)]
MaybeLastDay = Annotated[date | None, BeforeValidator(maybe_last_day)]
