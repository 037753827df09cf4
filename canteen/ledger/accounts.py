"""The chart of accounts: read once from chart.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

from canteen.errors import UnknownAccount

# The accounts that the house itself writes to; all others are written to by hand.
CASH, BANK = "1001", "1002"
STOCK, KITCHEN = "1301", "1311"
OWED_TO_SUPPLIERS, OWED_TO_OTHERS = "2201", "2202"
MEALS_PREPAID, OWED_TO_PUPILS, FEES_PREPAID = "2211", "2212", "2213"
SURPLUS = "3001"
GRANT_INCOME = "4002"
MEAL_INCOME, STAFF_INCOME = "4001", "4003"
BULK_FOOD, OTHER_FOOD, COUNT_DIFFERENCES = "5001", "5002", "5006"


class Nature(StrEnum):
    """What an account says.  Assets and costs grow by debits, the others by credits."""

    ASSET = "asset"
    LIABILITY = "liability"
    FUND = "fund"
    INCOME = "income"
    COST = "cost"


class Party(StrEnum):
    """Whose account it is, where it is kept for each apart."""

    NONE = ""
    PUPIL = "pupil"
    SUPPLIER = "supplier"


@dataclass(frozen=True, slots=True)
class Account:
    """One account of the chart.

    Attributes:
        by_fund: kept for each fund apart; other accounts are common to all.
        cost: kind of cost, as the table of what each fund may pay names it; "" for no cost.
    """

    code: str
    zh: str
    en: str
    nature: Nature
    by_fund: bool = False
    party: Party = Party.NONE
    cost: str = ""


@cache
def chart() -> Mapping[str, Account]:
    """Return account code -> account, in the order of the chart."""
    return {
        code: Account(
            code,
            body["zh"],
            body["en"],
            Nature(body["nature"]),
            bool(body.get("by_fund")),
            Party(body.get("party", "")),
            str(body.get("cost", "")),
        )
        for code, body in _document()["account"].items()
    }


@cache
def fund_titles() -> Mapping[str, tuple[str, str]]:
    """Return fund -> what it is called, in Chinese and in English."""
    return {code: (body["zh"], body["en"]) for code, body in _document()["fund"].items()}


@cache
def _document() -> Mapping[str, Any]:
    return tomllib.loads(files("canteen.ledger").joinpath("chart.toml").read_text("utf-8"))


def account_named(text: str) -> str | None:
    """Return the code of the account that a person calls ``text``, or None."""
    return text if text in chart() else _by_title().get(text)


@cache
def _by_title() -> Mapping[str, str]:
    return {title: each.code for each in chart().values() for title in (each.zh, each.en)}


def account(code: str) -> Account:
    """Return one account.

    Raises:
        UnknownAccount: the chart has none of this code.
    """
    try:
        return chart()[code]
    except KeyError:
        raise UnknownAccount(code) from None
