"""The journal of one canteen: post, reverse, read and add up entries.

Never commits: the transaction that opened the books does.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import func, select

from canteen.calendar import Month
from canteen.errors import (
    BeforeOpening,
    FutureDay,
    NoSuchRecord,
    NotOpened,
    OpenedAlready,
    PeriodClosed,
    ReversedAlready,
    UnknownParty,
)
from canteen.ledger.accounts import OWED_TO_PUPILS, Party, account
from canteen.ledger.by_hand import by_hand, refuse_fees
from canteen.ledger.entry import Entry, Posting
from canteen.ledger.funds import Fund
from canteen.period_errors import MoreThanOwed
from canteen.receipts import Goods
from canteen.record import Kind, Recorded
from canteen.store import tables as t
from canteen.store.chain import Value, digest, written
from canteen.store.choosing import on
from canteen.store.opening_stock import with_lots
from canteen.store.writing import Books, Draft
from nutrition.quantities import Money

REVERSIBLE = (Kind.ENTRY, Kind.PAYMENT, Kind.CLAIM, Kind.PAY_OUT)


class Journal:
    """Entries of one canteen; every query is already limited to it."""

    def __init__(self, books: Books) -> None:
        self._books = books

    def open(self, entry: Entry, key: str, lots: Sequence[Goods] = ()) -> Recorded:
        """Begin the books with what there is: money, stock, debts and the surplus of each fund.

        ``lots``: the stock, in the order in which it came.

        Raises:
            OpenedAlready: they were begun before.
            OpeningStockDiffers: the entry and the lots say different things about the stock.
            FeeByHand: service fees of no item; collect them on the same day instead.
            BadGrams, BadWorth: a lot cannot be.
        """
        draft = with_lots(draft_of(entry, Kind.OPENING, key), lots, self._books.next_number())
        if made := self._books.made(draft):
            return made
        if opened := self.opened():
            raise OpenedAlready(self._books.code, opened)
        self._refuse_future(entry.day)
        refuse_fees(entry)
        return self._books.append(draft)

    def post(self, entry: Entry, key: str) -> Recorded:
        """Post an entry of one fund.

        Raises:
            FutureDay, BeforeOpening, NotOpened, PeriodClosed: the day takes no entry.
            UnknownParty: nobody entered the pupil or the supplier.
            MoreThanOwed: a pupil would get more than it is owed.
            what ``by_hand`` raises.
        """
        draft = draft_of(entry, Kind.ENTRY, key)
        if made := self._books.made(draft):
            return made
        self.refuse_day(entry.day)
        by_hand(entry, on(self._books, entry.day).running)
        self._refuse_strangers(entry)
        self._refuse_overpaid(entry.postings)
        return self._books.append(draft)

    def reverse(self, number: int, day: date, voucher: str, key: str) -> Recorded:
        """Undo a record by its mirror image on ``day``.

        Raises:
            NoSuchRecord: there is none, or it is itself a reversal.
            ReversedAlready: it was undone before.
            MoreThanOwed: a refund that it promised is paid.
        """
        undone = self.entry(number)
        entry = undone.reversed_on(day, voucher)
        draft = replace(draft_of(entry, Kind.REVERSAL, key), reverses=number)
        if made := self._books.made(draft):
            return made
        self.refuse_reversal(number, entry)
        return self._books.append(draft)

    def refuse_reversal(self, number: int, mirrored: Entry) -> None:
        """Refuse to undo a record by its mirror image.

        Raises:
            FutureDay, BeforeOpening, NotOpened, PeriodClosed: the day takes no entry.
            ReversedAlready: it was undone before.
            MoreThanOwed: a refund that it promised is paid.
        """
        self.refuse_day(mirrored.day)
        if by := self.reversal_of(number):
            raise ReversedAlready(number, by)
        self._refuse_overpaid(mirrored.postings)

    def entry(self, number: int, kinds: Collection[Kind] = REVERSIBLE) -> Entry:
        """Return the entry of a record of some kinds.

        Raises:
            NoSuchRecord: there is none.
        """
        record = t.record.c
        head = self._books.connection.execute(
            select(record.day, record.voucher, record.memo).where(
                record.canteen == self._books.canteen,
                record.number == number,
                record.kind.in_(kinds),
            )
        ).one_or_none()
        if head is None:
            raise NoSuchRecord(number)
        postings = postings_of(self._books, number)
        return Entry(head.day, head.voucher, head.memo, postings)

    def balance(
        self, account_: str, fund: Fund | None = None, party: str = "", *, until: date | None = None
    ) -> Money:
        """Return debits less credits of an account, of one fund or party where one is named.

        ``until``: the last day that counts; all days where it is None.
        """
        posting = t.posting.c
        wanted = [posting.canteen == self._books.canteen, posting.account == account_]
        if fund is not None:
            wanted.append(posting.fund == fund)
        if party:
            wanted.append(posting.party == party)
        if until is not None:
            wanted.append(posting.day <= until)
        total = self._books.connection.scalar(
            select(func.coalesce(func.sum(posting.fen), 0)).where(*wanted)
        )
        return Money(int(total or 0))

    def opened(self) -> date | None:
        """Return the day of the opening entry, or None."""
        record = t.record.c
        return self._books.connection.scalar(
            select(record.day).where(
                record.canteen == self._books.canteen, record.kind == Kind.OPENING
            )
        )

    def refuse_day(self, day: date) -> None:
        """Refuse a day on which nothing can be booked.

        Raises:
            FutureDay, BeforeOpening, NotOpened, PeriodClosed: why.
        """
        self._refuse_future(day)
        opened = self.opened()
        if opened is None:
            raise NotOpened(self._books.code)
        if day < opened:
            raise BeforeOpening(day, opened)
        mark, month = t.period_mark.c, str(Month.of(day))
        closed = select(mark.record).where(
            mark.canteen == self._books.canteen, mark.month == month, mark.state == "closed"
        )
        if self._books.connection.scalar(closed) is not None:
            raise PeriodClosed(month)

    def reversal_of(self, number: int) -> int | None:
        """Return the number of the record that undid this one, or None."""
        record = t.record.c
        return self._books.connection.scalar(
            select(record.number).where(
                record.canteen == self._books.canteen, record.reverses == number
            )
        )

    def _refuse_overpaid(self, postings: Sequence[Posting]) -> None:
        """Refuse to pay, or to take back, more than a pupil is owed.

        Raises:
            MoreThanOwed: somebody would be.
        """
        paid: dict[str, Money] = {}
        for each in postings:
            if each.account == OWED_TO_PUPILS:
                paid[each.party] = paid.get(each.party, Money(0)) + each.amount
        for pupil, amount in paid.items():
            owed = -self.balance(OWED_TO_PUPILS, party=pupil)
            if amount.fen > 0 and amount > owed:
                raise MoreThanOwed(pupil, amount, owed)

    def _refuse_strangers(self, entry: Entry) -> None:
        tables = {Party.PUPIL: t.enrolment.c.pupil, Party.SUPPLIER: t.supplier.c.code}
        for posting in entry.postings:
            if posting.party:
                column = tables[account(posting.account).party]
                known = select(column).where(
                    column.table.c.canteen == self._books.canteen, column == posting.party
                )
                if self._books.connection.scalar(known.limit(1)) is None:
                    raise UnknownParty(entry.voucher, posting.party)

    def _refuse_future(self, day: date) -> None:
        if day > self._books.hand.today:
            raise FutureDay(day, self._books.hand.today)


def postings_of(books: Books, number: int) -> tuple[Posting, ...]:
    """Return the postings of a record, in their order."""
    posting = t.posting.c
    rows = books.connection.execute(
        select(posting.account, posting.fen, posting.fund, posting.party)
        .where(posting.canteen == books.canteen, posting.record == number)
        .order_by(posting.line)
    )
    return tuple(
        Posting(r.account, Money(r.fen), Fund(r.fund) if r.fund else None, r.party or "")
        for r in rows
    )


def rows_of(entry: Entry) -> list[dict[str, Value]]:
    """Return the rows of an entry's postings."""
    return [
        {
            "day": entry.day,
            "account": p.account,
            "fund": p.fund.value if p.fund else None,
            "party": p.party or None,
            "fen": p.amount.fen,
        }
        for p in entry.postings
    ]


def draft_of(entry: Entry, kind: Kind, key: str) -> Draft:
    """Return the record of an entry."""
    rows = rows_of(entry)
    asked: dict[str, Value] = {
        "day": entry.day,
        "voucher": entry.voucher,
        "memo": entry.memo,
        "postings": digest(written(row) for row in rows),
    }
    return Draft(kind, entry.day, key, asked, {t.posting: rows}, entry.voucher, entry.memo)
