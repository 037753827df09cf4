"""What a pupil did not eat, and what it ate that is not charged yet, at the prices of its plan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from canteen.calendar import is_school_day
from canteen.period_errors import NothingUneaten
from canteen.spans import ONE_DAY
from canteen.store.attendance import Register
from canteen.store.charged_days import last_charged
from canteen.store.pupils import Roll
from canteen.store.register_queries import meals_since
from canteen.store.writing import Books
from nutrition.quantities import Money

NOTHING = Money(0)


def uneaten(books: Books, pupil: str, days: Iterable[date]) -> dict[date, Money]:
    """Return what meals that the pupil did not eat would have cost, by day; other days left out.

    Where attendance was taken on a day, the meals that the pupil's class was called for count;
    before it is taken, all meals of the plan if schools are open.

    Raises:
        UnknownPupils: nobody was ever enrolled under this code.
        NothingUneaten: there is no such day.
    """
    Roll(books).refuse_unknown((pupil,))
    asked = sorted(set(days))
    worth = {day: _uneaten(books, pupil, day) for day in asked}
    found = {day: money for day, money in worth.items() if money.fen}
    if not found:
        raise NothingUneaten(pupil, asked)
    return found


def uncharged(books: Books, pupil: str) -> Money:
    """Return what the pupil ate on days that are still to be charged."""
    until = last_charged(books)
    since = until + ONE_DAY if until is not None else date.min
    eaten = meals_since(books, pupil, since)
    prices = {day: _prices(books, pupil, day) for day, _ in eaten}
    return sum((prices[day].get(meal, NOTHING) for day, meal in eaten), NOTHING)


def _uneaten(books: Books, pupil: str, day: date) -> Money:
    register, prices = Register(books), _prices(books, pupil, day)
    calls, had = register.calls(day), register.eaten(day).get(pupil, frozenset())
    room = {s.value for s in Roll(books).classes_of((pupil,))[pupil] if s.covers(day, day)}
    if calls:
        served = {meal for meal, school_class in calls if school_class in room}
    else:
        served = set(prices) if room and is_school_day(day) else set()
    return sum((prices.get(meal, NOTHING) for meal in served - had), NOTHING)


def _prices(books: Books, pupil: str, day: date) -> Mapping[str, Money]:
    """Return meal -> price, of what was agreed to for the pupil on the day."""
    roll = Roll(books)
    plan = roll.plans(day).get(roll.consenting(day).get(pupil, ""))
    return plan.prices if plan else {}
