"""Undo what was written down of service fees: payments, deliveries and what was given back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from sqlalchemy import select

from canteen.fee_errors import FeeNotPaid
from canteen.record import Kind, Recorded
from canteen.store import tables as t
from canteen.store.chain import Value
from canteen.store.fees import Fees
from canteen.store.journal import Journal, draft_of
from canteen.store.writing import Books, Facts
from nutrition.quantities import Money

FEES = (Kind.FEE_PAYMENT, Kind.FEE_DELIVERY, Kind.FEE_REFUND)


def reverse_fee(books: Books, number: int, day: date, voucher: str, key: str) -> Recorded:
    """Undo a record of service fees by its mirror image on ``day``.

    Raises:
        FeeNotPaid: what was paid is used since.
        what ``Journal.reverse`` raises.
    """
    journal = Journal(books)
    entry = journal.entry(number, FEES).reversed_on(day, voucher)
    draft = replace(draft_of(entry, Kind.REVERSAL, key), reverses=number)
    if made := books.made(draft):
        return made
    journal.refuse_reversal(number, entry)
    moves = _mirrored(books, number, day)
    for item in dict.fromkeys(str(row["item"]) for row in moves):
        has = Fees(books).free(item, day)
        taken = {str(r["pupil"]): -int(str(r["fen"])) for r in moves if r["item"] == item}
        if lacking := [p for p, fen in taken.items() if fen > has.get(p, Money(0)).fen]:
            raise FeeNotPaid(item, day, lacking)
    facts: Facts = {**draft.facts, t.fee_move: moves}
    return books.append(replace(draft, facts=facts))


def _mirrored(books: Books, number: int, day: date) -> list[dict[str, Value]]:
    c = t.fee_move.c
    rows = books.connection.execute(
        select(c.item, c.pupil, c.units, c.fen, c.reason)
        .where(c.canteen == books.canteen, c.record == number)
        .order_by(c.line)
    )
    return [
        {
            "day": day,
            "item": row.item,
            "pupil": row.pupil,
            "units": None if row.units is None else -row.units,
            "fen": -row.fen,
            "reason": row.reason,
        }
        for row in rows
    ]
