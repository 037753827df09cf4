"""The roll of one canteen: enrolment by class, consent, grants and meal plans.

Never commits: the transaction that opened the books does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import Table

from canteen.errors import NoVoucher
from canteen.ledger.funds import Fund
from canteen.pupil_errors import (
    EatenSince,
    NoConsent,
    NotEnrolled,
    NotEntitled,
    PupilEnrolledAlready,
    UnknownPlan,
)
from canteen.pupils import (
    MEALS,
    Admission,
    Consent,
    Enrolment,
    Entitlement,
    MealPlan,
    class_name,
)
from canteen.record import Kind, Recorded
from canteen.spans import ONE_DAY, Span
from canteen.store import tables as t
from canteen.store.chain import Value, digest, written
from canteen.store.pupil_lists import Lists
from canteen.store.register_queries import last_meals
from canteen.store.roll_rows import (
    Rows,
    consent_rows,
    ends,
    enrolment_rows,
    entitlement_rows,
    goes_on,
)
from canteen.store.writing import Draft


class Roll(Lists):
    """Pupils of one canteen by their codes; what was charged before stays as it was charged."""

    def admit(self, admission: Admission, voucher: str, key: str) -> Recorded:
        """Write down classes, consents and grants as one record; what is so already stays.

        Raises:
            PupilEnrolledAlready: a pupil would be in two classes, or twice in one.
            UnknownPupils: a consent or a grant is for somebody who was never enrolled.
            UnknownPlan: the consent is to a meal plan that does not hold on its first day.
        """
        asked: dict[Table, Rows] = {
            t.enrolment: [row for e in admission.enrolments for row in enrolment_rows(e)],
            t.consent: [row for c in admission.consents for row in consent_rows(c)],
            t.entitlement: [row for e in admission.entitlements for row in entitlement_rows(e)],
        }
        draft = self._draft(key, asked, voucher)
        if made := self._books.made(draft):
            return made
        self.refuse_unknown(admission.pupils, (e.pupil for e in admission.enrolments))
        self._refuse_plans(admission.consents)
        fresh = {
            t.enrolment: list(self._fresh_enrolments(admission.enrolments)),
            t.consent: list(self._fresh_consents(admission.consents)),
            t.entitlement: list(self._fresh_entitlements(admission.entitlements)),
        }
        return self._books.append(replace(draft, facts=fresh))

    def leave(self, pupil: str, last: date, voucher: str, key: str) -> Recorded:
        """End after ``last`` the enrolment of a pupil, and all that was agreed to or granted.

        Raises:
            NotEnrolled: the pupil is in no class on that day.
            EatenSince: meals were eaten after it.
        """
        first = last + ONE_DAY
        asked: Rows = [{"pupil": pupil, "school_class": None, "since": first}]
        draft = self._draft(key, {t.enrolment: asked}, voucher)
        if made := self._books.made(draft):
            return made
        self._class_of(pupil, last)
        self._refuse_eaten(pupil, first)
        return self._books.append(replace(draft, facts=self._ended(pupil, first, voucher)))

    def _ended(self, pupil: str, first: date, voucher: str) -> Mapping[Table, Rows]:
        """Return the rows by which nothing of a pupil holds from ``first`` on."""
        said: Mapping[str, Value] = {"pupil": pupil}
        classes = self.classes_of((pupil,)).get(pupil, ())
        return {
            t.enrolment: [{**said, "school_class": None, "since": d} for d in ends(classes, first)],
            t.consent: [
                {**said, "what": what, "given": 0, "since": day, "paper": voucher}
                for (who, what), held in sorted(self.agreed().items())
                for day in ends(held if who == pupil else (), first)
            ],
            t.entitlement: [
                {**said, "fund": fund, "entitled": 0, "since": day}
                for (who, fund), held in sorted(self.entitled().items())
                for day in ends(held if who == pupil else (), first)
            ],
        }

    def transfer(
        self, pupil: str, school_class: str, first: date, voucher: str, key: str
    ) -> Recorded:
        """Move a pupil to another class from ``first`` on; the old one ends the day before.

        Raises:
            NotEnrolled: the pupil is in no class on that day.
            PupilEnrolledAlready: in that class already, or in one that begins later.
            EatenSince: meals were eaten in the old class since.
        """
        new: dict[str, Value] = {
            "pupil": pupil,
            "school_class": class_name(school_class),
            "since": first,
        }
        draft = self._draft(key, {t.enrolment: [new]}, voucher)
        if made := self._books.made(draft):
            return made
        old = self._class_of(pupil, first)
        later = [s for s in self.classes_of((pupil,))[pupil] if s.first > first]
        if old.value == school_class or later:
            other = later[0] if later else old
            raise PupilEnrolledAlready(pupil, school_class, other.value, other.first)
        self._refuse_eaten(pupil, first)
        return self._books.append(draft)

    def withdraw(self, pupil: str, what: str, first: date, voucher: str, key: str) -> Recorded:
        """End a consent: from ``first`` on nothing is charged.

        Raises:
            NoConsent: there is none on that day.
            EatenSince: meals were eaten since.
        """
        row: dict[str, Value] = {
            "pupil": pupil,
            "what": what,
            "given": 0,
            "since": first,
            "paper": voucher,
        }
        draft = self._draft(key, {t.consent: [row]}, voucher)
        if made := self._books.made(draft):
            return made
        if pupil not in self.consenting(first, what):
            raise NoConsent(first, what, (pupil,))
        if what == MEALS:
            self._refuse_eaten(pupil, first)
        return self._books.append(draft)

    def revoke(self, pupil: str, fund: Fund, first: date, voucher: str, key: str) -> Recorded:
        """End what a grant pays for a pupil; days that are charged stay as they were charged.

        Raises:
            NotEntitled: the grant does not pay for the pupil on that day.
        """
        row: dict[str, Value] = {"pupil": pupil, "fund": fund.value, "entitled": 0, "since": first}
        draft = self._draft(key, {t.entitlement: [row]}, voucher)
        if made := self._books.made(draft):
            return made
        if fund not in self.grants(first).get(pupil, ()):
            raise NotEntitled(pupil, fund, first)
        return self._books.append(draft)

    def offer(self, plan: MealPlan, voucher: str, key: str) -> Recorded:
        """Set which meals a plan has, and at which prices, from a day on."""
        rows: Rows = [
            {"name": plan.name, "meal": meal, "fen": price.fen, "since": plan.since}
            for meal, price in sorted(plan.prices.items())
        ]
        asked: dict[Table, Rows] = {t.meal_plan: rows}
        draft = replace(self._draft(key, asked, voucher), kind=Kind.MEAL_PLAN)
        return self._books.made(draft) or self._books.append(draft)

    def _draft(self, key: str, rows: Mapping[Table, Rows], voucher: str) -> Draft:
        """Return the record of what is said.

        Raises:
            NoVoucher: no paper is named.
        """
        asked: dict[str, Value] = {
            table.name: digest(written(row) for row in each) for table, each in rows.items()
        }
        asked["voucher"] = voucher
        if not voucher.strip():
            raise NoVoucher
        return Draft(Kind.PUPILS, self._books.hand.today, key, asked, rows, voucher)

    def _class_of(self, pupil: str, day: date) -> Span[str]:
        """Return the class that a pupil is in on ``day``, with its days.

        Raises:
            NotEnrolled: in none.
        """
        for span in self.classes_of((pupil,)).get(pupil, ()):
            if span.covers(day, day):
                return span
        raise NotEnrolled(pupil, day)

    def _refuse_eaten(self, pupil: str, day: date) -> None:
        """Refuse to end on ``day`` what a pupil has eaten by since.

        Raises:
            EatenSince: the pupil has.
        """
        if eaten := last_meals(self._books, (pupil,), day):
            raise EatenSince(pupil, day, eaten[pupil])

    def _refuse_plans(self, consents: Iterable[Consent]) -> None:
        """Refuse consent to meals of a plan that nobody knows.

        Raises:
            UnknownPlan: there is such.
        """
        for day in {c.since for c in consents if c.what == MEALS}:
            known = self.plans(day)
            for consent in consents:
                if consent.since == day and consent.what == MEALS and consent.plan not in known:
                    raise UnknownPlan(consent.plan, day, tuple(known))

    def _fresh_enrolments(self, enrolments: Sequence[Enrolment]) -> Iterator[dict[str, Value]]:
        """Return the rows of what is not so already.

        Raises:
            PupilEnrolledAlready: a pupil would be in two classes, or twice in one.
        """
        known = self.classes_of(e.pupil for e in enrolments)
        for each in sorted(enrolments, key=lambda e: (e.pupil, e.first)):
            held = known.setdefault(each.pupil, [])
            met = [span for span in held if span.meets(each.first, each.last)]
            if met and met[0].value == each.school_class and met[0].covers(each.first, each.last):
                continue
            if met:
                raise PupilEnrolledAlready(
                    each.pupil, each.school_class, met[0].value, met[0].first
                )
            rows = enrolment_rows(each)
            yield from rows[:1] if goes_on(held, each.last) else rows
            held.append(Span(each.school_class, each.first, each.last))

    def _fresh_consents(self, consents: Sequence[Consent]) -> Iterator[dict[str, Value]]:
        """Return the rows of what is not so already.

        Raises:
            EatenSince: the consent would end before meals that were eaten by an earlier one.
        """
        known = self.agreed()
        ending = [c.pupil for c in consents if c.until is not None and c.what == MEALS]
        eaten = last_meals(self._books, ending, date.min)
        for each in sorted(consents, key=lambda c: (c.pupil, c.what, c.since)):
            held = known.setdefault((each.pupil, each.what), [])
            if any(s.value == each.plan and s.covers(each.since, each.until) for s in held):
                continue
            rows = consent_rows(each)
            ends = each.until is not None and not goes_on(held, each.until)
            last = eaten.get(each.pupil)
            if ends and each.until and last and last > each.until and each.what == MEALS:
                raise EatenSince(each.pupil, each.until + ONE_DAY, last)
            yield from rows if ends else rows[:1]
            held.append(Span(each.plan, each.since, each.until))

    def _fresh_entitlements(self, given: Sequence[Entitlement]) -> Iterator[dict[str, Value]]:
        known = self.entitled()
        for each in sorted(given, key=lambda e: (e.pupil, e.fund, e.first)):
            held = known.setdefault((each.pupil, each.fund), [])
            if any(span.covers(each.first, each.last) for span in held):
                continue
            rows = entitlement_rows(each)
            yield from rows[:1] if goes_on(held, each.last) else rows
            held.append(Span(each.fund.value, each.first, each.last))
