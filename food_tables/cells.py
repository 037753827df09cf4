"""Cells of a stranger's table: what counts as a number, a share, a date, a code or a text."""

from __future__ import annotations

import math
import re
import unicodedata
from datetime import date
from functools import lru_cache
from typing import Annotated

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

LONGEST_TEXT = 200

LONGEST_NOTE = 2000

LONGEST_CODE = 64

LARGEST = 1e6  # no amount, price or nutrient figure of a canteen's table comes near

UNKNOWN = frozenset(
    {"", "-", "--", "/", "—", "——", "–", "...", "......", "…", "……", "n/a", "na", "null", "none"}
)

SAYS_NOTHING = UNKNOWN - {"none"}

TRACE = frozenset({"tr", "trace", "痕量", "微量"})

NOT_FINITE = frozenset({"nan", "inf", "infinity", "∞"})

_PLAIN = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?", re.ASCII)

_GROUPED = re.compile(r"\d{1,3}(,\d{3})+(\.\d+)?", re.ASCII)

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.\-]*")

_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?( 0?0:00(:00)?)?", re.ASCII)

_LIST = re.compile(r"[;|、；]")

_ITEMS = re.compile(r"[;|、；,，/]")


def plain(text: str) -> str:
    """Return ``text`` with full-width forms made half-width, without blanks around it.

    Nothing else is folded: a footnote sign such as ② or ² is no digit, and stays what it is.
    """
    return text.strip() if text.isascii() else _folded(text)


@lru_cache(maxsize=1 << 14)  # the same words stand in thousands of rows
def _folded(text: str) -> str:
    folded = (unicodedata.normalize("NFKC", c) if _is_wide(c) else c for c in text)
    return unicodedata.normalize("NFC", "".join(folded)).strip()


def _is_wide(character: str) -> bool:
    return "\uff00" <= character <= "\uffef" or character == "\u3000"


def fault(code: str, value: str, **facts: str) -> PydanticCustomError:
    """Return the error that says why ``value`` was refused."""
    return PydanticCustomError(code, "refused", {"value": value, **facts})


def number(text: str) -> float:
    """Read a finite number, never negative.

    Full-width digits count as digits.  A comma is understood only where it can be nothing
    but a thousands separator ("1,234.5", "1,234,567"); "1,234" may be 1234 or 1.234.
    """
    bare = plain(text).lower()
    if bare.startswith(("=", "@")):
        raise fault("row.formula", text)
    if bare.lstrip("+-") in NOT_FINITE:
        raise fault("row.not-finite", text)
    if _GROUPED.fullmatch(bare):
        if "." not in bare and bare.count(",") == 1:
            raise fault("row.ambiguous-comma", text, without=bare.replace(",", ""))
        bare = bare.replace(",", "")
    if not _PLAIN.fullmatch(bare):
        raise fault("row.not-a-number", text)
    value = float(bare)
    if not math.isfinite(value):
        raise fault("row.not-finite", text)
    if value < 0:
        raise fault("row.negative", text)
    if value > LARGEST:
        raise fault("row.too-large", text, limit=f"{LARGEST:.0f}")
    return value


def amount(text: str) -> float:
    """Read a number above zero."""
    value = number(text)
    if value == 0:
        raise fault("row.not-positive", text)
    return value


def share(text: str) -> float:
    """Read a share in (0, 1]."""
    value = number(text)
    if not 0 < value <= 1:
        raise fault("row.not-a-share", text)
    return value


def figure(text: str) -> float | None:
    """Read the figure of a composition table: unknown stays None, a trace is zero."""
    if plain(text).lower() in UNKNOWN:
        return None
    return 0.0 if is_trace(text) else number(text)


def is_trace(text: str) -> bool:
    """Say whether a figure is printed as a trace (Tr, 痕量)."""
    return plain(text).lower() in TRACE


def whole(text: str) -> int | None:
    """Read a whole number, or None from an empty cell."""
    if not plain(text):
        return None
    value = number(text)
    if value != int(value):
        raise fault("row.not-whole", text)
    return int(value)


def label(text: str) -> str:
    """Read a name: as written, without blanks around it."""
    return _bounded(text, LONGEST_TEXT)


def note(text: str) -> str:
    """Read a remark, which may be long."""
    return _bounded(text, LONGEST_NOTE)


def named(text: str) -> str:
    """Read a name that must not be empty."""
    found = label(text)
    if not found:
        raise fault("row.missing-value", text)
    return found


def code(text: str) -> str:
    """Read an id: letters, digits, ``_ . -``; leading zeros stay."""
    found = plain(named(text))
    if len(found) > LONGEST_CODE:
        raise fault("row.too-long", found, limit=str(LONGEST_CODE))
    if not _CODE.fullmatch(found):
        raise fault("row.bad-code", found)
    return found


def words(text: str) -> tuple[str, ...]:
    """Read a list; its parts stand between ``;``, ``、`` or ``|``."""
    parts = (part.strip() for part in _LIST.split(_bounded(text, LONGEST_NOTE)))
    return tuple(dict.fromkeys(p for p in parts if p))


def items(text: str) -> tuple[str, ...]:
    """Read a list of ids, which commas may part too; a dash says nothing."""
    bare = _bounded(text, LONGEST_NOTE)
    if plain(bare).lower() in SAYS_NOTHING:
        return ()
    return tuple(dict.fromkeys(p for part in _ITEMS.split(bare) if (p := part.strip())))


def months(text: str) -> frozenset[int]:
    """Read months such as ``9-12,1-4`` or ``11-2``; an empty cell means the whole year."""
    bare = plain(text).replace("月", "")
    found: set[int] = set()
    for part in re.split(r"[,;、\s]+", bare):
        if not part:
            continue
        ends = re.fullmatch(r"(\d{1,2})(?:[-~至](\d{1,2}))?", part, re.ASCII)
        if ends is None:
            raise fault("row.bad-months", text)
        first = int(ends[1])
        last = int(ends[2] or ends[1])
        if not (1 <= first <= 12 and 1 <= last <= 12):  # noqa: PLR2004 - a year has 12 months
            raise fault("row.bad-months", text)
        span = range(first, last + 1 if last >= first else last + 13)
        found.update((m - 1) % 12 + 1 for m in span)
    return frozenset(found) or frozenset(range(1, 13))


def day(text: str) -> date:
    """Read a date: 2026-03-02, 2026/3/2, 2026年3月2日, or a workbook's date cell."""
    found = _DATE.fullmatch(plain(text))
    if found is None:
        raise fault("row.bad-date", text)
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        raise fault("row.bad-date", text) from None


def _bounded(text: str, limit: int) -> str:
    bare = text.replace("\u3000", " ").strip()
    if len(bare) > limit:
        raise fault("row.too-long", bare, limit=str(limit))
    if not bare.isprintable() and any(
        unicodedata.category(c) == "Cc" and c not in "\n\t" for c in bare
    ):
        raise fault("row.control-character", bare)
    return bare


def maybe_day(text: str) -> date | None:
    """Read a date, or None from an empty cell."""
    return day(text) if plain(text) else None


def maybe_months(text: str) -> frozenset[int] | None:
    """Read months, or None from an empty cell."""
    return months(text) if plain(text) else None


def maybe_code(text: str) -> str:
    """Read an id, or "" from an empty cell."""
    return code(text) if plain(text) else ""


Number = Annotated[float, BeforeValidator(number)]
Amount = Annotated[float, BeforeValidator(amount)]
Share = Annotated[float, BeforeValidator(share)]
Figure = Annotated[float | None, BeforeValidator(figure)]
Whole = Annotated[int | None, BeforeValidator(whole)]
Label = Annotated[str, BeforeValidator(label)]
Note = Annotated[str, BeforeValidator(note)]
Named = Annotated[str, BeforeValidator(named)]
Code = Annotated[str, BeforeValidator(code)]
Words = Annotated[tuple[str, ...], BeforeValidator(words)]
Items = Annotated[tuple[str, ...], BeforeValidator(items)]
Months = Annotated[frozenset[int], BeforeValidator(months)]
MaybeMonths = Annotated[frozenset[int] | None, BeforeValidator(maybe_months)]
Day = Annotated[date, BeforeValidator(day)]
MaybeDay = Annotated[date | None, BeforeValidator(maybe_day)]
MaybeCode = Annotated[str, BeforeValidator(maybe_code)]
