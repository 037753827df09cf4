"""Printed weeks of real canteens, audited end to end; figures added up by hand from the prints."""

from __future__ import annotations

import csv

import pytest

from nutrition.checking.attaining import attain
from nutrition.checking.attainment import Attainment, worst_by_clause
from nutrition.checking.plausible import PlausibleLimit, implausible
from tests.checking.embedded import STANDARDS, audited, case_of

CHANGZHOU = ("changzhou_lunch_2025", "9-11")

GUANGXI = ("guangxi_three_meals", "9-11")

WINTER = ("winter_lunch_grades_1_3", "6-8")

SENIOR = ("winter_lunch_grades_7_9", "12-14")

WEEKS = (CHANGZHOU, GUANGXI, WINTER, SENIOR)

DAYS = ("周一", "周二", "周三", "周四", "周五")


def worst_lines(week: tuple[str, str]) -> dict[str, Attainment]:
    return dict(worst_by_clause(attain(case_of(*week))))


def measured(week: tuple[str, str], clause: str) -> dict[str, float | None]:
    return {str(a.where): a.measured for a in attain(case_of(*week)) if a.clause == clause}


@pytest.mark.parametrize("week", WEEKS, ids=lambda w: w[0])
def test_every_food_of_a_real_week_is_known(week: tuple[str, str]) -> None:
    assert audited(week[0]).unknown_foods == ()


@pytest.mark.parametrize("week", WEEKS, ids=lambda w: w[0])
def test_every_clause_that_concerns_a_real_week_has_a_line(week: tuple[str, str]) -> None:
    case = case_of(*week)
    concerned = {
        clause.id
        for clause in case.standard.clauses.values()
        if case.standard.holds(clause, case.menu.meals_served)
    }
    assert set(worst_lines(week)) == concerned


@pytest.mark.parametrize(
    ("week", "clause", "where", "by_hand"),
    [
        # 80+25, 80+4, 80+40, 80+30, 80+100: rice, potato, gluten, bread, corn.
        (CHANGZHOU, "t4_grains", "1 lunch", 599 / 5),
        # 75; 100 x 0.68 + 30; 100 x 0.69 + 30 x 0.7; 30 + 15; 90.
        (CHANGZHOU, "t4_meat", "1 lunch", (75 + 98 + 90 + 45 + 90) / 5),
        # 10; 85 x 0.6 + 15.
        (CHANGZHOU, "t4_fish", "1 lunch", (10 + 66) / 5),
        (CHANGZHOU, "t4_egg", "1 lunch", (30 + 5 + 30 + 15 + 30) / 5),
        (CHANGZHOU, "milk", "1", 150 / 5),
        (CHANGZHOU, "oil_daily", "1", 40 / 5),
        # 100, 100, 100, 25 + 100, 100.
        (GUANGXI, "t3_grains", "1 breakfast", 525 / 5),
        (GUANGXI, "t4_egg", "1 dinner", (25 + 25 + 50) / 5),
        # Thursday's fish; 25 g of dried shrimp skin twice.
        (GUANGXI, "t4_fish", "1 lunch", (100 * 0.55 + 25 + 25) / 5),
        (WINTER, "milk", "1", 400 / 4),
        (WINTER, "t4_egg", "1 lunch", (8 + 56) / 4),
    ],
)
def test_grams_are_those_added_up_by_hand(
    week: tuple[str, str], clause: str, where: str, by_hand: float
) -> None:
    assert measured(week, clause)[where] == pytest.approx(by_hand)


MEAT_AND_FISH = [
    # 75+10; 68+30; 69+21; 30+51+15+15; 90.
    *((CHANGZHOU, day, g) for day, g in zip(DAYS, (85, 98, 90, 111, 90), strict=True)),
    # 50+25; 50+25 of dried shrimp skin; 50; fish; liver 50 + 25 of dried shrimp skin.
    *((GUANGXI, day, g) for day, g in zip(DAYS, (75, 75, 50, 55, 75), strict=True)),
    *((WINTER, day, 55) for day in DAYS[:2]),
    *((SENIOR, day, 70) for day in DAYS[:2]),
]
"""Lunches whose meat is printed in full: the evidence behind the clause ``meat_fish_day``."""


@pytest.mark.parametrize(("week", "day", "grams"), MEAT_AND_FISH)
def test_the_meat_and_fish_of_a_lunch_is_that_of_the_print(
    week: tuple[str, str], day: str, grams: float
) -> None:
    assert measured(week, "meat_fish_day")[day] == pytest.approx(grams, abs=0.6)


def test_the_floor_of_meat_and_fish_lies_inside_what_schools_print() -> None:
    clause = case_of(*WINTER).standard.clauses["meat_fish_day"]
    floors = {v.age: v.value or 0.0 for v in clause.value}
    printed = sorted(grams for _, _, grams in MEAT_AND_FISH)
    assert printed[0] <= floors["6-8"] < floors["9-11"] < floors["12-14"] < floors["15-17"]
    assert floors["15-17"] <= printed[len(printed) // 2]


REVIEWED = {
    CHANGZHOU: {
        "met": (
            "t1_protein_low t1_zinc t1_vitamin_c ul_retinol ul_iron ul_zinc ul_calcium ul_selenium "
            "four_groups banned_foods variety_week_part"
        ),
        "not_met": (
            "t1_protein_high t1_calcium t1_fibre salt_added sodium_total vegetables_three "
            "vegetables_dark soy_daily milk t4_vegetables t4_fruit t4_meat t4_dairy"
        ),
        # Friday lists no seasoning; several dishes are not in the library; no dates.
        "unknown": "t1_fat_energy t1_carbohydrate_energy oil_daily season",
        "not_served": "liver_weekly t3_grains t3_salt",
        "off": "t4_soy",
        "review": "recipe_published meal_times",
    },
    GUANGXI: {
        "met": (
            "t1_protein_low t1_iron t1_zinc t1_vitamin_a t1_vitamin_c ul_retinol vegetables_three"
        ),
        "not_met": (
            "t1_energy_day t1_energy_mean_whole_day meal_energy t1_protein_high t1_calcium "
            "t1_fibre ul_retinol_day four_groups vegetables_dark soy_daily liver_weekly t4_meat "
            "variety_day dish_repeat main_kind_spacing"
        ),
        "unknown": "salt_added sodium_total oil_daily t1_fat_energy t1_carbohydrate_energy t3_oil",
        "not_served": "milk t3_dairy t4_dairy",
        "off": "t2_grains t2_soy",
    },
    WINTER: {
        "met": "t1_protein_low t1_thiamin t1_vitamin_c milk ul_iron",
        "not_met": (
            "t1_protein_high t1_calcium t1_iron t1_fibre four_groups vegetables_three soy_daily"
        ),
        "unknown": "salt_added sodium_total oil_daily t1_fat_energy",
        "not_served": "liver_weekly",
    },
}


@pytest.mark.parametrize("week", REVIEWED, ids=lambda w: w[0])
def test_the_verdicts_are_those_a_reader_came_to(week: tuple[str, str]) -> None:
    found = {clause: line.verdict.value for clause, line in worst_lines(week).items()}
    expected = {c: said for said, words in REVIEWED[week].items() for c in words.split()}
    assert {c: found[c] for c in expected} == expected


def test_only_clauses_of_the_meals_served_concern_a_menu() -> None:
    lunch, whole_day = worst_lines(CHANGZHOU), worst_lines(GUANGXI)
    assert "t1_energy_mean" in lunch
    assert "t1_energy_mean" not in whole_day
    assert "meal_energy" in whole_day
    assert "meal_energy" not in lunch


def flags(week: tuple[str, str]) -> set[tuple[str, str]]:
    with (STANDARDS / "plausible.csv").open(encoding="utf-8", newline="") as file:
        limits = [PlausibleLimit.of(row) for row in csv.DictReader(file)]
    return {
        (f.limit.id, f"{f.where.day} {f.where.dish}") for f in implausible(case_of(*week), limits)
    }


def test_the_slips_of_a_printed_week_are_flagged() -> None:
    assert flags(GUANGXI) == {
        ("dried_laver", "周五 紫菜虾皮汤"),
        ("dried_shrimp_skin", "周五 紫菜虾皮汤"),
        ("dried_shrimp_skin", "周二 海带虾皮汤"),
        ("liver_dish", "周五 莴笋炒猪肝"),
    }


def test_an_ordinary_week_has_no_slips() -> None:
    assert flags(CHANGZHOU) == set()
