"""Coverage: counted day by day and sheet by sheet, against a count by hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from canteen.calendar import is_school_day
from canteen.publicity.coverage import (
    Coverage,
    SchoolRecord,
    ShownDay,
    ShownSheet,
    coverage,
    due_sheets,
)

MONDAY = date(2026, 3, 2)

FRIDAY = MONDAY + timedelta(4)

SUNDAY = MONDAY - timedelta(1)

LATER = date(2026, 12, 31)

LUNCH = frozenset({"lunch"})


def school(
    days: dict[date, ShownDay] | None = None,
    sheets: Sequence[ShownSheet] = (),
    meals: dict[date, frozenset[str]] | None = None,
) -> SchoolRecord:
    offered = {date(2026, 1, 1): LUNCH} if meals is None else meals
    return SchoolRecord("demo", "示例小学", offered, days or {}, sheets)


def shown(
    since: date = SUNDAY,
    meals: frozenset[str] = LUNCH,
    *,
    lawful: bool = True,
    costed: bool = True,
) -> ShownDay:
    return ShownDay(meals, lawful, costed, since)


def of_week(*schools: SchoolRecord, today: date = LATER) -> Coverage:
    return coverage(schools, MONDAY, FRIDAY, today)


def test_a_whole_week_reaches_its_school() -> None:
    found = of_week(school({MONDAY + timedelta(d): shown() for d in range(5)}))
    assert (found.schools.numerator, found.schools.denominator) == (1, 1)
    assert (found.days.numerator, found.days.denominator, found.days.missing) == (5, 5, [])
    assert (found.meals.numerator, found.meals.denominator) == (5, 5)


@pytest.mark.parametrize(
    "day",
    [
        shown(lawful=False),
        shown(costed=False),
        shown(since=MONDAY + timedelta(1)),
    ],
    ids=["unlawful", "no cost", "shown after it was eaten"],
)
def test_a_menu_that_is_not_all_of_it_reaches_nobody(day: ShownDay) -> None:
    found = of_week(school({MONDAY: day}))
    assert found.days.numerator == 0
    assert f"demo {MONDAY}" in found.days.missing
    assert found.schools.missing == ["demo"]


def test_a_meal_that_is_offered_and_not_on_the_menu_is_missing() -> None:
    both = {date(2026, 1, 1): frozenset({"lunch", "dinner"})}
    found = of_week(school({MONDAY: shown()}, meals=both))
    assert (found.meals.numerator, found.meals.denominator) == (1, 10)
    assert f"demo {MONDAY} dinner" in found.meals.missing
    assert f"demo {MONDAY} lunch" not in found.meals.missing


def test_meals_count_from_the_day_on_which_they_are_offered() -> None:
    found = of_week(school(meals={MONDAY + timedelta(3): LUNCH}))
    assert (found.meals.denominator, found.days.denominator) == (2, 5)
    assert found.without_plans == ()
    assert of_week(school(meals={})).without_plans == ("demo",)


def week(at: date, first: date = MONDAY, last: date = FRIDAY) -> ShownSheet:
    return ShownSheet("recipe", first, last, at)


@pytest.mark.parametrize(
    ("sheets", "in_time", "late"),
    [
        ([], 0, 0),
        ([week(SUNDAY)], 1, 0),
        ([week(MONDAY)], 0, 1),
        ([week(SUNDAY), week(FRIDAY)], 1, 0),  # corrected later, shown in time
        ([week(SUNDAY, last=FRIDAY - timedelta(1))], 0, 0),  # not about the whole week
        ([week(SUNDAY, first=MONDAY - timedelta(7))], 1, 0),
    ],
)
def test_a_sheet_is_in_time_by_its_first_version_about_the_whole_week(
    sheets: list[ShownSheet], in_time: int, late: int
) -> None:
    found = of_week(school(sheets=sheets))
    assert found.sheets["recipe"].numerator == in_time
    assert found.sheets["recipe"].denominator == 1
    assert found.late["recipe"] == late


def test_what_is_not_due_yet_is_not_counted() -> None:
    assert of_week(school(), today=SUNDAY).sheets["recipe"].denominator == 0
    assert of_week(school(), today=MONDAY).sheets["recipe"].denominator == 1
    assert of_week(school(), today=date(2026, 4, 15)).sheets["statement"].denominator == 0
    assert of_week(school(), today=date(2026, 4, 16)).sheets["statement"].denominator == 1


def test_what_is_due_says_until_when_and_whether_it_was_shown() -> None:
    found = due_sheets(school(sheets=[week(SUNDAY), week(FRIDAY)]), MONDAY, FRIDAY)
    assert [each.until for each in found] == sorted(each.until for each in found)
    told = {each.sheet: (each.first, each.last, each.until, each.shown) for each in found}
    assert told["recipe"] == (MONDAY, FRIDAY, SUNDAY, SUNDAY)
    assert told["dish-prices"] == (MONDAY, FRIDAY, SUNDAY, None)
    month = (date(2026, 3, 1), date(2026, 3, 31), date(2026, 4, 15), None)
    assert told["statement"] == month


@given(st.integers(0, 60), st.integers(0, 60))
def test_what_is_due_is_what_coverage_counts(start: int, more: int) -> None:
    first = MONDAY + timedelta(start)
    last = first + timedelta(more)
    counted = coverage([school()], first, last, LATER).sheets
    due = due_sheets(school(), first, last)
    assert {s: c.denominator for s, c in counted.items() if c.denominator} == dict(
        Counter(each.sheet for each in due)
    )


def test_without_school_days_there_is_nothing_to_reach() -> None:
    found = coverage([school()], SUNDAY, SUNDAY, LATER)
    assert (found.schools.denominator, found.days.denominator) == (0, 0)
    assert {each.denominator for each in found.sheets.values()} == {0}


days = st.integers(0, 60).map(lambda n: MONDAY + timedelta(n))


@given(
    st.lists(st.dictionaries(days, st.builds(shown, days, lawful=st.booleans())), max_size=4),
    days,
    days,
)
def test_it_is_what_somebody_would_count(
    menus: list[dict[date, ShownDay]], one: date, other: date
) -> None:
    first, last = min(one, other), max(one, other)
    found = coverage([school(menu) for menu in menus], first, last, LATER)
    every = [first + timedelta(n) for n in range((last - first).days + 1)]
    open_days = [day for day in every if is_school_day(day)]
    good = [
        [day in menu and menu[day].lawful and menu[day].since <= day for day in open_days]
        for menu in menus
    ]
    assert found.days.denominator == len(open_days) * len(menus)
    assert found.days.numerator == sum(map(sum, good))
    assert len(found.days.missing) == found.days.denominator - found.days.numerator
    assert found.schools.numerator == (sum(map(all, good)) if open_days else 0)
