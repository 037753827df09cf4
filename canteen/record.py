"""Records: every change of the books is one record, and every row of the books cites one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Kind(StrEnum):
    """What a record tells."""

    OPENING = "opening"
    ENTRY = "entry"
    REVERSAL = "reversal"
    CLOSING = "closing"
    SETTING = "setting"
    REFUND = "refund"
    CLAIM = "claim"
    PAY_OUT = "pay_out"

    SUPPLIER = "supplier"
    QUOTES = "quotes"
    RECEIPT = "receipt"
    ISSUE = "issue"
    COUNT = "count"
    WRITE_OFF = "write_off"

    PUPILS = "pupils"
    MEAL_PLAN = "meal_plan"
    ATTENDANCE = "attendance"
    HEAD_COUNT = "head_count"
    PAYMENT = "payment"
    CHARGE = "charge"
    DISH_PRICES = "dish_prices"

    FEE_ITEM = "fee_item"
    FEE_PAYMENT = "fee_payment"
    FEE_DELIVERY = "fee_delivery"
    FEE_REFUND = "fee_refund"

    PUBLICATION = "publication"


@dataclass(frozen=True, slots=True)
class Hand:
    """Who writes into the books, and when; handed in, never read from a clock.

    Attributes:
        now: with its offset from UTC.
        by: who answers for what is written.
    """

    now: datetime
    by: str

    @property
    def today(self) -> date:
        return self.now.date()


@dataclass(frozen=True, slots=True)
class Recorded:
    """What a request came to.

    Attributes:
        number: of the record.
        before: the same request under the same key had made it before.
    """

    number: int
    before: bool = False
