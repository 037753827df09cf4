"""Lists of one canteen's pupils, read: classes, consents, grants and meal plans on a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import select

from canteen.pupil_errors import UnknownPupils
from canteen.pupils import MEALS, Enrolment, MealPlan, plans_on
from canteen.spans import Span, spans
from canteen.store import tables as t
from canteen.store.since import (
    CLASS_LIST,
    CONSENTING,
    CONSENTING_WITHIN,
    GRANTS,
    MEMBERS,
)
from canteen.store.writing import Books
from nutrition.quantities import Money

Said = tuple[date, str | None]
"""(from when on, what holds)."""


class Lists:
    """What is known of the pupils of one canteen; every query is already limited to it."""

    def __init__(self, books: Books) -> None:
        self._books = books

    def class_list(self, day: date) -> dict[str, tuple[str, ...]]:
        """Return class -> the pupils who are in it on ``day``, both in order."""
        found: dict[str, list[str]] = {}
        asked = {"canteen": self._books.canteen, "day": day}
        for row in self._books.connection.execute(CLASS_LIST, asked):
            found.setdefault(row.school_class, []).append(row.pupil)
        return {name: tuple(pupils) for name, pupils in found.items()}

    def members(self, school_class: str, day: date) -> frozenset[str]:
        """Return the pupils of one class on ``day``."""
        asked = {"canteen": self._books.canteen, "day": day, "within": school_class}
        return frozenset(self._books.connection.scalars(MEMBERS, asked))

    def enrolments(self) -> tuple[Enrolment, ...]:
        """Return who was in which class when, by pupil and day."""
        return tuple(
            Enrolment(pupil, span.value, span.first, span.last)
            for pupil, found in sorted(self.classes_of().items())
            for span in found
        )

    def known(self) -> frozenset[str]:
        """Return every pupil who was ever enrolled."""
        c = t.enrolment.c
        wanted = select(c.pupil).distinct().where(c.canteen == self._books.canteen)
        return frozenset(self._books.connection.scalars(wanted))

    def consenting(self, day: date, what: str = MEALS, within: str = "") -> dict[str, str]:
        """Return the pupils whose consent holds on ``day`` -> the plan ("" for a fee).

        ``within``: only of those who were ever in this class.
        """
        asked = {"canteen": self._books.canteen, "day": day, "what": what, "within": within}
        if not within:
            del asked["within"]
        wanted = CONSENTING_WITHIN if within else CONSENTING
        return {row.pupil: row.plan or "" for row in self._books.connection.execute(wanted, asked)}

    def grants(self, day: date) -> dict[str, frozenset[str]]:
        """Return pupil -> the funds of the grants that the pupil is entitled to on ``day``."""
        found: dict[str, frozenset[str]] = {}
        asked = {"canteen": self._books.canteen, "day": day}
        for row in self._books.connection.execute(GRANTS, asked):
            found[row.pupil] = found.get(row.pupil, frozenset()) | {row.fund}
        return found

    def plans(self, day: date) -> dict[str, MealPlan]:
        """Return name -> the meal plan that holds on ``day``."""
        c = t.meal_plan.c
        made: dict[int, MealPlan] = {}
        for row in self._books.connection.execute(
            select(c.record, c.name, c.meal, c.fen, c.since)
            .where(c.canteen == self._books.canteen)
            .order_by(c.record, c.line)
        ):
            known = made[row.record].prices if row.record in made else {}
            prices = {**known, row.meal: Money(row.fen)}
            made[row.record] = MealPlan(row.name, prices, row.since)
        return plans_on(day, made.values())

    def classes_of(self, pupils: Iterable[str] | None = None) -> dict[str, list[Span[str]]]:
        """Return pupil -> classes and days, of all pupils where none are named."""
        c = t.enrolment.c
        wanted = [c.canteen == self._books.canteen]
        if pupils is not None:
            wanted.append(c.pupil.in_(set(pupils)))
        said: dict[str, list[Said]] = {}
        for row in self._books.connection.execute(
            select(c.pupil, c.since, c.school_class)
            .where(*wanted)
            .order_by(c.pupil, c.record, c.line)
        ):
            said.setdefault(row.pupil, []).append((row.since, row.school_class))
        return {pupil: list(spans(each)) for pupil, each in said.items()}

    def agreed(self) -> dict[tuple[str, str], list[Span[str]]]:
        """Return (pupil, to what) -> meal plans ("" for a fee) and days."""
        c = t.consent.c
        said: dict[tuple[str, str], list[Said]] = {}
        for row in self._books.connection.execute(
            select(c.pupil, c.what, c.since, c.plan, c.given)
            .where(c.canteen == self._books.canteen)
            .order_by(c.record, c.line)
        ):
            held = (row.plan or "") if row.given else None
            said.setdefault((row.pupil, row.what), []).append((row.since, held))
        return {key: list(spans(each)) for key, each in said.items()}

    def entitled(self) -> dict[tuple[str, str], list[Span[str]]]:
        """Return (pupil, fund) -> days on which the fund pays for the pupil."""
        c = t.entitlement.c
        said: dict[tuple[str, str], list[Said]] = {}
        for row in self._books.connection.execute(
            select(c.pupil, c.fund, c.since, c.entitled)
            .where(c.canteen == self._books.canteen)
            .order_by(c.record, c.line)
        ):
            held = row.fund if row.entitled else None
            said.setdefault((row.pupil, row.fund), []).append((row.since, held))
        return {key: list(spans(each)) for key, each in said.items()}

    def refuse_unknown(self, pupils: Iterable[str], enrolling: Iterable[str] = ()) -> None:
        """Refuse pupils who were never enrolled and are not being enrolled now.

        Raises:
            UnknownPupils: there are such.
        """
        if strangers := set(pupils) - set(enrolling) - self.known():
            raise UnknownPupils(sorted(strangers))
