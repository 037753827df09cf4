"""A plan read back is the menu that was planned."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from api.commands.planning import PlanRequest, run
from api.errors import NotAPlan
from api.finished import folder_of, read_finished
from api.folder import read_folder
from api.outcome import Exit
from tests.folder.exhibits import PLAN


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("town") / "school"
    folder.mkdir()
    clauses = read_folder_clauses(folder)
    off = "".join(f'[rules.{code}]\nmode = "off"\n' for code in clauses)
    (folder / "plan.toml").write_text(PLAN + off, "utf-8")
    request = PlanRequest(folder, folder / "out", True, 0.005, 60, "highs", 0, "")  # noqa: FBT003
    assert run(request, "zh") in (Exit.DONE, Exit.GAP_LEFT)
    return folder


def read_folder_clauses(folder: Path) -> list[str]:
    (folder / "plan.toml").write_text(PLAN, "utf-8")
    return list(read_folder(folder).problem.standard.clauses)


def test_a_plan_read_back_serves_what_its_file_lists(school: Path) -> None:
    folder = read_folder(folder_of(school / "out"))
    back = read_finished(school / "out", folder)
    listed = json.loads((school / "out" / "plan.json").read_text("utf-8"))["days"]
    served = [
        (day.label, meal.meal, s.dish.code, group, food, grams)
        for day, meal, s in back.menu.servings()
        for group, portion in s.portions.items()
        for food, grams in portion.grams.items()
    ]
    assert served == [
        (day["date"], meal["meal"], dish["code"], group, line["food"], line["grams"])
        for day in listed
        for meal in day["meals"]
        for dish in meal["dishes"]
        for group, portion in dish["portions"].items()
        for line in portion["foods"]
    ]
    assert len(served) > 10
    assert back.current


def test_a_plan_says_when_its_folder_has_changed(school: Path) -> None:
    moved = school / "plan.toml"
    before = moved.read_text("utf-8")
    moved.write_text(before.replace("boys = 10", "boys = 11"), "utf-8")
    try:
        assert not read_finished(school / "out", read_folder(school)).current
    finally:
        moved.write_text(before, "utf-8")


def test_a_plan_without_its_folder_says_so(tmp_path: Path) -> None:
    (tmp_path / "plan.json").write_text(
        '{"proof": {"fingerprint": ""}, "days": [{"date": "2026-03-02", "meals": []}]}', "utf-8"
    )
    with pytest.raises(NotAPlan):
        folder_of(tmp_path)
