"""The school whose books the tests keep."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

from canteen.ledger.entry import Entry, Posting
from canteen.ledger.funds import Fund
from canteen.record import Hand
from nutrition.quantities import Money

CODE = "demo"

BEGIN = date(2026, 3, 2)

NOW = datetime(2026, 3, 31, 8, tzinfo=timezone(timedelta(hours=8)))

HAND = Hand(NOW, "会计")


def power(fen: int = 1200, day: date = date(2026, 3, 10), voucher: str = "电1") -> Entry:
    """Return an electricity bill paid by the pupils' fund."""
    return Entry(
        day,
        voucher,
        "电费",
        (Posting("5003", Money(fen), Fund.PUPILS), Posting("1002", Money(-fen))),
    )
