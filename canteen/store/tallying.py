"""Sums that have to agree: what lies on the shelves, is held for pupils and is promised to them.

The chain says that nothing was changed since it was written; these say that what was written
belongs together.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from datetime import UTC, datetime

from sqlalchemy import ColumnElement, Connection, func, select

from canteen.ledger.accounts import FEES_PREPAID, OWED_TO_PUPILS, STOCK
from canteen.publicity.publication import sha256
from canteen.record import Hand, Kind
from canteen.store import tables as t
from canteen.store.stock_state import shelves
from canteen.store.verifying import Flaw
from canteen.store.writing import Books

Sums = Mapping[str, int]

PAPERS_AT_ONCE = 50


def tally(connection: Connection) -> tuple[Flaw, ...]:
    """Return what does not agree in the books of any canteen; the chains are sound."""
    kept = connection.execute(select(t.canteen).order_by(t.canteen.c.id)).all()
    nobody = Hand(datetime.min.replace(tzinfo=UTC), "")
    books = (Books(connection, row.id, row.code, nobody) for row in kept)
    return tuple(flaw for each in books for flaw in disagreements(each))


def disagreements(books: Books) -> tuple[Flaw, ...]:
    """Return what does not agree in the books of one canteen, each kind of sum once.

    ``stock``: the account of the stock and the shelves; ``shelf``: a shelf and its moves or
    lots; ``fees``: service fees held and what was paid and used; ``claims``: what a record
    promises pupils and what it owes them; ``papers``: the bytes of sheets that were shown.
    """
    tried = {
        "stock": _stock(books),
        "shelf": _shelf(books),
        "fees": _fees(books),
        "claims": _claims(books),
        "papers": _papers(books),
    }
    return tuple(Flaw(books.code, 0, what) for what, agrees in tried.items() if not agrees)


def _stock(books: Books) -> bool:
    worth = sum(shelf.fen for shelf in shelves(books).values())
    return sum(_posted(books, STOCK).values()) == worth


def _shelf(books: Books) -> bool:
    c = t.stock_move.c
    moved = books.connection.execute(
        select(c.food, func.sum(c.grams), func.sum(c.fen))
        .where(c.canteen == books.canteen)
        .group_by(c.food)
    )
    held = {food: (shelf.grams, shelf.fen) for food, shelf in shelves(books).items()}
    short = books.connection.scalar(
        select(func.count()).select_from(
            select(c.lot_record)
            .where(c.canteen == books.canteen)
            .group_by(c.lot_record, c.lot_line)
            .having(func.sum(c.grams) < 0)
            .subquery()
        )
    )
    return held == {food: (int(grams), int(fen)) for food, grams, fen in moved} and not short


def _fees(books: Books) -> bool:
    c = t.fee_move.c
    rows = books.connection.execute(
        select(c.pupil, func.sum(c.fen)).where(c.canteen == books.canteen).group_by(c.pupil)
    )
    held = {pupil: int(fen) for pupil, fen in rows}
    return _filled(held) == _filled({p: -fen for p, fen in _posted(books, FEES_PREPAID).items()})


def _claims(books: Books) -> bool:
    posting, claim, record = t.posting.c, t.refund_claim.c, t.record.c
    owed = books.connection.execute(
        select(posting.record, posting.party, func.sum(-posting.fen))
        .join(t.record, (record.canteen == posting.canteen) & (record.number == posting.record))
        .where(
            posting.canteen == books.canteen,
            posting.account == OWED_TO_PUPILS,
            record.kind.in_((Kind.REFUND, Kind.CLAIM, Kind.FEE_REFUND)),
        )
        .group_by(posting.record, posting.party)
    )
    promised = books.connection.execute(
        select(claim.record, claim.pupil, func.sum(claim.fen))
        .where(claim.canteen == books.canteen)
        .group_by(claim.record, claim.pupil)
    )
    return {tuple(row) for row in owed} == {tuple(row) for row in promised}


def _papers(books: Books) -> bool:
    """Say whether the bytes of every sheet that was shown are there, and are those shown."""
    ink, paper = t.publication_ink.c, t.paper.c
    asked = (
        select(ink.sha256, ink.size, paper.packed)
        .join(t.paper, paper.sha256 == ink.sha256, isouter=True)
        .where(ink.canteen == books.canteen)
    )
    with books.connection.execute(asked.execution_options(yield_per=PAPERS_AT_ONCE)) as rows:
        return all(_is_whole(*row) for row in rows)


def _is_whole(digest: str, size: int, packed: bytes | None) -> bool:
    try:
        content = zlib.decompress(packed or b"")
    except zlib.error:
        return False
    return len(content) == size and sha256(content) == digest


def _posted(books: Books, account: str) -> Sums:
    """Return party, "" for none -> debits less credits of an account."""
    posting = t.posting.c
    wanted: list[ColumnElement[bool]] = [
        posting.canteen == books.canteen,
        posting.account == account,
    ]
    rows = books.connection.execute(
        select(posting.party, func.sum(posting.fen)).where(*wanted).group_by(posting.party)
    )
    return {party or "": int(fen) for party, fen in rows}


def _filled(sums: Sums) -> Sums:
    return {key: fen for key, fen in sums.items() if fen}
