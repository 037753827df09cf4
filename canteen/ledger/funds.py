"""Funds: whose money it is, and which costs it may pay, each with its basis."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from canteen.errors import CostNotAllowed
from canteen.ledger.accounts import fund_titles
from food_tables.loading import load_funds


class Fund(StrEnum):
    """Money kept apart from all other money of the canteen."""

    PUPILS = "pupils"
    SUBSIDY = "subsidy"
    LOCAL = "local"
    STAFF = "staff"
    DONATION = "donation"


def fund_named(text: str) -> Fund | None:
    """Return the fund that a person calls ``text``, or None."""
    known = {title: Fund(code) for code, titles in fund_titles().items() for title in titles}
    return Fund(text) if text in set(Fund) else known.get(text)


class Running(StrEnum):
    """Who runs the canteen; a few costs depend on it."""

    SELF = "self"
    CONTRACTED = "contracted"


@dataclass(frozen=True, slots=True)
class Permission:
    """Whether a fund may pay a kind of cost.

    Attributes:
        allowed: ``yes``, ``no``, or ``contracted``: only where a contractor runs the canteen.
        basis: what the document says.
        seen: ``original``, ``reprint``, or ``recalled`` where no document was read.
    """

    allowed: str
    basis: str
    seen: str
    source: str

    def holds(self, running: Running) -> bool:
        return self.allowed in ("yes", running)


@cache
def permissions() -> Mapping[tuple[Fund, str], Permission]:
    """Return (fund, kind of cost) -> permission."""
    return {
        (Fund(row["fund"]), row["cost"]): Permission(
            row["allowed"], row["basis"], row["seen"], row["source"]
        )
        for row in load_funds()
    }


def allow(fund: Fund, cost: str, running: Running) -> Permission:
    """Return on what basis ``fund`` may pay ``cost``.

    Raises:
        CostNotAllowed: it may not.
    """
    permission = permissions()[fund, cost]
    if not permission.holds(running):
        raise CostNotAllowed(fund, cost, f"{permission.basis}({permission.source})")
    return permission
