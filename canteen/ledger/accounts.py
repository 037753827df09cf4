"""The chart of accounts: read once from chart.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files

from canteen.errors import UnknownAccount


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
    text = files("canteen.ledger").joinpath("chart.toml").read_text("utf-8")
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
        for code, body in tomllib.loads(text)["account"].items()
    }


def account(code: str) -> Account:
    """Return one account.

    Raises:
        UnknownAccount: the chart has none of this code.
    """
    try:
        return chart()[code]
    except KeyError:
        raise UnknownAccount(code) from None
