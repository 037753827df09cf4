"""What plan.toml wants to be best reaches the problem with the figures that it needs."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.folder import FolderPlan, read_folder
from food_tables.table_errors import BadRows, MissingColumns
from nutrition.food import COST
from optimizer.problem import Aim
from tests.folder.exhibits import PLAN

BUDGET = '[budget]\nyuan_per_day = "5"\n'


def read(folder: Path, objective: str, add: str = "", **tables: str) -> FolderPlan:
    for name, text in tables.items():
        (folder / f"{name}.csv").write_text(text, "utf-8")
    (folder / "plan.toml").write_text(f'objective = "{objective}"\n{PLAN}{add}', "utf-8")
    return read_folder(folder)


def test_the_cost_is_the_only_aim_when_nothing_else_is_said(tmp_path: Path) -> None:
    (tmp_path / "plan.toml").write_text(PLAN, "utf-8")
    assert read_folder(tmp_path).problem.aims == (Aim.COST,)


def test_the_command_line_wins_over_the_plan(tmp_path: Path) -> None:
    read(tmp_path, "cost", BUDGET)
    aims = read_folder(tmp_path, objective="nutrition").problem.aims
    assert aims == (Aim.WORST, Aim.SHORTFALL, Aim.COST)


def test_ratings_are_found_by_name_and_code_and_the_others_count_as_the_mean(
    tmp_path: Path,
) -> None:
    ratings = "菜品,评分\n米饭,4\nT001,2.5\n没有的菜,1\n"
    folder = read(tmp_path, "rating", BUDGET, ratings=ratings)
    found = folder.problem.ratings
    assert (found["S001"], found["T001"]) == (80.0, 50.0)
    assert set(found) == set(folder.problem.dishes)
    assert {v for k, v in found.items() if k not in ("S001", "T001")} == {65.0}
    (note,) = [n for n in folder.notes if n.code == "note.unrated-dishes"]
    assert int(note.facts["number"]) == len(folder.problem.dishes) - 2


def test_satisfaction_in_percent_is_a_rating_too(tmp_path: Path) -> None:
    folder = read(tmp_path, "rating", BUDGET, ratings="dish,满意度(%)\n米饭,92\n")
    assert folder.problem.ratings["S001"] == 92.0


@pytest.mark.parametrize("rows", ["米饭,6\n", "米饭,4\n米饭,5\n", "米饭,many\n"])
def test_a_rating_that_cannot_be_is_refused_with_its_row(tmp_path: Path, rows: str) -> None:
    with pytest.raises(BadRows) as caught:
        read(tmp_path, "rating", BUDGET, ratings="dish,stars\n" + rows)
    assert all(fault.row for fault in caught.value.faults)


def test_a_table_of_ratings_has_a_column_of_ratings(tmp_path: Path) -> None:
    with pytest.raises(MissingColumns):
        read(tmp_path, "rating", BUDGET, ratings="dish,votes\n米饭,6\n")


def test_a_robust_plan_knows_what_foods_cost_on_each_of_its_days(tmp_path: Path) -> None:
    prices = "food,yuan_per_kg,date\n大米,5,2026-02-01\n大米,7,2026-02-15\n大米,6,2026-03-01\n"
    days = "[prices]\ndate = 2026-03-02\nalso = [2026-02-10, 2026-02-20]\n"
    problem = read(tmp_path, "robust", days, prices=prices).problem
    assert problem.aims == (Aim.ROBUST,)
    rice = next(f for f in problem.foods.values() if f.name == "大米")
    costs = [rice.per_100g[figure] for figure in (COST, *problem.price_lists)]
    assert costs == pytest.approx([60.0, 50.0, 70.0])
    others = [f for f in problem.foods.values() if f.name != "大米"]
    assert others
    for food in others:
        assert len({food.per_100g[figure] for figure in (COST, *problem.price_lists)}) == 1
