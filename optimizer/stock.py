"""Stock first: what lies in the store room is used before anything is bought, oldest date first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction

from nutrition.keeping import Keeping
from nutrition.needs import Need
from nutrition.order import Line, Rest, Take
from nutrition.stock import Lot

NEVER = date.max


def use_stock(
    needs: Iterable[Need], lots: Sequence[Lot]
) -> tuple[tuple[Take, ...], tuple[Need, ...], tuple[Rest, ...]]:
    """Return what is taken from which lot, what is still needed, and what remains of the lots.

    Day by day the lot that must be used first gives first; one past its date gives nothing.
    """
    left = [lot.grams for lot in lots]
    by_food: dict[str, list[int]] = defaultdict(list)
    for place in sorted(range(len(lots)), key=lambda i: (lots[i].use_by or NEVER, i)):
        by_food[lots[place].food].append(place)
    takes: list[Take] = []
    open_needs: list[Need] = []
    for need in sorted(needs, key=lambda n: (n.date, n.food)):
        missing = need.grams
        for place in by_food[need.food]:
            grams = min(missing, left[place]) if lots[place].usable(need.date) else 0
            if grams:
                takes.append(Take(lots[place], need.date, grams))
                left[place] -= grams
                missing -= grams
        if missing:
            open_needs.append(Need(need.food, need.date, missing))
    return tuple(takes), tuple(open_needs), tuple(_rests(lots, left))


def _rests(lots: Sequence[Lot], left: Sequence[int]) -> Iterator[Rest]:
    for lot, grams in zip(lots, left, strict=True):
        if grams:
            value = None if lot.price is None else lot.price.cost(Fraction(grams))
            yield Rest(lot.food, grams, lot.use_by, value, lot)


def rests_of(
    lines: Sequence[Line], needs: Iterable[Need], keeping: Mapping[str, Keeping]
) -> tuple[Rest, ...]:
    """Return what remains of what was bought: the oldest delivery is used first."""
    left = [line.grams for line in lines]
    until = [line.date + timedelta(days=keeping[line.offer.food].days) for line in lines]
    by_food: dict[str, list[int]] = defaultdict(list)
    for place in sorted(range(len(lines)), key=lambda i: (lines[i].date, i)):
        by_food[lines[place].offer.food].append(place)
    for need in sorted(needs, key=lambda n: (n.date, n.food)):
        missing = need.grams
        for place in by_food[need.food]:
            here = lines[place].date <= need.date <= until[place]
            grams = min(missing, left[place]) if here else 0
            left[place] -= grams
            missing -= grams
    return tuple(
        Rest(line.offer.food, grams, use_by, line.offer.cost(grams), line)
        for line, grams, use_by in zip(lines, left, until, strict=True)
        if grams
    )
