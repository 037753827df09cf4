"""An order as data: what --json prints and order.json holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from api.supplies import Supplies
from nutrition.food import Food
from nutrition.order import Line, Order, Rest
from nutrition.quantities import Money
from nutrition.stock import Lot


def order_data(order: Order, supplies: Supplies, foods: Mapping[str, Food]) -> dict[str, Any]:
    """Return the order as plain values: grams as bought, money in fen, dates as ISO."""
    proof = order.proof
    return {
        "total_fen": order.total.fen,
        "proof": {
            "cost_fen": proof.cost,
            "bound_fen": proof.bound,
            "gap": proof.gap,
            "stop": proof.stop.value,
            "seconds": proof.seconds,
            "solver": proof.solver,
            "versions": dict(proof.versions),
            "fingerprint": proof.fingerprint,
        },
        "needs": [
            {"food": n.food, "name": foods[n.food].name, "date": f"{n.date}", "grams": n.grams}
            for n in supplies.purchase.needs
        ],
        "lines": [_line(line, foods) for line in order.lines],
        "from_stock": [
            {
                "date": f"{take.date}",
                "food": take.lot.food,
                "name": foods[take.lot.food].name,
                "lot": take.lot.name,
                "use_by": _day(take.lot.use_by),
                "grams": take.grams,
            }
            for take in order.takes
        ],
        "left": [_rest(rest, foods) for rest in order.rests],
    }


def totals(order: Order, supplies: Supplies) -> dict[str, tuple[int, int, int, int]]:
    """Return food -> grams needed, taken from stock, bought, and left at the end."""
    needed: Counter[str] = Counter()
    taken: Counter[str] = Counter()
    bought: Counter[str] = Counter()
    left: Counter[str] = Counter()
    for need in supplies.purchase.needs:
        needed[need.food] += need.grams
    for take in order.takes:
        taken[take.lot.food] += take.grams
    for line in order.lines:
        bought[line.offer.food] += line.grams
    for rest in order.rests:
        left[rest.food] += rest.grams
    return {food: (needed[food], taken[food], bought[food], left[food]) for food in needed}


def _line(line: Line, foods: Mapping[str, Food]) -> dict[str, Any]:
    offer = line.offer
    return {
        "date": f"{line.date}",
        "supplier": offer.supplier,
        "kind": offer.kind.value,
        "food": offer.food,
        "name": foods[offer.food].name,
        "packs": line.units if offer.packed else None,
        "pack_grams": offer.unit if offer.packed else None,
        "grams": line.grams,
        "li_per_kg": None if isinstance(offer.price, Money) else offer.price.li_per_kg,
        "fen_per_pack": offer.price.fen if isinstance(offer.price, Money) else None,
        "fen": line.money.fen,
    }


def _rest(rest: Rest, foods: Mapping[str, Food]) -> dict[str, Any]:
    source = rest.source
    return {
        "food": rest.food,
        "name": foods[rest.food].name,
        "grams": rest.grams,
        "use_by": _day(rest.use_by),
        "value_fen": None if rest.value is None else rest.value.fen,
        "from": "stock" if isinstance(source, Lot) else f"{source.date}",
        "supplier": None if isinstance(source, Lot) else source.offer.supplier,
        "lot": source.name if isinstance(source, Lot) else None,
    }


def _day(day: object) -> str | None:
    return None if day is None else f"{day}"
