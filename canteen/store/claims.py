"""Claims of pupils: uneaten meals, what is owed and until when, and what is paid out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from operator import attrgetter

from sqlalchemy import ColumnElement, func, select, true

from canteen.calendar import due
from canteen.ledger.accounts import MEALS_PREPAID, OWED_TO_PUPILS
from canteen.ledger.entry import Entry, Posting
from canteen.ledger.owing import Claim, Owed, owed
from canteen.ledger.refund import Share
from canteen.period_errors import MoreThanOwed, NothingOwed
from canteen.record import Kind, Recorded
from canteen.store import tables as t
from canteen.store.chain import Value, digest, written
from canteen.store.choosing import on
from canteen.store.journal import Journal, rows_of
from canteen.store.refunds import claim_row
from canteen.store.uneaten import uncharged
from canteen.store.writing import Books, Draft
from nutrition.quantities import Money

_OF_RECORD = (t.record.c.canteen == t.posting.c.canteen) & (t.record.c.number == t.posting.c.record)


@dataclass(frozen=True, slots=True)
class ClaimRequest:
    """Give a pupil back what was paid for meals that were not eaten.

    Attributes:
        reason: ``uneaten``, or ``left`` where the pupil leaves the school.
        note: for the memo, the days that were not eaten.
    """

    pupil: str
    amount: Money
    day: date
    reason: str
    voucher: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class PayOut:
    """Refunds paid against signatures.

    Attributes:
        account: that pays, 1001 or 1002.
        amounts: pupil -> what it gets, None for all that it is owed; None for all pupils.
    """

    day: date
    voucher: str
    account: str
    amounts: Mapping[str, Money | None] | None = None


def claim(books: Books, request: ClaimRequest, key: str) -> Recorded:
    """Owe a pupil what it paid in advance and did not eat.

    Raises:
        MoreThanOwed: it is more than is left of what the pupil has paid in advance, meals taken
            off that were eaten and are still to be charged.
        PeriodClosed, FutureDay: nothing can be booked on the day.
    """
    asked: dict[str, Value] = {
        "pupil": request.pupil,
        "fen": request.amount.fen,
        "day": request.day,
        "reason": request.reason,
        "voucher": request.voucher,
    }
    draft = Draft(Kind.CLAIM, request.day, key, asked, voucher=request.voucher)
    if made := books.made(draft):
        return made
    journal = Journal(books)
    journal.refuse_day(request.day)
    has = -journal.balance(MEALS_PREPAID, party=request.pupil)
    _refuse_more(request.pupil, request.amount, has - uncharged(books, request.pupil))
    entry = Entry(
        request.day,
        request.voucher,
        f"退未就餐伙食费 {request.pupil} {request.note}".rstrip(),
        (
            Posting(MEALS_PREPAID, request.amount, party=request.pupil),
            Posting(OWED_TO_PUPILS, -request.amount, party=request.pupil),
        ),
    )
    until = due(request.day, on(books, request.day).refund_working_days)
    row = claim_row(Share(request.pupil, 0, request.amount), request.reason, request.day, until)
    facts = {t.posting: rows_of(entry), t.refund_claim: [row]}
    return books.append(replace(draft, facts=facts, memo=entry.memo))


def pay_out(books: Books, paid: PayOut, key: str) -> Recorded:
    """Pay refunds that are owed.

    Raises:
        NothingOwed: nobody is owed anything.
        MoreThanOwed: a pupil would get more than it is owed.
        PeriodClosed, FutureDay: nothing can be booked on the day.
    """
    rows: list[dict[str, Value]] = [
        {"pupil": pupil, "fen": amount.fen if amount else None}
        for pupil, amount in sorted((paid.amounts or {}).items())
    ]
    asked: dict[str, Value] = {
        "day": paid.day,
        "voucher": paid.voucher,
        "account": paid.account,
        "amounts": digest(written(row) for row in rows),
    }
    draft = Draft(Kind.PAY_OUT, paid.day, key, asked, voucher=paid.voucher)
    if made := books.made(draft):
        return made
    Journal(books).refuse_day(paid.day)
    amounts = _amounts(paid, {each.pupil: each.amount for each in owing(books)})
    if not amounts:
        raise NothingOwed
    total = Money(sum(amount.fen for amount in amounts.values()))
    lines = (
        Posting(OWED_TO_PUPILS, amount, party=pupil) for pupil, amount in sorted(amounts.items())
    )
    entry = Entry(paid.day, paid.voucher, "支付退费", (*lines, Posting(paid.account, -total)))
    return books.append(replace(draft, facts={t.posting: rows_of(entry)}, memo=entry.memo))


def _amounts(paid: PayOut, due_now: Mapping[str, Money]) -> Mapping[str, Money]:
    """Return what each pupil gets.

    Raises:
        MoreThanOwed: more than it is owed, or nothing.
    """
    if paid.amounts is None:
        return due_now
    nothing = Money(0)
    found = {
        pupil: due_now.get(pupil, nothing) if amount is None else amount
        for pupil, amount in paid.amounts.items()
    }
    for pupil, amount in found.items():
        _refuse_more(pupil, amount, due_now.get(pupil, nothing))
    return found


def owing(books: Books) -> list[Owed]:
    """Return what every pupil is still owed, by code; nothing of it ever lapses.

    It sums to the account of what is owed to pupils: also what was brought forward when the books
    were opened, or promised by a voucher, is a claim.
    """
    paid = _paid(books)
    claims = [*_claims(books, true()), *_loose(books)]
    claims.sort(key=attrgetter("pupil"))
    found = (
        owed(tuple(own), paid.get(pupil, Money(0)))
        for pupil, own in groupby(claims, key=attrgetter("pupil"))
    )
    return [each for each in found if each is not None]


def promised(books: Books, number: int) -> list[Claim]:
    """Return what one record promised to pupils, by code."""
    return list(_claims(books, t.refund_claim.c.record == number))


def _claims(books: Books, wanted: ColumnElement[bool]) -> Iterator[Claim]:
    row = t.refund_claim.c
    rows = books.connection.execute(
        select(row.pupil, row.asked, row.due, row.confirmed, row.reason, row.fen)
        .where(row.canteen == books.canteen, wanted)
        .order_by(row.pupil, row.record)
    )
    for r in rows:
        yield Claim(r.pupil, r.asked, r.due, r.confirmed, r.reason, Money(r.fen))


def _loose(books: Books) -> Iterator[Claim]:
    """Yield what was brought forward, or promised by a voucher."""
    posting, record = t.posting.c, t.record.c
    rows = books.connection.execute(
        select(posting.party, posting.day, record.kind, posting.fen)
        .join(t.record, _OF_RECORD)
        .where(
            posting.canteen == books.canteen,
            posting.account == OWED_TO_PUPILS,
            posting.fen < 0,
            record.kind.in_((Kind.OPENING, Kind.ENTRY)),
        )
        .order_by(posting.record, posting.line)
    )
    for r in rows:
        until = due(r.day, on(books, r.day).refund_working_days)
        yield Claim(r.party, r.day, until.day, until.confirmed, r.kind, Money(-r.fen))


def _paid(books: Books) -> dict[str, Money]:
    """Return what every pupil got, and what was taken back: all that is no promise."""
    posting = t.posting.c
    rows = books.connection.execute(
        select(posting.party, func.sum(posting.fen))
        .join(t.record, _OF_RECORD)
        .where(
            posting.canteen == books.canteen,
            posting.account == OWED_TO_PUPILS,
            (posting.fen > 0) | t.record.c.reverses.is_not(None),
        )
        .group_by(posting.party)
    )
    return {pupil: Money(int(fen)) for pupil, fen in rows}


def _refuse_more(pupil: str, amount: Money, has: Money) -> None:
    if amount.fen <= 0 or amount > has:
        raise MoreThanOwed(pupil, amount, has)
