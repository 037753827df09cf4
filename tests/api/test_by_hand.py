"""A plan changed from the terminal: what stays, stays to the byte; what is offered is lawful."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from api.commands.planning import PlanRequest, run
from api.outcome import Exit
from api.reopening import Opened, opened
from food_tables.loading import load_standard_table
from nutrition.checking.attaining import attain
from nutrition.checking.attainment import broken
from nutrition.checking.case import Case
from nutrition.dish import Dish, Ingredient, Portion
from nutrition.exchange import Equal
from nutrition.menu import Menu, Serving
from nutrition.pupil import shares
from optimizer.judging import Spot, swapped
from tests.api.test_cli import Canteen, canteen
from tests.house.tree import ROOT

__all__ = ["canteen"]

SAMPLE = ROOT / "food_tables" / "samples" / "primary_lunch"

Data = dict[str, Any]


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the lunch sample with the plan that was made from it in ``out``."""
    folder = tmp_path_factory.mktemp("school") / "lunch"
    shutil.copytree(SAMPLE, folder)
    request = PlanRequest(folder, folder / "out", True, 0.01, 60, "highs", 0, "")  # noqa: FBT003
    assert run(request, "zh") in (Exit.DONE, Exit.GAP_LEFT)
    return folder


@pytest.fixture
def out(planned: Path) -> Path:
    return planned / "out"


def data_of(out: Path) -> Data:
    found: Data = json.loads((out / "plan.json").read_text("utf-8"))
    return found


def served_on(plan: Data) -> dict[str, str]:
    """Return each day's meals as they are written."""
    return {d["date"]: json.dumps(d["meals"], ensure_ascii=False) for d in plan["days"]}


def codes(plan: Data, date: str) -> set[str]:
    meals = next(d["meals"] for d in plan["days"] if d["date"] == date)
    return {dish["code"] for meal in meals for dish in meal["dishes"]}


def verdicts(both: Opened, menu: Menu) -> list[str]:
    """Return the hard rules that the checkers find broken."""
    problem = both.folder.problem
    modes = {c.id: problem.mode(c) for c in problem.standard.clauses.values()}
    case = Case(menu, problem.standard, problem.groups, problem.foods, modes, problem.history)
    return [line.clause for line in broken(attain(case))]


def main_dish(plan: Data, day: int, category: str) -> tuple[str, Data]:
    found = plan["days"][day]
    dishes = found["meals"][0]["dishes"]
    return found["date"], next(dish for dish in dishes if dish["category"] == category)


@pytest.mark.parametrize("more", [(), ("--not-again",), ("--any",)])
def test_a_day_again_leaves_every_other_day_as_it_was_to_the_byte(
    canteen: Canteen, out: Path, tmp_path: Path, more: tuple[str, ...]
) -> None:
    old, day = data_of(out), "2026-03-04"
    before = (out / "plan.json").read_bytes()
    answer = canteen("regenerate", out, "周三", *more, "--out", tmp_path / "again")
    assert answer.code == Exit.DONE
    assert (out / "plan.json").read_bytes() == before
    new = data_of(tmp_path / "again")
    assert {d: m for d, m in served_on(new).items() if d != day} == {
        d: m for d, m in served_on(old).items() if d != day
    }
    assert new["proof"]["kept_meals"] == len(old["days"]) - 1
    assert "在照旧的4餐连克数都不变的前提下" in answer.out.replace("\n", "")
    if not more:
        assert codes(new, day) - codes(old, day)
    if "--not-again" in more:
        assert not codes(new, day) & codes(old, day)
    both = opened(tmp_path / "again")
    assert verdicts(both, both.plan.menu) == []
    assert both.notes == ()


def test_a_day_again_with_a_dish_serves_it(canteen: Canteen, out: Path, tmp_path: Path) -> None:
    _, dish = main_dish(data_of(out), 2, "汤")
    listed = json.loads(
        canteen("swap", out, "周三", "午餐", dish["code"], "--best", 100, "--json").out
    )
    wanted = listed["swaps"][0]["name"]
    answer = canteen("regenerate", out, "周三", "--with", wanted, "--out", tmp_path)
    assert answer.code == Exit.DONE
    assert listed["swaps"][0]["code"] in codes(data_of(tmp_path), "2026-03-04")


@pytest.mark.parametrize("category", ["主食", "小荤", "素菜", "汤"])
def test_every_replacement_that_is_printed_is_lawful_and_costs_what_is_said(
    canteen: Canteen, out: Path, category: str
) -> None:
    date, dish = main_dish(data_of(out), 1, category)
    answer = canteen("swap", out, date, "午餐", dish["name"], "--json")
    listed = json.loads(answer.out)["swaps"]
    assert listed
    both = opened(out)
    problem, menu = both.folder.problem, both.plan.menu
    weight = dict(zip((g.code for g in problem.groups), shares(problem.groups), strict=True))
    spot = next(
        Spot(d.date, m.meal, s.dish.code)
        for d, m, s in menu.servings()
        if d.date is not None and (str(d.date), s.dish.code) == (date, dish["code"])
    )
    old = sum(weight[g] * p["cost_fen"] for g, p in dish["portions"].items())
    for swap in listed:
        portions = {group: Portion(grams) for group, grams in swap["portions"].items()}
        changed = swapped(menu, spot, Serving(problem.dishes[swap["code"]], portions))
        assert (verdicts(both, changed) == []) is swap["lawful"]
        new = sum(
            weight[g] * grams * problem.foods[food].per_100g["cost_fen"] / 100
            for g, portion in portions.items()
            for food, grams in portion.grams.items()
        )
        assert swap["cost_fen"]["portion"] == pytest.approx(new - old)
    assert answer.code == (Exit.DONE if listed[0]["lawful"] else Exit.INFEASIBLE)


def test_every_exchange_that_is_printed_stands_in_one_table_and_is_lawful_as_said(
    canteen: Canteen, out: Path
) -> None:
    date, dish = main_dish(data_of(out), 0, "素菜")
    made = json.loads(canteen("swap", out, date, "午餐", dish["code"], "--json").out)["exchanges"]
    assert made
    lines = [Equal.of(row) for row in load_standard_table("exchange_a")]
    both = opened(out)
    old = next(s for d, _, s in both.plan.menu.servings() if s.dish.code == dish["code"])
    spot = next(
        Spot(d.date, m.meal, s.dish.code)
        for d, m, s in both.plan.menu.servings()
        if s is old and d.date is not None
    )
    for each in made:
        first, second = (
            {line.table for line in lines if code in line.foods}
            for code in (each["food"], each["instead"])
        )
        assert each["table"] in first & second
        portions = {
            group: Portion(
                {k: v for k, v in portion.grams.items() if k != each["food"]}
                | {each["instead"]: each["instead_grams"][group]}
            )
            for group, portion in old.portions.items()
        }
        recipe = tuple(
            Ingredient(each["instead"], i.grams, i.origin) if i.food == each["food"] else i
            for i in old.dish.ingredients
        )
        changed = swapped(both.plan.menu, spot, Serving(_cooked(old, recipe), portions))
        assert (verdicts(both, changed) == []) is each["lawful"]


def _cooked(old: Serving, recipe: tuple[Ingredient, ...]) -> Dish:
    return replace(old.dish, ingredients=recipe)


def test_pupils_with_an_allergen_get_none_of_it_and_the_money_adds_up(
    canteen: Canteen, out: Path
) -> None:
    asked = ("--allergen", "蛋/低年级=5", "--allergen", "鱼+蛋/高年级=2")
    answers = json.loads(canteen("allergy", out, *asked, "--json").out)
    problem = opened(out).folder.problem
    assert [a["portions"] for a in answers] == [5, 2]
    for answer in answers:
        bad = set(answer["allergens"])
        assert answer["cost_fen"]["all"] == pytest.approx(
            answer["cost_fen"]["pupil"] * answer["portions"]
        )
        assert (
            answer["cost_fen"]["pupil"]
            == pytest.approx(sum(each["cost_fen"] for each in answer["replacements"]))
            or answer["resized"]
        )
        for each in answer["replacements"]:
            held = [problem.foods[i.food] for i in problem.dishes[each["dish"]].ingredients]
            assert any(food.allergens & bad for food in held)
            assert not any(problem.foods[food].allergens & bad for food in each["grams"])


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    "command",
    [
        ("swap", "周二", "午餐", "{soup}"),
        ("regenerate", "周二"),
        ("allergy", "--allergen", "egg/低年级=5", "--allergen", "鱼/高年级=2"),
    ],
    ids=lambda c: c[0],
)
def test_every_line_fits_a_terminal_of_80_columns(
    canteen: Canteen, out: Path, command: tuple[str, ...], lang: str
) -> None:
    name, *rest = command
    _, soup = main_dish(data_of(out), 1, "汤")
    words = [word.format(soup=soup["code"]) for word in rest]
    answer = canteen(name, out, *words, "--lang", lang)
    assert len(answer.out.splitlines()) > 3
    assert [line for line in answer.out.splitlines() if cell_len(line) > 80] == []


@pytest.mark.parametrize(
    ("command", "named"),
    [
        (("swap", "周日", "午餐", "红豆汤"), ("没有这一天", "周日", "2026-03-02")),
        (("swap", "周一", "晚餐", "红豆汤"), ("没有这一餐", "晚餐", "lunch(午餐)")),
        (("swap", "周一", "午餐", "佛跳墙"), ("没有这道菜", "佛跳墙")),
        (("swap", "周一", "午餐", "{staple}", "--food", "鲍鱼"), ("这道菜里没有", "鲍鱼")),
        (("swap", "周一", "午餐", "{staple}", "--to", "佛跳墙"), ("--to", "佛跳墙")),
        (("swap", "周一", "午餐", "{staple}", "--best", "0"), ("--best", "0")),
        (("regenerate", "周一", "早餐"), ("没有这一餐", "早餐")),
        (("regenerate", "周一", "--with", "佛跳墙"), ("能用的菜里没有", "佛跳墙")),
        (("allergy", "--allergen", "花生=3"), ("花生=3", "花生/低年级=1")),
        (("allergy", "--allergen", "西瓜/低年级=3"), ("西瓜/低年级=3", "peanut(花生)")),
        (("allergy", "--allergen", "某某"), ("某某", "peanut=3")),
    ],
    ids=" ".join,
)
def test_what_is_not_there_is_named_with_what_there_is(
    canteen: Canteen, out: Path, command: tuple[str, ...], named: tuple[str, ...]
) -> None:
    name, *rest = command
    _, staple = main_dish(data_of(out), 0, "主食")
    answer = canteen(name, out, *[word.format(staple=staple["name"]) for word in rest])
    assert answer.code in (Exit.USAGE, Exit.BAD_DATA)
    assert answer.out == ""
    for word in named:
        assert word in answer.err
