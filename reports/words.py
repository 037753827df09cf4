"""Figures, dates and labels as people read them, in Chinese and English."""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cache, lru_cache
from importlib.resources import files
from typing import Final

from reports.sheet import Bar, Kind, Lang, Number

UNKNOWN: Final = "—"

MOST_DECIMALS: Final = 2

FEWER_FROM: Final = 100  # from here on one decimal is enough

# Characters that would reorder, hide or break a printed line: controls (Cc), surrogates
# (Cs), and the format characters (Cf) with which a name can be made to read otherwise.
_UNPRINTABLE: Final = frozenset({"Cc", "Cf", "Cs"})

_SCALE: Final = {Kind.MONEY: Decimal("0.01"), Kind.SHARE: Decimal(100)}


def plain(text: str) -> str:
    """Return ``text`` on one line, composed (NFC), without characters that cannot be printed."""
    if text.isprintable() and "  " not in text and unicodedata.is_normalized("NFC", text):
        return text.strip()  # most texts are so
    kept = (c for c in text if c.isspace() or unicodedata.category(c) not in _UNPRINTABLE)
    return unicodedata.normalize("NFC", " ".join("".join(kept).split()))


def width(text: str) -> int:
    """Return the width in half characters: a Chinese character counts two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def rounded(number: Number) -> Decimal:
    """Return the figure as it is printed: yuan for money, per cent for a share, half up."""
    exact = Decimal(repr(number.value)) * _SCALE.get(number.kind, Decimal(1))
    places = 2 if number.kind is Kind.MONEY and number.decimals is None else number.decimals
    if places is not None:
        return _quantized(exact, places)
    most = MOST_DECIMALS if abs(exact) < FEWER_FROM else MOST_DECIMALS - 1
    short = _quantized(exact, most).normalize()
    return _quantized(short, max(0, _places(short)))


@lru_cache(maxsize=8192)
def figure(number: Number) -> str:
    """Write a figure; money of a thousand yuan or more is grouped by thousands.

    >>> figure(Number(65.0, Kind.GRAMS)), figure(Number(0.5, Kind.GRAMS))
    ('65', '0.5')
    >>> figure(Number(123450, Kind.MONEY)), figure(Number(0.384, Kind.SHARE, 1))
    ('1,234.50', '38.4%')
    """
    value = rounded(number)
    body = f"{value:,f}" if number.kind is Kind.MONEY else f"{value:f}"
    return f"{body}{'%' if number.kind is Kind.SHARE else ''}{plain(number.mark)}"


def workbook(number: Number) -> tuple[float, str]:
    """Return the value and the number format with which a workbook shows ``figure(number)``."""
    value = rounded(number)
    form = ("#,##0" if number.kind is Kind.MONEY else "0") + "." * (_places(value) > 0)
    form += "0" * _places(value)
    if number.kind is Kind.SHARE:
        value, form = value / 100, form + "%"
    return float(value), form + _literal(plain(number.mark))


def _literal(text: str) -> str:
    """Quote ``text`` for a number format, character by character where a quote is inside."""
    return "".join('\\"' if c == '"' else f'"{c}"' for c in text)


def yuan(fen: float) -> str:
    """Write fen as yuan with two places.

    >>> yuan(452)
    '4.52'
    """
    return figure(Number(fen, Kind.MONEY))


def yuan_at_least(fen: float, places: int = 2) -> str:
    """Write a lower bound in yuan, rounded down: never more than was proved."""
    return f"{(Decimal(repr(fen)) / 100).quantize(Decimal(1).scaleb(-places), ROUND_FLOOR):f}"


def share_at_most(part: float, places: int = 1) -> str:
    """Write an upper bound on a share, rounded up: never less than was proved."""
    percent = (Decimal(repr(part)) * 100).quantize(Decimal(1).scaleb(-places), ROUND_CEILING)
    return f"{percent:f}%"


def limits(bar: Bar) -> str:
    """Write the limits of a bar: ``580–720``, ``≥280``, ``≤30`` or nothing."""
    if bar.low is not None and bar.high is not None:
        return f"{figure(bar.low)}–{figure(bar.high)}"
    if bar.low is not None:
        return f"≥{figure(bar.low)}"
    return f"≤{figure(bar.high)}" if bar.high is not None else ""


def _quantized(value: Decimal, places: int) -> Decimal:
    cut = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return cut or abs(cut)  # never -0


def _places(value: Decimal) -> int:
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


@dataclass(frozen=True, slots=True)
class Words:
    """The labels of one language: ``words("cost.title")``, ``words.name("meal", "lunch")``."""

    lang: Lang
    table: Mapping[str, Mapping[str, str]]

    def __call__(self, key: str, **facts: object) -> str:
        """Return the sentence under ``room.key`` with its facts filled in."""
        room, _, name = key.partition(".")
        return self.table[room][name].format_map(facts)

    def name(self, room: str, key: str) -> str:
        """Return the word for an id, or the id itself where a school uses one of its own."""
        return self.table[room].get(key, key)

    def order(self, room: str, key: str) -> int:
        """Return the place of ``key`` in its list; ids we do not know come last."""
        known = list(self.table[room])
        return known.index(key) if key in known else len(known)

    def weekday(self, day: date) -> str:
        """Return 周一 or Mon."""
        return self.table["weekday"][str(day.isoweekday())]

    def day(self, day: date) -> str:
        """Return 3月2日 周一 or Mon 2 Mar."""
        if self.lang == "zh":
            return f"{day.month}月{day.day}日 {self.weekday(day)}"
        return f"{self.weekday(day)} {day.day} {self.table['month'][str(day.month)]}"

    def full_date(self, day: date) -> str:
        """Return 2026年3月2日 or 2 Mar 2026."""
        if self.lang == "zh":
            return f"{day.year}年{day.month}月{day.day}日"
        return f"{day.day} {self.table['month'][str(day.month)]} {day.year}"

    def period(self, first: date, last: date) -> str:
        """Return both ends, the year once: 2026年3月2日至3月6日."""
        if first == last:
            return self.full_date(first)
        if first.year != last.year:
            return f"{self.full_date(first)}{self('date.to')}{self.full_date(last)}"
        if self.lang == "zh":
            return f"{self.full_date(first)}{self('date.to')}{last.month}月{last.day}日"
        start = f"{first.day} {self.table['month'][str(first.month)]}"
        return f"{start}{self('date.to')}{self.full_date(last)}"

    def month(self, year: int, number: int) -> str:
        """Return 2026年3月 or Mar 2026."""
        if self.lang == "zh":
            return f"{year}年{number}月"
        return f"{self.table['month'][str(number)]} {year}"

    def percent(self, part: Fraction) -> str:
        """Return an exact share in per cent, one decimal, half up."""
        return figure(Number(float(part), Kind.SHARE, decimals=1))

    def listed(self, words: list[str]) -> str:
        """Join words: 麸质、大豆 or gluten, soy."""
        return ("、" if self.lang == "zh" else ", ").join(words)


@cache
def words(lang: Lang) -> Words:
    """Return the labels of a language."""
    text = (files("reports") / f"words_{lang}.toml").read_text("utf-8")
    return Words(lang, tomllib.loads(text))
