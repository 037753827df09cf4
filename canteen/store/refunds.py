"""Refunds of one canteen: a surplus given back in full, single claims, and what is paid out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from canteen.calendar import Due, Month, due
from canteen.ledger.accounts import OWED_TO_PUPILS, SURPLUS
from canteen.ledger.closing import State
from canteen.ledger.entry import Entry, Posting
from canteen.ledger.funds import Fund
from canteen.ledger.refund import Refund, Share, divide
from canteen.ledger.statement import Sums
from canteen.period_errors import MonthOpen, NothingToRefund, RefundedAlready
from canteen.record import Kind, Recorded
from canteen.store import tables as t
from canteen.store.chain import Value
from canteen.store.choosing import on
from canteen.store.journal import Journal, rows_of
from canteen.store.periods import Periods
from canteen.store.sums import by_fund
from canteen.store.writing import Books, Draft, Facts
from nutrition.quantities import Money

Weigh = Callable[[Books, date, date], Mapping[str, int]]
"""First and last day -> pupil -> person-days, or fen paid for meals."""


@dataclass(frozen=True, slots=True)
class RefundRequest:
    """Give back the surplus of all months until ``last`` that were not refunded.

    Attributes:
        day: on which it is booked, in an open month.
    """

    last: Month
    day: date
    voucher: str


def surplus(books: Books, last: Month) -> Money:
    """Return what the pupils' fund has at the end of a month; below zero is a deficit."""
    return _pupils(by_fund(books, None, last.last))


def left_over(books: Books, last: Month) -> Money:
    """Return what is left of the surplus until the end of a month, refunds of later days taken off.

    A refund of one month is booked in a later one: what was given back is not given back again.
    """
    later = by_fund(books, last.next.first, books.hand.today)
    given = {key: money for key, money in later.items() if key[0] == SURPLUS}
    return surplus(books, last) + _pupils(given)


def _pupils(sums: Sums) -> Money:
    return Money(-sum(m.fen for (_, fund), m in sums.items() if fund is Fund.PUPILS))


def divided(books: Books, last: Month, weigh: Weigh, by: str) -> Refund:
    """Return the surplus of the closed months until ``last`` that were not refunded, divided.

    Raises:
        MonthOpen, RefundedAlready: ``last`` is not closed, or was refunded.
        NothingToRefund, NobodyToRefund: there is nothing to divide, or nobody.
    """
    months = _months(books, last)
    pool, span = left_over(books, last), (months[0].first, last.last)
    if pool.fen <= 0:
        raise NothingToRefund(pool)
    return divide(pool, weigh(books, *span), span, by)


def run(books: Books, request: RefundRequest, weigh: Weigh, key: str) -> Recorded:
    """Owe every pupil its share of the surplus; the whole of it leaves the pupils' fund.

    The same key again changes nothing.

    Raises:
        what ``divided`` raises.
        PeriodClosed, FutureDay: nothing can be booked on the day.
    """
    asked: dict[str, Value] = {
        "last": str(request.last),
        "day": request.day,
        "voucher": request.voucher,
    }
    draft = Draft(Kind.REFUND, request.day, key, asked, voucher=request.voucher)
    if made := books.made(draft):
        return made
    Journal(books).refuse_day(request.day)
    choices = on(books, request.day)
    refund = divided(books, request.last, weigh, choices.refund_by)
    until = due(request.day, choices.refund_working_days)
    shares = [share for share in refund.shares if share.amount.fen]
    entry = _entry(request, refund, shares)
    facts: Facts = {
        t.posting: rows_of(entry),
        t.period_mark: [
            {"month": str(month), "state": State.REFUNDED.value}
            for month in _months(books, request.last)
        ],
        t.refund_run: [_run_row(refund)],
        t.refund_claim: [claim_row(x, "surplus", request.day, until) for x in shares],
    }
    return books.append(replace(draft, facts=facts, memo=entry.memo))


def claim_row(share: Share, reason: str, asked: date, until: Due) -> dict[str, Value]:
    """Return the row of what one pupil is promised."""
    return {
        "pupil": share.pupil,
        "asked": asked,
        "due": until.day,
        "confirmed": until.confirmed,
        "reason": reason,
        "weight": share.weight or None,
        "fen": share.amount.fen,
    }


def _months(books: Books, last: Month) -> list[Month]:
    """Return the closed months until ``last`` whose surplus was not given back.

    Raises:
        MonthOpen, RefundedAlready: ``last`` is not closed, or was refunded.
    """
    states = Periods(books).states()
    state = states.get(last, State.OPEN)
    if state is State.OPEN:
        raise MonthOpen(str(last))
    if state is State.REFUNDED:
        raise RefundedAlready(str(last))
    return sorted(m for m, each in states.items() if m <= last and each is State.CLOSED)


def _run_row(refund: Refund) -> dict[str, Value]:
    return {
        "first": refund.first,
        "last": refund.last,
        "by": refund.by,
        "fen": refund.pool.fen,
    }


def _entry(request: RefundRequest, refund: Refund, shares: Sequence[Share]) -> Entry:
    return Entry(
        request.day,
        request.voucher,
        f"结余退还 {refund.first} 至 {refund.last}",
        (
            Posting(SURPLUS, refund.pool, Fund.PUPILS),
            *(Posting(OWED_TO_PUPILS, -share.amount, party=share.pupil) for share in shares),
        ),
    )
