"""The roll, on both databases: one class at a time, consent that can be withdrawn, names apart."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine, delete, func, select
from sqlalchemy.exc import DBAPIError

from canteen.errors import KeyUsedOtherwise, NoVoucher
from canteen.ledger.funds import Fund
from canteen.payments import Payment
from canteen.pupil_errors import (
    BadClassName,
    BadConsent,
    BadMealPrice,
    BadPupilCode,
    EatenSince,
    LastBeforeFirst,
    NameNeeded,
    NoConsent,
    NotAGrant,
    NotEnrolled,
    NotEntitled,
    PupilEnrolledAlready,
    UnknownPlan,
    UnknownPupils,
)
from canteen.pupils import (
    MEALS,
    Admission,
    Consent,
    Enrolment,
    Entitlement,
    MealPlan,
    Person,
    mask,
    plans_on,
)
from canteen.spans import spans
from canteen.store import tables as t
from canteen.store.attendance import Register
from canteen.store.engine import reading
from canteen.store.payments import pay
from canteen.store.persons import Persons
from canteen.store.pupil_lines import pupil_lines
from canteen.store.pupils import Roll
from canteen.store.verifying import verify
from canteen.store.writing import writing
from nutrition.quantities import Money
from tests.store.roll import DAY, IN_ONE, IN_TWO, ONE, PLAN, PRICE, TWO, admission, begin, lunch
from tests.store.school import BEGIN, CODE, HAND

near = st.integers(0, 12).map(lambda n: BEGIN + timedelta(days=n))

said = st.lists(st.tuples(near, st.sampled_from([None, "a", "b"])), max_size=8)


@given(said)
def test_spans_hold_on_each_day_what_was_said_last_for_it(
    told: list[tuple[date, str | None]],
) -> None:
    found = spans(told)
    for n in range(-1, 15):
        day = BEGIN + timedelta(days=n)
        before = [(since, i, value) for i, (since, value) in enumerate(told) if since <= day]
        expected = max(before, key=lambda x: x[:2])[2] if before else None
        held = [s.value for s in found if s.covers(day, day)]
        assert held == ([expected] if expected is not None else [])
        assert held == [s.value for s in found if s.meets(day, day)]


def test_spans_that_follow_each_other_are_one() -> None:
    found = spans([(BEGIN, "a"), (BEGIN + timedelta(days=3), "a")])
    assert [(s.first, s.last) for s in found] == [(BEGIN, None)]


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("张小明", "张*明"),
        ("李雷", "李*"),
        ("欧阳娜娜", "欧**娜"),
        (" 王 五 ", "王*"),
        ("张", "*"),
        ("", "*"),
        ("阿依古丽·买买提", "阿******提"),
    ],
)
def test_a_masked_name_shows_its_ends_alone(name: str, masked: str) -> None:
    assert mask(name) == masked


@pytest.mark.parametrize(
    "code",
    [
        "",
        " 1",
        "1 ",
        "张三",
        "a/b",
        "x" * 65,
        "1\n",
        "-1",
        "١",
        "11010520150307123x",
        "G110105201503071234",
    ],
)
def test_a_pupil_goes_by_a_plain_code(code: str) -> None:
    with pytest.raises(BadPupilCode):
        Enrolment(code, ONE, BEGIN)


def test_values_that_cannot_be_are_refused_at_birth() -> None:
    before = BEGIN - timedelta(days=1)
    with pytest.raises(BadClassName):
        Enrolment("1", " ", BEGIN)
    with pytest.raises(LastBeforeFirst):
        Enrolment("1", ONE, BEGIN, before)
    with pytest.raises(LastBeforeFirst):
        Consent("1", "纸", BEGIN, PLAN, until=before)
    with pytest.raises(NoVoucher):
        Consent("1", " ", BEGIN, PLAN)
    with pytest.raises(BadConsent):
        Consent("1", "纸", BEGIN, what="")
    with pytest.raises(BadConsent):
        Consent("1", "纸" * 201, BEGIN, PLAN)
    with pytest.raises(LastBeforeFirst):
        Entitlement("1", Fund.LOCAL, BEGIN, before)
    with pytest.raises(NotAGrant):
        Entitlement("1", Fund.STAFF, BEGIN)
    for prices in ({}, {"lunch": Money(-1)}, {"": Money(1)}, {"lunch": Money(10**6)}):
        with pytest.raises(BadMealPrice):
            MealPlan(PLAN, prices, BEGIN)


def test_of_two_plans_of_one_name_the_later_holds_from_its_day() -> None:
    dear, cheap = (MealPlan(PLAN, {"lunch": Money(fen)}, BEGIN) for fen in (900, 800))
    later = MealPlan(PLAN, {"lunch": Money(700)}, DAY)
    assert plans_on(DAY, [later, dear, cheap])[PLAN] is later
    assert plans_on(DAY - timedelta(days=1), [later, dear, cheap])[PLAN] is cheap
    assert plans_on(BEGIN - timedelta(days=1), [dear]) == {}


def test_a_class_list_is_written_once_and_says_who_is_where(opened: Engine) -> None:
    begin(opened)
    with writing(opened, CODE, HAND) as books:
        assert Roll(books).admit(admission(), "名册1", "roll").before
        with pytest.raises(KeyUsedOtherwise):
            Roll(books).admit(Admission(admission().enrolments[:1]), "名册1", "roll")
        assert Roll(books).class_list(BEGIN) == {ONE: IN_ONE, TWO: IN_TWO}
        assert Roll(books).class_list(BEGIN - timedelta(days=1)) == {}
        assert Roll(books).members(TWO, DAY) == set(IN_TWO)
        assert Roll(books).known() == {*IN_ONE, *IN_TWO}
        assert Roll(books).grants(DAY) == {"001": {"subsidy"}, "101": {"subsidy"}}
        assert Roll(books).consenting(DAY) == dict.fromkeys(["001", "002", "101", "102"], PLAN)
        assert Roll(books).consenting(DAY, within=TWO) == {"101": PLAN, "102": PLAN}
        assert Roll(books).plans(DAY)[PLAN].prices == {"lunch": PRICE}


def test_the_same_list_again_changes_nothing_and_a_longer_one_adds(opened: Engine) -> None:
    begin(opened)
    more = admission()
    more = Admission((*more.enrolments, Enrolment("103", TWO, DAY)), more.consents)
    with writing(opened, CODE, HAND) as books:
        before = Roll(books).enrolments()
        Roll(books).admit(more, "名册2", "again")
        assert Roll(books).enrolments() == (*before, Enrolment("103", TWO, DAY))
        rows = books.connection.scalar(select(func.count()).select_from(t.enrolment))
        assert rows == len(IN_ONE) + len(IN_TWO) + 1


def test_a_pupil_is_in_one_class_at_a_time(opened: Engine) -> None:
    begin(opened)
    twice = Admission((Enrolment("9", ONE, BEGIN, DAY), Enrolment("9", TWO, DAY)))
    with writing(opened, CODE, HAND) as books:
        roll = Roll(books)
        with pytest.raises(PupilEnrolledAlready) as refused:
            roll.admit(Admission((Enrolment("001", TWO, DAY),)), "名册2", "k1")
        assert (refused.value.other, refused.value.first) == (ONE, BEGIN)
        with pytest.raises(PupilEnrolledAlready):
            roll.admit(twice, "名册2", "k2")
        with pytest.raises(PupilEnrolledAlready):
            roll.transfer("001", ONE, DAY, "转1", "k3")
        assert roll.known() == {*IN_ONE, *IN_TWO}


def test_a_transfer_ends_the_old_class_on_the_day_before(opened: Engine) -> None:
    begin(opened)
    with writing(opened, CODE, HAND) as books:
        roll = Roll(books)
        roll.transfer("001", TWO, DAY, "转1", "k1")
        assert roll.transfer("001", TWO, DAY, "转1", "k1").before
        assert roll.enrolments()[:2] == (
            Enrolment("001", ONE, BEGIN, DAY - timedelta(days=1)),
            Enrolment("001", TWO, DAY),
        )
        assert roll.members(ONE, DAY) == {"002", "003"}
        with pytest.raises(PupilEnrolledAlready):
            roll.transfer("001", "二年级1班", DAY - timedelta(days=2), "转2", "k2")


def test_who_left_is_in_no_class_and_may_come_back(opened: Engine) -> None:
    begin(opened)
    back = DAY + timedelta(days=5)
    with writing(opened, CODE, HAND) as books:
        roll = Roll(books)
        roll.leave("001", DAY, "退1", "k1")
        assert roll.leave("001", DAY, "退1", "k1").before
        assert "001" in roll.members(ONE, DAY)
        assert "001" not in roll.members(ONE, DAY + timedelta(days=1))
        with pytest.raises(NotEnrolled):
            roll.leave("001", back, "退2", "k2")
        with pytest.raises(NotEnrolled):
            roll.transfer("404", TWO, DAY, "转1", "k3")
        roll.admit(Admission((Enrolment("001", TWO, back),)), "名册2", "k4")
        assert roll.members(TWO, back) == {"001", *IN_TWO}


def test_who_left_agreed_to_nothing_more_and_draws_no_grant_until_it_is_said_anew(
    opened: Engine,
) -> None:
    begin(opened)
    after, back = DAY + timedelta(days=1), DAY + timedelta(days=9)
    with writing(opened, CODE, HAND) as books:
        roll = Roll(books)
        roll.transfer("001", TWO, DAY + timedelta(days=3), "转1", "k1")
        fee = Consent("001", "纸", DAY + timedelta(days=2), what="校服")
        roll.admit(Admission(consents=(fee,)), "纸", "k2")
        roll.leave("001", DAY, "离1", "k3")
        assert "001" in roll.consenting(DAY)
        assert "001" in roll.grants(DAY)
        roll.admit(Admission((Enrolment("001", TWO, back),)), "名册2", "k4")
        for day in (after, DAY + timedelta(days=4), back):
            assert ("001" in roll.members(TWO, day)) == (day == back)
            assert "001" not in {**roll.consenting(day), **roll.consenting(day, "校服")}
            assert "001" not in roll.grants(day)
        with pytest.raises(NoConsent):
            Register(books).take(lunch(("001",), TWO, back), "a1")
        assert set(roll.consenting(back)) == {"002", "101", "102"}


def test_a_grant_ends_from_a_day_on_and_only_where_there_was_one(opened: Engine) -> None:
    begin(opened)
    with writing(opened, CODE, HAND) as books:
        roll = Roll(books)
        roll.revoke("001", Fund.SUBSIDY, DAY, "终1", "k1")
        assert roll.revoke("001", Fund.SUBSIDY, DAY, "终1", "k1").before
        assert set(roll.grants(DAY - timedelta(days=1))) == {"001", "101"}
        assert set(roll.grants(DAY)) == {"101"}
        for pupil, fund in (("001", Fund.SUBSIDY), ("101", Fund.LOCAL)):
            with pytest.raises(NotEntitled):
                roll.revoke(pupil, fund, DAY, "终2", f"k {pupil}")


def test_a_list_shows_who_may_eat_and_what_is_left_of_payments(opened: Engine) -> None:
    begin(opened)
    with writing(opened, CODE, HAND) as books:
        Persons(books).name({"002": Person("李雷", "10"), "001": Person("韩梅", "9")})
        pay(books, Payment(BEGIN, "收1", {"001": Money(900), "003": Money(5)}), "p")
        Roll(books).leave("003", BEGIN, "离1", "k1")
        lines = pupil_lines(books, DAY)
    assert [(x.pupil, x.name, x.school_class, x.plan, x.grants, x.prepaid.fen) for x in lines] == [
        ("001", "韩梅", ONE, PLAN, ("subsidy",), 900),
        ("002", "李雷", ONE, PLAN, (), 0),
        ("101", "", TWO, PLAN, ("subsidy",), 0),
        ("102", "", TWO, PLAN, (), 0),
        ("003", "", "", "", (), 5),
    ]


def test_an_enrolment_before_another_does_not_end_it(opened: Engine) -> None:
    with writing(opened, CODE, HAND) as books:
        roll = Roll(books)
        roll.admit(Admission((Enrolment("1", TWO, DAY),)), "册1", "k1")
        early = Enrolment("1", ONE, BEGIN, DAY - timedelta(days=1))
        roll.admit(Admission((early,)), "册2", "k2")
        assert roll.enrolments() == (early, Enrolment("1", TWO, DAY))


def test_consent_and_grants_are_for_pupils_and_plans_that_are_known(opened: Engine) -> None:
    begin(opened)
    with writing(opened, CODE, HAND) as books:
        roll = Roll(books)
        with pytest.raises(UnknownPupils) as refused:
            roll.admit(Admission(consents=(Consent("404", "纸", BEGIN, PLAN),)), "纸", "k1")
        assert refused.value.pupils == ("404",)
        with pytest.raises(UnknownPlan) as unknown:
            roll.admit(Admission(consents=(Consent("003", "纸", BEGIN, "寄宿"),)), "纸", "k2")
        assert unknown.value.known == (PLAN,)
        fee = Consent("003", "纸", BEGIN, what="校服")
        roll.admit(Admission(consents=(fee,)), "纸", "k3")
        assert roll.consenting(DAY, "校服") == {"003": ""}
        assert "003" not in roll.consenting(DAY)


def test_a_consent_ends_when_it_is_withdrawn_but_not_before_meals_that_were_eaten(
    opened: Engine,
) -> None:
    begin(opened)
    with writing(opened, CODE, HAND) as books:
        roll = Roll(books)
        Register(books).take(lunch(("001", "002")), "a1")
        with pytest.raises(EatenSince) as refused:
            roll.withdraw("001", MEALS, DAY, "撤1", "k1")
        assert refused.value.last == DAY
        with pytest.raises(EatenSince):
            roll.leave("001", DAY - timedelta(days=1), "退1", "k2")
        with pytest.raises(EatenSince):
            roll.transfer("001", TWO, DAY, "转1", "k3")
        short = Consent("001", "纸2", BEGIN, "走读", until=DAY - timedelta(days=1))
        roll.admit(Admission(consents=(short,)), "纸2", "k4")
        assert "001" in roll.consenting(DAY)
        roll.withdraw("001", MEALS, DAY + timedelta(days=1), "撤1", "k5")
        assert roll.withdraw("001", MEALS, DAY + timedelta(days=1), "撤1", "k5").before
        assert "001" in roll.consenting(DAY)
        assert "001" not in roll.consenting(DAY + timedelta(days=1))
        with pytest.raises(NoConsent):
            roll.withdraw("001", MEALS, DAY + timedelta(days=2), "撤2", "k6")
        with pytest.raises(NoConsent):
            roll.withdraw("003", MEALS, DAY, "撤3", "k7")


def test_a_new_plan_that_would_end_before_meals_eaten_is_refused(opened: Engine) -> None:
    begin(opened)
    with writing(opened, CODE, HAND) as books:
        roll = Roll(books)
        roll.offer(
            MealPlan("寄宿", {"lunch": Money(700), "dinner": Money(900)}, BEGIN), "价2", "p2"
        )
        Register(books).take(lunch(("001",)), "a1")
        short = Consent("001", "纸2", BEGIN, "寄宿", until=DAY - timedelta(days=1))
        with pytest.raises(EatenSince):
            roll.admit(Admission(consents=(short,)), "纸2", "k1")
        longer = Consent("001", "纸2", BEGIN, "寄宿", until=DAY)
        roll.admit(Admission(consents=(longer,)), "纸2", "k2")
        assert roll.consenting(DAY)["001"] == "寄宿"
        assert "001" not in roll.consenting(DAY + timedelta(days=1))


def test_names_and_allergies_can_be_corrected_and_erased_and_the_chain_never_knew_them(
    opened: Engine,
) -> None:
    begin(opened)
    with writing(opened, CODE, HAND) as books:
        persons = Persons(books)
        persons.name({"001": Person("张小明", "2"), "002": Person("李雷", "1")})
        persons.flag({"001": ("peanut", "milk"), "002": ("fish",)})
    with reading(opened) as connection:
        head = verify(connection).heads[CODE]
    with writing(opened, CODE, HAND) as books:
        persons = Persons(books)
        persons.name({"001": Person("张晓明", "2")})
        persons.flag({"002": ()})
        assert persons.names() == {"002": Person("李雷", "1"), "001": Person("张晓明", "2")}
        assert list(persons.names()) == ["002", "001"]
        assert persons.allergies() == {"001": {"peanut", "milk"}}
        persons.erase("001")
        assert persons.names() == {"002": Person("李雷", "1")}
        assert persons.allergies() == {}
        pay(books, Payment(BEGIN, "收1", {"002": Money(1)}), "p")
        with pytest.raises(NameNeeded) as needed:
            persons.erase("002")
        assert (needed.value.prepaid, needed.value.owed) == (Money(1), Money(0))
        assert "002" in persons.names()
        persons.erase("002", unsettled=True)
        assert persons.names() == {}
        with pytest.raises(UnknownPupils):
            persons.erase("404")
        with pytest.raises(UnknownPupils):
            persons.name({"404": Person("无名")})
        with pytest.raises(UnknownPupils):
            persons.flag({"404": ("milk",)})
    with reading(opened) as connection:
        seen = verify(connection)
    assert seen.heads[CODE][0] == head[0] + 1, "the payment"
    assert seen.flaws == ()


def test_an_erased_name_is_nowhere_in_the_file_of_the_books(opened: Engine) -> None:
    if opened.dialect.name != "sqlite":
        pytest.skip("PostgreSQL gives the room back when it vacuums")
    name, path = "独一无二的名字", Path(str(opened.url.database))
    begin(opened)
    with writing(opened, CODE, HAND) as books:
        Persons(books).name({"001": Person(name)})
    opened.dispose()
    assert name.encode() in path.read_bytes()
    with writing(opened, CODE, HAND) as books:
        Persons(books).erase("001")
    opened.dispose()
    left = [each for each in path.parent.iterdir() if name.encode() in each.read_bytes()]
    assert left == []


def test_nothing_is_written_down_without_a_paper(opened: Engine) -> None:
    with writing(opened, CODE, HAND) as books, pytest.raises(NoVoucher):
        Roll(books).admit(admission(), " ", "k1")


def test_what_the_roll_said_cannot_be_unsaid(opened: Engine) -> None:
    begin(opened)
    for table in (t.enrolment, t.consent, t.entitlement, t.meal_plan):
        with pytest.raises(DBAPIError), opened.begin() as connection:
            connection.execute(delete(table))
