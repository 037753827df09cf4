"""What a person sees of an order on a terminal of 80 columns: deliveries, stock, what is left."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from api.language import Lang, Terminal, terminal_words
from api.order_data import totals
from api.supplies import Supplies
from api.terminal import paragraph
from nutrition.food import Food
from nutrition.order import Line, Order
from nutrition.quantities import Money
from nutrition.stock import Lot
from reports.order_csv import kilograms
from reports.words import Words, share_at_most, words, yuan


@dataclass(frozen=True, slots=True)
class Shown:
    """An order with what is needed to print it."""

    order: Order
    supplies: Supplies
    foods: Mapping[str, Food]
    school: str
    lang: Lang

    @property
    def own(self) -> Terminal:
        return terminal_words(self.lang)

    @property
    def say(self) -> Words:
        return words(self.lang)

    def name(self, food: str) -> str:
        """Return what a food is called."""
        known = self.foods[food]
        return known.name if self.lang == "zh" else known.name_en or known.name

    def until(self, day: date | None) -> str:
        """Return a last day of use, with a mark where it is over with the menu."""
        over = day is not None and day <= self.supplies.purchase.service[-1]
        return _last(day, self.own) + (self.own("order.over") if over else "")


def print_order(console: Console, seen: Shown) -> None:
    """Print needs, deliveries, what comes from stock, what is left, and the proof."""
    own, say, order = seen.own, seen.say, seen.order
    service = seen.supplies.purchase.service
    period = say.period(service[0], service[-1])
    console.print(own("order.title", school=seen.school, period=period), style="bold")
    console.print(_table(own, "needs", ("food", "need", "taken", "bought", "left"), _needs(seen)))
    for day, lines in groupby(order.lines, key=lambda line: line.date):
        console.print(_deliveries(seen, day, list(lines)))
    takes = [
        (f"{t.date}", seen.name(t.lot.food), t.lot.name, _last(t.lot.use_by, own), t.grams)
        for t in order.takes
    ]
    columns = ("date", "food", "lot", "use_by", "kg")
    console.print(_table(own, "takes", columns, takes))
    console.print(_table(own, "rests", ("food", "from", "use_by", "kg", "value"), _rests(seen)))
    paragraph(console, own("order.total", total=yuan(order.total.fen)), "bold")
    proof = order.proof
    facts = {"cost": yuan(proof.cost), "bound": yuan(int(proof.bound))}
    paragraph(console, own("order.proof", gap=share_at_most(proof.gap), **facts), "bold")


def _last(day: date | None, own: Terminal) -> str:
    return own("order.no_date") if day is None else f"{day}"


def _table(
    own: Terminal, title: str, columns: Sequence[str], rows: Iterable[Sequence[str | int]]
) -> Table | str:
    """Return a table whose whole numbers are grams, shown as kilograms; nothing without rows."""
    listed = list(rows)
    if not listed:
        return own(f"order.no_{title}")
    grid = Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 0), title=own(f"order.{title}"))
    grid.title_justify, grid.title_style, grid.expand = "left", "bold", True
    for place, column in enumerate(columns):
        right = isinstance(listed[0][place], int) or column == "value"
        ratio = 1 if column == "food" else None
        grid.add_column(own(f"order.{column}"), justify="right" if right else "left", ratio=ratio)
    for row in listed:
        grid.add_row(*(kilograms(c) if isinstance(c, int) else c for c in row))
    return grid


def _needs(seen: Shown) -> list[Sequence[str | int]]:
    found = totals(seen.order, seen.supplies)
    return [(seen.name(food), *found[food]) for food in sorted(found)]


def _rests(seen: Shown) -> list[Sequence[str | int]]:
    found: list[Sequence[str | int]] = []
    for rest in seen.order.rests:
        stock = isinstance(rest.source, Lot)
        came = seen.own("order.stock") if isinstance(rest.source, Lot) else f"{rest.source.date}"
        named = rest.source.name if isinstance(rest.source, Lot) else ""
        value = "—" if rest.value is None else yuan(rest.value.fen)
        source = f"{came} {named}".strip() if stock else came
        found.append((seen.name(rest.food), source, seen.until(rest.use_by), rest.grams, value))
    return found


def _deliveries(seen: Shown, day: date, lines: Sequence[Line]) -> Table:
    """Return what comes on one day, supplier by supplier."""
    own, say = seen.own, seen.say
    total = yuan(sum(line.money.fen for line in lines))
    grid = Table(box=SIMPLE_HEAD, padding=(0, 1, 0, 0), expand=True)
    grid.title = own("order.day", day=say.day(day), total=total)
    grid.title_justify, grid.title_style = "left", "bold"
    grid.add_column(own("order.food"), ratio=1)
    for column in ("packs", "kg", "price", "money"):
        grid.add_column(own(f"order.{column}"), justify="right", no_wrap=True)
    for supplier, theirs in groupby(lines, key=lambda line: line.offer.supplier):
        mine = list(theirs)
        name = supplier or say.name("offer", "anybody")
        subtotal = yuan(sum(line.money.fen for line in mine))
        grid.add_row(name, "", "", "", subtotal, style="bold")
        for line in mine:
            grid.add_row(*_cells(seen, line))
    return grid


def _cells(seen: Shown, line: Line) -> tuple[str, ...]:
    offer = line.offer
    kind = seen.say.name("offer", offer.kind.value)
    name = f"  {seen.name(offer.food)}"
    if offer.supplier:
        name = seen.own("order.named", name=name, kind=kind)
    packs = f"{line.units} × {kilograms(offer.unit)} kg" if offer.packed else ""
    if isinstance(offer.price, Money):
        price = seen.own("order.per_pack", yuan=yuan(offer.price.fen))
    else:
        price = seen.own("order.per_kg", yuan=kilograms(offer.price.li_per_kg))
    return name, packs, kilograms(line.grams), price, yuan(line.money.fen)
