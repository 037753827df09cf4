"""Goods and moves as rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from canteen.receipts import Goods
from canteen.stockroom import Move
from canteen.store.chain import Value


def goods_row(goods: Goods) -> dict[str, Value]:
    return {
        "food": goods.food,
        "name": goods.name or None,
        "spec": goods.spec or None,
        "grams": goods.grams,
        "fen": goods.worth.fen,
        "li_per_kg": goods.price.li_per_kg if goods.price else None,
        "produced": goods.produced,
        "batch": goods.batch or None,
        "use_by": goods.last_day,
        "keeps": goods.keeps,
        "origin": goods.origin or None,
        "bulk": int(goods.bulk),
    }


def move_rows(day: date, moves: Iterable[Move]) -> Sequence[dict[str, Value]]:
    return [
        {
            "day": day,
            "food": move.food,
            "lot_record": move.lot.record,
            "lot_line": move.lot.line,
            "grams": move.grams,
            "fen": move.fen,
            "grams_after": move.after.grams,
            "fen_after": move.after.fen,
            "reason": move.reason.value,
            "bulk": int(move.bulk),
            "dish": move.dish or None,
            "meal": move.meal or None,
        }
        for move in moves
    ]
