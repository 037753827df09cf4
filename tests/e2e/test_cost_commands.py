"""What a day's dishes cost, beside plan and price, with figures that can be added by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from api.errors import NotAPlan
from tests.e2e.test_books_commands import Say, begun, say

__all__ = ["say"]  # a fixture

TABLES = {
    # rice at 5.00, spinach at 4.50 a kilogram; five eat
    "heads": "登记表号,日期,餐次,陪餐,客人\n陪1,2026-09-03,午餐,4,1\n",
    "issues": "领料单号,领用日期,食材,数量(kg),菜品,餐次\n"
    "领1,2026-09-03,大米,0.8,米饭,午餐\n领1,2026-09-03,菠菜,0.9,凉拌菠菜(本校),午餐\n"
    "领1,2026-09-03,大米,0.1,,午餐\n",
    "dish-prices": "菜品,成品价(元),执行日期\n米饭,1.00,2026-09-01\n",
}


def portion(fen: float) -> dict[str, Any]:
    return {"cost_fen": fen, "foods": []}


def plan(*dishes: dict[str, Any]) -> dict[str, Any]:
    """Return a plan of one lunch for 30 small and 10 big pupils."""
    day = {"date": "2026-09-03", "meals": [{"meal": "lunch", "dishes": list(dishes)}]}
    groups = [{"code": "low", "pupils": 30}, {"code": "high", "pupils": 10}]
    return {"groups": groups, "days": [day]}


@pytest.fixture
def cooked(say: Say, tmp_path: Path) -> Say:
    begun(say)
    for name, text in TABLES.items():
        (tmp_path / f"{name}.csv").write_text(text, "utf-8")
        done = say(f"books import {name} {name}.csv --yes")
        assert (done.exit_code, done.exception) == (0, None), done.output
    rice = {"code": "S001", "portions": {"low": portion(80.0), "high": portion(100.0)}}
    soup = {"code": "T001", "portions": {"low": portion(8.0), "high": portion(0.0)}}
    (tmp_path / "plan.json").write_text(json.dumps(plan(rice, soup)), "utf-8")
    return say


def test_dishes_stand_beside_their_plan_and_their_price(cooked: Say) -> None:
    told = json.loads(cooked("books costs 2026-09-03 --plan plan.json --json").stdout)
    (meal,) = told["meals"]
    assert meal == {
        "day": "2026-09-03",
        "meal": "lunch",
        "eaters": 5,
        "cost_fen": 400 + 405 + 50,
        "without_dish_fen": 50,
        "each_fen": 171.0,
        "planned_fen": 85.0 + 6.0,
    }
    dishes = {x["dish"]: (x["planned_fen"], x["actual_fen"]) for x in told["dishes"]}
    assert dishes == {  # 85 = (30 × 80 + 10 × 100) / 40; the soup was never cooked
        "S001": (85.0, 80.0),
        "T001": (6.0, None),
        "凉拌菠菜(本校)": (None, 81.0),
    }
    prices = {x["dish"]: (x["cost_fen"], x["price_fen"]) for x in told["prices"] if x["dish"]}
    assert prices == {"S001": (80.0, 100), "凉拌菠菜(本校)": (81.0, None)}


def test_food_is_a_share_of_what_meals_earned(cooked: Say) -> None:
    assert json.loads(cooked("books costs 2026-09 --json").stdout)["food_fen"] is None
    assert "不算食材占比" in cooked("books costs 2026-09").stdout
    assert cooked("books charge 2026-09-03 --voucher 摊1").exit_code == 0
    assert "不算食材占比" in cooked("books costs 2026-09").stdout  # only staff and guests ate


def test_a_person_reads_the_day_on_eighty_columns(
    cooked: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    told = cooked("books costs 2026-09-03 --plan plan.json").stdout
    for shown in ("米饭", "凉拌菠菜(本校)", "0.85", "-0.05", "80.0%", "没有写菜名的领用", "8.55"):
        assert shown in told
    assert "计划了、没有领料" in told
    assert "0.91" in cooked("books costs 2026-09 --plan plan.json").stdout


def test_a_dish_that_the_school_made_up_can_be_priced(cooked: Say, tmp_path: Path) -> None:
    table = tmp_path / "own.csv"
    table.write_text("菜品,成品价(元),执行日期\n凉拌菠菜(本校),2.00,2026-09-01\n", "utf-8")
    assert cooked("books import dish-prices own.csv --yes").exit_code == 0
    told = json.loads(cooked("books costs 2026-09-03 --json").stdout)
    assert {x["dish"]: x["price_fen"] for x in told["prices"]}["凉拌菠菜(本校)"] == 200


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[]",
        '{"groups": [], "days": []}',
        json.dumps(plan({"code": "S001", "portions": {"low": {}}})),
    ],
)
def test_what_is_no_plan_is_refused(cooked: Say, tmp_path: Path, text: str) -> None:
    (tmp_path / "plan.json").write_text(text, "utf-8")
    found = cooked("books costs 2026-09-03 --plan plan.json").exception
    assert isinstance(found, NotAPlan)
