"""食品原材料采购价公示表: what was paid beside central, market and reference prices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from canteen.publicity.price_rows import PriceRow
from nutrition.quantities import Money
from reports.cells import count, kilograms, known, money, unit_price
from reports.frame import Body, Frame, framed
from reports.sheet import Cell, Column, Fact, Kind, Paper, Row, Section, Sheet, Table
from reports.words import Words, words

PURCHASE_PRICES: Final = "purchase-prices"


@dataclass(frozen=True, slots=True)
class PurchasePriceView:
    """What the sheet shows.

    Attributes:
        first, last: the week; ``day``: whose prices hold.
        rows: in the order in which they are printed.
        foods, suppliers: code -> name; a code without one prints as it is.
        bulk: codes of the bulk goods, which make the first section.
    """

    frame: Frame
    first: date
    last: date
    day: date
    rows: tuple[PriceRow, ...]
    foods: Mapping[str, str]
    suppliers: Mapping[str, str]
    bulk: frozenset[str]


def purchase_price_sheet(view: PurchasePriceView) -> Sheet:
    """Build the sheet: bulk goods first, then the rest; sums where anything was received."""
    say = words(view.frame.lang)
    facts = [Fact(say("prices.day"), say.full_date(view.day))]
    foods = len({row.food for row in view.rows})
    facts.append(Fact(say("prices.count"), say("prices.of_foods", count=foods)))
    body = Body(
        (_table(view, say),),
        subtitle=say.period(view.first, view.last),
        facts=tuple(facts),
        notes=(say("prices.paid_note"), say("prices.kinds_note"), say("sheet.dash")),
        paper=Paper.A4_LANDSCAPE,
    )
    return framed(view.frame, body)


def _table(view: PurchasePriceView, say: Words) -> Table:
    per_kg, yuan = say("unit.yuan_per_kg"), say("unit.yuan")
    prices = f"{say('prices.beside')} {per_kg}"
    parts = (
        ("bulk", [r for r in view.rows if r.food in view.bulk]),
        ("other", [r for r in view.rows if r.food not in view.bulk]),
    )
    numbered = iter(range(1, len(view.rows) + 1))
    return Table(
        title="",
        columns=(
            Column(say("prices.number"), Kind.NUMBER, width=0.45),
            Column(say("prices.food"), width=1.5),
            Column(say("prices.spec"), width=1.1),
            Column(say("prices.paid"), Kind.NUMBER, unit=per_kg, width=0.9),
            *(
                Column(say(f"prices.{name}"), Kind.NUMBER, width=0.85, over=prices)
                for name in ("central", "market", "reference")
            ),
            Column(say("prices.quantity"), Kind.NUMBER, unit=say("unit.kg"), width=0.95),
            Column(say("prices.amount"), Kind.MONEY, unit=yuan),
            Column(say("prices.supplier"), width=1.6),
            Column(say("prices.origin"), width=1.1),
            Column(say("prices.inspectors"), width=1.2),
            Column(say("prices.since"), width=1.05),
        ),
        sections=tuple(
            Section(say(f"prices.{name}"), tuple(_row(r, next(numbered), view, say) for r in rows))
            for name, rows in parts
            if rows
        ),
        footers=_sum(view, say),
        name=say("prices.tab"),
        empty=say("prices.none"),
    )


def _row(row: PriceRow, number: int, view: PurchasePriceView, say: Words) -> Row:
    received = row.grams > 0
    return (
        count(number),
        Cell(view.foods.get(row.food, row.food), header=True),
        known(row.spec),
        unit_price(row.paid),
        unit_price(row.central),
        unit_price(row.market),
        unit_price(row.reference),
        kilograms(row.grams if received else None),
        money(row.amount if received else None),
        known(view.suppliers.get(row.supplier, row.supplier)),
        known(row.origin),
        known(say.listed(list(row.inspectors))),
        Cell(None if row.since is None else row.since.isoformat()),
    )


def _sum(view: PurchasePriceView, say: Words) -> tuple[Row, ...]:
    total = Money(sum(row.amount.fen for row in view.rows))
    if not any(row.grams for row in view.rows):
        return ()
    title = Cell(say("prices.sum"), columns=8, header=True)
    return ((title, money(total, header=True), Cell("", columns=4)),)
