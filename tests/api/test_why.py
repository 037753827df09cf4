"""canteen why: a finished plan is explained in 80 columns, as data, or refused in one sentence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from rich.cells import cell_len

from api.outcome import Exit
from tests.api.test_cli import Answer, Canteen, canteen
from tests.folder.foreign import foreign

__all__ = ["canteen"]


@pytest.fixture
def planned(tmp_path: Path, canteen: Canteen) -> Path:
    """Return a folder and, in it, the plan that was made from it."""
    folder = foreign(tmp_path)
    made = canteen("plan", folder, "--out", folder / "out")
    assert made.code == Exit.DONE
    return folder


def why(canteen: Canteen, folder: Path, *more: object) -> Answer:
    return canteen("why", folder / "out", "--time-limit", 20, *more)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_line_fits_a_terminal_of_80_columns(
    canteen: Canteen, planned: Path, lang: str
) -> None:
    answer = why(canteen, planned, "--lang", lang)
    assert answer.code == Exit.DONE
    assert len(answer.out.splitlines()) > 10
    assert all(cell_len(line) <= 80 for line in answer.out.splitlines())


def test_the_data_has_every_rule_with_bounds_and_methods(canteen: Canteen, planned: Path) -> None:
    data = json.loads(why(canteen, planned, "--json").out)
    plan = json.loads((planned / "out" / "plan.json").read_text("utf-8"))
    assert data["cost_fen"] == pytest.approx(plan["proof"]["cost_fen"])
    assert data["bound_fen"] <= plan["proof"]["bound_fen"] + 1e-6
    assert data["rules"]
    for rule in data["rules"]:
        assert rule["title"]
        assert rule["methods"]
        assert 0 <= rule["at_least_fen"] <= rule["at_most_fen"]


def test_a_menu_of_a_folder_that_asks_for_more_now_is_refused(
    canteen: Canteen, planned: Path
) -> None:
    toml = planned / "plan.toml"
    toml.write_text(toml.read_text("utf-8") + '\n[budget]\nyuan_per_day = "0.01"\n', "utf-8")
    answer = why(canteen, planned)
    assert answer.code == Exit.BAD_DATA
    assert "每生每日预算" in answer.err
    assert "注意：计划文件夹在编制之后改过" in answer.err


def test_a_week_that_cannot_be_says_what_would_help(canteen: Canteen, planned: Path) -> None:
    toml = planned / "plan.toml"
    toml.write_text(toml.read_text("utf-8") + '\n[budget]\nyuan_per_day = "0.01"\n', "utf-8")
    said = canteen("plan", planned)
    assert said.code == Exit.INFEASIBLE
    assert "单独放宽一条" in said.err
    assert "菜品库" in said.err
    data = json.loads(canteen("plan", planned, "--json").out)
    easing = data["advice"]["easings"][0]
    assert easing["cost_fen"] > 1
    assert easing["by"] > 0
