"""The kitchen of one canteen: what it took of the store and is not charged yet, and for what.

What a day is charged by is what was issued since the last charge, less what was undone since.
An issue that is undone after its charge makes the next charge smaller by as much; where less
food of its kind was issued since, the day is refused (KitchenInCredit).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sqlalchemy import ColumnElement, func, select

from canteen.charging import Cost
from canteen.cost_errors import KitchenByHand, KitchenInCredit
from canteen.ledger.accounts import KITCHEN
from canteen.meal_costs import MealCost, Portions, Sitting, Taken, costs_of
from canteen.record import Kind, Recorded
from canteen.spans import ONE_DAY
from canteen.stockroom import Reason
from canteen.store import tables as t
from canteen.store.charged_days import charged_until
from canteen.store.charging import charge_day
from canteen.store.journal import Journal
from canteen.store.register_queries import HEADS_EATEN, MEALS_SERVED, days
from canteen.store.writing import Books
from nutrition.quantities import Money


def day_cost(books: Books, day: date) -> Cost:
    """Return what the kitchen took until the end of ``day`` and is not charged yet.

    Its sum is what lies on the account of food in the kitchen at the end of ``day``.

    Raises:
        KitchenInCredit: more bulk food, or other food, came back than was taken.
        KitchenByHand: the account has money that no issue explains.
    """
    cost = _taken_since(books, day)
    lies = Journal(books).balance(KITCHEN, until=day)
    if cost.total != lies:
        raise KitchenByHand(day, lies, cost.total)
    for kind, amount in (("bulk-food", cost.bulk), ("other-food", cost.other)):
        if amount.fen < 0:
            raise KitchenInCredit(day, kind, -amount, tuple(_undone(books, day)))
    return cost


def charge_from_stock(books: Books, day: date, voucher: str, key: str) -> Recorded:
    """Charge a day by what the kitchen took of the store; a retry charges nothing more.

    Raises:
        KitchenInCredit, KitchenByHand: see ``day_cost``.
        what ``charge_day`` raises.
    """
    cost = _charged_under(books, key) or day_cost(books, day)
    return charge_day(books, day, cost, voucher, key)


def meals_served(books: Books, first: date, last: date) -> dict[Sitting, int]:
    """Return (day, meal) -> how many ate: pupils, staff and guests together."""
    found: dict[Sitting, int] = {}
    for asked in (MEALS_SERVED, HEADS_EATEN):
        for day, meal, count in books.connection.execute(asked, days(books, first, last)):
            found[day, meal] = found.get((day, meal), 0) + int(count)
    return found


def taken(books: Books, first: date, last: date) -> Iterator[Taken]:
    """Yield what the kitchen took from ``first`` to ``last``; what was undone comes back.

    What comes back does so on the day of the undoing, as on the account.
    """
    c = t.stock_move.c
    rows = books.connection.execute(
        select(c.day, c.meal, c.dish, func.sum(c.grams), func.sum(c.fen))
        .where(*_issues(books), c.day.between(first, last))
        .group_by(c.day, c.meal, c.dish)
    )
    for day, meal, dish, grams, fen in rows:
        yield Taken(day, meal or "", dish or "", -int(grams), Money(-int(fen)))


def dishes_issued(books: Books) -> list[str]:
    """Return the dishes that goods were ever issued for, as the slips name them, in order."""
    c = t.stock_move.c
    asked = select(c.dish).where(*_issues(books), c.dish.is_not(None)).distinct().order_by(c.dish)
    return [str(dish) for dish in books.connection.scalars(asked)]


def meal_costs(
    books: Books, first: date, last: date, portions: Portions | None = None
) -> tuple[MealCost, ...]:
    """Return what each meal and dish cost from ``first`` to ``last``.

    All of them together are what the account of food in the kitchen was debited for issues, less
    what was undone.  ``portions``: where the caller knows better than the register.
    """
    counted = portions or Portions()
    eaten = {**meals_served(books, first, last), **counted.eaten}
    return costs_of(taken(books, first, last), Portions(eaten, counted.cooked))


def _issues(books: Books) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return t.stock_move.c.canteen == books.canteen, t.stock_move.c.reason == Reason.ISSUE.value


def _open(books: Books, day: date) -> list[list[ColumnElement[bool]]]:
    """Return what an issue, or its undoing, is that no charge until ``day`` has charged.

    Either entered after the last charge, or before it for a day that is after it: two ways that
    share nothing, so that each finds its rows by a key of its own.
    """
    c = t.stock_move.c
    last = charged_until(books, day)
    if last is None:
        return [[*_issues(books), c.day <= day]]
    since = last.day + ONE_DAY
    return [
        [*_issues(books), c.record > last.record, c.day <= day],
        [*_issues(books), c.record < last.record, c.day.between(since, day)],
    ]


def _taken_since(books: Books, day: date) -> Cost:
    c, sums = t.stock_move.c, {True: 0, False: 0}
    for wanted in _open(books, day):
        asked = select(c.bulk, func.sum(c.fen)).where(*wanted).group_by(c.bulk)
        for bulk, fen in books.connection.execute(asked):
            sums[bool(bulk)] -= int(fen)
    return Cost(Money(sums[True]), Money(sums[False]))


def _undone(books: Books, day: date) -> Iterator[str]:
    """Yield the vouchers of issues that were charged and undone since."""
    undone, undoing, c = t.record.c, t.record.alias(), t.stock_move.c
    last = charged_until(books, day)
    numbers = [
        number
        for wanted in _open(books, day)
        for number in books.connection.scalars(
            select(undoing.c.reverses)
            .join(t.stock_move, (c.canteen == undoing.c.canteen) & (c.record == undoing.c.number))
            .where(*wanted, undoing.c.reverses.is_not(None))
            .distinct()
        )
        if last and number < last.record
    ]
    rows = books.connection.execute(
        select(undone.number, undone.voucher)
        .where(undone.canteen == books.canteen, undone.number.in_(numbers))
        .order_by(undone.number)
    )
    for row in rows:
        yield f"{row.voucher}(#{row.number})"


def _charged_under(books: Books, key: str) -> Cost | None:
    """Return what the charge under ``key`` charged, or None where there is none."""
    record, c = t.record.c, t.charged_day.c
    row = books.connection.execute(
        select(c.bulk, c.other)
        .join(t.record, (record.canteen == c.canteen) & (record.number == c.record))
        .where(record.canteen == books.canteen, record.key == key, record.kind == Kind.CHARGE.value)
    ).one_or_none()
    return Cost(Money(row.bulk), Money(row.other)) if row else None
