"""食材采购单: what is ordered from whom, with packs, one part for each supplier."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from nutrition.quantities import Money, UnitPrice
from reports.cells import count, kilograms, money, unit_price
from reports.frame import Body, Frame, framed
from reports.sheet import Block, Cell, Column, Kind, Row, Section, Sheet, Table
from reports.words import Words, words

ORDER: Final = "order"


@dataclass(frozen=True, slots=True)
class OrderedLine:
    """One line of an order.

    Attributes:
        supplier: "" for whoever sells on the market.
        kind: of the offer (``central``).
        pack_grams, packs: None where it is sold loose.
        price: per kilogram; ``pack_price``: per pack; one of them is None.
    """

    day: date
    supplier: str
    kind: str
    food: str
    grams: int
    amount: Money
    pack_grams: int | None = None
    packs: int | None = None
    price: UnitPrice | None = None
    pack_price: Money | None = None


@dataclass(frozen=True, slots=True)
class FromStock:
    """What the kitchen takes from the store; ``use_by`` None where it keeps without a date."""

    day: date
    food: str
    grams: int
    use_by: date | None


@dataclass(frozen=True, slots=True)
class OrderView:
    """What the sheet shows."""

    frame: Frame
    lines: tuple[OrderedLine, ...]
    stock: tuple[FromStock, ...]
    total: Money


def order_sheet(view: OrderView) -> Sheet:
    """Build the order: a page for each supplier, what comes from the store at the end."""
    say = words(view.frame.lang)
    suppliers = dict.fromkeys(line.supplier for line in view.lines)
    blocks: list[Block] = [
        _supplier(name, [x for x in view.lines if x.supplier == name], say) for name in suppliers
    ]
    blocks += [_stock(view.stock, say)] if view.stock else []
    if not blocks:
        blocks = [_supplier("", [], say)]
    notes = (say("order.total", total=view.total), say("order.received"))
    return framed(view.frame, Body(tuple(blocks), notes=notes))


def _supplier(name: str, lines: Iterable[OrderedLine], say: Words) -> Table:
    own = list(lines)
    yuan = say("unit.yuan")
    title = name or say.name("offer", "anybody")
    total = Money(sum(line.amount.fen for line in own))
    return Table(
        title=title,
        columns=(
            Column(say("prices.food"), width=1.6),
            Column(say("order.kind"), width=0.9),
            Column(say("order.pack"), Kind.NUMBER, unit=say("unit.kg"), width=0.8),
            Column(say("order.packs"), Kind.NUMBER, width=0.6),
            Column(say("order.weight"), Kind.NUMBER, unit=say("unit.kg"), width=0.9),
            Column(say("order.price"), Kind.NUMBER, width=1.1),
            Column(say("prices.amount"), Kind.MONEY, unit=yuan),
            Column(say("order.arrived"), width=1.0),
        ),
        sections=tuple(
            Section(say.day(day), tuple(_row(x, say) for x in own if x.day == day))
            for day in dict.fromkeys(x.day for x in own)
        ),
        footers=(
            (
                Cell(say("prices.sum"), columns=6, header=True),
                money(total, header=True),
                Cell(""),
            ),
        )
        if own
        else (),
        name=title,
        new_page=True,
        empty=say("order.nothing"),
    )


def _row(line: OrderedLine, say: Words) -> Row:
    if line.pack_price is not None:
        price = Cell(say("order.per_pack", amount=line.pack_price))
    else:
        price = unit_price(line.price)
    return (
        Cell(line.food, header=True),
        Cell(say.name("offer", line.kind)),
        kilograms(line.pack_grams) if line.pack_grams is not None else Cell(say("order.loose")),
        count(line.packs) if line.packs is not None else Cell(""),
        kilograms(line.grams),
        price,
        money(line.amount),
        Cell(""),
    )


def _stock(taken: Iterable[FromStock], say: Words) -> Table:
    return Table(
        title=say("order.from_stock"),
        columns=(
            Column(say("programme.day"), width=1.2),
            Column(say("prices.food"), width=1.6),
            Column(say("order.weight"), Kind.NUMBER, unit=say("unit.kg")),
            Column(say("order.use_by"), width=1.2),
        ),
        sections=(
            Section(
                "",
                tuple(
                    (
                        Cell(say.day(each.day)),
                        Cell(each.food, header=True),
                        kilograms(each.grams),
                        Cell(None if each.use_by is None else say.full_date(each.use_by)),
                    )
                    for each in taken
                ),
            ),
        ),
        name=say("order.stock_tab"),
        new_page=True,
    )
