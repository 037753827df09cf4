"""Lists of a refund run for signature: who gets what, and for how much that counted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from canteen.errors import NoSuchRecord
from canteen.store import tables as t
from canteen.store.pupils import Roll
from canteen.store.writing import Books
from nutrition.quantities import Money


@dataclass(frozen=True, slots=True)
class RefundRow:
    """One line to sign.

    Attributes:
        school_class: in which the pupil was on the last day of the span, or last before it; ""
            where the pupil was in none.
        weight: person-days, or fen paid for meals.
    """

    pupil: str
    school_class: str
    weight: int
    amount: Money


@dataclass(frozen=True, slots=True)
class RefundList:
    """A refund run; its rows sum to its total."""

    first: date
    last: date
    by: str
    rows: tuple[RefundRow, ...]
    total: Money


def refund_list(books: Books, number: int) -> RefundList:
    """Return who gets what by the refund run of a record, by class and code.

    Raises:
        NoSuchRecord: no refund run has this number.
    """
    ran, claim = t.refund_run.c, t.refund_claim.c
    found = books.connection.execute(
        select(ran.first, ran.last, ran.by, ran.fen).where(
            ran.canteen == books.canteen, ran.record == number
        )
    ).one_or_none()
    if found is None:
        raise NoSuchRecord(number)
    claims = books.connection.execute(
        select(claim.pupil, claim.weight, claim.fen).where(
            claim.canteen == books.canteen, claim.record == number
        )
    ).all()
    classes = _classes(books, [row.pupil for row in claims], found.last)
    rows = (RefundRow(c.pupil, classes.get(c.pupil, ""), c.weight, Money(c.fen)) for c in claims)
    in_order = tuple(sorted(rows, key=lambda r: (r.school_class, r.pupil)))
    return RefundList(found.first, found.last, found.by, in_order, Money(found.fen))


def _classes(books: Books, pupils: list[str], day: date) -> dict[str, str]:
    known = Roll(books).classes_of(pupils)
    begun = {p: [s for s in spans if s.first <= day] for p, spans in known.items()}
    return {p: max(spans, key=lambda s: s.first).value for p, spans in begun.items() if spans}
