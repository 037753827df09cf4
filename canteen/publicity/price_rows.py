"""The rows of the price sheet: what was paid beside central, market and reference prices."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from canteen.quotes import Basis, Quote, quotes_on
from canteen.suppliers import Chosen, Supplier
from nutrition.quantities import Money, UnitPrice

LI_GRAMS_PER_FEN = 10_000
"""1 fen for a gram is 10,000 厘 for a kilogram."""


@dataclass(frozen=True, slots=True)
class Purchase:
    """One line of a receipt.

    Attributes:
        supplier: code.
        price: per kilogram, as the delivery note prints it; None where it prints none.
        inspectors: names, parted by 、.
    """

    day: date
    food: str
    supplier: str
    spec: str
    origin: str
    inspectors: str
    grams: int
    amount: Money
    price: UnitPrice | None


@dataclass(frozen=True, slots=True)
class PriceRow:
    """One food from one supplier; what is not known is None or "".

    Attributes:
        supplier: code; "" where only a reference price is known.
        paid: mean price of what was received, half up to the 厘; None where nothing was.
        central, market, reference: prices that hold on the day of the sheet.
        since: first day of the oldest price on the row that holds.
    """

    food: str
    supplier: str
    spec: str
    origin: str
    inspectors: tuple[str, ...]
    grams: int
    amount: Money
    paid: UnitPrice | None
    central: UnitPrice | None
    market: UnitPrice | None
    reference: UnitPrice | None
    since: date | None


def price_rows(
    purchases: Iterable[Purchase],
    quotes: Iterable[Quote],
    suppliers: Sequence[Supplier],
    day: date,
) -> tuple[PriceRow, ...]:
    """Return a row for each food and who brought it, or offers it on ``day``; by food and supplier.

    Of a food that nobody brings or offers, the reference price alone makes no row.
    """
    holding = quotes_on(quotes, day)
    bought: dict[tuple[str, str], list[Purchase]] = {}
    for each in purchases:
        bought.setdefault((each.food, each.supplier), []).append(each)
    offered = {place for place in holding if place[1]}
    known = {each.code: each for each in suppliers}
    return tuple(
        _row(place, bought.get(place, []), holding, known.get(place[1]), day)
        for place in sorted(offered | bought.keys())
    )


def _row(
    place: tuple[str, str],
    bought: Sequence[Purchase],
    holding: Mapping[tuple[str, str], Quote],
    supplier: Supplier | None,
    day: date,
) -> PriceRow:
    food, code = place
    offer, reference = holding.get(place), holding.get((food, ""))
    central = offer is not None and _is_central(offer, supplier, day)
    grams, fen = sum(x.grams for x in bought), sum(x.amount.fen for x in bought)
    names = (name for x in bought for name in x.inspectors.split("、") if name)
    return PriceRow(
        food=food,
        supplier=code,
        spec="、".join(dict.fromkeys(x.spec for x in bought if x.spec)),
        origin="、".join(dict.fromkeys(x.origin for x in bought if x.origin)),
        inspectors=tuple(dict.fromkeys(names)),
        grams=grams,
        amount=Money(fen),
        paid=_mean(bought, grams, fen),
        central=offer.price if offer and central else None,
        market=offer.price if offer and not central else None,
        reference=reference.price if reference else None,
        since=min((q.since for q in (offer, reference) if q), default=None),
    )


def _is_central(offer: Quote, supplier: Supplier | None, day: date) -> bool:
    """Say whether a price is one of a contract that was signed centrally."""
    contract = supplier.contract_on(day) if supplier else None
    return (
        offer.basis is Basis.CONTRACT and contract is not None and contract.chosen is Chosen.CENTRAL
    )


def _mean(bought: Sequence[Purchase], grams: int, fen: int) -> UnitPrice | None:
    """Return the price that all notes print, else amount over weight, half up to the 厘."""
    printed = {x.price for x in bought}
    if len(printed) == 1 and None not in printed:
        return printed.pop()
    if not grams:
        return None
    return UnitPrice((2 * fen * LI_GRAMS_PER_FEN + grams) // (2 * grams))
