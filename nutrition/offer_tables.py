"""Rows of offers.csv become offers; a food goes by code, name or alias."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from pydantic import BaseModel, ConfigDict

from food_tables.cells import MaybeDay, Named, Note, plain
from food_tables.reading import Row, Table, parse, repeated
from food_tables.supply_cells import AtLeast, Kilos, Weekdays, Yuan
from food_tables.table_errors import BadRows, Fault
from food_tables.vocabulary import vocabulary
from nutrition.offers import NOTHING, Kind, Offer
from nutrition.prices import price_in
from nutrition.quantities import Money, UnitPrice
from nutrition.tables import FoodNames, in_order, unknown_food

ONE_GRAM = 1


class OfferRow(BaseModel):
    """A row of offers.csv without the price per kilogram."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    food: Named
    supplier: Named
    kind: Named
    yuan_per_pack: Yuan = ""
    pack: Kilos = None
    step: Kilos = None
    least: AtLeast = 0
    most: Kilos = None
    weekdays: Weekdays = frozenset()
    first: MaybeDay = None
    last: MaybeDay = None
    threshold: Yuan = ""
    note: Note = ""


@dataclass(frozen=True, slots=True)
class _Reading:
    """A table while it is read."""

    table: Table
    names: FoodNames
    faults: list[Fault] = field(default_factory=list)

    def refuse(self, code: str, row: Row, column: str, **facts: object) -> None:
        """Put down what is wrong with one cell."""
        said = {name: str(value) for name, value in facts.items()}
        value = said.pop("value", row.cells.get(column, ""))
        self.faults.append(self.table.fault(code, row, column, value=value, **said))


def offers_of(table: Table, names: FoodNames) -> tuple[Offer, ...]:
    """Return the offers of a table, in its order.

    Raises:
        BadRows: with every row that cannot be read, and every food that nobody knows.
    """
    reading = _Reading(table, names)
    found: list[tuple[Row, Offer]] = []
    for row, line in parse(table, OfferRow, reading.faults):
        offer = _offer(reading, row, line)
        if offer is not None:
            found.append((row, offer))
    keys = ((row, (o.food, o.supplier, o.kind, o.unit, o.first)) for row, o in found)
    reading.faults.extend(repeated(table, keys, "food"))
    thresholds = _thresholds(reading, found)
    if reading.faults:
        raise BadRows(table.file, in_order(reading.faults))
    return tuple(replace(o, threshold=thresholds.get(o.supplier, NOTHING)) for _, o in found)


def _offer(reading: _Reading, row: Row, line: OfferRow) -> Offer | None:
    before = len(reading.faults)
    food = reading.names.find(line.food)
    if food is None:
        reading.faults.append(unknown_food(reading.table, row, reading.names))
    known = vocabulary("offer")
    kind = known.find(line.kind)
    if kind is None:
        reading.refuse("row.not-one-of", row, "kind", allowed="、".join(known.choices))
    price = _price(reading, row, line)
    _refuse_contradictions(reading, row, line)
    if food is None or kind is None or price is None or len(reading.faults) > before:
        return None
    return Offer(
        food=food,
        supplier=plain(line.supplier),
        kind=Kind(kind),
        price=price,
        unit=line.pack or line.step or ONE_GRAM,
        packed=line.pack is not None,
        least=line.least,
        most=line.most,
        weekdays=line.weekdays,
        first=line.first,
        last=line.last,
        threshold=Money.yuan(line.threshold or "0"),
    )


def _price(reading: _Reading, row: Row, line: OfferRow) -> UnitPrice | Money | None:
    """Read the one price of a row: by the kilogram or by the pack."""
    by_kilo = bool(plain(row.cells.get("yuan_per_kg", "")))
    if by_kilo == bool(line.yuan_per_pack):
        reading.refuse("row.one-price", row, "yuan_per_kg")
        return None
    if by_kilo:
        return price_in(reading.table, row, "yuan_per_kg", reading.faults)
    if Money.yuan(line.yuan_per_pack) == NOTHING:
        reading.refuse("row.zero-price", row, "yuan_per_pack")
        return None
    if line.pack is None:
        reading.refuse("row.price-of-no-pack", row, "yuan_per_pack")
        return None
    return Money.yuan(line.yuan_per_pack)


def _refuse_contradictions(reading: _Reading, row: Row, line: OfferRow) -> None:
    if line.pack is not None and line.step is not None:
        reading.refuse("row.pack-and-step", row, "step")
    if line.most is not None:
        least = max(line.least, line.pack or 0)
        if least > line.most:
            facts = {"value": f"{least / 1000:g} kg", "limit": f"{line.most / 1000:g} kg"}
            reading.refuse("row.min-above-max", row, "most", **facts)
    if line.first and line.last and line.first > line.last:
        reading.refuse("row.ends-before-it-starts", row, "last", limit=line.first)


def _thresholds(reading: _Reading, found: list[tuple[Row, Offer]]) -> dict[str, Money]:
    """Return each supplier's least worth of a delivery; rows that state it state the same."""
    said: dict[str, tuple[int, Money]] = {}
    for row, offer in found:
        if not plain(row.cells.get("threshold", "")):
            continue
        number, known = said.setdefault(offer.supplier, (row.number, offer.threshold))
        if known != offer.threshold:
            facts = {"supplier": offer.supplier, "first": number}
            reading.refuse("row.two-thresholds", row, "threshold", **facts)
    return {supplier: threshold for supplier, (_, threshold) in said.items()}
