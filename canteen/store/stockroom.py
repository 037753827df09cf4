"""The stock room of one canteen: goods come, go to the kitchen, are counted and written off.

Each paper is one record with its moves and its postings, so that the account of the stock is
always what lies on the shelves.  Never commits: the transaction that opened the books does.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import Table, select

from canteen.errors import NoSuchRecord, NoVoucher, ReversedAlready
from canteen.ledger.accounts import COUNT_DIFFERENCES, KITCHEN, OWED_TO_SUPPLIERS, STOCK
from canteen.ledger.entry import Entry, Posting
from canteen.ledger.funds import Fund
from canteen.paper_order import Paper, by_day
from canteen.receipts import Receipt, different
from canteen.record import Kind, Recorded
from canteen.stock_papers import Count, Issue, LotId, WriteOff
from canteen.stockroom import Lot, Move, Reason, Room, Shelf, goods_found
from canteen.store import stock_state
from canteen.store import tables as t
from canteen.store.again import refuse_brought
from canteen.store.chain import Value, digest, written
from canteen.store.journal import Journal, draft_of, postings_of
from canteen.store.stock_rows import goods_row, move_rows
from canteen.store.suppliers import Suppliers
from canteen.store.writing import Books, Draft
from canteen.supply_errors import FoundWithoutPrice, LotsTaken
from nutrition.quantities import Money

TAKERS = (Kind.ISSUE, Kind.COUNT, Kind.WRITE_OFF)

UNDOABLE = (Kind.RECEIPT, *TAKERS)

Rows = list[dict[str, Value]]


class Stockroom:
    """Goods of one canteen; every query is already limited to it.

    Every paper is refused on a day that takes none (``Journal.refuse_day``) and before the last
    move of one of its foods (MoveOutOfOrder): averages follow the days.
    """

    def __init__(self, books: Books) -> None:
        self._books = books
        self._journal = Journal(books)

    def receive(self, receipt: Receipt, key: str) -> Recorded:
        """Lay the goods of a receipt on their shelves and owe their worth to the supplier.

        Raises:
            UnknownSupplier, LicenceExpired, LicenceMissing: the supplier may not bring them.
            BroughtAlready: they are in the books.
        """
        rows = [goods_row(line) for line in receipt.lines]
        persons = "、".join(different(receipt.inspectors))
        head: dict[str, Value] = {"supplier": receipt.supplier, "inspectors": persons}
        draft = _asked(Kind.RECEIPT, receipt, key, rows, head)
        if made := self._books.made(draft):
            return made
        self._journal.refuse_day(receipt.day)
        refuse_brought(self._books, receipt)
        Suppliers(self._books).named(receipt.supplier).refuse(receipt.day, receipt.bulk)
        room = self._room((line.food for line in receipt.lines), receipt.day)
        number = self._books.next_number()
        for n, line in enumerate(receipt.lines, start=1):
            room.put(LotId(number, n), line, Reason.RECEIPT)
        owed = _between(STOCK, Posting(OWED_TO_SUPPLIERS, -receipt.worth, party=receipt.supplier))
        return self._append(draft, room, owed, {t.receipt: [head], t.receipt_line: rows})

    def issue(self, issue: Issue, key: str) -> Recorded:
        """Give goods to the kitchen, first-expiry-first, at the average of what lies there.

        Raises:
            NotEnough: there is less that may be used.
        """
        rows: Rows = [
            {"food": x.food, "grams": x.grams, "dish": x.dish or None, "meal": x.meal or None}
            for x in issue.lines
        ]
        draft = _asked(Kind.ISSUE, issue, key, rows)
        if made := self._books.made(draft):
            return made
        self._journal.refuse_day(issue.day)
        room = self._room((line.food for line in issue.lines), issue.day)
        for line in issue.lines:
            room.issue(line, issue.day)
        given = -sum(move.fen for move in room.moves)
        return self._append(draft, room, _between(STOCK, Posting(KITCHEN, Money(given))))

    def count(self, count: Count, key: str) -> Recorded:
        """Bring the shelves to what was counted; differences are charged at the average.

        Raises:
            FoundWithoutPrice: goods lie on a shelf that the books have empty.
        """
        asked: Rows = []
        for food in sorted(count.counted):
            found = count.found.get(food)
            said: dict[str, Value] = {"food": food, "grams": count.counted[food]}
            if found is not None:
                said |= {"li": found.price.li_per_kg, "bulk": found.bulk, "use_by": found.use_by}
            asked.append(said)
        draft = _asked(Kind.COUNT, count, key, asked)
        if made := self._books.made(draft):
            return made
        self._journal.refuse_day(count.day)
        room = self._room(count.counted, count.day)
        lines: Rows = []
        goods: Rows = []
        for food, counted in sorted(count.counted.items()):
            booked = room.shelf(food).grams
            lines.append({"food": food, "booked": booked, "counted": counted})
            if booked:
                room.count(food, counted, count.day)
            elif counted:
                goods.append(self._find(count, food, room, len(goods) + 1))
        facts = {t.stock_count: lines, t.receipt_line: goods}
        return self._append(draft, room, _differences(room.moves), facts)

    def write_off(self, paper: WriteOff, key: str) -> Recorded:
        """Take spoiled or expired goods off the shelf, at the average, at the pupils' cost.

        Raises:
            NoSuchLot: there is no such lot, or less of it.
        """
        rows: Rows = [{"food": x.food, "lot": str(x.lot), "grams": x.grams} for x in paper.lines]
        draft = replace(
            _asked(Kind.WRITE_OFF, paper, key, rows, {"why": paper.why}), memo=paper.why or None
        )
        if made := self._books.made(draft):
            return made
        self._journal.refuse_day(paper.day)
        room = self._room((line.food for line in paper.lines), paper.day)
        for line in paper.lines:
            room.write_off(line)
        return self._append(draft, room, _differences(room.moves))

    def book(self, papers: Iterable[Paper], key: str) -> tuple[Recorded, ...]:
        """Book papers of several kinds in the order of their days, each under a key of its own."""
        return tuple(
            self._book(paper, f"{key}/{n}") for n, paper in enumerate(by_day(papers), start=1)
        )

    def reverse(self, number: int, day: date, voucher: str, key: str) -> Recorded:
        """Undo a receipt, an issue, a count or a write-off by its mirror image on ``day``.

        Raises:
            NoSuchRecord: there is none of this number.
            ReversedAlready: it was undone before.
            LotsTaken: what it brought was taken since.
        """
        if not voucher.strip():
            raise NoVoucher
        asked: dict[str, Value] = {"reverses": number, "day": day, "voucher": voucher}
        kind, memo = self._undoable(number)
        draft = Draft(Kind.REVERSAL, day, key, asked, {}, voucher, f"冲销 {memo}", number)
        if made := self._books.made(draft):
            return made
        self._journal.refuse_day(day)
        if by := self._journal.reversal_of(number):
            raise ReversedAlready(number, by)
        moves = stock_state.moves_of(self._books, number)
        room = self._room((move.food for move in moves), day)
        for move in reversed(moves):
            if not room.undo(move, whole=kind is Kind.RECEIPT):
                raise LotsTaken(number, move.food, self._takers(number, move.food))
        mirrored = [replace(p, amount=-p.amount) for p in postings_of(self._books, number)]
        return self._append(draft, room, mirrored)

    def shelf(self, food: str, until: date | None = None) -> Shelf:
        """Return what there is of a food at the end of ``until``, or now."""
        return stock_state.shelf_of(self._books, food, until)[0]

    def shelves(self, until: date | None = None) -> Mapping[str, Shelf]:
        """Return food -> what there is at the end of ``until``, or now; empty shelves too."""
        return stock_state.shelves(self._books, until)

    def lots(self, food: str) -> tuple[Lot, ...]:
        """Return what is left of each lot of a food now, as they came."""
        return tuple(stock_state.lots_of(self._books, food, self.shelf(food).grams))

    def _room(self, foods: Iterable[str], day: date) -> Room:
        return stock_state.room_of(self._books, foods, day)

    def _append(
        self,
        draft: Draft,
        room: Room,
        postings: Sequence[Posting],
        facts: Mapping[Table, Rows] | None = None,
    ) -> Recorded:
        all_: dict[Table, Sequence[Mapping[str, Value]]] = dict(facts or {})
        all_[t.stock_move] = move_rows(draft.day, room.moves)
        if postings:
            entry = Entry(draft.day, draft.voucher or "", "", tuple(postings))
            all_ |= draft_of(entry, draft.kind, draft.key).facts
        return self._books.append(replace(draft, facts=all_))

    def _book(self, paper: Paper, key: str) -> Recorded:
        if isinstance(paper, Receipt):
            return self.receive(paper, key)
        if isinstance(paper, Issue):
            return self.issue(paper, key)
        return self.count(paper, key) if isinstance(paper, Count) else self.write_off(paper, key)

    def _find(self, count: Count, food: str, room: Room, line: int) -> dict[str, Value]:
        grams, found = count.counted[food], count.found.get(food)
        if found is None:
            raise FoundWithoutPrice(count.voucher, food, grams)
        goods = goods_found(food, grams, found)
        room.put(LotId(self._books.next_number(), line), goods, Reason.COUNT)
        return goods_row(goods)

    def _undoable(self, number: int) -> tuple[Kind, str]:
        record = t.record.c
        found = self._books.connection.execute(
            select(record.kind, record.voucher).where(
                record.canteen == self._books.canteen,
                record.number == number,
                record.kind.in_(UNDOABLE),
            )
        ).one_or_none()
        if found is None:
            raise NoSuchRecord(number)
        return Kind(found.kind), found.voucher

    def _takers(self, number: int, food: str) -> tuple[str, ...]:
        """Return the vouchers of what took a food since a record, and was not undone itself."""
        record, move, undone = t.record.c, t.stock_move.c, t.record.alias()
        rows = self._books.connection.execute(
            select(record.number, record.voucher)
            .join(t.stock_move, (move.canteen == record.canteen) & (move.record == record.number))
            .where(
                record.canteen == self._books.canteen,
                record.number > number,
                record.kind.in_(TAKERS),
                move.food == food,
                ~select(undone.c.number)
                .where(undone.c.canteen == record.canteen, undone.c.reverses == record.number)
                .exists(),
            )
            .distinct()
            .order_by(record.number)
        )
        return tuple(f"{row.voucher}(#{row.number})" for row in rows)


def _asked(
    kind: Kind, paper: Paper, key: str, rows: Rows, head: Mapping[str, Value] | None = None
) -> Draft:
    """Return the record of a paper before it is known what it moves."""
    asked: dict[str, Value] = {"day": paper.day, "voucher": paper.voucher, **(head or {})}
    asked["lines"] = digest(written(row) for row in rows)
    return Draft(kind, paper.day, key, asked, {}, paper.voucher)


def _between(account: str, posting: Posting) -> list[Posting]:
    """Return ``posting`` with its other side on ``account``; none where nothing is worth a fen."""
    return [posting, Posting(account, -posting.amount)] if posting.amount.fen else []


def _differences(moves: Sequence[Move]) -> list[Posting]:
    """Charge what is missing to the pupils' fund, and credit it with what is too much."""
    lost = -sum(move.fen for move in moves if move.fen < 0)
    gained = sum(move.fen for move in moves if move.fen > 0)
    return [
        posting
        for fen in (lost, -gained)
        for posting in _between(STOCK, Posting(COUNT_DIFFERENCES, Money(fen), Fund.PUPILS))
    ]
