"""Pupils: who is in which class, who consented to what, and who is entitled to which grant.

A pupil is a code here.  Names and allergies are kept apart (canteen.store.persons), and nothing
else is known about a pupil: no ID number, no address, no telephone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from canteen.errors import NoVoucher
from canteen.ledger.funds import Fund
from canteen.pupil_errors import (
    BadClassName,
    BadConsent,
    BadMealPrice,
    BadPupilCode,
    LastBeforeFirst,
    NotAGrant,
)
from nutrition.quantities import Money

MEALS = "meals"
"""What a consent to eat in the canteen is given to; other consents name the item of a fee."""

GRANTS = (Fund.SUBSIDY, Fund.LOCAL)
"""What pupils can be entitled to, in the order in which it pays."""

DEAREST = Money(100_000)
"""No meal of a school costs a thousand yuan."""

LONGEST_CLASS = LONGEST_NAME = 64

LONGEST_MEAL = 40

LONGEST_PAPER = 200

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.\-]{0,63}")

_NUMBER = re.compile(r"(\d+)", re.ASCII)

_NUMERALS = str.maketrans("一二三四五六七八九", "123456789")

_IDENTITY = re.compile(r"[A-Z]?\d{17}[\dX]", re.IGNORECASE)
"""A citizen's number, or the number of a national pupil file, which contains one."""


def pupil_code(text: str) -> str:
    """Return ``text`` if it is a code of a pupil, and no ID number; leading zeros count.

    Raises:
        BadPupilCode: it is not.
    """
    if not _CODE.fullmatch(text) or is_identity(text):
        raise BadPupilCode(text)
    return text


def is_identity(text: str) -> bool:
    """Say whether ``text`` is formed like the number of an identity card or of a pupil's file."""
    return bool(_IDENTITY.fullmatch(text))


def class_name(text: str) -> str:
    """Return ``text`` if a class may be called so.

    Raises:
        BadClassName: it may not.
    """
    if not 0 < len(text) <= LONGEST_CLASS or text != text.strip() or not text.isprintable():
        raise BadClassName(text)
    return text


@dataclass(frozen=True, slots=True)
class Enrolment:
    """A pupil is in a class from ``first`` to ``last``, both included; None: until further notice.

    Raises:
        BadPupilCode, BadClassName, LastBeforeFirst: nobody is enrolled so.
    """

    pupil: str
    school_class: str
    first: date
    last: date | None = None

    def __post_init__(self) -> None:
        pupil_code(self.pupil)
        class_name(self.school_class)
        in_order(self.pupil, self.first, self.last)


@dataclass(frozen=True, slots=True)
class Person:
    """Who a pupil's code stands for; never written into the chain.

    Attributes:
        sort_key: by which lists are ordered (a seat number); the code where it is "".
    """

    name: str
    sort_key: str = ""


@dataclass(frozen=True, slots=True)
class Consent:
    """A guardian agrees to something that is charged for; it is voluntary, and may be withdrawn.

    Attributes:
        paper: what was signed.
        since: first day on which it holds.
        until: last day on which it holds; None: until it is withdrawn.
        what: ``meals``, or the item of a fee.
        plan: the meal plan that is agreed to; "" for a fee.

    Raises:
        BadPupilCode, LastBeforeFirst, NoVoucher, BadConsent: nothing is agreed to so.
    """

    pupil: str
    paper: str
    since: date
    plan: str = ""
    what: str = MEALS
    until: date | None = None

    def __post_init__(self) -> None:
        pupil_code(self.pupil)
        in_order(self.pupil, self.since, self.until)
        if not self.paper.strip():
            raise NoVoucher
        if not 0 < len(self.what) <= LONGEST_NAME or len(self.paper) > LONGEST_PAPER:
            raise BadConsent(self.pupil, self.what, self.paper)


@dataclass(frozen=True, slots=True)
class Entitlement:
    """A grant pays for the pupil's food on days on which the pupil eats.

    Raises:
        BadPupilCode, LastBeforeFirst, NotAGrant: nobody is entitled so.
    """

    pupil: str
    fund: Fund
    first: date
    last: date | None = None

    def __post_init__(self) -> None:
        pupil_code(self.pupil)
        in_order(self.pupil, self.first, self.last)
        if self.fund not in GRANTS:
            raise NotAGrant(self.pupil, self.fund)


@dataclass(frozen=True, slots=True)
class MealPlan:
    """Which meals pupils of a plan eat, and what each costs their parents from a day on.

    Raises:
        BadMealPrice: no meal, or a price that none has.
    """

    name: str
    prices: Mapping[str, Money]
    since: date

    def __post_init__(self) -> None:
        if not self.name.strip() or len(self.name) > LONGEST_NAME or not self.prices:
            raise BadMealPrice(self.name, "", Money(0))
        for meal, price in self.prices.items():
            if not is_meal(meal) or not 0 <= price.fen <= DEAREST.fen:
                raise BadMealPrice(self.name, meal, price)


@dataclass(frozen=True, slots=True)
class Admission:
    """What a class list, or any other paper, says about pupils."""

    enrolments: tuple[Enrolment, ...] = ()
    consents: tuple[Consent, ...] = ()
    entitlements: tuple[Entitlement, ...] = ()

    @property
    def pupils(self) -> tuple[str, ...]:
        """Everyone it speaks of, once."""
        enrolled = [each.pupil for each in self.enrolments]
        agreed = [each.pupil for each in self.consents]
        entitled = [each.pupil for each in self.entitlements]
        return tuple(dict.fromkeys((*enrolled, *agreed, *entitled)))


def is_meal(text: str) -> bool:
    """Say whether a meal may go by ``text``."""
    return 0 < len(text) <= LONGEST_MEAL and text.isprintable() and text == text.strip()


def plans_on(day: date, plans: Iterable[MealPlan]) -> dict[str, MealPlan]:
    """Return name -> the plan that holds on ``day`` of ``plans``, in the order of their making."""
    found: dict[str, MealPlan] = {}
    for plan in sorted(plans, key=lambda p: p.since):  # of one day, the last made holds
        if plan.since <= day:
            found[plan.name] = plan
    return found


def in_order(pupil: str, first: date, last: date | None) -> None:
    """Refuse an end before the beginning.

    Raises:
        LastBeforeFirst: it is so.
    """
    if last is not None and last < first:
        raise LastBeforeFirst(pupil, first, last)


def natural(text: str) -> tuple[tuple[int, int | str], ...]:
    """Return by what lists are ordered: numbers inside a text by their size, not their signs.

    >>> sorted(["三(2)班", "二(10)班", "二(9)班"], key=natural)
    ['二(9)班', '二(10)班', '三(2)班']
    """
    parts = _NUMBER.split(text.translate(_NUMERALS))
    return tuple((0, int(p)) if p.isdigit() else (1, p) for p in parts if p)


def mask(name: str) -> str:
    """Return a name for lists that hang on a wall: its first sign, and its last of three or more.

    >>> mask("张小明"), mask("李雷"), mask("欧阳娜娜")
    ('张*明', '李*', '欧**娜')
    """
    bare = "".join(name.split())
    if len(bare) < 3:  # noqa: PLR2004 -- of two signs the last would give away all
        return bare[:1] + "*" if len(bare) > 1 else "*"
    return bare[0] + "*" * (len(bare) - 2) + bare[-1]
