"""What schools showed, read for the coverage: menus as they hold, since when, meals offered."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from sqlalchemy import Engine

from canteen.publicity.coverage import ShownSheet
from canteen.pupils import MealPlan
from canteen.record import Hand
from canteen.store.canteens import enrol
from canteen.store.engine import reading
from canteen.store.publications import Publications
from canteen.store.pupils import Roll
from canteen.store.reach import school_records
from canteen.store.writing import writing
from nutrition.quantities import Money
from tests.store.school import CODE, HAND
from tests.store.test_publications import MONDAY, OTHER, WEEK, menu, menu_day


def on(day: date) -> Hand:
    return Hand(HAND.now.replace(month=day.month, day=day.day), HAND.by)


def test_a_day_is_shown_since_its_first_version_and_holds_as_the_last(engine: Engine) -> None:
    sunday = MONDAY - timedelta(1)
    with writing(engine, CODE, on(sunday)) as books:
        Publications(books).show(menu("aaaa"))
    with writing(engine, CODE, on(WEEK[3])) as books:
        bad = replace(menu_day(WEEK[0]), lawful=False)
        Publications(books).show(replace(menu("bbbb"), days=(bad,)))
    with reading(engine) as connection:
        (found,) = school_records(connection, WEEK[0], WEEK[-1])
    assert list(found.days) == [WEEK[0]]
    assert (found.days[WEEK[0]].since, found.days[WEEK[0]].lawful) == (sunday, False)
    assert found.sheets == [
        ShownSheet("recipe", WEEK[0], WEEK[-1], sunday),
        ShownSheet("recipe", WEEK[0], WEEK[-1], WEEK[3]),
    ]


def test_meals_are_those_of_all_plans_and_a_new_price_changes_none(engine: Engine) -> None:
    with writing(engine, CODE, HAND) as books:
        roll = Roll(books)
        roll.offer(MealPlan("走读", {"lunch": Money(750)}, WEEK[0]), "价1", "1")
        roll.offer(MealPlan("住校", {"breakfast": Money(300)}, WEEK[2]), "价2", "2")
        roll.offer(MealPlan("走读", {"lunch": Money(800)}, WEEK[3]), "价3", "3")
    with reading(engine) as connection:
        (found,) = school_records(connection, WEEK[0], WEEK[-1])
    before = WEEK[0] - timedelta(1)
    assert found.meals_on(before) == frozenset()
    assert [sorted(found.meals_on(day)) for day in WEEK] == [
        ["lunch"],
        ["lunch"],
        *[["breakfast", "lunch"]] * 3,
    ]


def test_every_school_of_a_database_is_read_or_only_those_asked_for(engine: Engine) -> None:
    enrol(engine, OTHER, "另一所示例学校")
    with reading(engine) as connection:
        codes = [each.code for each in school_records(connection, WEEK[0], WEEK[-1])]
        assert codes == [CODE, OTHER]
        one = school_records(connection, WEEK[0], WEEK[-1], (OTHER,))
    assert [(each.code, each.name) for each in one] == [(OTHER, "另一所示例学校")]
