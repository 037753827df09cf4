"""What holds on a day, of rows that each say what holds from a day on; the last made decides.

Statements are built once, with the canteen and the day as parameters.
"""

from __future__ import annotations

from sqlalchemy import (
    ColumnElement,
    Date,
    Integer,
    String,
    Subquery,
    Table,
    bindparam,
    func,
    select,
)

from canteen.store import tables as t

CANTEEN = bindparam("canteen", type_=Integer)

DAY = bindparam("day", type_=Date)

WHAT = bindparam("what", type_=String)

WITHIN = bindparam("within", type_=String)


def holding(
    table: Table, by: tuple[str, ...], said: tuple[str, ...], *wanted: ColumnElement[bool]
) -> Subquery:
    """Return what rows say that hold on the day, one row for each value of ``by``."""
    c = table.c
    rank = func.row_number().over(
        partition_by=[c[name] for name in by],
        order_by=[c.since.desc(), c.record.desc(), c.line.desc()],
    )
    ranked = (
        select(*(c[name] for name in (*by, *said)), rank.label("rank"))
        .where(c.canteen == CANTEEN, c.since <= DAY, *wanted)
        .subquery()
    )
    return select(ranked).where(ranked.c.rank == 1).subquery(table.name)


_EVER = select(t.enrolment.c.pupil).where(
    t.enrolment.c.canteen == CANTEEN, t.enrolment.c.school_class == WITHIN
)

_CLASSES = holding(t.enrolment, ("pupil",), ("school_class",))

CLASS_LIST = (
    select(_CLASSES.c.school_class, _CLASSES.c.pupil)
    .where(_CLASSES.c.school_class.is_not(None))
    .order_by(_CLASSES.c.school_class, _CLASSES.c.pupil)
)

_MEMBERS = holding(t.enrolment, ("pupil",), ("school_class",), t.enrolment.c.pupil.in_(_EVER))

MEMBERS = select(_MEMBERS.c.pupil).where(_MEMBERS.c.school_class == WITHIN)

_AGREED = holding(t.consent, ("pupil",), ("plan", "given"), t.consent.c.what == WHAT)

CONSENTING = select(_AGREED.c.pupil, _AGREED.c.plan).where(_AGREED.c.given == 1)

_AGREED_WITHIN = holding(
    t.consent,
    ("pupil",),
    ("plan", "given"),
    t.consent.c.what == WHAT,
    t.consent.c.pupil.in_(_EVER),
)

CONSENTING_WITHIN = select(_AGREED_WITHIN.c.pupil, _AGREED_WITHIN.c.plan).where(
    _AGREED_WITHIN.c.given == 1
)

_GRANTS = holding(t.entitlement, ("pupil", "fund"), ("entitled",))

GRANTS = select(_GRANTS.c.pupil, _GRANTS.c.fund).where(_GRANTS.c.entitled == 1)
