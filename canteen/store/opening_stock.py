"""The stock with which books begin: lots in the record of the opening entry."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from canteen.goods import refuse_grams, refuse_worth
from canteen.ledger.accounts import STOCK
from canteen.receipts import Goods
from canteen.stock_papers import LotId
from canteen.stockroom import Reason, Room
from canteen.store import tables as t
from canteen.store.chain import digest, written
from canteen.store.stock_rows import goods_row, move_rows
from canteen.store.writing import Draft
from canteen.supply_errors import OpeningStockDiffers
from nutrition.quantities import Money


def with_lots(draft: Draft, lots: Sequence[Goods], number: int) -> Draft:
    """Return the record of an opening entry with the lots that its account of the stock is made of.

    Raises:
        BadGrams, BadWorth: a lot cannot be.
        OpeningStockDiffers: the account and the lots differ.
    """
    voucher = draft.voucher or ""
    room = Room()
    for n, lot in enumerate(lots, start=1):
        refuse_grams(voucher, lot.food, lot.grams)
        refuse_worth(voucher, lot.food, lot.worth)
        room.put(LotId(number, n), lot, Reason.OPENING)
    said = sum(int(str(r["fen"])) for r in draft.facts[t.posting] if r["account"] == STOCK)
    worth = sum(lot.worth.fen for lot in lots)
    if said != worth:
        raise OpeningStockDiffers(voucher, Money(said), Money(worth))
    if not lots:
        return draft
    rows = [goods_row(lot) for lot in lots]
    moves = move_rows(draft.day, room.moves)
    return replace(
        draft,
        asked={**draft.asked, "lots": digest(written(row) for row in rows)},
        facts={**draft.facts, t.receipt_line: rows, t.stock_move: moves},
    )
