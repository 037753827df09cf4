"""Class lists, payments and attendance are read whole, or refused with every row that is wrong."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from canteen.attendance import Attendance
from canteen.attendance_rows import attendance_of
from canteen.ledger.funds import Fund
from canteen.payment_rows import payments_of
from canteen.payments import Into, Payment
from canteen.pupil_rows import ClassList, class_list_of
from canteen.pupils import Admission, Consent, Enrolment, Entitlement, Person
from food_tables.layout import layout
from food_tables.reading import read_table
from food_tables.table_errors import BadRows, UnknownColumns
from nutrition.quantities import Money

FIRST, TODAY = date(2026, 3, 2), date(2026, 3, 31)

KNOWN = (
    Enrolment("001", "一年级1班", FIRST),
    Enrolment("002", "一年级1班", FIRST, date(2026, 3, 20)),
    Enrolment("002", "一年级2班", date(2026, 3, 21)),
)


def class_list(text: str) -> ClassList:
    return class_list_of(read_table(text.encode(), "名册.csv", layout("class_list")), FIRST)


def payments(text: str) -> tuple[Payment, ...]:
    table = read_table(text.encode(), "缴费.csv", layout("payments"))
    return payments_of(table, {"001", "002", "17"}, TODAY)


def attendance(text: str) -> tuple[Attendance, ...]:
    table = read_table(text.encode(), "考勤.csv", layout("attendance"))
    return attendance_of(table, KNOWN, TODAY, "考勤表1")


def refused(read: Callable[[str], object], text: str) -> list[tuple[str, int | None, str]]:
    with pytest.raises(BadRows) as caught:
        read(text)
    return [(f.code, f.row, f.column) for f in caught.value.faults]


def test_a_class_list_says_what_the_books_need_and_keeps_nothing_else() -> None:
    found = class_list(
        "学号,班级,姓名,座号,性别,同意书,同意日期,就餐方案,补助,过敏原,结束日期\n"
        "００1,一年级１班,张小明,７,男,同意书1,2026/3/3,走读,营养改善计划、地方补助,花生,\n"
        "002,一年级1班,李雷,8,男,无,,,,无,2026年3月20日\n"
        "003,一年级1班,,,女,,,,无,,\n"
    )
    assert found == ClassList(
        Admission(
            (
                Enrolment("001", "一年级1班", FIRST),
                Enrolment("002", "一年级1班", FIRST, date(2026, 3, 20)),
                Enrolment("003", "一年级1班", FIRST),
            ),
            (Consent("001", "同意书1", date(2026, 3, 3), "走读"),),
            (Entitlement("001", Fund.SUBSIDY, FIRST), Entitlement("001", Fund.LOCAL, FIRST)),
        ),
        {"001": Person("张小明", "7"), "002": Person("李雷", "8")},
        {"001": frozenset({"peanut"}), "002": frozenset()},
    )


def test_every_row_of_a_class_list_that_is_wrong_is_named() -> None:
    assert refused(
        class_list,
        "学号,班级,结束日期,同意书,就餐方案,补助,过敏原\n"
        "001,一年级1班,,,,,\n"
        "001,一年级2班,,,,,\n"
        "001,一年级1班,,,,,\n"
        "张三,一年级1班,,,,,\n"
        "002,,,,,,\n"
        "110105201503071234,一年级1班,,,,,\n"
        "003,一年级1班,2026-03-01,,,,\n"
        "004,一年级1班,,同意书1,,,\n"
        "005,一年级1班,,,,全免,\n"
        "006,一年级1班,,,,,花\n"
        "007,一年级1班,2026-02-30,,,,\n",
    ) == [
        ("row.two-classes", 3, "学号"),
        ("row.repeated", 4, "学号"),
        ("row.bad-code", 5, "学号"),
        ("row.missing-value", 6, "班级"),
        ("row.identity-number", 7, "学号"),
        ("row.ends-before", 8, "结束日期"),
        ("row.missing-value", 9, "就餐方案"),
        ("row.not-one-of", 10, "补助"),
        ("row.unknown-allergens-like", 11, "过敏原"),
        ("row.bad-date", 12, "结束日期"),
    ]


def test_a_pupil_who_moves_on_the_day_after_stands_in_a_list_twice() -> None:
    text = "学号,班级,开始日期,结束日期\n1,甲,2026-03-02,{}\n1,乙,2026-03-10,\n"
    found = class_list(text.format("2026-03-09"))
    assert [e.school_class for e in found.admission.enrolments] == ["甲", "乙"]
    assert refused(class_list, text.format("2026-03-10")) == [("row.two-classes", 3, "学号")]


def test_payments_are_gathered_by_paper() -> None:
    assert payments(
        "学号,姓名,缴费金额（元）,缴费日期,收据号,缴费方式\n"
        "001,张小明,１７０.５０,2026-03-02,收1,现金\n"
        "002,李雷,170,2026-03-02,收1,现金\n"
        '001,张小明,"1,000.01",2026-03-09,收2,微信\n'
    ) == (
        Payment(FIRST, "收1", {"001": Money(17_050), "002": Money(17_000)}, Into.CASH),
        Payment(date(2026, 3, 9), "收2", {"001": Money(100_001)}, Into.BANK),
    )
    assert payments("学号,金额（分）,日期,收据号\n001,5,2026-03-02,收1\n") == (
        Payment(FIRST, "收1", {"001": Money(5)}),
    )


@pytest.mark.parametrize(
    ("amount", "code"),
    [
        ("-5", "row.negative"),
        ("NaN", "row.not-finite"),
        ("0", "row.not-positive"),
        ("", "row.missing-value"),
        ("1.005", "row.bad-money"),
        ("五元", "row.not-a-number"),
        ("=A1", "row.formula"),
    ],
)
def test_an_amount_that_is_none_is_refused(amount: str, code: str) -> None:
    text = f"学号,金额,日期,收据号\n001,{amount},2026-03-02,收1\n"
    assert refused(payments, text) == [(code, 2, "金额")]


def test_every_payment_that_is_wrong_is_named() -> None:
    assert refused(
        payments,
        "学号,金额,日期,收据号,方式\n"
        "001,1,2026-03-02,收1,现金\n"
        "001,2,2026-03-02,收1,现金\n"
        "404,1,2026-03-02,收1,现金\n"
        "1,1,2026-03-02,收1,现金\n"
        "002,1,2026-04-01,收1,现金\n"
        "002,1,2026-03-03,,现金\n"
        "002,1,2026-03-04,收1,\n"
        "002,1,2026-03-05,收1,欠条\n",
    ) == [
        ("row.repeated", 3, "学号"),
        ("row.unknown-pupil", 4, "学号"),
        ("row.unknown-pupil-like", 5, "学号"),
        ("row.future-day", 6, "日期"),
        ("row.missing-value", 7, "收据号"),
        ("row.missing-value", 8, "方式"),
        ("row.not-one-of", 9, "方式"),
    ]


def test_a_list_of_payments_has_no_columns_that_nobody_knows() -> None:
    with pytest.raises(UnknownColumns):
        payments("学号,金额,日期,收据号,身份证号\n001,1,2026-03-02,收1,1\n")


def test_attendance_is_gathered_by_day_meal_and_class() -> None:
    day = date(2026, 3, 10)
    assert attendance(
        "日期,餐次,班级,学号,是否就餐\n"
        "2026-03-10,午餐,一年级１班,００１,√\n"
        "2026-03-10,午餐,一年级1班,002,病假\n"
        "2026-03-10,晚餐,一年级1班,001,0\n"
        "2026-03-10,晚餐,一年级1班,002,Y\n"
    ) == (
        Attendance(day, "lunch", "一年级1班", frozenset({"001"}), "考勤表1"),
        Attendance(day, "dinner", "一年级1班", frozenset({"002"}), "考勤表1"),
    )
    assert attendance("日期,餐次,班级,学号\n2026-03-10,午餐,一年级1班,002\n") == (
        Attendance(day, "lunch", "一年级1班", frozenset({"002"}), "考勤表1"),
    )


def test_every_attendance_that_is_wrong_is_named() -> None:
    assert refused(
        attendance,
        "日期,餐次,班级,学号\n"
        "2026-03-10,午餐,一年级1班,001\n"
        "2026-03-10,午饭,一年级1班,001\n"
        "2026-04-01,午餐,一年级1班,001\n"
        "2026-03-11,夜宵,一年级1班,001\n"
        "2026-03-11,午餐,一年级2班,002\n"
        "2026-03-01,午餐,一年级1班,001\n"
        "2026-03-11,午餐,一年级1班,404\n",
    ) == [
        ("row.repeated", 3, "学号"),
        ("row.future-day", 4, "日期"),
        ("row.not-one-of", 5, "餐次"),
        ("row.not-in-class", 6, "班级"),
        ("row.not-in-class", 7, "班级"),
        ("row.unknown-pupil", 8, "学号"),
    ]


def test_a_mark_that_is_missing_or_unknown_is_not_an_absence() -> None:
    head = "日期,餐次,班级,学号,就餐\n"
    assert refused(
        attendance,
        head + "2026-03-10,午餐,一年级1班,001,\n2026-03-10,午餐,一年级1班,002,?\n",
    ) == [("row.missing-value", 2, "就餐"), ("row.not-one-of", 3, "就餐")]
    assert refused(attendance, head + "2026-03-10,午餐,一年级1班,001,是\n") == [
        ("row.pupils-left-out", 2, "班级")
    ]
    assert attendance(head + "2026-03-30,午餐,一年级1班,001,是\n")
