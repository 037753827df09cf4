"""Service fees of one canteen: offered, collected with consent, delivered, given back.

Never commits, and never touches a fund: fees are the pupils' money until they are delivered.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date

from sqlalchemy import func, select

from canteen.calendar import due
from canteen.errors import NoVoucher
from canteen.fee_errors import FeeNotPaid, NoFeeConsent, NothingToGiveBack, UnknownFee
from canteen.fees import (
    FeeDelivery,
    FeeItem,
    FeeLine,
    FeePayment,
    Reason,
    free,
    items_on,
    refuse_forbidden,
)
from canteen.ledger.accounts import FEES_PREPAID, OWED_TO_PUPILS
from canteen.ledger.entry import Entry, Posting
from canteen.ledger.refund import Share
from canteen.record import Kind, Recorded
from canteen.store import tables as t
from canteen.store.chain import Value, digest
from canteen.store.choosing import on
from canteen.store.journal import Journal, draft_of, rows_of
from canteen.store.pupil_lists import Lists
from canteen.store.refunds import claim_row
from canteen.store.suppliers import Suppliers
from canteen.store.writing import Books, Draft
from nutrition.quantities import Money


class Fees:
    """Service fees of one canteen; every query is already limited to it."""

    def __init__(self, books: Books) -> None:
        self._books = books

    def offer(self, item: FeeItem, voucher: str, key: str) -> Recorded:
        """Offer an item from a day on; of its code, what was offered last holds.

        Raises:
            NoVoucher: no paper is named.
            FeeForbidden: no school may charge for it.
            UnknownSupplier: nobody entered who supplies it.
        """
        row: dict[str, Value] = {
            "code": item.code,
            "name": item.name,
            "basis": item.basis,
            "scope": item.scope,
            "fen": item.standard.fen,
            "unit": item.unit,
            "supplier": item.supplier or None,
            "since": item.since,
        }
        if not voucher.strip():
            raise NoVoucher
        asked = {**row, "voucher": voucher}
        draft = Draft(Kind.FEE_ITEM, item.since, key, asked, {t.fee_item: [row]}, voucher)
        if made := self._books.made(draft):
            return made
        refuse_forbidden(item.name)
        if item.supplier:
            Suppliers(self._books).named(item.supplier)
        return self._books.append(draft)

    def collect(self, payment: FeePayment, key: str) -> Recorded:
        """Put down what pupils paid for an item, into cash or bank.

        Raises:
            UnknownFee: the item is not offered on the day.
            NoFeeConsent: nobody agreed for a pupil.
            EmptyEntry, NoVoucher: nothing was paid, or on no paper.
            FutureDay, BeforeOpening, NotOpened, PeriodClosed: the day takes no entry.
        """
        draft = draft_of(payment.entry, Kind.FEE_PAYMENT, key)
        draft = replace(draft, asked={**draft.asked, "item": payment.item})
        if made := self._books.made(draft):
            return made
        self._refuse(payment.item, payment.day, payment.lines)
        moves = _moves(payment.day, payment.item, Reason.PAID, payment.lines)
        return self._books.append(replace(draft, facts={**draft.facts, t.fee_move: moves}))

    def deliver(self, delivery: FeeDelivery, key: str) -> Recorded:
        """Give pupils units of an item at its standard; its supplier is owed them.

        Raises:
            UnknownFee, NoFeeConsent: the item is not offered, or a pupil did not agree to it.
            FeeNotPaid: a pupil would get more than is paid for, on this day or a later one.
            EmptyEntry, NoVoucher: nothing was delivered, or on no paper.
            FutureDay, BeforeOpening, NotOpened, PeriodClosed: the day takes no entry.
        """
        units = digest([f"{p} {n}" for p, n in sorted(delivery.units.items())])
        asked: dict[str, Value] = {
            "day": delivery.day,
            "voucher": delivery.voucher,
            "item": delivery.item,
            "units": units,
        }
        draft = Draft(Kind.FEE_DELIVERY, delivery.day, key, asked, voucher=delivery.voucher)
        if made := self._books.made(draft):
            return made
        item = self._refuse(delivery.item, delivery.day, delivery.units)
        entry, worth = delivery.entry(item), delivery.worth(item)
        has = self.free(item.code, delivery.day)
        if lacking := [p for p, amount in worth.items() if amount > has.get(p, Money(0))]:
            raise FeeNotPaid(item.code, delivery.day, lacking)
        used = {pupil: -amount for pupil, amount in worth.items()}
        moves = _moves(delivery.day, item.code, Reason.DELIVERED, used, delivery.units)
        facts = {t.posting: rows_of(entry), t.fee_move: moves}
        return self._books.append(replace(draft, facts=facts, memo=entry.memo))

    def give_back(
        self, day: date, paper: tuple[str, str], pupils: Collection[str] | None, key: str
    ) -> Recorded:
        """Owe pupils all that is left of what they paid for an item.

        ``paper``: (voucher, item).  ``pupils``: everyone who has something left, where None.

        Raises:
            NothingToGiveBack: a pupil, or everyone, has nothing left.
            FutureDay, BeforeOpening, NotOpened, PeriodClosed: the day takes no entry.
        """
        voucher, item = paper
        asked: dict[str, Value] = {
            "day": day,
            "voucher": voucher,
            "item": item,
            "pupils": None if pupils is None else digest(sorted(set(pupils))),
        }
        draft = Draft(Kind.FEE_REFUND, day, key, asked, voucher=voucher)
        if made := self._books.made(draft):
            return made
        Journal(self._books).refuse_day(day)
        left = {p: amount for p, amount in self.free(item, day).items() if amount.fen > 0}
        wanted = sorted(left if pupils is None else set(pupils))
        empty = [pupil for pupil in wanted if pupil not in left]
        if empty or not wanted:
            raise NothingToGiveBack(item, day, empty)
        shares = [Share(pupil, 0, left[pupil]) for pupil in wanted]
        entry = _refund(day, voucher, item, shares)
        until = due(day, on(self._books, day).refund_working_days)
        back = {share.pupil: -share.amount for share in shares}
        facts = {
            t.posting: rows_of(entry),
            t.fee_move: _moves(day, item, Reason.REFUNDED, back),
            t.refund_claim: [claim_row(share, "fee", day, until) for share in shares],
        }
        return self._books.append(replace(draft, facts=facts, memo=entry.memo))

    def balances(self, item: str) -> dict[str, Money]:
        """Return pupil -> what is left of what was paid for an item, by code; zero too."""
        c = t.fee_move.c
        rows = self._books.connection.execute(
            select(c.pupil, func.sum(c.fen))
            .where(c.canteen == self._books.canteen, c.item == item)
            .group_by(c.pupil)
            .order_by(c.pupil)
        )
        return {pupil: Money(int(fen)) for pupil, fen in rows}

    def items(self, day: date) -> dict[str, FeeItem]:
        """Return code -> the item as it is offered on ``day``."""
        c = t.fee_item.c
        rows = self._books.connection.execute(
            select(c.code, c.name, c.basis, c.scope, c.fen, c.unit, c.supplier, c.since)
            .where(c.canteen == self._books.canteen)
            .order_by(c.record)
        )
        return items_on(
            day,
            (
                FeeItem(
                    r.code,
                    r.name,
                    r.basis,
                    r.scope,
                    Money(r.fen),
                    r.unit,
                    r.since,
                    r.supplier or "",
                )
                for r in rows
            ),
        )

    def offered(self, code: str, day: date) -> FeeItem:
        """Return an item that may be charged for on ``day``.

        Raises:
            UnknownFee, FeeForbidden: it is not offered then, or must not be.
        """
        items = self.items(day)
        if code not in items:
            raise UnknownFee(code, day, tuple(items))
        refuse_forbidden(items[code].name)
        return items[code]

    def _refuse(self, code: str, day: date, pupils: Iterable[str]) -> FeeItem:
        """Return an item that these pupils agreed to.

        Raises:
            FutureDay, BeforeOpening, NotOpened, PeriodClosed: the day takes no entry.
            UnknownFee, FeeForbidden: it is not offered on the day, or must not be.
            UnknownPupils, NoFeeConsent: nobody is enrolled so, or agreed.
        """
        Journal(self._books).refuse_day(day)
        item, lists = self.offered(code, day), Lists(self._books)
        lists.refuse_unknown(pupils)
        if without := sorted(set(pupils) - set(lists.consenting(day, code))):
            raise NoFeeConsent(code, day, without)
        return item

    def free(self, item: str, day: date) -> dict[str, Money]:
        """Return pupil -> what can be used on ``day`` without any later day lacking it."""
        c = t.fee_move.c
        moves: dict[str, list[tuple[date, int]]] = {}
        for row in self._books.connection.execute(
            select(c.pupil, c.day, func.sum(c.fen).label("fen"))
            .where(c.canteen == self._books.canteen, c.item == item)
            .group_by(c.pupil, c.day)
        ):
            moves.setdefault(row.pupil, []).append((row.day, int(row.fen)))
        return {pupil: free(each, day) for pupil, each in moves.items()}


def fee_lines(books: Books, day: date) -> list[FeeLine]:
    """Return what is shown to the public of every item offered until ``day``, by code."""
    c, lists = t.fee_move.c, Lists(books)
    rows = books.connection.execute(
        select(c.item, c.reason, func.sum(c.fen).label("fen"), func.sum(c.units).label("units"))
        .where(c.canteen == books.canteen, c.day <= day)
        .group_by(c.item, c.reason)
    )
    sums = {(r.item, r.reason): (int(r.fen), int(r.units or 0)) for r in rows}
    nothing = (0, 0)
    return [
        FeeLine(
            item,
            len(lists.consenting(day, code)),
            sums.get((code, Reason.DELIVERED), nothing)[1],
            Money(sums.get((code, Reason.PAID), nothing)[0]),
            Money(-sums.get((code, Reason.REFUNDED), nothing)[0]),
        )
        for code, item in Fees(books).items(day).items()
    ]


def _refund(day: date, voucher: str, item: str, shares: Iterable[Share]) -> Entry:
    lines = [
        line
        for share in shares
        for line in (
            Posting(FEES_PREPAID, share.amount, party=share.pupil),
            Posting(OWED_TO_PUPILS, -share.amount, party=share.pupil),
        )
    ]
    return Entry(day, voucher, f"退服务性费用 {item}", tuple(lines))


def _moves(
    day: date,
    item: str,
    reason: Reason,
    amounts: Mapping[str, Money],
    units: Mapping[str, int] | None = None,
) -> list[dict[str, Value]]:
    return [
        {
            "day": day,
            "item": item,
            "pupil": pupil,
            "units": units[pupil] if units else None,
            "fen": amount.fen,
            "reason": reason.value,
        }
        for pupil, amount in sorted(amounts.items())
    ]
