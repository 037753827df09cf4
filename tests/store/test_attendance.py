"""The register, on both databases: each meal of a class once, people and meals apart."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest
from sqlalchemy import Engine

from canteen.attendance import Attendance, HeadCount, Heads, Payer, heads_counted, heads_of
from canteen.errors import BeforeOpening, FutureDay, NotOpened, NoVoucher
from canteen.pupil_errors import (
    AttendanceTaken,
    BadCount,
    BadMeal,
    BadPupilCode,
    NoConsent,
    NoSuchClass,
    NothingToCorrect,
    NotInClass,
    PresentTwice,
)
from canteen.pupils import MEALS, Admission, Consent, MealPlan
from canteen.record import Kind
from canteen.store import tables as t
from canteen.store.attendance import Register
from canteen.store.chain import Value
from canteen.store.engine import reading
from canteen.store.headcounts import headcounts
from canteen.store.pupils import Roll
from canteen.store.verifying import verify
from canteen.store.writing import Books, Draft, writing
from nutrition.quantities import Money
from tests.store.roll import DAY, IN_TWO, ONE, TWO, begin, fed, lunch
from tests.store.school import BEGIN, CODE, HAND


def test_people_and_meals_are_counted_apart() -> None:
    eaten = {"1": frozenset({"lunch", "dinner"}), "2": frozenset({"lunch"}), "3": frozenset[str]()}
    assert heads_of(eaten) == Heads(people=2, meals=3)
    assert heads_counted({"lunch": 4, "dinner": 6}) == Heads(people=6, meals=10)
    assert heads_counted({}) == Heads()


def test_attendance_that_cannot_be_is_refused_at_birth() -> None:
    with pytest.raises(BadPupilCode):
        lunch(("张三",))
    with pytest.raises(NoVoucher):
        lunch(("1",), voucher=" ")
    with pytest.raises(BadCount):
        HeadCount(DAY, "lunch", "单1", staff=-1)
    with pytest.raises(BadCount):
        HeadCount(DAY, "lunch", "单1", guests=10**6)
    with pytest.raises(NoVoucher):
        HeadCount(DAY, "lunch", "")
    for meal in ("", " ", "lunch\n", "x" * 41):
        with pytest.raises(BadMeal):
            HeadCount(DAY, meal, "单1")
        with pytest.raises(BadMeal):
            Attendance(DAY, meal, ONE, frozenset(), "单1")


def test_who_was_present_is_counted_and_who_was_not_is_absent(opened: Engine) -> None:
    begin(opened)
    with writing(opened, CODE, HAND) as books:
        fed(books)
        register = Register(books)
        assert register.eaten(DAY) == {p: {"lunch"} for p in ("001", "002", "101")}
        assert register.counts(DAY) == {
            Payer.PUPILS: Heads(3, 3),
            Payer.STAFF: Heads(2, 2),
            Payer.GUESTS: Heads(0, 0),
        }
        assert set(register.calls(DAY)) == {("lunch", ONE), ("lunch", TWO)}
    with reading(opened) as connection:
        assert verify(connection).flaws == ()


def test_days_and_meals_are_those_of_a_count_by_hand(opened: Engine) -> None:
    begin(opened)
    days = [DAY + timedelta(days=n) for n in range(4)]
    taken: list[tuple[date, str, str, frozenset[str]]] = []
    with writing(opened, CODE, HAND) as books:
        Roll(books).offer(
            MealPlan("走读", {"lunch": Money(850), "dinner": Money(900)}, BEGIN), "价2", "p2"
        )
        for n, day in enumerate(days):
            for meal in ("lunch", "dinner"):
                for name, pupils in ((ONE, ("001", "002")), (TWO, IN_TWO)):
                    odd = frozenset(p for i, p in enumerate(pupils) if (i + n) % 2 or meal > "l")
                    key = f"{day} {meal} {name}"
                    Register(books).take(Attendance(day, meal, name, odd, "考勤"), key)
                    taken.append((day, meal, name, odd))
        first, last = days[1], days[2]
        within = [x for x in taken if first <= x[0] <= last]
        meals = Counter((name, meal) for _, meal, name, present in within for p in present)
        ate = {(name, meal, p) for _, meal, name, present in within for p in present}
        person_days = Counter(p for p, _ in {(p, day) for day, _, _, who in within for p in who})
        found = headcounts(books, first, last)
        told = {(c.school_class, m): h for c in found.classes for m, h in c.by_meal.items()}
        people = Counter((name, meal) for name, meal, _ in ate)
        assert told == {at: Heads(people[at], n) for at, n in meals.items()}
        assert found.school.all_meals == Heads(len({p for *_, p in ate}), sum(meals.values()))
        assert Register(books).person_days(first, last) == person_days
        assert sum(person_days.values()) < sum(meals.values())


def test_attendance_is_taken_once_unless_it_is_corrected(opened: Engine) -> None:
    begin(opened)
    with writing(opened, CODE, HAND) as books:
        register = Register(books)
        first = register.take(lunch(("001",)), "k1").number
        assert register.take(lunch(("001",)), "k1").before
        with pytest.raises(AttendanceTaken) as refused:
            register.take(lunch(("001", "002")), "k2")
        assert refused.value.number == first
        second = register.take(lunch(("002",)), "k3", corrects=first).number
        assert register.take(lunch(("002",)), "k3", corrects=first).before
        assert register.eaten(DAY) == {"002": {"lunch"}}
        assert register.person_days(DAY, DAY) == {"002": 1}
        with pytest.raises(AttendanceTaken):
            register.take(lunch(("001",)), "k4", corrects=first)
        register.take(lunch(()), "k5", corrects=second)
        assert register.eaten(DAY) == {}
        with pytest.raises(NothingToCorrect):
            register.take(lunch(("101",), TWO), "k6", corrects=first)


def test_heads_are_counted_once_unless_they_are_corrected(opened: Engine) -> None:
    begin(opened)
    with writing(opened, CODE, HAND) as books:
        register = Register(books)
        with pytest.raises(NothingToCorrect):
            register.count(HeadCount(DAY, "lunch", "单1", 3), "k0", corrects=1)
        first = register.count(HeadCount(DAY, "lunch", "单1", 3, 1), "k1").number
        assert register.count(HeadCount(DAY, "lunch", "单1", 3, 1), "k1").before
        with pytest.raises(AttendanceTaken):
            register.count(HeadCount(DAY, "lunch", "单1", 4), "k2")
        register.count(HeadCount(DAY, "dinner", "单2", 1), "k3")
        register.count(HeadCount(DAY, "lunch", "单1", 4), "k4", corrects=first)
        counts = register.counts(DAY)
        assert (counts[Payer.STAFF], counts[Payer.GUESTS]) == (Heads(4, 5), Heads(0, 0))


def test_nobody_is_taken_down_who_cannot_have_eaten_there(opened: Engine) -> None:
    begin(opened)
    with writing(opened, CODE, HAND) as books:
        register = Register(books)
        with pytest.raises(NotInClass) as refused:
            register.take(lunch(("001", "101")), "k1")
        assert refused.value.pupils == ("101",)
        with pytest.raises(NoSuchClass) as unknown:
            register.take(lunch((), "二年级1班"), "k2")
        assert unknown.value.known == (ONE, TWO)
        with pytest.raises(FutureDay):
            register.take(lunch(("001",), day=HAND.today + timedelta(days=1)), "k3")
        with pytest.raises(FutureDay):
            register.count(HeadCount(HAND.today + timedelta(days=1), "lunch", "单", 1), "k4")
        with pytest.raises(BeforeOpening):
            register.take(lunch(("001",), day=BEGIN - timedelta(days=1)), "k5")


def test_books_that_are_not_opened_take_no_attendance(engine: Engine) -> None:
    begin(engine)
    with writing(engine, CODE, HAND) as books, pytest.raises(NotOpened):
        Register(books).take(lunch(("001",)), "k1")


def test_without_consent_to_that_meal_on_that_day_nobody_is_present(opened: Engine) -> None:
    begin(opened)
    with writing(opened, CODE, HAND) as books:
        register, roll = Register(books), Roll(books)
        with pytest.raises(NoConsent) as refused:
            register.take(lunch(("001", "003")), "k1")
        assert refused.value.pupils == ("003",)
        with pytest.raises(NoConsent):
            register.take(Attendance(DAY, "dinner", ONE, frozenset({"001"}), "考勤"), "k2")
        roll.admit(Admission(consents=(Consent("003", "同意书2", DAY, "走读"),)), "同意书2", "c")
        register.take(lunch(("001", "003")), "k3")
        after = DAY + timedelta(days=1)
        roll.withdraw("001", MEALS, after, "撤1", "w")
        with pytest.raises(NoConsent) as withdrawn:
            register.take(lunch(("001", "003"), day=after), "k4")
        assert withdrawn.value.pupils == ("001",)


def test_a_pupil_who_changed_class_does_not_eat_in_both(opened: Engine) -> None:
    begin(opened)
    with writing(opened, CODE, HAND) as books:
        register = Register(books)
        taken = register.take(lunch(("001",)), "k1").number
        register.take(lunch(()), "k2", corrects=taken)
        Roll(books).transfer("001", TWO, DAY, "转1", "t1")
        register.take(lunch(("001", "101"), TWO), "k3")
        assert register.person_days(DAY, DAY) == {"001": 1, "101": 1}
        with pytest.raises(NotInClass):
            register.take(lunch(("001",), ONE, DAY + timedelta(days=1)), "k4")


def test_a_meal_is_not_eaten_twice_where_the_roll_was_changed_behind_it(opened: Engine) -> None:
    begin(opened)
    with writing(opened, CODE, HAND) as books:
        register = Register(books)
        register.take(lunch(("001",)), "k1")
        moved: list[dict[str, Value]] = [{"pupil": "001", "school_class": TWO, "since": BEGIN}]
        _behind(books, moved)
        with pytest.raises(PresentTwice) as refused:
            register.take(lunch(("001", "101"), TWO), "k2")
        assert refused.value.pupils == ("001",)


def _behind(books: Books, rows: list[dict[str, Value]]) -> None:
    """Write enrolments without the checks of the roll."""
    draft = Draft(Kind.PUPILS, DAY, "behind", {}, {t.enrolment: rows})
    books.append(draft)
