"""Check an order: covered, dated, in whole packs, within limits, and rightly added up."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from nutrition.offers import Kind, Offer
from nutrition.order import Line, Order, Purchase
from nutrition.stock import Lot

PARTS_OF_A_FEN = 10_000

Delivered = tuple[date, int]
"""A day of delivery and grams."""


def faults_of(order: Order, purchase: Purchase) -> list[str]:
    """Return what is wrong with an order; nothing of it is taken from how it was made."""
    checks = (_stock, _dates, _money, _limits, _thresholds, _cover, _central, _rests)
    return [fault for check in checks for fault in check(order, purchase)]


def _needed(purchase: Purchase) -> dict[tuple[str, date], int]:
    needed: Counter[tuple[str, date]] = Counter()
    for need in purchase.needs:
        needed[need.food, need.date] += need.grams
    return dict(needed)


def _open(order: Order, purchase: Purchase) -> dict[str, list[Delivered]]:
    """Return food -> days of use and the grams that stock does not give, in order."""
    open_: Counter[tuple[str, date]] = Counter(_needed(purchase))
    for take in order.takes:
        open_[take.lot.food, take.date] -= take.grams
    found: dict[str, list[Delivered]] = defaultdict(list)
    for (food, day), grams in sorted(open_.items()):
        if grams < 0:
            found[food].append((day, 0))
        elif grams:
            found[food].append((day, grams))
    return found


def _stock(order: Order, purchase: Purchase) -> Iterator[str]:
    """Lots give what they hold, before their date, the earliest first, and before anything else."""
    left: Counter[Lot] = Counter()
    for lot in purchase.lots:
        left[lot] += lot.grams
    taken: Counter[tuple[date, Lot]] = Counter()
    for take in order.takes:
        taken[take.date, take.lot] += take.grams
        if take.grams <= 0:
            yield f"stock: {take.grams} g of {take.lot.food} taken on {take.date}"
    by_day = sorted(_needed(purchase).items(), key=lambda item: item[0][1])
    for (food, day), grams in by_day:
        usable = [lot for lot in left if lot.food == food and (lot.use_by or date.max) >= day]
        given = {lot: taken.pop((day, lot), 0) for lot in usable}
        left.subtract(given)
        yield from _oldest_first(given, left, (food, day, grams))
    for day, lot in taken:
        yield f"stock: {lot.food} taken on {day}, past its date or not needed"


def _oldest_first(
    given: Mapping[Lot, int], left: Mapping[Lot, int], need: tuple[str, date, int]
) -> Iterator[str]:
    food, day, grams = need
    total = sum(given.values())
    if any(left[lot] < 0 for lot in given):
        yield f"stock: more than a lot of {food} holds"
    if total > grams or (total < grams and any(left[lot] > 0 for lot in given)):
        yield f"stock: {total} g of {food} used on {day}, not what there was"
    last = max((lot.use_by or date.max for lot, g in given.items() if g), default=date.min)
    if any(left[lot] > 0 and (lot.use_by or date.max) < last for lot in given):
        yield f"stock: a lot of {food} that is older was left on {day}"


def _possible(offer: Offer, purchase: Purchase, day: date) -> bool:
    """Say whether an offer can be delivered on a day at all, whatever came before."""
    if day < purchase.start or day > max(purchase.service) or day in purchase.closed:
        return False
    if offer.first is not None and offer.first > day:
        return False
    if offer.last is not None and offer.last < day:
        return False
    return day.isoweekday() in offer.weekdays or (not offer.weekdays and day in purchase.service)


def _dates(order: Order, purchase: Purchase) -> Iterator[str]:
    """Every line is of an offer, on one of its days, and early enough for a meal."""
    wanted = _open(order, purchase)
    for (day, offer), number in Counter((n.date, n.offer) for n in order.lines).items():
        where = f"{offer.supplier} {offer.food} {day}"
        if offer not in purchase.offers:
            yield f"line: {where} was never offered"
        if number > 1:
            yield f"line: {where} twice"
        if not _possible(offer, purchase, day):
            yield f"line: {where} is no day of delivery"
        until = day + timedelta(days=purchase.keeping[offer.food].days)
        if not any(day <= used <= until for used, _ in wanted.get(offer.food, ())):
            yield f"line: {where} is of no use to any meal"
        earlier = (day - timedelta(days=n) for n in range(1, day.weekday() + 1))
        first = not any(_possible(offer, purchase, other) for other in earlier)
        if purchase.keeping[offer.food].weekly and not first:
            yield f"line: {where} is not the first day of delivery of its week"


def _money(order: Order, _: Purchase) -> Iterator[str]:
    """Every line is of whole packs at its price, and the lines add up."""
    for line in order.lines:
        if line.units < 1 or line.grams != line.units * line.offer.unit:
            yield f"line: {line.offer.food} {line.date}: no whole packs"
        if line.money.fen != _fen(_parts(line)):
            yield f"line: {line.offer.food} {line.date}: wrong amount of money"
    if order.total.fen != sum(line.money.fen for line in order.lines):
        yield "total: not the sum of the lines"


def _fen(parts: int) -> int:
    """Round half up to the fen."""
    return (2 * parts + PARTS_OF_A_FEN) // (2 * PARTS_OF_A_FEN)


def _parts(line: Line) -> int:
    price = line.offer.price
    if hasattr(price, "fen"):
        return int(price.fen) * line.units * PARTS_OF_A_FEN
    return price.li_per_kg * line.units * line.offer.unit


def _limits(order: Order, _: Purchase) -> Iterator[str]:
    """No delivery is smaller than the least of its offer, and no offer gives more than its most."""
    total: Counter[Offer] = Counter()
    for line in order.lines:
        total[line.offer] += line.grams
        if line.grams < line.offer.least:
            yield f"least: {line.grams} g of {line.offer.food} on {line.date}"
    for offer, grams in total.items():
        if offer.most is not None and grams > offer.most:
            yield f"most: {grams} g of {offer.food} from {offer.supplier}"


def _thresholds(order: Order, _: Purchase) -> Iterator[str]:
    """Ask of every delivery that it is worth, before rounding, what its supplier asks for."""
    worth: Counter[tuple[str, date]] = Counter()
    for line in order.lines:
        worth[line.offer.supplier, line.date] += _parts(line)
    for line in order.lines:
        if worth[line.offer.supplier, line.date] < line.offer.threshold.fen * PARTS_OF_A_FEN:
            yield f"threshold: {line.offer.supplier} on {line.date}"


def _covered(came: Sequence[Delivered], used: Sequence[Delivered], days: int) -> int:
    """Return the grams of ``used`` that deliveries give which are kept for ``days`` at most."""
    store = [[day, grams] for day, grams in sorted(came)]
    total = 0
    for day, grams in sorted(used):
        missing = grams
        for lot in store:
            arrived, held = lot
            assert isinstance(arrived, date)
            assert isinstance(held, int)
            if arrived <= day <= arrived + timedelta(days=days):
                given = min(missing, held)
                lot[1] = held - given
                missing -= given
        total += grams - missing
    return total


def _cover(order: Order, purchase: Purchase) -> Iterator[str]:
    """Ask that what stock does not give has come by its day, and is still good then."""
    for food, used in _open(order, purchase).items():
        came = [(n.date, n.grams) for n in order.lines if n.offer.food == food]
        short = sum(g for _, g in used) - _covered(came, used, purchase.keeping[food].days)
        if short:
            yield f"cover: {short} g of {food} are missing"


def _central(order: Order, purchase: Purchase) -> Iterator[str]:
    """No further delivery under the central contract would spare buying elsewhere."""
    wanted = _open(order, purchase)
    bought = {n.offer.food for n in order.lines if n.offer.kind is not Kind.CENTRAL}
    for offer in purchase.offers:
        if offer.kind is not Kind.CENTRAL or offer.food not in bought:
            continue
        mine = [n for n in order.lines if n.offer.food == offer.food]
        came = [(n.date, n.grams) for n in mine if n.offer.kind is Kind.CENTRAL]
        total = sum(n.grams for n in mine if n.offer == offer)
        days = purchase.keeping[offer.food].days
        before = _covered(came, wanted[offer.food], days)
        for day in _first_days(offer, purchase):
            here = any(n.offer == offer and n.date == day for n in order.lines)
            least = 0 if here else -(-offer.least // offer.unit) * offer.unit
            more = max(offer.unit, least)
            fits = offer.most is None or total + more <= offer.most
            comes = not offer.threshold.fen or any(
                n.offer.supplier == offer.supplier and n.date == day for n in order.lines
            )
            after = _covered([*came, (day, more)], wanted[offer.food], days)
            if fits and comes and after > before:
                yield f"central: {offer.food} could come from {offer.supplier} on {day}"


def _first_days(offer: Offer, purchase: Purchase) -> list[date]:
    """Return the days on which an offer may come; of what comes weekly, one for each week."""
    count = (max(purchase.service) - purchase.start).days + 1
    days = [purchase.start + timedelta(days=n) for n in range(count)]
    possible = [day for day in days if _possible(offer, purchase, day)]
    if not purchase.keeping[offer.food].weekly:
        return possible
    return list({day - timedelta(days=day.weekday()): day for day in reversed(possible)}.values())


def _rests(order: Order, purchase: Purchase) -> Iterator[str]:
    """Ask that what remains is what there was and came, less what was used."""
    balance: Counter[str] = Counter()
    for lot in purchase.lots:
        balance[lot.food] += lot.grams
    for line in order.lines:
        balance[line.offer.food] += line.grams
    for (food, _), grams in _needed(purchase).items():
        balance[food] -= grams
    for rest in order.rests:
        balance[rest.food] -= rest.grams
        if isinstance(rest.source, Lot):
            exact = None if rest.source.price is None else rest.source.price.li_per_kg * rest.grams
            dated = rest.source.use_by
        else:
            exact = _parts(rest.source) * rest.grams // rest.source.grams
            dated = rest.source.date + timedelta(days=purchase.keeping[rest.food].days)
        value = None if rest.value is None else rest.value.fen
        fen = None if exact is None else _fen(exact)
        if value != fen or rest.use_by != dated or rest.grams <= 0:
            yield f"rest: {rest.grams} g of {rest.food}: wrong value or date"
    for food, grams in balance.items():
        if grams:
            yield f"rest: {grams} g of {food} are unaccounted for"
