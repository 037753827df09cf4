"""Receipts: goods that came, weighed, dated and inspected."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from canteen.goods import refuse_empty, refuse_grams, refuse_worth
from canteen.supply_errors import (
    InspectorsMissing,
    MadeLater,
    PriceDiffers,
    ShelfLifeOver,
    ShelfLifeUnclear,
    UnknownSupplier,
)
from food_tables.cells import plain
from nutrition.quantities import LI_PER_FEN, Money, UnitPrice

FOR_BULK = 2
"""Different persons who receive bulk goods together (双人或多人联检)."""

MOST_DAYS = 36_500
"""A hundred years: nothing that a canteen keeps is good for longer."""


@dataclass(frozen=True, slots=True)
class Goods:
    """One line of a receipt, or one lot of an opening stock.

    Attributes:
        bulk: whether it belongs to the bulk goods (canteen.bulk).
        name: as the delivery note prints it.
        spec: pack or grade, as printed.
        price: as printed, where it is.
        use_by: last day of use; None where none is stated.
        keeps: shelf life in days after the day of production, where the label says it so; where
            both are stated, the day counts.
        origin: place of production.
    """

    food: str
    grams: int
    worth: Money
    bulk: bool
    name: str = ""
    spec: str = ""
    price: UnitPrice | None = None
    produced: date | None = None
    batch: str = ""
    use_by: date | None = None
    keeps: int | None = None
    origin: str = ""

    @property
    def last_day(self) -> date | None:
        """The last day of use: as stated, or counted from the day after production."""
        if self.use_by is None and self.keeps is not None and self.produced is not None:
            return self.produced + timedelta(days=self.keeps)
        return self.use_by


@dataclass(frozen=True, slots=True)
class Receipt:
    """Goods of one supplier on one day, by one voucher.

    Raises:
        NoVoucher, EmptyPaper, UnknownSupplier: nothing says what it is about.
        BadGrams, BadWorth, PriceDiffers: a quantity or an amount cannot be.
        MadeLater, ShelfLifeOver, ShelfLifeUnclear: its dates cannot be, or the goods are too old.
        InspectorsMissing: fewer than two persons for bulk goods, or none for others.
    """

    day: date
    voucher: str
    supplier: str
    inspectors: tuple[str, ...]
    lines: tuple[Goods, ...]

    def __post_init__(self) -> None:
        refuse_empty(self.voucher, self.lines)
        if not self.supplier:
            raise UnknownSupplier("", ())
        for line in self.lines:
            refuse_goods(self.day, self.voucher, line)
        needed = FOR_BULK if self.bulk else 1
        named = different(self.inspectors)
        if len(named) < needed:
            raise InspectorsMissing(self.voucher, self.bulk, named, needed)

    @property
    def bulk(self) -> tuple[str, ...]:
        """The bulk foods among its goods."""
        return tuple(dict.fromkeys(line.food for line in self.lines if line.bulk))

    @property
    def worth(self) -> Money:
        return Money(sum(line.worth.fen for line in self.lines))


def different(names: Iterable[str]) -> tuple[str, ...]:
    """Return the persons among ``names``: one name twice is one person, blanks do not matter."""
    found: dict[str, str] = {}
    for name in names:
        bare = "".join(plain(name).split())
        if bare:
            found.setdefault(bare.casefold(), bare)
    return tuple(found.values())


def refuse_goods(day: date, voucher: str, goods: Goods) -> None:
    """Refuse goods that cannot have come so on ``day``.

    Raises:
        BadGrams, BadWorth, PriceDiffers, MadeLater, ShelfLifeOver, ShelfLifeUnclear: why.
    """
    refuse_grams(voucher, goods.food, goods.grams)
    refuse_worth(voucher, goods.food, goods.worth)
    if goods.price is not None:
        exact = Fraction(goods.price.li_per_kg * goods.grams, LI_PER_FEN * 1000)
        if abs(exact - goods.worth.fen) >= 1:  # notes round up, down or half up
            worth = goods.price.cost(Fraction(goods.grams)).fen
            raise PriceDiffers(voucher, goods.food, Money(worth), goods.worth)
    if goods.keeps is not None and not _clear(goods, goods.keeps):
        raise ShelfLifeUnclear(voucher, goods.food, goods.keeps)
    if goods.produced is not None and goods.produced > day:
        raise MadeLater(voucher, goods.food, goods.produced, day)
    last = goods.last_day
    if last is not None and last < day:
        raise ShelfLifeOver(voucher, goods.food, last, day)


def _clear(goods: Goods, keeps: int) -> bool:
    """Say whether a shelf life in days says something, and nothing against the last day stated."""
    if not 0 <= keeps <= MOST_DAYS:
        return False
    if goods.produced is None:
        return goods.use_by is not None
    counted = goods.produced + timedelta(days=keeps)
    return goods.use_by is None or abs((goods.use_by - counted).days) <= 1  # two ways to count
