"""Open data of a menu: what is read back is what was published, in every form."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import UTC, date, datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar
from pydantic import ValidationError

from reports import open_calendar, open_csv
from reports.errors import MissingGlyph
from reports.inks import png
from reports.menu_picture import picture, texts
from reports.open_day import (
    OpenDay,
    OpenDish,
    OpenFood,
    OpenGroup,
    OpenMeal,
    OpenPortion,
    OpenTotal,
)
from reports.sheet import Lang
from tests.sheets import stand_in

SHOWN = datetime(2026, 2, 27, 8, tzinfo=UTC)

name = st.text(st.characters(exclude_categories=["Cc", "Cf", "Cs", "Zl", "Zp"]), min_size=1).filter(
    lambda text: text.split() == [text]
)

amount = st.none() | st.floats(0, 5000).map(lambda x: round(x, 2))


def a_day(dish: str = "土豆烧牛肉", kcal: float | None = 250.5, allergens: str = "soy") -> OpenDay:
    portion = OpenPortion(
        group="low",
        energy_kcal=kcal,
        protein_g=12.0,
        fat_g=8.0,
        carbohydrate_g=30.0,
        cost_fen=None,
        foods=(OpenFood(code="M001", name="牛肉", grams=65.0),),
    )
    made = OpenDish(
        code="D1",
        name=dish,
        category="大荤",
        method="炖",
        allergens=tuple(filter(None, allergens.split(";"))),
        composed=False,
        portions=(portion, portion.model_copy(update={"group": "high"})),
    )
    total = OpenTotal(group="low", nutrients={"energy_kcal": kcal}, known={}, cost_fen=None)
    return OpenDay(
        school="demo",
        school_name="示例小学",
        date=date(2026, 3, 2),
        plan="9f3c",
        standard="WS/T 554-2017",
        lawful=True,
        costed=False,
        groups=(
            OpenGroup(code="low", name="低年级", pupils=350),
            OpenGroup(code="high", name="高年级", pupils=300),
        ),
        meals=(OpenMeal(meal="lunch", dishes=(made,), totals=(total,)),),
    )


def table(*days: OpenDay) -> list[dict[str, str]]:
    drawn = open_csv.draw((day, "2026-02-27") for day in days)
    return list(csv.DictReader(io.StringIO(drawn.decode("utf-8-sig"), newline="")))


def test_there_is_a_row_for_each_dish_and_group() -> None:
    low, high = table(a_day())
    assert (low["group"], low["group_name"], low["pupils"]) == ("low", "低年级", "350")
    assert (high["group"], high["pupils"]) == ("high", "300")
    assert low["foods_grams"] == "牛肉:65"
    assert low["allergens"] == "soy"
    assert tuple(low) == open_csv.HEADERS


@given(name, amount)
def test_names_and_figures_come_back_and_what_is_not_known_is_empty(
    dish: str, kcal: float | None
) -> None:
    row = table(a_day(dish, kcal))[0]
    assert row["dish"].removeprefix("'") == dish
    assert row["energy_kcal"] == ("" if kcal is None else f"{kcal:g}")
    assert row["cost_fen"] == ""


@pytest.mark.parametrize("dish", ["=1+1", "+86", "-2", "@SUM(A1)", "＝1"])
def test_no_spreadsheet_takes_a_dish_for_a_formula(dish: str) -> None:
    assert table(a_day(dish))[0]["dish"] == f"'{dish}"


def test_json_comes_back_whole_and_refuses_what_it_does_not_know() -> None:
    day = a_day(kcal=None)
    assert OpenDay.model_validate_json(day.model_dump_json()) == day
    with pytest.raises(ValidationError):
        OpenDay.model_validate({**day.model_dump(), "pupil_names": ["示例甲"]})


@given(name)
def test_a_calendar_has_an_event_for_each_meal_and_folds_its_lines(dish: str) -> None:
    drawn = open_calendar.draw([(a_day(dish), SHOWN)], "zh")
    assert max(len(line) for line in drawn.split(b"\r\n")) <= 75
    book = Calendar.from_ical(drawn)
    assert isinstance(book, Calendar)
    (event,) = book.events
    assert str(event["summary"]) == f"午餐：{dish}"
    assert (event.start, event.end) == (date(2026, 3, 2), date(2026, 3, 3))
    assert event.DTSTAMP == SHOWN
    assert "〔含大豆〕" in str(event["description"])


def test_one_menu_gives_the_same_bytes_always() -> None:
    days = [(a_day(), SHOWN)]
    assert open_calendar.draw(days, "zh") == open_calendar.draw(days, "zh")
    view = stand_in.lunch()
    assert png.draw(picture(view)) == png.draw(picture(view))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_picture_says_what_it_said(lang: Lang, golden: Callable[[str, str], None]) -> None:
    lines = texts(picture(stand_in.lunch(lang)))
    golden(f"sheets/picture_{lang}.txt", "\n".join(filter(None, lines)) + "\n")


def test_the_picture_is_as_wide_as_a_telephone_and_names_every_dish() -> None:
    view = stand_in.lunch()
    drawn = png.draw(picture(view))
    assert drawn.startswith(b"\x89PNG")
    assert int.from_bytes(drawn[16:20], "big") == 1080
    said = texts(picture(view))
    dishes = [d.name for day in view.days for meal in day.meals for d in meal.dishes]
    assert [dish for dish in dishes if dish not in said] == []


def test_a_longer_week_is_a_higher_picture() -> None:
    heights = [
        int.from_bytes(png.draw(picture(view))[20:24], "big")
        for view in (stand_in.lunch(), stand_in.boarding(), stand_in.crowded())
    ]
    assert all(low < high for low, high in pairwise(heights))


def test_a_closed_day_says_why_on_the_picture() -> None:
    view = stand_in.lunch()
    days = (replace(view.days[0], meals=(), closed="清明节"), *view.days[1:])
    assert "清明节" in texts(picture(replace(view, days=days)))


def test_a_sign_that_the_font_lacks_is_refused() -> None:
    view = replace(stand_in.lunch(), school="示例\U0001f420小学")
    with pytest.raises(MissingGlyph):
        png.draw(picture(view))


def test_every_text_of_a_picture_is_checked() -> None:
    def walk(value: object) -> list[str]:
        if isinstance(value, str):
            return [value]
        parts = value.values() if isinstance(value, dict) else value
        return [text for part in parts for text in walk(part)] if parts else []  # type: ignore[attr-defined]

    drawn = picture(stand_in.boarding())
    assert set(walk(asdict(drawn))) - {drawn.lang} <= set(texts(drawn))
