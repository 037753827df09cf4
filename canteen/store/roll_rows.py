"""Rows of the roll: what a paper says of a pupil, as it is kept; and what ends on a day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from canteen.pupils import Consent, Enrolment, Entitlement
from canteen.spans import ONE_DAY, Span
from canteen.store.chain import Value

Rows = list[dict[str, Value]]


def ends(held: Iterable[Span[str]], first: date) -> Iterator[date]:
    """Yield the days from which nothing of ``held`` holds any more, if it ends on ``first``."""
    for span in held:
        if span.last is None or span.last >= first:
            yield max(span.first, first)


def goes_on(held: Iterable[Span[str]], last: date | None) -> bool:
    """Say whether something begins on the day after ``last``, so that no row must end it."""
    return last is not None and any(span.first == last + ONE_DAY for span in held)


def enrolment_rows(enrolment: Enrolment) -> Rows:
    pupil = enrolment.pupil
    rows: Rows = [
        {"pupil": pupil, "school_class": enrolment.school_class, "since": enrolment.first}
    ]
    if enrolment.last is not None:
        rows.append({"pupil": pupil, "school_class": None, "since": enrolment.last + ONE_DAY})
    return rows


def consent_rows(consent: Consent) -> Rows:
    row: dict[str, Value] = {
        "pupil": consent.pupil,
        "what": consent.what,
        "plan": consent.plan or None,
        "given": 1,
        "since": consent.since,
        "paper": consent.paper,
    }
    if consent.until is None:
        return [row]
    return [row, {**row, "given": 0, "since": consent.until + ONE_DAY}]


def entitlement_rows(entitlement: Entitlement) -> Rows:
    row: dict[str, Value] = {
        "pupil": entitlement.pupil,
        "fund": entitlement.fund.value,
        "entitled": 1,
        "since": entitlement.first,
    }
    if entitlement.last is None:
        return [row]
    return [row, {**row, "entitled": 0, "since": entitlement.last + ONE_DAY}]
