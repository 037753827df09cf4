"""Finished prices of one canteen, and what its dishes and meals cost against them.

Never commits: the transaction that opened the books does.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from sqlalchemy import select

from canteen.cost_errors import DishPricedTwice
from canteen.dish_prices import DishPrice, dish_prices_on
from canteen.goods import refuse_empty
from canteen.ledger.statement import FOOD, FOR_MEALS
from canteen.meal_costs import (
    NOTHING,
    Finished,
    FinishedLine,
    Portions,
    Ratio,
    dish_line,
    meal_lines,
)
from canteen.record import Kind, Recorded
from canteen.store import tables as t
from canteen.store.chain import Value, digest, written
from canteen.store.kitchen import meal_costs
from canteen.store.pupils import Roll
from canteen.store.sums import by_fund
from canteen.store.writing import Books, Draft
from nutrition.quantities import Money


class Prices:
    """What is sold at which price; every query is already limited to one canteen."""

    def __init__(self, books: Books) -> None:
        self._books = books

    def set(self, prices: Sequence[DishPrice], voucher: str, key: str) -> Recorded:
        """Set what portions of dishes are sold for from a day on.

        Raises:
            NoVoucher, EmptyPaper: no paper is named, or it has no prices.
            DishPricedTwice: a dish has two prices from one day on.
        """
        rows: list[dict[str, Value]] = [
            {
                "dish": each.dish,
                "fen": each.price.fen,
                "since": each.since,
                "basis": each.basis or None,
            }
            for each in prices
        ]
        asked: dict[str, Value] = {"voucher": voucher, "prices": digest(map(written, rows))}
        today = self._books.hand.today
        draft = Draft(Kind.DISH_PRICES, today, key, asked, {t.dish_price: rows}, voucher)
        if made := self._books.made(draft):
            return made
        refuse_empty(voucher, prices)
        seen: set[tuple[str, date]] = set()
        for each in prices:
            if (each.dish, each.since) in seen:
                raise DishPricedTwice(voucher, each.dish, each.since)
            seen.add((each.dish, each.since))
        return self._books.append(draft)

    def on(self, day: date) -> dict[str, Money]:
        """Return dish -> what a portion is sold for on ``day``; dishes without a price lack."""
        return {dish: each.price for dish, each in dish_prices_on(day, self.all()).items()}

    def meals(self, day: date) -> dict[str, dict[str, Money]]:
        """Return meal -> meal plan -> what the meal is sold for on ``day``."""
        found: dict[str, dict[str, Money]] = {}
        for name, plan in Roll(self._books).plans(day).items():
            for meal, price in plan.prices.items():
                found.setdefault(meal, {})[name] = price
        return found

    def all(self) -> list[DishPrice]:
        """Return all prices as they were entered."""
        c = t.dish_price.c
        rows = self._books.connection.execute(
            select(c.dish, c.fen, c.since, c.basis)
            .where(c.canteen == self._books.canteen)
            .order_by(c.record, c.line)
        )
        return [DishPrice(r.dish, Money(r.fen), r.since, r.basis or "") for r in rows]


def finished_lines(
    books: Books, first: date, last: date, portions: Portions | None = None
) -> Finished:
    """Return each dish and meal from ``first`` to ``last`` with cost, price and share, in order.

    The whole meal stands after its dishes, once for each meal plan that sells it.
    """
    prices, lines = Prices(books), list[FinishedLine]()
    for day, costs in groupby(meal_costs(books, first, last, portions), lambda cost: cost.day):
        dishes, meals = prices.on(day), prices.meals(day)
        for cost in costs:
            lines += (dish_line(each, dishes) for each in cost.dishes)
            lines += meal_lines(cost, meals.get(cost.meal, {}))
    return Finished(tuple(lines), food_ratio(books, first, last))


def food_ratio(books: Books, first: date, last: date) -> Ratio | None:
    """Return food against meal income as charged in the period; None where nothing was earned.

    The accounts are those of the monthly statement, so that both say the same of a month.
    """
    sums = by_fund(books, first, last)
    food = sum((m for (code, _), m in sums.items() if code in FOOD), NOTHING)
    income = -sum((m for (code, _), m in sums.items() if code in FOR_MEALS), NOTHING)
    return Ratio(food, income) if income.fen > 0 else None
