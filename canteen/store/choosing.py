"""Settings of one canteen: each made by a record, none ever changed."""

from __future__ import annotations

from datetime import date

from sqlalchemy import func, select

from canteen.calendar import Month
from canteen.choices import Choice, Choices, holding
from canteen.errors import PeriodClosed
from canteen.record import Kind, Recorded
from canteen.store import tables as t
from canteen.store.chain import Value
from canteen.store.writing import Books, Draft


def make(books: Books, choice: Choice, key: str) -> Recorded:
    """Set something from a day on.

    Raises:
        PeriodClosed: it would change what holds in a closed month.
    """
    row: dict[str, Value] = {
        "name": choice.name,
        "value": choice.value,
        "since": choice.since,
        "basis": choice.basis,
    }
    draft = Draft(Kind.SETTING, books.hand.today, key, row, {t.setting: [row]}, choice.basis)
    if made := books.made(draft):
        return made
    mark = t.period_mark.c
    closed = books.connection.scalar(
        select(func.max(mark.month)).where(mark.canteen == books.canteen)
    )
    if closed is not None and str(Month.of(choice.since)) <= closed:
        raise PeriodClosed(closed)
    return books.append(draft)


def on(books: Books, day: date) -> Choices:
    """Return what holds on ``day``."""
    setting = t.setting.c
    rows = books.connection.execute(
        select(setting.name, setting.value, setting.since, setting.basis)
        .where(setting.canteen == books.canteen)
        .order_by(setting.record)
    )
    return holding((Choice(*row) for row in rows), day)
