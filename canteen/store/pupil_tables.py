"""Tables of pupils, meals, attendance and charges; names and allergies stand outside the chain."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from canteen.store.schema import BOOKS, facts

CODE = 64

enrolment = facts(
    "enrolment",
    Column("pupil", String(CODE), nullable=False),
    Column("school_class", String(CODE), doc="none: in no class from then on"),
    Column("since", Date, nullable=False),
)

consent = facts(
    "consent",
    Column("pupil", String(CODE), nullable=False),
    Column("what", String(CODE), nullable=False, doc="meals, or the item of a fee"),
    Column("plan", String(CODE), doc="the meal plan"),
    Column("given", Integer, nullable=False, doc="1 from then on, 0 no longer"),
    Column("since", Date, nullable=False),
    Column("paper", String(200), nullable=False),
    CheckConstraint("given IN (0, 1)", name="given"),
)

entitlement = facts(
    "entitlement",
    Column("pupil", String(CODE), nullable=False),
    Column("fund", String(20), nullable=False),
    Column("entitled", Integer, nullable=False, doc="1 from then on, 0 no longer"),
    Column("since", Date, nullable=False),
    CheckConstraint("entitled IN (0, 1)", name="entitled"),
)

meal_plan = facts(
    "meal_plan",
    Column("name", String(CODE), nullable=False),
    Column("meal", String(40), nullable=False),
    Column("fen", BigInteger, nullable=False, doc="what parents pay for one meal"),
    Column("since", Date, nullable=False),
    CheckConstraint("fen >= 0", name="fen"),
)

roll_call = facts(
    "roll_call",
    Column("day", Date, nullable=False),
    Column("meal", String(40), nullable=False),
    Column("school_class", String(CODE), nullable=False),
    Column("corrects", BigInteger, doc="the record that it takes the place of"),
    UniqueConstraint("canteen", "corrects"),
)

attendance = facts(
    "attendance",
    Column("pupil", String(CODE), nullable=False),
    Column("present", Integer, nullable=False),
    CheckConstraint("present IN (0, 1)", name="present"),
)

head_count = facts(
    "head_count",
    Column("day", Date, nullable=False),
    Column("meal", String(40), nullable=False),
    Column("payer", String(20), nullable=False),
    Column("eaters", Integer, nullable=False),
    Column("corrects", BigInteger, doc="the record that it takes the place of"),
    CheckConstraint("eaters >= 0", name="eaters"),
)

charged_day = facts(
    "charged_day",
    Column("day", Date, nullable=False),
    Column("bulk", BigInteger, nullable=False, doc="fen"),
    Column("other", BigInteger, nullable=False, doc="fen"),
    Column("people", Integer, nullable=False, doc="pupils who ate"),
    Column("meals", Integer, nullable=False, doc="meals of all who ate"),
    Column("rule", String(40), nullable=False),
)

charge = facts(
    "charge",
    Column("day", Date, nullable=False),
    Column("payer", String(20), nullable=False),
    Column("fund", String(20), nullable=False),
    Column("account", String(10), nullable=False),
    Column("fen", BigInteger, nullable=False, doc="below zero where a charge is undone"),
    Column("eaters", Integer, nullable=False, doc="people"),
    Column("meals", Integer, nullable=False),
    Column("rate", BigInteger, doc="fen that a grant pays for a pupil and day"),
    Column("basis", Text, nullable=False, doc="the document that says so"),
)

person = Table(
    "person",
    BOOKS,
    Column("canteen", Integer, ForeignKey("canteen.id"), primary_key=True),
    Column("pupil", String(CODE), primary_key=True),
    Column("name", String(200), nullable=False),
    Column("sort_key", String(CODE), nullable=False),
)

allergy = Table(
    "allergy",
    BOOKS,
    Column("canteen", Integer, ForeignKey("canteen.id"), primary_key=True),
    Column("pupil", String(CODE), primary_key=True),
    Column("allergen", String(40), primary_key=True),
)

Index(None, enrolment.c.canteen, enrolment.c.pupil)
Index(None, enrolment.c.canteen, enrolment.c.school_class)
Index(None, consent.c.canteen, consent.c.pupil)
Index(None, entitlement.c.canteen, entitlement.c.pupil)
Index(None, roll_call.c.canteen, roll_call.c.day, roll_call.c.meal)
Index(None, head_count.c.canteen, head_count.c.day)
Index(None, head_count.c.canteen, head_count.c.corrects)
Index(None, charged_day.c.canteen, charged_day.c.day)
Index(None, charge.c.canteen, charge.c.day)
