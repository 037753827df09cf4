"""docs/folder-format.md and plan.toml know the same keys."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import fields
from decimal import Decimal
from pathlib import Path
from typing import Any, get_args

import pytest
from pydantic import BaseModel

from api.commands.planning import FILES, PlanRequest, run
from api.folder import read_folder
from api.outcome import Exit
from api.plan_file import PlanFile
from api.plan_reading import parse_toml, read_plan
from food_tables.layout import layout
from nutrition.checking.attaining import CHECKS
from nutrition.clauses import Clause, Limit, Rule, Standard, Term, Value

PAGE = (Path(__file__).parents[2] / "docs" / "folder-format.md").read_text("utf-8")

EXAMPLE = PAGE.split("```toml\n", 1)[1].split("```", 1)[0]

STARTERS = [Path(__file__).parents[2] / "api" / "starter" / f"plan_{x}.toml" for x in ("zh", "en")]


def _parts(kind: object) -> Iterator[type[BaseModel]]:
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        yield kind
    for part in getattr(kind, "__args__", ()):
        yield from _parts(part)


def _keys(model: type[BaseModel], before: str = "") -> Iterator[str]:
    """Yield every key; tables only through the keys in them, lists of tables also themselves."""
    for name, field in model.model_fields.items():
        path = f"{before}{name}"
        inner = next(_parts(field.annotation), None)
        if inner is None:
            yield path
            continue
        if before:
            yield path
        yield from _keys(inner, f"{path}.<clause>." if name == "rules" else f"{path}.")


def _used(value: object, before: str = "") -> Iterator[str]:
    if isinstance(value, list):
        for each in value:
            yield from _used(each, before)
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield f"{before}{name}"
            yield from _used(inner, f"{before}{name}.")


ACCEPTED = set(_keys(PlanFile))

KEYS = PAGE.split("## plan.toml", 1)[1].split("## The tables", 1)[0]

EARLIER = {k for k in ACCEPTED if k.startswith(("keep.", "near."))}
"""Keys that name an earlier plan, which the example does not have."""

DOCUMENTED = set(re.findall(r"^\| `([\w.<>]+)` \|", KEYS, re.MULTILINE))


def test_every_accepted_key_is_documented_and_every_documented_key_accepted() -> None:
    assert DOCUMENTED == ACCEPTED


def test_the_example_uses_every_key_but_the_other_way_to_name_days() -> None:
    used = {re.sub(r"^rules\.\w+", "rules.<clause>", k) for k in _used(tomllib.loads(EXAMPLE))}
    assert ACCEPTED - used == {"calendar.days", *EARLIER}


def test_the_example_is_a_plan_that_finds_its_dishes_and_foods(tmp_path: Path) -> None:
    (tmp_path / "plan.toml").write_text(EXAMPLE, "utf-8")
    problem = read_folder(tmp_path).problem
    assert len(problem.days) == 9
    assert {c for c in problem.standard.clauses if c.startswith("school_")} == {
        "school_allergens",
        "school_budget",
        "school_dishes",
        "school_foods",
        "school_equipment_day_1",
        "school_equipment_meal_1",
        "school_festival_1",
        "school_kitchen_day_1",
        "school_kitchen_meal_1",
        "school_supply_1",
    }


@pytest.mark.slow
def test_the_example_is_planned_printed_and_drawn(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "plan.toml").write_text(EXAMPLE, "utf-8")
    out = tmp_path / "out"
    request = PlanRequest(tmp_path, out, False, 0.05, 30, "highs", 0, "")  # noqa: FBT003
    assert run(request, "zh") in (Exit.DONE, Exit.GAP_LEFT)
    assert {p.name for p in out.iterdir()} == set(FILES)
    assert "不供餐" in capsys.readouterr().out


@pytest.mark.parametrize("path", STARTERS, ids=lambda p: p.name)
def test_a_starter_shows_every_key_and_plans_with_all_of_them_switched_on(path: Path) -> None:
    lines = path.read_text("utf-8").splitlines()
    on = "\n".join(re.sub(r"^# (?=\[|\w+ = )", "", line) for line in lines)
    text = re.sub(r"^days = .*$", "", on, count=1, flags=re.MULTILINE)
    document: dict[str, Any] = tomllib.loads(text, parse_float=Decimal)
    used = {re.sub(r"^rules\.\w+", "rules.<clause>", k) for k in _used(document)}
    assert ACCEPTED - used == {"calendar.days"}
    read_plan(text)
    read_plan(path.read_text("utf-8"))


def test_the_standard_of_the_page_is_one_and_shows_every_form() -> None:
    block = PAGE.split("## standard.toml", 1)[1].split("```toml\n", 1)[1].split("```", 1)[0]
    standard = Standard.of(parse_toml(block, "standard.toml"))
    assert {c.rule.form for c in standard.clauses.values()} == set(CHECKS)
    assert standard.ages == {"7-12"}


@pytest.mark.parametrize("shape", [Clause, Value, Limit, Term, *get_args(get_args(Rule)[0])])
def test_the_page_names_every_key_of_a_standard(shape: type[Any]) -> None:
    told = PAGE.split("## standard.toml", 1)[1].split("## Answers", 1)[0]
    names = {f.name for f in fields(shape)} - {"id", "document", "form"}
    assert {n for n in names if not re.search(rf"[`,{{ (]{n}[`,}} =:]", told)} == set()


@pytest.mark.parametrize(
    "kind", ["foods", "dishes", "recipes", "prices", "history", "ratings", "offers", "stock"]
)
def test_the_page_names_every_column_of_the_tables(kind: str) -> None:
    row = next(line for line in PAGE.splitlines() if line.startswith(f"| {kind} |"))
    columns = {c.id for c in layout(kind).columns if not c.units or c.id in row}
    own_tools = {"trace", "quality_flags", "dark_basis"}
    assert {c for c in columns if f"`{c}`" not in row} <= own_tools


@pytest.mark.parametrize("kind", ["menu", "basket_foods", "requirements"])
def test_the_page_names_every_column_of_the_tables_given_by_path(kind: str) -> None:
    told = PAGE.split("Two more tables", 1)[1].split("## standard.toml", 1)[0]
    assert {c.id for c in layout(kind).columns if f"`{c.id}`" not in told} == set()
