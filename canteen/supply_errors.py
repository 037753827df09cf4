"""What purchases and stock refuse on purpose: facts in, stable codes out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from canteen.errors import BooksError
from nutrition.quantities import Money


class EmptyPaper(BooksError):
    """A receipt, an issue, a count or a write-off without a single line."""

    code = "books.empty-paper"

    def __init__(self, voucher: str) -> None:
        super().__init__(f"{voucher} has no lines")
        self.voucher = voucher


class BadGrams(BooksError):
    """A quantity that cannot be: below zero, nothing where something moves, or far too much."""

    code = "books.bad-grams"

    def __init__(self, voucher: str, food: str, grams: int) -> None:
        super().__init__(f"{voucher}: {grams} g of {food}")
        self.voucher = voucher
        self.food = food
        self.grams = grams


class BadWorth(BooksError):
    """Goods that are worth less than nothing, or far too much."""

    code = "books.bad-worth"

    def __init__(self, voucher: str, food: str, amount: Money) -> None:
        super().__init__(f"{voucher}: {food} worth {amount} yuan")
        self.voucher = voucher
        self.food = food
        self.amount = amount


class InspectorsMissing(BooksError):
    """Too few different persons inspected the goods.

    Attributes:
        foods: bulk foods of the receipt; none where one inspector is enough.
        inspectors: who is named.
        needed: how many different persons are needed.
    """

    code = "books.inspectors"

    def __init__(
        self, voucher: str, foods: Sequence[str], inspectors: Sequence[str], needed: int
    ) -> None:
        super().__init__(f"{voucher}: {len(inspectors)} inspectors, {needed} needed")
        self.voucher = voucher
        self.foods = tuple(foods)
        self.inspectors = tuple(inspectors)
        self.needed = needed
        self.found = len(inspectors)


class MadeLater(BooksError):
    """Goods were produced after the day on which they came."""

    code = "books.made-later"

    def __init__(self, voucher: str, food: str, produced: date, day: date) -> None:
        super().__init__(f"{voucher}: {food} produced on {produced}, received on {day}")
        self.voucher = voucher
        self.food = food
        self.produced = produced
        self.day = day


class ShelfLifeOver(BooksError):
    """Goods came after the last day on which they may be used."""

    code = "books.shelf-life-over"

    def __init__(self, voucher: str, food: str, use_by: date, day: date) -> None:
        super().__init__(f"{voucher}: {food} to be used by {use_by}, received on {day}")
        self.voucher = voucher
        self.food = food
        self.use_by = use_by
        self.day = day


class ShelfLifeUnclear(BooksError):
    """A shelf life in days without the day of production, or one that a stated day contradicts."""

    code = "books.shelf-life-unclear"

    def __init__(self, voucher: str, food: str, days: int) -> None:
        super().__init__(f"{voucher}: {food} keeps {days} days")
        self.voucher = voucher
        self.food = food
        self.days = days


class PriceDiffers(BooksError):
    """Price times weight is not the amount of the line.

    Attributes:
        worth: price times weight.
        amount: as stated.
    """

    code = "books.price-differs"

    def __init__(self, voucher: str, food: str, worth: Money, amount: Money) -> None:
        super().__init__(f"{voucher}: {food} comes to {worth} yuan, stated {amount}")
        self.voucher = voucher
        self.food = food
        self.worth = worth
        self.amount = amount


class BadSupplier(BooksError):
    """A supplier without what every supplier has, or with a contract that ends before it begins.

    Attributes:
        what: ``supplier-code``, ``supplier-name``, ``supplier-licence``, ``supplier-contract``.
    """

    code = "books.bad-supplier"

    def __init__(self, supplier: str, what: str) -> None:
        super().__init__(f"supplier {supplier}: {what}")
        self.supplier = supplier
        self.what = what


class UnknownSupplier(BooksError):
    """Nobody entered this supplier."""

    code = "books.unknown-supplier"

    def __init__(self, supplier: str, known: Sequence[str]) -> None:
        super().__init__(f"no supplier {supplier}")
        self.supplier = supplier
        self.known = tuple(known)


class LicenceExpired(BooksError):
    """A licence of the supplier had run out on the day of the receipt.

    Attributes:
        licence: its kind.
        until: its last day.
    """

    code = "books.licence-expired"

    def __init__(self, supplier: str, licence: tuple[str, str], until: date, day: date) -> None:
        kind, number = licence
        super().__init__(f"{supplier}: {kind} {number} valid until {until}, received on {day}")
        self.supplier = supplier
        self.licence = kind
        self.number = number
        self.until = until
        self.day = day


class LicenceMissing(BooksError):
    """A supplier of bulk goods has no licence on record."""

    code = "books.licence-missing"

    def __init__(self, supplier: str, foods: Sequence[str]) -> None:
        super().__init__(f"{supplier} has no licence and brings {', '.join(foods)}")
        self.supplier = supplier
        self.foods = tuple(foods)


class BadQuote(BooksError):
    """A price of nothing."""

    code = "books.bad-quote"

    def __init__(self, supplier: str, food: str, li: int) -> None:
        super().__init__(f"{supplier} offers {food} at {li} li per kg")
        self.supplier = supplier
        self.food = food
        self.li = li


class NotEnough(BooksError):
    """More is asked than there is that may still be used.

    Attributes:
        asked: grams.
        usable: grams that may be used on the day.
        expired: grams whose last day is over.
    """

    code = "books.not-enough"

    def __init__(self, food: str, asked: int, usable: int, expired: int) -> None:
        super().__init__(f"{food}: {asked} g asked, {usable} usable, {expired} expired")
        self.food = food
        self.asked = asked
        self.usable = usable
        self.expired = expired


class NoSuchLot(BooksError):
    """The shelf has no such lot of the food, or less of it.

    Attributes:
        lot: record and line.
        there: grams that are left of it.
    """

    code = "books.no-such-lot"

    def __init__(self, food: str, lot: str, asked: int, there: int) -> None:
        super().__init__(f"{food}: {asked} g of lot {lot}, {there} there")
        self.food = food
        self.lot = lot
        self.asked = asked
        self.there = there


class FoundWithoutPrice(BooksError):
    """A count found goods on a shelf that the books have empty, and nobody said what they cost."""

    code = "books.found-without-price"

    def __init__(self, voucher: str, food: str, grams: int) -> None:
        super().__init__(f"{voucher}: {grams} g of {food} found, no price")
        self.voucher = voucher
        self.food = food
        self.grams = grams


class MoveOutOfOrder(BooksError):
    """A later day of the food is in the books already; its average would no longer be true.

    Attributes:
        last: day of the food's last move.
    """

    code = "books.move-out-of-order"

    def __init__(self, food: str, day: date, last: date) -> None:
        super().__init__(f"{food} moved on {last}, after {day}")
        self.food = food
        self.day = day
        self.last = last


class LotsTaken(BooksError):
    """A record cannot be undone, for what it brought was taken since.

    Attributes:
        takers: vouchers of the records that took it, with their numbers.
    """

    code = "books.lots-taken"

    def __init__(self, number: int, food: str, takers: Sequence[str]) -> None:
        super().__init__(f"record {number}: {food} was taken by {', '.join(takers)}")
        self.number = number
        self.food = food
        self.takers = tuple(takers)


class OpeningStockDiffers(BooksError):
    """The opening entry and the lots say different things about the stock.

    Attributes:
        account: what account 1301 says.
        lots: what all lots come to.
    """

    code = "books.opening-stock"

    def __init__(self, voucher: str, account: Money, lots: Money) -> None:
        super().__init__(f"{voucher}: 1301 has {account} yuan, the lots {lots}")
        self.voucher = voucher
        self.account = account
        self.lots = lots


class StockByHand(BooksError):
    """The account of the stock moves with goods alone, never by an entry."""

    code = "books.stock-by-hand"

    def __init__(self, voucher: str) -> None:
        super().__init__(f"entry {voucher} touches the account of the stock")
        self.voucher = voucher
