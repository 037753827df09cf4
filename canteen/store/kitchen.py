"""The kitchen of one canteen: what it took of the store and is not charged yet, and for what.

What a day is charged by is what was issued since the last charge, less what was undone since.
An issue that is undone after its charge makes the next charge smaller by as much; where less
food of its kind was issued since, the day is refused (KitchenInCredit).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from sqlalchemy import ColumnElement, and_, func, not_, select

from canteen.charging import Cost
from canteen.cost_errors import KitchenByHand, KitchenInCredit
from canteen.meal_costs import MealCost, Portions, Sitting, Taken, costs_of
from canteen.record import Kind, Recorded
from canteen.stockroom import Reason
from canteen.store import tables as t
from canteen.store.charged_days import charged_until
from canteen.store.charging import IN_KITCHEN, charge_day
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
    lies = Journal(books).balance(IN_KITCHEN, until=day)
    if cost.total != lies:
        raise KitchenByHand(day, lies, cost.total)
    for kind, amount in (("bulk", cost.bulk), ("other", cost.other)):
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


def _open(books: Books, day: date) -> list[ColumnElement[bool]]:
    """Return what an issue, or its undoing, is that no charge until ``day`` has charged."""
    c = t.stock_move.c
    wanted = [*_issues(books), c.day <= day]
    if last := charged_until(books, day):
        wanted.append(not_(and_(c.day <= last.day, c.record < last.record)))
    return wanted


def _taken_since(books: Books, day: date) -> Cost:
    c = t.stock_move.c
    rows = books.connection.execute(
        select(c.bulk, func.sum(c.fen)).where(*_open(books, day)).group_by(c.bulk)
    )
    sums = {bool(bulk): Money(-int(fen)) for bulk, fen in rows}
    return Cost(sums.get(True, Money(0)), sums.get(False, Money(0)))


def _undone(books: Books, day: date) -> Iterator[str]:
    """Yield the vouchers of issues that were charged and undone since."""
    last = charged_until(books, day)
    if last is None:
        return
    undone, undoing, c = t.record, t.record.alias(), t.stock_move.c
    rows = books.connection.execute(
        select(undone.c.number, undone.c.voucher)
        .join(
            undoing,
            (undoing.c.canteen == undone.c.canteen) & (undoing.c.reverses == undone.c.number),
        )
        .join(t.stock_move, (c.canteen == undoing.c.canteen) & (c.record == undoing.c.number))
        .where(*_open(books, day), undone.c.number < last.record)
        .distinct()
        .order_by(undone.c.number)
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
