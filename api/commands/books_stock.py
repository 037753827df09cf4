"""canteen books stock: what lies on the shelves today, and until when it may be used."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from rich.table import Table as Grid

from api.books_desk import Desk
from api.books_grid import grid
from api.books_words import food_name
from api.outcome import Exit
from api.terminal import paragraph, print_data, terminal
from canteen.stockroom import Lot, Shelf
from canteen.store.stock_state import lots_of, shelves
from nutrition.quantities import Money

Held = Mapping[str, tuple[Shelf, Sequence[Lot]]]
"""Food -> all there is of it, and its lots in the order in which they came."""


def stock_shown(desk: Desk, *, lots: bool, as_json: bool) -> Exit:
    """Print every food on its shelf, or every lot of it."""
    with desk.reads() as books:
        held: Held = {
            food: (shelf, lots_of(books, food, shelf.grams))
            for food, shelf in shelves(books).items()
            if shelf.grams or shelf.fen
        }
    if as_json:
        data = [_data(food, *of) for food, of in held.items()]
        print_data(json.dumps(data, ensure_ascii=False, indent=1))
        return Exit.DONE
    console, own = terminal(), desk.words
    worth = Money(sum(shelf.fen for shelf, _ in held.values()))
    head = own("books.stock", day=desk.hand.today, count=len(held), total=worth)
    paragraph(console, head, "bold")
    if held:
        console.print(_lots(desk, held) if lots else _shelves(desk, held))
    return Exit.DONE


def _shelves(desk: Desk, held: Held) -> Grid:
    made = grid(desk.words, ("food",), ("kg", "worth", "average", "use_by"))
    for food, (shelf, lots) in held.items():
        first = min((lot.use_by for lot in lots if lot.use_by), default=None)
        average = shelf.worth(1000) if shelf.grams else None
        cells = (_kilos(shelf.grams), f"{Money(shelf.fen)}", f"{average or '—'}")
        late = "red" if first and first < desk.hand.today else ""
        made.add_row(food_name(food), *cells, f"{first or '—'}", style=late)
    return made


def _lots(desk: Desk, held: Held) -> Grid:
    made = grid(desk.words, ("food", "lot", "batch"), ("kg", "use_by"))
    for food, (_, lots) in held.items():
        for lot in lots:
            late = "red" if lot.use_by and lot.use_by < desk.hand.today else ""
            cells = (f"{lot.id}", lot.batch or "—", _kilos(lot.grams), f"{lot.use_by or '—'}")
            made.add_row(food_name(food), *cells, style=late)
    return made


def _kilos(grams: int) -> str:
    return f"{grams // 1000}.{grams % 1000:03}"


def _data(food: str, shelf: Shelf, lots: Sequence[Lot]) -> dict[str, Any]:
    return {
        "food": food,
        "grams": shelf.grams,
        "fen": shelf.fen,
        "lots": [
            {
                "lot": f"{lot.id}",
                "grams": lot.grams,
                "use_by": f"{lot.use_by}" if lot.use_by else None,
                "batch": lot.batch,
            }
            for lot in lots
        ],
    }
