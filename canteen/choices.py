"""What differs from place to place: settings with their documents, and what holds on a day."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from canteen.charging import Rule
from canteen.ledger.funds import Running
from canteen.period_errors import BadSetting, BasisNeeded, UnknownSetting
from food_tables.loading import load_money_settings
from nutrition.quantities import Money

_WHOLE = re.compile(r"\d{1,9}", re.ASCII)

_FORMS = {
    "phone": re.compile(r"[0-9+][0-9 ()/、;,\-]{2,60}", re.ASCII),
    "address": re.compile(r"https?://[!-~]{3,190}", re.ASCII),
}
"""Settings that no list can hold: a telephone, or several; the address of a page."""

_EXAMPLES = {"phone": "0xx-xxxxxxxx", "address": "https://…"}

_ENDS = re.compile(r"(\d+)-(\d+)", re.ASCII)


@dataclass(frozen=True, slots=True)
class Choice:
    """What a school, or its town, has set.

    Attributes:
        since: first day on which it holds.
        basis: the document that says so.
    """

    name: str
    value: str
    since: date
    basis: str


def choose(name: str, value: str, since: date, basis: str) -> Choice:
    """Return a choice that can be made.

    Raises:
        UnknownSetting, BadSetting, BasisNeeded: it cannot be made so.
    """
    choices = _choices().get(name)
    if choices is None:
        raise UnknownSetting(name, tuple(_choices()))
    if not basis.strip():
        raise BasisNeeded(name)
    if not _takes(choices, value):
        raise BadSetting(name, value, _EXAMPLES.get(choices, choices))
    return Choice(name, value, since, basis.strip())


@dataclass(frozen=True, slots=True)
class Choices:
    """What holds on one day: what was set last, or the default.

    Attributes:
        made: name -> choice; every setting has one.
    """

    made: Mapping[str, Choice]

    @property
    def running(self) -> Running:
        return Running(self.made["running"].value)

    @property
    def surplus_alarm(self) -> int:
        """Share of a fund's income, in hundredths, beyond which its surplus raises an alarm."""
        return self._number("surplus_alarm")

    @property
    def refund_by(self) -> str:
        """``days`` or ``paid``: what a surplus is shared by."""
        return self.made["refund_by"].value

    @property
    def refund_working_days(self) -> int:
        return self._number("refund_working_days")

    @property
    def charge_rule(self) -> Rule:
        """By which a day's food is charged to the funds."""
        return Rule(self.made["charge_rule"].value)

    @property
    def subsidy(self) -> Money:
        """The nutrition plan's money for a pupil and school day."""
        return Money(self._number("subsidy_fen"))

    @property
    def local(self) -> Money:
        """The local grant for a pupil and school day."""
        return Money(self._number("local_fen"))

    @property
    def phone(self) -> str:
        """The complaint telephone; "" where none is set: sheets leave a line to write on."""
        return self.made["phone"].value

    @property
    def page(self) -> str:
        """The address of the school's public page; "" where none is set: no QR code."""
        return self.made["page"].value

    def _number(self, name: str) -> int:
        return int(self.made[name].value)


def holding(made: Iterable[Choice], day: date) -> Choices:
    """Return what holds on ``day`` of the choices ``made``, in the order of their making."""
    found = dict(_defaults())
    for choice in sorted(made, key=lambda c: c.since):  # of one day, the last made holds
        if choice.since <= day:
            found[choice.name] = choice
    return Choices(found)


@cache
def _defaults() -> Mapping[str, Choice]:
    return {
        row["name"]: Choice(
            row["name"], row["default"], date.min, f"{row['basis']}({row['source']})"
        )
        for row in load_money_settings()
    }


@cache
def _choices() -> Mapping[str, str]:
    return {row["name"]: row["choices"] for row in load_money_settings()}


def _takes(choices: str, value: str) -> bool:
    if choices in _FORMS:
        return bool(_FORMS[choices].fullmatch(value))
    ends = _ENDS.fullmatch(choices)
    if ends is None:
        return value in choices.split("|")
    return bool(_WHOLE.fullmatch(value)) and int(ends[1]) <= int(value) <= int(ends[2])


@cache
def setting_titles() -> Mapping[str, tuple[str, str]]:
    """Return name -> what people call it, in Chinese and in English."""
    return {row["name"]: (row["title"], row["title_en"]) for row in load_money_settings()}
