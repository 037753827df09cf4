"""What lies on the shelves: read from the last move of each food, never added up from the first."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import func, select

from canteen.stock_papers import LotId
from canteen.stockroom import Lot, Move, Reason, Room, Shelf
from canteen.store import tables as t
from canteen.store.writing import Books
from canteen.supply_errors import MoveOutOfOrder

AT_ONCE = 16
"""Lots that are looked at in one query, the last that came first."""


def shelf_of(books: Books, food: str, until: date | None = None) -> tuple[Shelf, date | None]:
    """Return the shelf of a food and the day of its last move, as of the end of ``until``."""
    move = t.stock_move.c
    wanted = [move.canteen == books.canteen, move.food == food]
    if until is not None:
        wanted.append(move.day <= until)
    last = books.connection.execute(
        select(move.grams_after, move.fen_after, move.day)
        .where(*wanted)
        .order_by(move.record.desc(), move.line.desc())
        .limit(1)
    ).one_or_none()
    return (Shelf(last.grams_after, last.fen_after), last.day) if last else (Shelf(), None)


def shelves(books: Books, until: date | None = None) -> dict[str, Shelf]:
    """Return the shelf of every food that ever lay there, as of the end of ``until``."""
    move = t.stock_move.c
    wanted = [move.canteen == books.canteen]
    if until is not None:
        wanted.append(move.day <= until)
    last = (
        select(move.food, func.max(move.record).label("record"))
        .where(*wanted)
        .group_by(move.food)
        .subquery()
    )
    rows = books.connection.execute(
        select(move.food, move.grams_after, move.fen_after)
        .join(last, (last.c.food == move.food) & (last.c.record == move.record))
        .where(move.canteen == books.canteen)
        .order_by(move.food, move.line)
    )
    return {row.food: Shelf(row.grams_after, row.fen_after) for row in rows}


def lots_of(books: Books, food: str, grams: int) -> list[Lot]:
    """Return the lots of which something is left, as they came; together they have ``grams``.

    Reads from the last that came backwards, until nothing is missing.
    """
    goods, move = t.receipt_line.c, t.stock_move.c
    rest = (
        select(func.coalesce(func.sum(move.grams), 0))
        .where(
            move.canteen == books.canteen,
            move.lot_record == goods.record,
            move.lot_line == goods.line,
        )
        .scalar_subquery()
    )
    asked = (
        select(goods.record, goods.line, goods.bulk, goods.use_by, goods.batch, rest.label("rest"))
        .where(goods.canteen == books.canteen, goods.food == food)
        .order_by(goods.record.desc(), goods.line.desc())
    )
    found: list[Lot] = []
    missing, seen = grams, 0
    while missing:
        rows = books.connection.execute(asked.offset(seen).limit(AT_ONCE)).all()
        if not rows:
            raise RuntimeError(f"the lots of {food} are {missing} g short of its shelf")
        for row in rows:
            if left := int(row.rest):
                lot = LotId(row.record, row.line)
                found.append(Lot(lot, food, left, bool(row.bulk), row.use_by, row.batch or ""))
                missing -= left
        seen += len(rows)
    return found[::-1]


def room_of(books: Books, foods: Iterable[str], day: date) -> Room:
    """Return the shelves and lots of some foods, for a paper of ``day``.

    Raises:
        MoveOutOfOrder: one of them moved on a later day.
    """
    room = Room()
    for food in dict.fromkeys(foods):
        shelf, last = shelf_of(books, food)
        if last is not None and last > day:
            raise MoveOutOfOrder(food, day, last)
        room.shelves[food] = shelf
        room.lots[food] = lots_of(books, food, shelf.grams)
    return room


def moves_of(books: Books, number: int) -> list[Move]:
    """Return the moves of a record, in their order."""
    move = t.stock_move.c
    rows = books.connection.execute(
        select(t.stock_move)
        .where(move.canteen == books.canteen, move.record == number)
        .order_by(move.line)
    )
    return [
        Move(
            row.food,
            LotId(row.lot_record, row.lot_line),
            row.grams,
            row.fen,
            Shelf(row.grams_after, row.fen_after),
            Reason(row.reason),
            bool(row.bulk),
            row.dish or "",
            row.meal or "",
        )
        for row in rows
    ]
