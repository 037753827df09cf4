"""A sheet that was shown: what it was about, who signed it, the exact bytes of every ink."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class MenuDay:
    """One day of a published menu.

    Attributes:
        meals: ids, in serving order.
        lawful: no hard rule was broken when it was published.
        costed: the cost of every portion is known.
        body: the day as JSON, as the public API hands it out.
    """

    day: date
    meals: tuple[str, ...]
    lawful: bool
    costed: bool
    body: str


@dataclass(frozen=True, slots=True)
class Publication:
    """What is to be shown.

    Attributes:
        sheet: kind of sheet (``canteen.publicity.duties``).
        first, last: days that it is about, both included.
        part: the only group of pupils that it shows, or "".
        dated: the date printed on it.
        signed: post -> name.
        inks: html, pdf, xlsx -> bytes.
        days: of a weekly menu; empty for other sheets.
    """

    sheet: str
    first: date
    last: date
    title: str
    fingerprint: str
    dated: date
    inks: Mapping[str, bytes]
    part: str = ""
    lang: str = "zh"
    signed: Mapping[str, str] = field(default_factory=dict)
    days: tuple[MenuDay, ...] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    """A sheet as the record keeps it.

    Attributes:
        record: its number in the books of its canteen.
        version: 1, and one more for each correction.
        at: when it was put down, by the clock of the house.
        by: who put it down.
        inks: ink -> sha256 of its bytes.
        current: no later version took its place.
    """

    record: int
    sheet: str
    first: date
    last: date
    part: str
    version: int
    title: str
    fingerprint: str
    dated: date
    at: datetime
    by: str
    signed: Mapping[str, str]
    inks: Mapping[str, str]
    current: bool


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
