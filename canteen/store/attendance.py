"""The register of one canteen: who was present at each meal, and how many others ate.

Never commits: the transaction that opened the books does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import Row

from canteen.attendance import OTHERS, Attendance, HeadCount, Heads, Payer, heads_counted, heads_of
from canteen.charge_errors import DayCharged
from canteen.pupil_errors import (
    AttendanceTaken,
    NoConsent,
    NoSuchClass,
    NothingToCorrect,
    NotInClass,
    PresentTwice,
)
from canteen.record import Kind, Recorded
from canteen.store import tables as t
from canteen.store.chain import Value, digest
from canteen.store.charged_days import charged
from canteen.store.journal import Journal
from canteen.store.pupils import Roll
from canteen.store.register_queries import (
    CALLS,
    HEADS,
    PERSON_DAYS,
    PRESENT,
    PRESENT_IN,
    days,
)
from canteen.store.writing import Books, Draft


class Register:
    """Attendance at one canteen; every query is already limited to it."""

    def __init__(self, books: Books) -> None:
        self._books = books

    def take(self, taken: Attendance, key: str, corrects: int | None = None) -> Recorded:
        """Take the attendance of a class at a meal; those who are not present are absent.

        ``corrects``: the record that this one takes the place of.

        Raises:
            NoSuchClass, NotInClass, NoConsent, PresentTwice: somebody cannot have eaten there.
            AttendanceTaken, NothingToCorrect: it was taken before, or was not.
            DayCharged: the day's food is charged by what was taken; that nobody of a class ate
                changes no charge.
            FutureDay, BeforeOpening, NotOpened, PeriodClosed: the day takes nothing.
        """
        asked: dict[str, Value] = {
            "day": taken.day,
            "meal": taken.meal,
            "school_class": taken.school_class,
            "present": digest(sorted(taken.present)),
            "voucher": taken.voucher,
            "corrects": corrects,
        }
        draft = Draft(Kind.ATTENDANCE, taken.day, key, asked, {}, taken.voucher)
        if made := self._books.made(draft):
            return made
        self._refuse_day(taken.day, changes=bool(taken.present) or corrects is not None)
        members = self._members(taken)
        self._refuse_again(taken, corrects)
        self._refuse_no_consent(taken)
        call: dict[str, Value] = {
            "day": taken.day,
            "meal": taken.meal,
            "school_class": taken.school_class,
            "corrects": corrects,
        }
        rows: list[dict[str, Value]] = [
            {"pupil": pupil, "present": int(pupil in taken.present)} for pupil in sorted(members)
        ]
        facts = {t.roll_call: [call], t.attendance: rows}
        return self._books.append(
            Draft(Kind.ATTENDANCE, taken.day, key, asked, facts, taken.voucher)
        )

    def count(self, counted: HeadCount, key: str, corrects: int | None = None) -> Recorded:
        """Count those at a meal who are no pupils.

        Raises:
            AttendanceTaken, NothingToCorrect: they were counted before, or were not.
            DayCharged: the day's food is charged by what was counted.
            FutureDay, BeforeOpening, NotOpened, PeriodClosed: the day takes nothing.
        """
        numbers = {Payer.STAFF: counted.staff, Payer.GUESTS: counted.guests}
        rows: list[dict[str, Value]] = [
            {
                "day": counted.day,
                "meal": counted.meal,
                "payer": payer.value,
                "eaters": count,
                "corrects": corrects,
            }
            for payer, count in numbers.items()
        ]
        asked: dict[str, Value] = {
            "day": counted.day,
            "meal": counted.meal,
            "voucher": counted.voucher,
            "corrects": corrects,
            **{payer.value: count for payer, count in numbers.items()},
        }
        facts = {t.head_count: rows}
        draft = Draft(Kind.HEAD_COUNT, counted.day, key, asked, facts, counted.voucher)
        if made := self._books.made(draft):
            return made
        self._refuse_day(counted.day)
        found = {row.meal: row.record for row in self._heads(counted.day)}
        now = found.get(counted.meal)
        _refuse_mismatch(counted.day, counted.meal, OTHERS, (now, corrects))
        return self._books.append(draft)

    def eaten(self, day: date) -> dict[str, frozenset[str]]:
        """Return pupil -> the meals that the pupil ate on ``day``; absent pupils are not named."""
        found: dict[str, set[str]] = {}
        rows = self._books.connection.execute(PRESENT, days(self._books, day, day))
        for pupil, _, meal in rows:
            found.setdefault(pupil, set()).add(meal)
        return {pupil: frozenset(meals) for pupil, meals in found.items()}

    def counts(self, day: date) -> dict[Payer, Heads]:
        """Return how many people and meals there were on ``day``, for each who pays."""
        counted: dict[str, dict[str, int]] = {Payer.STAFF: {}, Payer.GUESTS: {}}
        for row in self._heads(day):
            counted[row.payer][row.meal] = row.eaters
        return {
            Payer.PUPILS: heads_of(self.eaten(day)),
            Payer.STAFF: heads_counted(counted[Payer.STAFF]),
            Payer.GUESTS: heads_counted(counted[Payer.GUESTS]),
        }

    def person_days(self, first: date, last: date) -> dict[str, int]:
        """Return pupil -> days with at least one meal, from ``first`` to ``last``."""
        rows = self._books.connection.execute(PERSON_DAYS, days(self._books, first, last))
        return {pupil: int(count) for pupil, count in rows}

    def calls(self, day: date) -> Mapping[tuple[str, str], int]:
        """Return (meal, class) -> the record of the attendance that holds on ``day``."""
        rows = self._books.connection.execute(CALLS, days(self._books, day, day))
        return {(meal, school_class): record for meal, school_class, record in rows}

    def _heads(self, day: date) -> Sequence[Row[int, str, str, int]]:
        return self._books.connection.execute(HEADS, days(self._books, day, day)).all()

    def _refuse_day(self, day: date, *, changes: bool = True) -> None:
        Journal(self._books).refuse_day(day)
        if changes and (number := charged(self._books, day)):
            raise DayCharged(day, number)

    def _members(self, taken: Attendance) -> frozenset[str]:
        """Return the pupils of the class.

        Raises:
            NoSuchClass: it has none.
            NotInClass: somebody present is not among them.
        """
        members = Roll(self._books).members(taken.school_class, taken.day)
        if not members:
            known = tuple(Roll(self._books).class_list(taken.day))
            raise NoSuchClass(taken.school_class, taken.day, known)
        if strangers := taken.present - members:
            raise NotInClass(taken.school_class, taken.day, sorted(strangers))
        return members

    def _refuse_again(self, taken: Attendance, corrects: int | None) -> None:
        """Refuse attendance that was taken before, and pupils who ate with another class.

        Raises:
            AttendanceTaken, NothingToCorrect, PresentTwice: it is so.
        """
        found = self.calls(taken.day)
        now = found.get((taken.meal, taken.school_class))
        _refuse_mismatch(taken.day, taken.meal, taken.school_class, (now, corrects))
        others = [n for (meal, _), n in found.items() if meal == taken.meal and n != now]
        asked = {
            "canteen": self._books.canteen,
            "records": others,
            "pupils": sorted(taken.present),
        }
        elsewhere = self._books.connection.scalars(PRESENT_IN, asked).all()
        if elsewhere:
            raise PresentTwice(taken.day, taken.meal, sorted(elsewhere))

    def _refuse_no_consent(self, taken: Attendance) -> None:
        """Refuse pupils whose guardians agreed to nothing, or not to this meal.

        Raises:
            NoConsent: there are such.
        """
        roll = Roll(self._books)
        agreed = roll.consenting(taken.day, within=taken.school_class)
        plans = {name: plan.prices for name, plan in roll.plans(taken.day).items()}
        without = [
            pupil
            for pupil in taken.present
            if taken.meal not in plans.get(agreed.get(pupil, ""), ())
        ]
        if without:
            raise NoConsent(taken.day, taken.meal, sorted(without))


def _refuse_mismatch(
    day: date, meal: str, who: str, records: tuple[int | None, int | None]
) -> None:
    """Compare the record that holds with the one that is to be corrected.

    Raises:
        AttendanceTaken, NothingToCorrect: they differ.
    """
    now, corrects = records
    if now is not None and now != corrects:
        raise AttendanceTaken(day, meal, who, now)
    if now is None and corrects is not None:
        raise NothingToCorrect(day, meal, corrects)
