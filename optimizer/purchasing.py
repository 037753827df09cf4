"""Purchasing: from what a menu needs to the order that costs least, stock and contract first."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from nutrition.checking.ordering import faults_of
from nutrition.needs import Need
from nutrition.offers import PARTS, Offer
from nutrition.order import Line, Order, OrderProof, Purchase
from nutrition.proof import StopReason
from optimizer.buying import Bought, buy, missing
from optimizer.errors import SolverLied
from optimizer.fingerprint import fingerprint
from optimizer.order_errors import (
    Missing,
    NoDeliveryInTime,
    NoOffer,
    NoOrderInTime,
    OffersTooSmall,
    ThresholdOutOfReach,
    UnlawfulOrder,
)
from optimizer.packing import Buying
from optimizer.settings import Settings
from optimizer.solving import Search, versions
from optimizer.stock import rests_of, use_stock

SHORTEST = 0.1
"""Seconds that every search gets, however late it is."""

USUAL = Settings()


@dataclass(frozen=True, slots=True)
class _Clock:
    settings: Settings
    started: float = field(default_factory=time.monotonic)

    @property
    def spent(self) -> float:
        return time.monotonic() - self.started

    def searching(self, gap: float) -> Search:
        """Return how to search from now on."""
        left = max(SHORTEST, self.settings.seconds - self.spent)
        return Search(self.settings.solver, left, gap, seed=self.settings.seed)


def order(purchase: Purchase, *, settings: Settings = USUAL) -> Order:
    """Return the order that costs least; the same input gives the same order.

    Stock is used before anything is bought.  Foods that no supplier's least worth of a
    delivery ties to others are bought each for itself, down to no gap whatever ``settings`` say.

    Raises:
        ShortOfFood: what is needed cannot be bought.
        ThresholdOutOfReach: it cannot be bought in deliveries as large as suppliers ask for.
        NoOrderInTime: the time passed without any order.
        UnlawfulOrder: the independent check finds a fault, which is a bug.
    """
    clock = _Clock(settings)
    takes, needs, rests = use_stock(purchase.needs, purchase.lots)
    buyings = list(_buyings(purchase, needs))
    _refuse_impossible(needs, buyings)
    settled = _all_settled(buyings, clock)
    lines = sorted(
        (
            Line(day, part.offers[place], units)
            for part, bought in settled
            for (place, day), units in bought.units.items()
        ),
        key=_place,
    )
    rests += rests_of(lines, needs, purchase.keeping)
    made = Order(
        tuple(lines),
        takes,
        tuple(sorted(rests, key=lambda r: (r.food, r.use_by or date.max))),
        _proof(purchase, [bought for _, bought in settled], clock),
    )
    wrong = faults_of(made, purchase)
    if wrong:
        raise UnlawfulOrder(wrong)
    return made


def _place(line: Line) -> tuple[object, ...]:
    return line.date, line.offer.supplier, line.offer.food, line.offer.unit


def _proof(purchase: Purchase, proofs: Sequence[Bought], clock: _Clock) -> OrderProof:
    proved = all(bought.proved for bought in proofs)
    return OrderProof(
        cost=sum(bought.parts for bought in proofs) / PARTS,
        bound=sum(bought.bound for bought in proofs) / PARTS,
        solver=clock.settings.solver,
        versions=versions(),
        stop=StopReason.GAP_REACHED if proved else StopReason.TIME_LIMIT,
        seconds=clock.spent,
        fingerprint=fingerprint(purchase),
    )


def _buyings(purchase: Purchase, needs: Sequence[Need]) -> Iterator[Buying]:
    """Yield the foods that hang together by a supplier's least worth of a delivery."""
    foods = sorted({need.food for need in needs})
    offers = sorted({o for o in purchase.offers if o.food in foods}, key=_rank)
    tied: dict[str, set[str]] = {food: {food} for food in foods}
    for supplier in {o.supplier for o in offers if o.threshold.fen}:
        mine = {o.food for o in offers if o.supplier == supplier}
        together = set().union(*(tied[food] for food in mine))
        tied |= dict.fromkeys(together, together)
    for food in foods:
        if food != min(tied[food]):
            continue
        chosen = tuple(o for o in offers if o.food in tied[food])
        yield _dated(
            purchase,
            tuple(n for n in needs if n.food in tied[food]),
            chosen,
            thresholds=any(o.threshold.fen for o in chosen),
        )


def _rank(offer: Offer) -> tuple[object, ...]:
    """Put offers in an order that does not depend on how they were listed."""
    first, last = offer.first or date.min, offer.last or date.max
    limits = (offer.least, -1 if offer.most is None else offer.most, sorted(offer.weekdays))
    terms = (offer.kind, offer.unit, first, last, offer.parts, offer.packed, offer.threshold)
    return offer.food, offer.supplier, *terms, limits


def _dated(
    purchase: Purchase, needs: tuple[Need, ...], offers: tuple[Offer, ...], *, thresholds: bool
) -> Buying:
    days = [tuple(_days_of_delivery(offer, purchase)) for offer in offers]
    buying = Buying(needs, offers, tuple(days), purchase.keeping, thresholds)
    useful = tuple(
        tuple(day for day in each if any(buying.useful(offer.food, day)))
        for offer, each in zip(offers, days, strict=True)
    )
    return replace(buying, days=useful)


def _days_of_delivery(offer: Offer, purchase: Purchase) -> Iterator[date]:
    """Yield the days on which an offer can be delivered; of a weekly good the first of a week."""
    weeks: set[tuple[int, int]] = set()
    count = (purchase.service[-1] - purchase.start).days + 1
    for day in (purchase.start + timedelta(days=n) for n in range(count)):
        comes = day.isoweekday() in offer.weekdays if offer.weekdays else day in purchase.service
        late = offer.last is not None and day > offer.last
        early = offer.first is not None and day < offer.first
        if not comes or late or early or day in purchase.closed:
            continue
        week = day.isocalendar()[:2]
        if week not in weeks or not purchase.keeping[offer.food].weekly:
            yield day
        weeks.add(week)


def _refuse_impossible(needs: Iterable[Need], buyings: Sequence[Buying]) -> None:
    """Find foods that nobody offers, and days for which nobody delivers in time.

    Raises:
        NoOffer, NoDeliveryInTime: with all of them.
    """
    offered = {offer.food for buying in buyings for offer in buying.offers}
    reached = {
        need
        for buying in buyings
        for offer, days in zip(buying.offers, buying.days, strict=True)
        for day in days
        for need in buying.useful(offer.food, day)
    }
    unoffered = [n for n in needs if n.food not in offered]
    if unoffered:
        raise NoOffer(_missing(unoffered))
    late = [n for n in needs if n not in reached]
    if late:
        raise NoDeliveryInTime(_missing(late))


def _missing(needs: Iterable[Need]) -> list[Missing]:
    return [Missing(n.food, n.date, n.grams) for n in sorted(needs, key=lambda n: (n.date, n.food))]


def _all_settled(buyings: Sequence[Buying], clock: _Clock) -> list[tuple[Buying, Bought]]:
    """Buy all foods.

    Raises:
        OffersTooSmall: with all foods that are offered in too small amounts.
        ThresholdOutOfReach, NoOrderInTime: there is no order.
    """
    found: list[tuple[Buying, Bought]] = []
    short: list[Missing] = []
    for buying in buyings:
        try:
            found += _settled(buying, clock)
        except OffersTooSmall as error:
            short += error.missing
    if short:
        raise OffersTooSmall(sorted(short, key=lambda m: (m.date, m.food)))
    return found


def _settled(buying: Buying, clock: _Clock) -> list[tuple[Buying, Bought]]:
    """Buy each food for itself; together only where a supplier would not come for so little.

    Raises:
        OffersTooSmall, ThresholdOutOfReach, NoOrderInTime: there is no order.
    """
    alone = [
        Buying(
            tuple(n for n in buying.needs if n.food == food),
            tuple(o for o in buying.offers if o.food == food),
            tuple(d for o, d in zip(buying.offers, buying.days, strict=True) if o.food == food),
            buying.keeping,
        )
        for food in sorted({n.food for n in buying.needs})
    ]
    found = [(part, _bought(part, clock)) for part in alone]
    if not buying.thresholds or _reached(found):
        return found
    return [(buying, _bought(buying, clock))]


def _bought(buying: Buying, clock: _Clock) -> Bought:
    try:
        bought = buy(buying, clock.searching)
        short = missing(buying, clock.searching) if bought is None else {}
    except TimeoutError:
        raise NoOrderInTime(clock.settings.seconds) from None
    if bought is not None:
        return bought
    if buying.thresholds:
        suppliers = sorted({o.supplier for o in buying.offers if o.threshold.fen})
        raise ThresholdOutOfReach(suppliers, sorted({n.food for n in buying.needs}))
    if not short:
        raise SolverLied(clock.settings.solver, "nothing-missing")
    raise OffersTooSmall([Missing(n.food, n.date, grams) for n, grams in short.items()])


def _reached(found: Sequence[tuple[Buying, Bought]]) -> bool:
    """Say whether every delivery is worth what its supplier asks for."""
    worth: dict[tuple[str, date], int] = {}
    asked: dict[tuple[str, date], int] = {}
    for part, bought in found:
        for (place, day), units in bought.units.items():
            offer = part.offers[place]
            key = (offer.supplier, day)
            worth[key] = worth.get(key, 0) + offer.parts * units
            asked[key] = offer.threshold.fen * PARTS
    return all(worth[key] >= least for key, least in asked.items())
