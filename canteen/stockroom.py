"""The stock room: lots used first-expiry-first, valued by moving average in whole fen.

    worth(grams) = shelf fen * grams / shelf grams, half up; the last gram takes the last fen

Lots say which goods leave, the shelf says what they are worth: every gram of a food on the shelf
is worth the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction

from canteen.receipts import Goods
from canteen.stock_papers import Found, IssueLine, LotId, Spoiled
from canteen.supply_errors import NoSuchLot, NotEnough
from nutrition.quantities import Money


class Reason(StrEnum):
    """Why goods moved.  What undoes a move has its reason and the other sign."""

    OPENING = "opening"
    RECEIPT = "receipt"
    ISSUE = "issue"
    COUNT = "count"
    WRITE_OFF = "write_off"


@dataclass(frozen=True, slots=True)
class Shelf:
    """All there is of one food, and what it is worth."""

    grams: int = 0
    fen: int = 0

    def worth(self, grams: int) -> Money:
        """Return what some grams are worth at the average of what lies there, half up.

        There must be something; grams may be more than there are (a count that finds more).
        """
        return Money((2 * self.fen * grams + self.grams) // (2 * self.grams))

    def take(self, grams: int) -> tuple[Money, Shelf]:
        """Return what ``grams`` are worth and what is left; not more than there is."""
        if not 0 < grams <= self.grams:
            raise ValueError(f"{grams} g of {self.grams} g")
        worth = self.worth(grams)
        return worth, self.plus(-grams, -worth.fen)

    def plus(self, grams: int, fen: int) -> Shelf:
        return Shelf(self.grams + grams, self.fen + fen)

    @property
    def possible(self) -> bool:
        """Whether there can be such a shelf: nothing below zero, no worth without goods."""
        return self.grams >= 0 and self.fen >= 0 and (self.grams > 0 or self.fen == 0)


@dataclass(frozen=True, slots=True)
class Lot:
    """What is left of goods that came together.

    Attributes:
        grams: that are left.
        use_by: last day of use, or None.
    """

    id: LotId
    food: str
    grams: int
    bulk: bool
    use_by: date | None = None
    batch: str = ""

    def usable(self, day: date) -> bool:
        """Say whether it may be used on ``day``; the last day counts."""
        return self.use_by is None or day <= self.use_by


@dataclass(frozen=True, slots=True)
class Move:
    """Goods of one lot that came or left.

    Attributes:
        grams: above zero where they came.
        fen: of the same sign, or nothing.
        after: the shelf of the food after the move.
    """

    food: str
    lot: LotId
    grams: int
    fen: int
    after: Shelf
    reason: Reason
    bulk: bool
    dish: str = ""
    meal: str = ""


def first_expiry_first(lots: Iterable[Lot]) -> list[Lot]:
    """Return lots in the order of use: by last day, those without one last, then as they came."""
    return sorted(lots, key=lambda lot: (lot.use_by or date.max, lot.use_by is None, lot.id))


@dataclass(slots=True)
class Room:
    """The shelves and lots of some foods while one paper is worked off.

    Attributes:
        shelves: food -> shelf; a food without one has nothing.
        lots: food -> what is left of its lots.
        moves: what was done, in order.
    """

    shelves: dict[str, Shelf] = field(default_factory=dict)
    lots: dict[str, list[Lot]] = field(default_factory=dict)
    moves: list[Move] = field(default_factory=list)

    def shelf(self, food: str) -> Shelf:
        return self.shelves.get(food, Shelf())

    def put(self, id_: LotId, goods: Goods, reason: Reason) -> None:
        """Lay new goods on their shelf, as a lot of their own."""
        lot = Lot(id_, goods.food, 0, goods.bulk, goods.last_day, goods.batch)
        self.lots.setdefault(goods.food, []).append(lot)
        self._move(lot, goods.grams, goods.worth.fen, reason)

    def issue(self, line: IssueLine, day: date) -> None:
        """Give goods to the kitchen, first-expiry-first; what is past its day stays.

        Raises:
            NotEnough: there is less that may be used.
        """
        lots = first_expiry_first(self.lots.get(line.food, ()))
        usable = [lot for lot in lots if lot.usable(day)]
        there = sum(lot.grams for lot in usable)
        if there < line.grams:
            expired = sum(lot.grams for lot in lots) - there
            raise NotEnough(line.food, line.grams, there, expired)
        before = len(self.moves)
        self._draw(usable, line.grams, Reason.ISSUE)
        self.moves[before:] = [
            replace(each, dish=line.dish, meal=line.meal) for each in self.moves[before:]
        ]

    def count(self, food: str, grams: int, day: date) -> None:
        """Bring a shelf that holds something to what was counted, at its average.

        What is missing comes off the lots in the order of use; what is too much belongs to the
        lot in use.
        """
        shelf = self.shelf(food)
        lots = first_expiry_first(self.lots[food])
        if grams < shelf.grams:
            self._draw(lots, shelf.grams - grams, Reason.COUNT)
        elif grams > shelf.grams:
            more = grams - shelf.grams
            lot = next((each for each in lots if each.usable(day)), lots[0])
            self._move(lot, more, shelf.worth(more).fen, Reason.COUNT)

    def write_off(self, line: Spoiled) -> None:
        """Take some grams of one lot away.

        Raises:
            NoSuchLot: there is no such lot, or less of it.
        """
        lot = self._lot(line.food, line.lot)
        there = lot.grams if lot else 0
        if lot is None or there < line.grams:
            raise NoSuchLot(line.food, str(line.lot), line.grams, there)
        self._draw([lot], line.grams, Reason.WRITE_OFF)

    def undo(self, move: Move, *, whole: bool) -> bool:
        """Do the mirror image of a move, or return False where the shelf does not allow it.

        ``whole``: only where the lot is as the move left it.
        """
        lot = self._lot(move.food, move.lot)
        there = lot.grams if lot else 0
        after = self.shelf(move.food).plus(-move.grams, -move.fen)
        if there < move.grams or (whole and there != move.grams) or not after.possible:
            return False
        if lot is None:
            lot = Lot(move.lot, move.food, 0, move.bulk)
            self.lots.setdefault(move.food, []).append(lot)
        self._move(lot, -move.grams, -move.fen, move.reason)
        self.moves[-1] = replace(self.moves[-1], dish=move.dish, meal=move.meal)
        return True

    def _lot(self, food: str, id_: LotId) -> Lot | None:
        return next((lot for lot in self.lots.get(food, ()) if lot.id == id_), None)

    def _draw(self, lots: Sequence[Lot], grams: int, reason: Reason) -> None:
        """Take grams off ``lots`` in their order; one worth, shared by what each gives."""
        drawn: list[tuple[Lot, int]] = []
        left = grams
        for lot in lots:
            if left and lot.grams:
                drawn.append((lot, min(left, lot.grams)))
                left -= drawn[-1][1]
        worth, _ = self.shelf(lots[0].food).take(grams)
        parts = worth.share([each for _, each in drawn])
        for (lot, each), part in zip(drawn, parts, strict=True):
            self._move(lot, -each, -part.fen, reason)

    def _move(self, lot: Lot, grams: int, fen: int, reason: Reason) -> None:
        after = self.shelf(lot.food).plus(grams, fen)
        self.shelves[lot.food] = after
        self.lots[lot.food] = [
            replace(each, grams=each.grams + grams) if each.id == lot.id else each
            for each in self.lots[lot.food]
        ]
        self.moves.append(Move(lot.food, lot.id, grams, fen, after, reason, lot.bulk))


def goods_found(food: str, grams: int, found: Found) -> Goods:
    """Return goods that a count found on an empty shelf, as a lot of their own."""
    return Goods(food, grams, found.price.cost(Fraction(grams)), found.bulk, use_by=found.use_by)
