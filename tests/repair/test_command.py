"""canteen repair on a school small enough to mend by hand: swaps, savings, files, exit codes."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from rich.cells import cell_len

from api import cli
from api.outcome import Exit
from tests.folder.foreign import STANDARD, foreign

HEAD = "day,meal,dish,food,grams,basis\n"

DEAR = (
    "Mon,supper,pea soup,peas,100,net\nMon,supper,peas,peas,50,net\n"
    "Tue,supper,porridge,oats,100,net\n"
)
"""A soup at 0.80 yuan, peas at 0.40 and porridge at 0.20: 0.70 a day."""

THIN = "Mon,supper,porridge,oats,40,net\nTue,supper,porridge,oats,40,net\n"
"""Four units of vigour a day, where ten are asked for, at 0.08 yuan."""


class Answer(NamedTuple):
    code: int
    out: str
    err: str


Repair = Callable[..., Answer]


@pytest.fixture
def school(tmp_path: Path) -> Path:
    return foreign(tmp_path / "school")


@pytest.fixture
def repair(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> Repair:
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.delenv("CANTEEN_LANG", raising=False)

    def run(rows: str, folder: Path, *options: object, head: str = HEAD) -> Answer:
        menu = tmp_path / "menu.csv"
        menu.write_text(head + rows, "utf-8")
        words = ["canteen", "repair", str(menu), str(folder), *map(str, options)]
        monkeypatch.setattr(sys, "argv", words)
        with pytest.raises(SystemExit) as left:
            cli.main()
        captured = capsys.readouterr()
        assert "Traceback" not in captured.out + captured.err
        return Answer(int(left.value.code or 0), captured.out, captured.err)

    return run


def data(answer: Answer) -> dict[str, Any]:
    assert answer.code == Exit.DONE, answer.err
    found: dict[str, Any] = json.loads(answer.out)
    return found


def test_a_lawful_menu_needs_no_change_and_each_swap_saves_what_it_saves_by_hand(
    repair: Repair, school: Path
) -> None:
    found = data(repair(DEAR, school, "--json"))
    assert found["before"]["cost_fen"] == pytest.approx(70)
    assert found["before"]["broken"] == []
    assert found["smallest"]["reached"]["changes"]["value"] == 0
    assert found["smallest"]["changes"] == []
    assert found["smallest"]["saved_fen"] == pytest.approx(0)
    saved = {each["swaps"]: each["saved_fen"] for each in found["within"]}
    assert saved == pytest.approx({1: 30, 2: 50, 3: 50})
    assert not any(each["against_unlawful_menu"] for each in found["within"])
    (soup,) = found["within"][0]["changes"]
    assert (soup["date"], soup["exchanged"]) == (
        "2026-03-02",
        [{"from": "pea soup", "to": "porridge"}],
    )


def test_a_menu_that_is_too_thin_is_mended_by_the_cheapest_of_the_smallest_changes(
    repair: Repair, school: Path
) -> None:
    found = data(repair(THIN, school, "--json"))
    assert found["before"]["broken"] == ["vigour"]
    assert found["smallest"]["reached"]["changes"] == {"value": 2, "never_below": 2}
    assert found["smallest"]["cost_fen"] == pytest.approx(8 + 40)
    assert found["smallest"]["saved_fen"] == pytest.approx(-40)
    assert found["smallest"]["against_unlawful_menu"]
    assert found["within"][0] == {"swaps": 1, "found": False, "proved_impossible": True}
    added = [each for change in found["smallest"]["changes"] for each in change["exchanged"]]
    assert added == [{"from": None, "to": "peas"}] * 2


def test_grams_move_where_a_dish_has_sizes_and_no_dish_is_exchanged(
    repair: Repair, school: Path
) -> None:
    dishes = "code,name,category,portion\nPORR,porridge,main,staple\nPEAS,peas,side,fixed\n"
    recipes = "dish,food,grams\nPORR,oats,100\nPEAS,PEA,50\n"
    foreign(school, dishes=dishes, recipes=recipes)
    found = data(repair(THIN.replace("40", "90"), school, "--json"))
    assert found["smallest"]["reached"]["changes"]["value"] == 0
    assert found["smallest"]["reached"]["grams"]["value"] == pytest.approx(10, abs=0.05)
    moved = [move["grams"] for c in found["smallest"]["changes"] for move in c["moved"]]
    assert moved == [10, 10]


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        (
            "zh",
            ["没有达到：vigour", "换 2 道菜（已证明不能更少）", "贵 0.40 元", "加 peas", "做不到"],
        ),
        ("en", ["misses 1 hard rule: Vigour", "0.40 yuan", "also peas", "not possible (proved)"]),
    ],
)
def test_the_terminal_tells_it_in_80_columns(
    repair: Repair, school: Path, lang: str, said: list[str]
) -> None:
    answer = repair(THIN, school, "--lang", lang)
    assert [words for words in said if words not in answer.out] == []
    assert max(cell_len(line) for line in answer.out.splitlines()) <= 80
    assert not any(
        line.lstrip()[:1] in set("，。；、）") for line in answer.out.splitlines() if line
    )


def test_the_menus_are_written_as_the_menu_was_and_no_older_one_stays(
    repair: Repair, school: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    repair(DEAR, school, "--out", out)
    assert {path.name for path in out.iterdir()} == {
        "smallest.csv",
        "within_1.csv",
        "within_2.csv",
        "within_3.csv",
        "repair.json",
    }
    assert (out / "smallest.csv").read_text("utf-8-sig").splitlines() == [
        "day,meal,dish,food,grams,basis,category",
        "Mon,supper,pea soup,peas,100,net,main",
        "Mon,supper,peas,peas,50,net,side",
        "Tue,supper,porridge,oats,100,net,main",
    ]
    repair(THIN, school, "--out", out)
    assert not (out / "within_1.csv").exists()


def test_a_folder_whose_rules_no_menu_keeps_is_explained(
    repair: Repair, school: Path, tmp_path: Path
) -> None:
    (school / "standard.toml").write_text(STANDARD.replace("value = 10", "value = 999"), "utf-8")
    answer = repair(DEAR, school, "--out", tmp_path / "out")
    assert answer.code == Exit.INFEASIBLE
    assert "vigour" in answer.err
    assert not (tmp_path / "out").exists()


BAD = {
    "a dish": ("Mon,supper,gruel,oats,40,net\n", (), "第 2 行“dish”: 菜品库里没有“gruel”"),
    "a food": ("Mon,supper,porridge,rye,40,net\n", (), "食物表里没有“rye”"),
    "a meal": ("Mon,tea,porridge,oats,40,net\n", (), "文件夹不供tea"),
    "no meal": ("Mon,,porridge,oats,40,net\n", (), "第 2 行“meal”: 没有填"),
    "a day": ("Someday,supper,porridge,oats,40,net\n", (), "看不懂“Someday”是哪一天"),
    "a Friday": ("Fri,supper,porridge,oats,40,net\n", (), "“周五”对不上文件夹日历里的任何一天"),
    "grams": ("Mon,supper,porridge,oats,some,net\n", (), "第 2 行“grams”: “some”不是数字"),
    "nothing": ("", (), "menu.csv"),
    "a gap": (DEAR, ("--gap", "2"), "--gap"),
    "a time limit": (DEAR, ("--time-limit", "0"), "--time-limit"),
    "a solver": (DEAR, ("--solver", "abacus"), "abacus"),
    "a size": (DEAR, ("--tier", "large"), "large"),
    "a table": (DEAR, ("--table", "mine"), "mine"),
}


@pytest.mark.parametrize("wrong", BAD)
def test_what_is_wrong_is_named_and_nothing_is_written(
    repair: Repair, school: Path, tmp_path: Path, wrong: str
) -> None:
    rows, options, said = BAD[wrong]
    answer = repair(rows, school, "--out", tmp_path / "out", *options)
    assert answer.code in (Exit.BAD_DATA, Exit.USAGE)
    assert said in answer.err
    assert answer.out == ""
    assert not (tmp_path / "out").exists()
