"""The command line answers with its exit codes, its files and one sentence, never a traceback."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pytest
from rich.cells import cell_len

from api import cli, failing
from api.commands import planning
from api.errors import CannotWrite
from api.outcome import Exit
from nutrition.proof import StopReason
from optimizer.errors import Interrupted, SolverGaveUp, UnlawfulMenu
from optimizer.planning import plan as search
from optimizer.plans import Plan
from optimizer.problem import Problem
from optimizer.task import Settings
from tests.api.here import plan_instead
from tests.folder.foreign import PLAN, STANDARD, foreign

MENU = "日期,餐次,菜品,食材,克重,毛净\n周一,午餐,米饭,大米,80,净\n周一,午餐,炒青菜,小白菜,150,毛\n"


class Answer(NamedTuple):
    code: int
    out: str
    err: str


Canteen = Callable[..., Answer]


@pytest.fixture
def canteen(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Canteen:
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.delenv("CANTEEN_LANG", raising=False)

    def run(*arguments: object) -> Answer:
        monkeypatch.setattr(sys, "argv", ["canteen", *map(str, arguments)])
        with pytest.raises(SystemExit) as left:
            cli.main()
        captured = capsys.readouterr()
        assert "Traceback" not in captured.out + captured.err
        return Answer(int(left.value.code or 0), captured.out, captured.err)

    return run


def test_help_is_instant() -> None:
    command = [sys.executable, "-m", "api.cli", "--help"]
    seconds = []
    for _ in range(3):
        start = time.monotonic()
        subprocess.run(command, check=True, capture_output=True)
        seconds.append(time.monotonic() - start)
    assert min(seconds) < 0.6  # 0.3 s on a quiet machine


def test_help_and_errors_are_chinese_unless_english_is_asked_for(
    canteen: Canteen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    missing = tmp_path / "none"
    assert "不是文件夹" in canteen("plan", missing).err
    assert "is not a folder" in canteen("plan", missing, "--lang", "en").err
    monkeypatch.setenv("CANTEEN_LANG", "en")
    assert "is not a folder" in canteen("plan", missing).err


def test_a_folder_with_its_own_tables_and_standard_is_planned_and_proved(
    canteen: Canteen, tmp_path: Path
) -> None:
    # Porridge: 100 g hold 10 u and cost 20 fen.  Soup: 100 g net of peas are 200 g as bought,
    # 80 fen.  Ten units a day are asked for, and nothing forbids porridge every day.
    answer = canteen("plan", foreign(tmp_path), "--json", "--gap", "0")
    assert answer.code == Exit.DONE
    data = json.loads(answer.out)
    served = [d["name"] for day in data["days"] for m in day["meals"] for d in m["dishes"]]
    assert data["proof"]["cost_fen"] == pytest.approx(20.0)
    assert served == ["porridge", "porridge"]
    assert data["proof"]["bound_fen"] == pytest.approx(20.0)


def test_out_holds_the_sheets_and_leaves_strangers_files_alone(
    canteen: Canteen, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "mine.txt").write_text("mine", "utf-8")
    (out / "week.html").write_text("old", "utf-8")
    assert canteen("plan", foreign(tmp_path / "f"), "--out", out).code == Exit.DONE
    assert {p.name for p in out.iterdir()} == {
        "mine.txt",
        "plan.json",
        "week.html",
        "week.pdf",
        "week.xlsx",
    }
    assert (out / "mine.txt").read_text("utf-8") == "mine"
    assert "Sample Grange" in (out / "week.html").read_text("utf-8")


def test_brackets_and_colons_of_a_name_are_printed_as_they_are(
    canteen: Canteen, tmp_path: Path
) -> None:
    plan = PLAN.replace("Sample Grange", "[/red] :smile: [bold]")
    answer = canteen("plan", foreign(tmp_path, plan))
    assert answer.code == Exit.DONE
    assert "[/red] :smile: [bold]" in answer.out


def test_a_name_that_no_font_can_draw_costs_the_pdf_and_nothing_else(
    canteen: Canteen, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "week.pdf").write_text("of last week", "utf-8")
    plan = PLAN.replace("Sample Grange", "Sample \U0001f995")
    answer = canteen("plan", foreign(tmp_path / "f", plan), "--out", out)
    assert answer.code == Exit.DONE
    assert "U+1F995" in answer.err
    assert "没有写 week.pdf" in answer.err
    assert {p.name for p in out.iterdir()} == {"plan.json", "week.html", "week.xlsx"}


def test_the_terminal_shows_grid_cost_attainment_and_proof(
    canteen: Canteen, tmp_path: Path
) -> None:
    answer = canteen("plan", foreign(tmp_path), "--lang", "en")
    for words in ("porridge", "0.20 yuan", "Vigour", "≥ 10.0", "cannot"):
        assert words in answer.out
    assert max(len(line) for line in answer.out.splitlines()) <= 80


def test_a_closed_day_is_said_and_slots_go_by_their_own_names(
    canteen: Canteen, tmp_path: Path
) -> None:
    plan = PLAN.replace(
        "days = [2026-03-02, 2026-03-03]",
        "start = 2026-03-02\nend = 2026-03-04\nskip = [2026-03-03]",
    ).replace('"main", min = 1, max = 1', '"pot", categories = ["main"], min = 2, max = 2')
    answer = canteen("plan", foreign(tmp_path / "f", plan), "--out", tmp_path / "out")
    assert answer.code == Exit.DONE
    assert "不供餐" in answer.out
    assert {"·porridge", "pot"} <= set(answer.out.split())
    assert ">pot<" in (tmp_path / "out" / "week.html").read_text("utf-8")


def test_a_narrow_terminal_drops_the_bars_first(
    canteen: Canteen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    answer = canteen("plan", foreign(tmp_path))
    assert "█" not in answer.out
    assert "vigour" in answer.out


def test_a_stop_after_the_files_are_there_does_not_deny_them(
    canteen: Canteen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(planning, "print_week", stopped)
    answer = canteen("plan", foreign(tmp_path / "f"), "--out", tmp_path / "out")
    assert answer.code == Exit.INTERRUPTED
    assert "已写入" in answer.err
    assert "没有写入" not in answer.err


@pytest.mark.parametrize("stop", sorted(set(StopReason) - {StopReason.GAP_REACHED}))
def test_more_time_is_advised_only_where_time_was_short(
    stop: StopReason, canteen: Canteen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stopped(problem: Problem, settings: Settings) -> Plan:
        found = search(problem, settings)
        return replace(found, proof=replace(found.proof, stop=stop))

    plan_instead(monkeypatch, stopped)
    answer = canteen("plan", foreign(tmp_path))
    assert answer.code == Exit.GAP_LEFT
    assert ("--time-limit" in answer.err) == (stop is StopReason.TIME_LIMIT)


def test_rules_that_cannot_hold_answer_three_and_name_the_rule(
    canteen: Canteen, tmp_path: Path
) -> None:
    folder = foreign(tmp_path)
    (folder / "standard.toml").write_text(STANDARD.replace("value = 10", "value = 9999"), "utf-8")
    answer = canteen("plan", folder, "--out", tmp_path / "out")
    assert answer.code == Exit.INFEASIBLE
    assert "vigour" in answer.err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(("per", "possible"), [("week", "4"), ("day", "2")])
def test_a_rule_for_more_servings_than_places_is_refused_before_the_search(
    per: str, possible: str, canteen: Canteen, tmp_path: Path
) -> None:
    folder = foreign(tmp_path)
    servings = STANDARD[STANDARD.index("[clause.vigour]") :].replace("vigour", "five")
    rule = f'rule = {{ form = "servings", per = "{per}", low = 5 }}\n'
    text = STANDARD + servings[: servings.index("rule =")] + rule
    (folder / "standard.toml").write_text(text, "utf-8")
    answer = canteen("plan", folder)
    assert answer.code == Exit.INFEASIBLE
    assert "five" in answer.err
    assert f"2026-03-02 需要 5，但最多只有 {possible}" in answer.err


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (SolverGaveUp(1), Exit.NOTHING_FOUND),
        (Interrupted(), Exit.INTERRUPTED),
        (UnlawfulMenu(["vigour"]), Exit.INTERNAL),
        (KeyboardInterrupt(), Exit.INTERRUPTED),
        (ZeroDivisionError(), Exit.INTERNAL),
    ],
)
def test_every_end_has_its_exit_code_and_writes_nothing(
    error: BaseException,
    code: Exit,
    canteen: Canteen,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*_: object) -> None:
        raise error

    plan_instead(monkeypatch, fail)
    answer = canteen("plan", foreign(tmp_path / "f"), "--out", tmp_path / "out")
    assert answer.code == code
    assert not (tmp_path / "out").exists()
    assert answer.err


def test_a_bug_keeps_the_input_and_tells_where(
    canteen: Canteen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    plan_instead(monkeypatch, lambda *_: 1 / 0)
    answer = canteen("plan", foreign(tmp_path / "f"))
    kept = next(tmp_path.glob("canteen-failed-*"))
    assert str(kept) in answer.err
    assert "ZeroDivisionError" in (kept / "report.txt").read_text("utf-8")
    assert (kept / "0-f" / "plan.toml").read_text("utf-8") == PLAN


@pytest.mark.parametrize(
    "arguments",
    [
        ("plan",),
        ("plan", "F", "--gap", "2"),
        ("plan", "F", "--gap", "nan"),
        ("plan", "F", "--gap", "x"),
        ("plan", "F", "--time-limit", "0"),
        ("plan", "F", "--solver", "magic"),
        ("plan", "F", "--table", "x"),
        ("plan", "F", "--lang", "de"),
        ("plan", "F", "--nothing"),
        ("plan", "F", "--seed", "9" * 400),
        ("plan", "F", "--seed", "1.5"),
        ("plan", "F", "--out", ""),
        ("plan", "F", "--gap"),
        ("plan", "F", "more"),
        ("foods", "imprt"),
        ("nothing",),
        ("check", "F"),
        ("check", "F", "--age", "3"),
    ],
)
def test_wrong_usage_answers_two(
    arguments: tuple[str, ...], canteen: Canteen, tmp_path: Path
) -> None:
    folder = str(foreign(tmp_path))
    answer = canteen(*(folder if a == "F" else a for a in arguments))
    assert answer.code == Exit.USAGE
    assert re.findall(r"\b[A-Za-z]+ [a-z]+\b", re.sub(r"canteen [a-z]*", "", answer.err)) == []


def test_check_measures_a_menu_with_chinese_headers_and_gross_weights(
    canteen: Canteen, tmp_path: Path
) -> None:
    path = tmp_path / "menu.csv"
    path.write_bytes(MENU.encode("gb18030"))
    answer = canteen("check", path, "--age", "9-11", "--meals", "lunch", "--json")
    assert answer.code == Exit.RULE_BROKEN
    data = json.loads(answer.out)
    assert "t1_energy_day" in data["broken"]
    assert data["meals"] == ["lunch"]
    table = canteen("check", path, "--age", "9-11", "--meals", "lunch")
    assert max(cell_len(line.rstrip()) for line in table.out.splitlines()) <= 80
    assert "每日能量" in table.out
    assert "未达标" in table.out


def test_check_lists_unknown_foods_with_suggestions_and_answers_one(
    canteen: Canteen, tmp_path: Path
) -> None:
    path = tmp_path / "menu.csv"
    path.write_text(MENU + "周一,午餐,汤,西红市,50,净\n", "utf-8")
    answer = canteen("check", path, "--age", "9-11")
    assert answer.code == Exit.BAD_DATA
    assert "menu.csv 第 4 行" in answer.err
    assert "西红市" in answer.err


def test_check_understands_meals_days_and_ages_as_people_write_them(
    canteen: Canteen, tmp_path: Path
) -> None:
    path = tmp_path / "menu.csv"
    rows = "星期一,午饭,米饭,大米,80\n周一,Lunch,炒青菜,小白菜,150\nTuesday,午餐,米饭,大米,80\n"
    path.write_text("日期,餐次,菜品,食材,克重\n" + rows, "utf-8")
    ages = ("9–11", "９～１１岁", "9-11")
    said = [canteen("check", path, "--age", age, "--json").out for age in ages]
    assert {json.loads(out)["age"] for out in said} == {"9-11"}
    assert json.loads(said[0])["days"] == ["周一", "周二"]
    path.write_text("日期,餐次,菜品,食材,克重\n" + rows + "周三,加餐,奶,纯牛奶,200\n", "utf-8")
    assert "menu.csv 第 5 行“餐次”" in canteen("check", path, "--age", "9-11").err
    assert canteen("check", path, "--age", "9-11", "--meals", "午餐").code == Exit.RULE_BROKEN


def test_check_uses_a_folders_own_foods_and_speaks_english_of_amounts(
    canteen: Canteen, tmp_path: Path
) -> None:
    (tmp_path / "foods.csv").write_text("code,name,edible_share\nX1,紫米团,1\n", "utf-8")
    path = tmp_path / "menu.csv"
    path.write_text(MENU + "周一,午餐,紫米团,紫米团,900,净\n", "utf-8")
    assert canteen("check", path, "--age", "9-11").code == Exit.BAD_DATA
    own = canteen("check", path, "--age", "9-11", "--folder", tmp_path, "--lang", "en")
    assert own.code == Exit.RULE_BROKEN
    assert "All of one dish" in own.out
    assert "1 day," in own.out


def test_check_asks_which_of_several_sizes_is_meant(canteen: Canteen, tmp_path: Path) -> None:
    path = tmp_path / "menu.csv"
    rows = "周一,lunch,米饭,大米,80,低\n周一,lunch,米饭,大米,110,高\n"
    path.write_text("day,meal,dish,food,grams,年级\n" + rows, "utf-8")
    assert canteen("check", path, "--age", "9-11").code == Exit.BAD_DATA
    one = canteen("check", path, "--age", "9-11", "--tier", "高", "--json")
    energy = next(a for a in json.loads(one.out)["attainment"] if a["clause"] == "t1_energy_day")
    assert energy["measured"] == pytest.approx(110 * 3.46, rel=0.02)


def test_basket_prints_amounts_and_prices_of_the_requirements(
    canteen: Canteen, tmp_path: Path
) -> None:
    (tmp_path / "f.csv").write_text("food,price,Iron (mg)\nbeans,2,4\nrice,1,1\n", "utf-8")
    (tmp_path / "r.csv").write_text("nutrient,min,max\nIron (mg),8,\n", "utf-8")
    answer = canteen("basket", tmp_path / "f.csv", tmp_path / "r.csv", "--json")
    data = json.loads(answer.out)
    assert data["cost"] == pytest.approx(4)
    assert data["amounts"]["beans"] == pytest.approx(2)
    assert data["shadow_prices"]["Iron (mg)"] == pytest.approx(0.5)
    assert data["reduced_costs"]["rice"] == pytest.approx(0.5)
    assert "beans" in canteen("basket", tmp_path / "f.csv", tmp_path / "r.csv").out


def test_a_basket_that_cannot_be_is_data_too(canteen: Canteen, tmp_path: Path) -> None:
    (tmp_path / "f.csv").write_text("food,price,iron\nrice,1,0\n", "utf-8")
    (tmp_path / "r.csv").write_text("nutrient,min\niron,2\n", "utf-8")
    answer = canteen("basket", tmp_path / "f.csv", tmp_path / "r.csv", "--json")
    assert answer.code == Exit.INFEASIBLE
    assert json.loads(answer.out)["error"] == "planning.basket-infeasible"


def test_the_starter_is_a_plan_and_is_never_overwritten(canteen: Canteen, tmp_path: Path) -> None:
    for lang in ("zh", "en"):
        folder = tmp_path / lang
        assert canteen("new", folder, "--lang", lang).code == Exit.DONE
        assert canteen("new", folder).code == Exit.BAD_DATA
        assert (folder / "plan.toml").stat().st_size > 1000
        assert (folder / "examples" / "foods.csv").exists()
    (tmp_path / "half").mkdir()
    (tmp_path / "half" / "examples").write_text("mine", "utf-8")
    assert canteen("new", tmp_path / "half").code == Exit.BAD_DATA
    assert not (tmp_path / "half" / "plan.toml").exists()


def _started(path: Path, *, encoding: str = "utf-8", stdout: int) -> subprocess.Popen[bytes]:
    path.write_text(MENU, "utf-8")
    command = [sys.executable, "-m", "api.cli", "check", str(path), "--age", "9-11"]
    environment = {**os.environ, "COLUMNS": "80", "PYTHONIOENCODING": encoding}
    return subprocess.Popen(command, stdout=stdout, stderr=subprocess.PIPE, env=environment)


def test_a_pipe_that_closes_early_is_no_error(tmp_path: Path) -> None:
    read, write = os.pipe()
    run = _started(tmp_path / "menu.csv", stdout=write)
    os.close(write)
    os.close(read)
    assert b"BrokenPipe" not in run.communicate()[1]
    assert run.returncode == Exit.DONE


def test_a_full_disk_behind_standard_output_is_said_plainly(tmp_path: Path) -> None:
    with Path("/dev/full").open("wb") as full:
        run = _started(tmp_path / "menu.csv", stdout=full.fileno())
    assert "磁盘满了" in run.communicate()[1].decode()
    assert run.returncode == Exit.BAD_DATA


@pytest.mark.parametrize("encoding", ["gbk", "ascii"])
def test_signs_that_the_terminal_lacks_are_replaced(encoding: str, tmp_path: Path) -> None:
    run = _started(tmp_path / "menu.csv", encoding=encoding, stdout=subprocess.PIPE)
    assert b"?" in run.communicate()[0]
    assert run.returncode == Exit.RULE_BROKEN


def test_a_failure_that_cannot_even_be_kept_is_still_one_sentence(
    canteen: Canteen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(failing, "keep_for_report", lambda *_: 1 / 0)
    plan_instead(monkeypatch, lambda *_: 1 / 0)
    answer = canteen("plan", foreign(tmp_path))
    assert answer.code == Exit.INTERNAL
    assert "ZeroDivisionError" in answer.err


def test_the_place_for_the_sheets_is_tried_first_and_a_late_refusal_still_prints(
    canteen: Canteen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise CannotWrite("out", "refused")

    folder = foreign(tmp_path / "f")
    monkeypatch.setattr(planning, "write_all", refuse)
    late = canteen("plan", folder, "--out", tmp_path / "out")
    assert late.code == Exit.BAD_DATA
    assert "porridge" in late.out
    plan_instead(monkeypatch, lambda *_: 1 / 0)
    assert canteen("plan", folder, "--out", folder / "plan.toml").code == Exit.BAD_DATA
