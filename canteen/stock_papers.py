"""Papers of the stock room: issues to the kitchen, counts and write-offs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from canteen.goods import refuse_empty, refuse_grams
from canteen.supply_errors import BadWorth
from nutrition.quantities import LI_PER_FEN, Money, UnitPrice


@dataclass(frozen=True, slots=True, order=True)
class LotId:
    """A lot by the record and the line that brought it."""

    record: int
    line: int

    def __str__(self) -> str:
        return f"{self.record}-{self.line}"


@dataclass(frozen=True, slots=True)
class IssueLine:
    """Some grams of a food for the kitchen.

    Attributes:
        dish: code of the dish they are for, or "" where nobody said.
        meal: id of the meal, or "".
    """

    food: str
    grams: int
    dish: str = ""
    meal: str = ""


@dataclass(frozen=True, slots=True)
class Issue:
    """What the kitchen took on one day.

    Raises:
        NoVoucher, EmptyPaper, BadGrams: it is no issue.
    """

    day: date
    voucher: str
    lines: tuple[IssueLine, ...]

    def __post_init__(self) -> None:
        refuse_empty(self.voucher, self.lines)
        for line in self.lines:
            refuse_grams(self.voucher, line.food, line.grams)


@dataclass(frozen=True, slots=True)
class Found:
    """What goods are that a count found on a shelf which the books have empty.

    Attributes:
        use_by: last day of use, or None where nobody knows one.
    """

    price: UnitPrice
    bulk: bool
    use_by: date | None = None


@dataclass(frozen=True, slots=True)
class Count:
    """What lay on the shelves on one day.

    Attributes:
        counted: food -> grams; a food that is not named was not counted.
        found: food -> what it is, for foods that the books have none of.

    Raises:
        NoVoucher, EmptyPaper, BadGrams, BadWorth: it is no count.
    """

    day: date
    voucher: str
    counted: Mapping[str, int]
    found: Mapping[str, Found] = field(default_factory=dict)

    def __post_init__(self) -> None:
        refuse_empty(self.voucher, self.counted)
        for food, grams in self.counted.items():
            refuse_grams(self.voucher, food, grams, least=0)
        for food, found in self.found.items():
            if found.price.li_per_kg < 0:
                raise BadWorth(self.voucher, food, Money(found.price.li_per_kg // LI_PER_FEN))


@dataclass(frozen=True, slots=True)
class Spoiled:
    """Some grams of one lot that nobody will eat."""

    food: str
    lot: LotId
    grams: int


@dataclass(frozen=True, slots=True)
class WriteOff:
    """What was thrown away or given back without money on one day.

    Attributes:
        why: as the paper says.

    Raises:
        NoVoucher, EmptyPaper, BadGrams: it is no write-off.
    """

    day: date
    voucher: str
    why: str
    lines: tuple[Spoiled, ...]

    def __post_init__(self) -> None:
        refuse_empty(self.voucher, self.lines)
        for line in self.lines:
            refuse_grams(self.voucher, line.food, line.grams)
