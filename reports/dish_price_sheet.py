"""饭菜成本与成品价公示表: what each dish and meal costs beside what it is sold for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import groupby
from typing import Final

from canteen.meal_costs import Ratio, half_up
from canteen.publicity.dish_rows import PricedDish
from nutrition.quantities import Money
from reports.cells import count, money, share
from reports.frame import Body, Frame, framed
from reports.sheet import Cell, Column, Fact, Kind, Row, Section, Sheet, Table
from reports.words import Words, words

DISH_PRICES: Final = "dish-prices"


@dataclass(frozen=True, slots=True)
class DishPriceView:
    """What the sheet shows.

    Attributes:
        dishes: by day and meal, each meal's dishes before its whole.
        names: code of a dish -> what it is called; a code without a name prints as it is.
        ratio: food against meal income of the period; None where nothing was earned yet.
    """

    frame: Frame
    first: date
    last: date
    dishes: tuple[PricedDish, ...]
    names: Mapping[str, str]
    ratio: Ratio | None


def dish_price_sheet(view: DishPriceView) -> Sheet:
    """Build the sheet: a band for each day and meal, the whole meal below its dishes."""
    say = words(view.frame.lang)
    body = Body(
        (_table(view, say),),
        subtitle=say.period(view.first, view.last),
        facts=(Fact(say("dishes.ratio"), _ratio(view, say)),),
        notes=_notes(view, say),
    )
    return framed(view.frame, body)


def _notes(view: DishPriceView, say: Words) -> tuple[str, ...]:
    notes = [say("dishes.cost_note"), say("dishes.share_note")]
    if any(x.share is not None and x.share > 1 for x in view.dishes):
        notes.append(say("dishes.above_price"))
    return (*notes, _rounding(view, say))


def _table(view: DishPriceView, say: Words) -> Table:
    yuan, cost = say("dishes.per_portion"), say("dishes.food_cost")
    return Table(
        title="",
        columns=(
            Column(say("dishes.dish"), width=2.6),
            Column(say("dishes.portions"), Kind.NUMBER),
            Column(say("dishes.planned"), Kind.MONEY, unit=yuan, over=cost),
            Column(say("dishes.actual"), Kind.MONEY, unit=yuan, over=cost),
            Column(say("dishes.price"), Kind.MONEY, unit=yuan),
            Column(say("dishes.share"), Kind.SHARE),
        ),
        sections=tuple(
            Section(_band(day, meal, say), tuple(_row(x, view, say) for x in dishes))
            for (day, meal), dishes in _sittings(view)
        ),
        name=say("dishes.tab"),
        fit=True,
        empty=say("dishes.none"),
    )


def _sittings(view: DishPriceView) -> Iterator[tuple[tuple[date, str], list[PricedDish]]]:
    for place, dishes in groupby(view.dishes, key=lambda x: (x.day, x.meal)):
        yield place, list(dishes)


def _band(day: date, meal: str, say: Words) -> str:
    return f"{say.day(day)} {say.name('meal', meal) if meal else say('dishes.no_meal')}"


def _row(dish: PricedDish, view: DishPriceView, say: Words) -> Row:
    whole = not dish.dish
    called = view.names.get(dish.dish, dish.dish)
    title = " ".join(filter(None, (say("dishes.whole"), dish.plan))) if whole else called
    return (
        Cell(title, header=whole),
        count(dish.portions),
        money(half_up(dish.planned), header=whole),
        money(half_up(dish.actual), header=whole),
        money(dish.price, header=whole),
        share(None if dish.share is None else float(dish.share)),
    )


def _ratio(view: DishPriceView, say: Words) -> str:
    ratio = view.ratio
    if ratio is None or ratio.exact is None:
        return say("dishes.no_ratio")
    share_ = say.percent(ratio.exact)
    return say("dishes.of_income", food=ratio.food, income=ratio.income, share=share_)


def _rounding(view: DishPriceView, say: Words) -> str:
    """Say by how much the printed costs of dishes miss the printed cost of their meal."""
    apart = []
    for (day, meal), dishes in _sittings(view):
        for name in ("planned", "actual"):
            rest = _rest(dishes, name)
            if rest.fen:
                facts = {"where": _band(day, meal, say), "kind": say(f"dishes.{name}")}
                apart.append(say("dishes.apart", **facts, amount=rest))
    return say("dishes.rounding", apart=say.listed(apart)) if apart else say("dishes.no_rounding")


def _rest(dishes: list[PricedDish], name: str) -> Money:
    """Return printed meal less printed dishes; nothing where the whole is not known by dish."""
    whole = next((getattr(x, name) for x in dishes if not x.dish), None)
    parts = [getattr(x, name) for x in dishes if x.dish]
    if whole is None or not parts or None in parts or sum(parts) != whole:
        return Money(0)
    return Money(_fen(whole) - sum(map(_fen, parts)))


def _fen(exact: Fraction) -> int:
    printed = half_up(exact)
    assert printed is not None
    return printed.fen
