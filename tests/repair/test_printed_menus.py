"""canteen repair on real printed menus: its claims worked out again from its files."""

from __future__ import annotations

import csv
import json
import sys
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from api import cli
from api.folder import read_folder
from api.near_menu import near_menu
from api.outcome import Exit
from api.repairs import Before
from nutrition.tables import FoodNames
from optimizer.repairing import repair
from optimizer.task import Settings
from tests.repair.example import THREE_MEALS, folder, menu

AGES = {
    "changzhou_lunch_2025": "9-11",
    "guangxi_three_meals": "9-11",
    "winter_lunch_grades_1_3": "6-8",
    "winter_lunch_grades_7_9": "12-14",
}

MEALS = {"guangxi_three_meals": {"meals": THREE_MEALS}}

SECONDS = {"guangxi_three_meals": 20}

Rows = list[dict[str, str]]


@dataclass(frozen=True, slots=True)
class Repaired:
    """A printed menu, its folder, and what the command wrote."""

    age: str
    menu: Path
    folder: Path
    out: Path

    @property
    def data(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads((self.out / "repair.json").read_text("utf-8"))
        return found


def rows(path: Path) -> Rows:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def command(*words: object) -> int:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", ["canteen", *map(str, words)])
        with pytest.raises(SystemExit) as left:
            cli.main()
    return int(left.value.code or 0)


@pytest.fixture(scope="module", params=AGES)
def repaired(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Repaired:
    case = request.param
    path = tmp_path_factory.mktemp(case)
    school = folder(path / "school", ("g1", "全体", AGES[case]), **MEALS.get(case, {}))
    found = Repaired(AGES[case], menu(path, case), school, path / "out")
    code = command(
        "repair", found.menu, school, "--out", found.out, "--time-limit", SECONDS.get(case, 8)
    )
    assert code in (Exit.DONE, Exit.GAP_LEFT)
    return found


def fen_per_day(path: Path, school: Path) -> float:
    """Price every row of a menu: net grams over the edible share, times the price by weight."""
    tables = read_folder(school).tables
    names = FoodNames(tables.foods.values())
    total, days = 0.0, set()
    for row in rows(path):
        code = names.find(row["food"]) or row["food"]
        share = tables.foods[code].edible if row.get("basis", "net") == "net" else 1.0
        total += float(row["grams"]) / share * tables.prices[code].price.li_per_kg / 10_000
        days.add(row["day"])
    return total / len(days)


def served(days: list[dict[str, Any]], key: str) -> dict[tuple[str, str], set[str]]:
    return {
        (day["date"], meal["meal"]): {dish[key] for dish in meal["dishes"]}
        for day in days
        for meal in day["meals"]
    }


def written(path: Path) -> dict[tuple[str, str], set[str]]:
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in rows(path):
        found[row["day"], row["meal"]].add(row["dish"])
    return found


@pytest.mark.slow
def test_the_saving_is_that_of_two_menus_priced_row_by_row(repaired: Repaired) -> None:
    before = fen_per_day(repaired.menu, repaired.folder)
    assert repaired.data["before"]["cost_fen"] == pytest.approx(before, abs=0.5)
    after = fen_per_day(repaired.out / "smallest.csv", repaired.folder)
    assert repaired.data["smallest"]["cost_fen"] == pytest.approx(after, abs=0.01)
    assert repaired.data["smallest"]["saved_fen"] == pytest.approx(before - after, abs=0.5)


@pytest.mark.slow
def test_as_many_dishes_differ_as_are_said_to_be_exchanged(repaired: Repaired) -> None:
    days = repaired.data["smallest"]["days"]
    before, after = served(repaired.data["before"]["days"], "code"), served(days, "code")
    differ = sum(max(len(before[at] - after[at]), len(after[at] - before[at])) for at in before)
    labels, on_paper = repaired.data["days"], written(repaired.out / "smallest.csv")
    assert served(days, "name") == {at: on_paper[labels[at[0]], at[1]] for at in before}
    changes = repaired.data["smallest"]["reached"]["changes"]
    assert changes["value"] == differ
    assert 0 < changes["never_below"] <= differ


@pytest.mark.slow
def test_the_menu_that_is_written_breaks_no_rule_of_the_folder_and_passes_the_check(
    repaired: Repaired,
) -> None:
    mended = repaired.out / "smallest.csv"
    near = near_menu(mended, read_folder(repaired.folder))
    assert Before.of(near).broken == ()
    assert near.misfits == ()
    checked = command("check", mended, "--age", repaired.age, "--folder", repaired.folder)
    assert checked == Exit.DONE


@pytest.mark.slow
def test_the_menu_that_is_written_needs_no_further_change(repaired: Repaired) -> None:
    near = near_menu(repaired.out / "smallest.csv", read_folder(repaired.folder))
    again = repair(near.problem, (), Settings(seconds=60))
    assert [each.value for each in again.smallest.proof.reached] == [0, 0]


@pytest.mark.slow
def test_the_menu_as_it_was_is_judged_by_the_check_that_judges_the_repair(
    repaired: Repaired,
) -> None:
    judged = Before.of(near_menu(repaired.menu, read_folder(repaired.folder)))
    assert repaired.data["before"]["broken"] == list(judged.broken)
    assert repaired.data["smallest"]["against_unlawful_menu"]
