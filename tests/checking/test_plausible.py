from __future__ import annotations

import csv

from nutrition.checking.case import Case
from nutrition.checking.plausible import PlausibleLimit, implausible
from nutrition.menu import Menu
from tests.checking.embedded import STANDARDS
from tests.checking.tiny import FOODS, SMALL, lunch, menu, plate, standard

ROW = {
    "id": "x",
    "title": "x",
    "title_en": "x",
    "scope": "serving",
    "groups": "",
    "tags": "",
    "codes": "rice",
    "nutrient": "",
    "times": "1",
    "unit": "g",
    "low": "",
    "high": "100",
    "reason": "tests",
    "reason_en": "tests",
}


def flags(served: Menu, **changed: str) -> list[str]:
    case = Case(served, standard({"form": "review"}), [SMALL], FOODS)
    limit = PlausibleLimit.of({**ROW, **changed})
    return [f"{flag.where}: {flag.measured:g}" for flag in implausible(case, [limit])]


def test_each_serving_is_held_against_the_limit() -> None:
    served = menu(lunch(plate(rice=100, pork=500), plate(rice=101)))
    assert flags(served) == ["d0 lunch plate: 101"]


def test_a_meal_and_a_day_add_their_servings() -> None:
    served = menu({"lunch": [plate(rice=60), plate(rice=41)], "dinner": [plate(rice=99)]})
    assert flags(served) == []
    assert flags(served, scope="meal") == ["d0 lunch: 101"]
    assert flags(served, scope="day", high="199") == ["d0: 200"]


def test_a_lower_limit_on_a_food_served_alone_leaves_mixed_dishes_in_peace() -> None:
    served = menu(lunch(plate(rice=20), plate(rice=20, pork=50)))
    assert flags(served, scope="only", low="80", high="") == ["d0 lunch plate: 20"]


def test_what_is_not_served_is_not_too_little() -> None:
    assert flags(menu(lunch(plate(pork=20))), low="80", high="") == []


def test_a_limit_may_be_on_a_nutrient() -> None:
    served = menu(lunch(plate(rice=50)))
    assert flags(served, nutrient="kcal", codes="", high="149") == ["d0 lunch plate: 150"]


def test_every_limit_that_ships_can_be_read_has_a_limit_and_a_reason() -> None:
    with (STANDARDS / "plausible.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    limits = [PlausibleLimit.of(row) for row in rows]
    assert len({limit.id for limit in limits}) == len(limits) > 25
    assert [x.id for x in limits if (x.low is None and x.high is None) or not x.reason] == []
