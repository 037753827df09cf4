"""Pupils from a terminal: who may eat, who ate, who leaves, and what is owed to whom."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from typer.testing import CliRunner, Result

from api.cli import app
from api.errors import BadOption
from canteen.period_errors import DayClaimed, MoreThanOwed, NothingUneaten
from canteen.pupil_errors import AttendanceTaken, NameNeeded, NoSuchClass, UnknownPupils

TABLES = {
    "opening": """\
凭证号,日期,科目,资金,对象,借方,贷方,摘要
期1,2026-09-01,银行存款,,,10000.00,,期初
期1,2026-09-01,基金结余,学生伙食费,,,10000.00,
""",
    "pupils": """\
学号,班级,姓名,同意书,就餐方案,补助,过敏原
001,一(1)班,示例甲,同意1,午餐,营养改善计划,花生、鸡蛋
002,一(1)班,=1+1,同意2,午餐,,无
003,一(2)班,示例丙,,,,牛奶
""",
    "payments": """\
学号,金额(元),日期,凭证号
001,160.00,2026-09-03,缴1
002,80.00,2026-09-03,缴1
""",
    "attendance": """\
日期,餐次,班级,学号
2026-09-07,午餐,一(1)班,001
2026-09-07,午餐,一(1)班,002
2026-09-08,午餐,一(1)班,002
""",
}

Say = Callable[[str], Result]


def run(words: str) -> Result:
    return CliRunner().invoke(app, words.split(), catch_exceptions=True)


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with books of three pupils, two of whom paid and ate."""
    folder = tmp_path_factory.mktemp("begun")
    for name, text in TABLES.items():
        (folder / f"{name}.csv").write_text(text, "utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("CANTEEN_BY", "会计")
        for words in (
            "books start demo 示例学校",
            "books open opening.csv --yes",
            "books meals 午餐 午餐=8.00 --since 2026-09-01 --voucher 价1",
            "books import pupils pupils.csv --since 2026-09-01 --yes",
            "books import payments payments.csv --yes",
            "books import attendance attendance.csv --yes",
            "books charge 2026-09-07 --voucher 摊1",
            "books charge 2026-09-08 --voucher 摊2",
        ):
            done = run(words)
            assert (done.exit_code, done.exception) == (0, None), (words, done.output)
    return folder


@pytest.fixture
def say(begun: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Say:
    """Return a terminal beside a copy of these books."""
    shutil.copytree(begun, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CANTEEN_BY", "会计")
    monkeypatch.setenv("COLUMNS", "80")
    return run


def told(say: Say, words: str) -> Any:  # noqa: ANN401 -- JSON has any shape
    done = say(f"books {words} --json")
    assert (done.exit_code, done.exception) == (0, None), (words, done.output)
    return json.loads(done.stdout)


def done(say: Say, words: str) -> str:
    made = say(f"books {words}")
    assert (made.exit_code, made.exception) == (0, None), (words, made.output)
    return made.output


def test_the_list_of_pupils_says_who_may_eat_and_what_is_left(say: Say) -> None:
    listed = told(say, "pupils --day 2026-09-08")
    assert [(x["pupil"], x["class"], x["plan"], x["prepaid_fen"]) for x in listed] == [
        ("001", "一(1)班", "午餐", 15_200),
        ("002", "一(1)班", "午餐", 6_400),
        ("003", "一(2)班", None, 0),
    ]
    assert listed[0]["grants"] == ["subsidy"]
    one = done(say, "pupils 一(2)班 --day 2026-09-08")
    assert "示例丙" in one
    assert "未同意" in one
    assert "示例甲" not in one
    assert isinstance(say("books pupils 九(9)班").exception, NoSuchClass)


def test_the_kitchen_hears_how_many_may_not_eat_what_and_names_only_on_request(say: Say) -> None:
    shown = done(say, "allergies --day 2026-09-08")
    assert "示例甲" not in shown
    assert "蛋+花生=1" in shown
    assert told(say, "allergies --day 2026-09-08") == [
        {"class": "一(1)班", "allergens": ["egg", "peanut"]}
    ], "003 does not eat here"
    assert "示例甲" in done(say, "allergies --day 2026-09-08 --names")
    done(say, "erase 001 --unsettled --yes")
    assert told(say, "allergies --day 2026-09-08") == []


def test_people_and_meals_of_a_month_are_counted_apart(say: Say) -> None:
    found = told(say, "people 2026-09")
    assert found["school"]["all_meals"] == {"people": 2, "meals": 3}
    assert found["classes"][0]["by_meal"] == {"lunch": {"people": 2, "meals": 3}}
    assert "3 人次" in done(say, "people 2026-09")


def test_what_is_agreed_granted_and_moved_holds_from_its_day(say: Say) -> None:
    done(say, "consent 003 --plan 午餐 --since 2026-09-09 --voucher 同意3")
    done(say, "entitle 003 地方补助 --since 2026-09-09 --until 2026-09-10 --voucher 补1")
    done(say, "move 003 一(1)班 --since 2026-09-10 --voucher 转1")
    done(say, "entitle 001 subsidy --since 2026-09-09 --voucher 终1 --withdraw")
    done(say, "consent 002 --withdraw --since 2026-09-09 --voucher 撤1")
    now = {x["pupil"]: x for x in told(say, "pupils --day 2026-09-10")}
    assert [now[p]["plan"] for p in now] == ["午餐", None, "午餐"]
    assert [now[p]["grants"] for p in now] == [[], [], ["local"]]
    assert {x["class"] for x in now.values()} == {"一(1)班"}
    before = told(say, "pupils --day 2026-09-08")
    assert [x["plan"] for x in before] == ["午餐", "午餐", None]
    for words in ("consent 003 --since 2026-09-09", "entitle 003 捐赠 --since 2026-09-09"):
        assert isinstance(say(f"books {words} --voucher x").exception, BadOption)


def test_what_a_leaver_paid_ahead_is_owed_once_and_its_name_is_kept_until_it_is_paid(
    say: Say,
) -> None:
    for _ in range(2):
        assert "152.00" in done(say, "leave 001 --day 2026-09-11 --voucher 离1")
    assert [(x["pupil"], x["fen"], x["due"]) for x in told(say, "owed")] == [
        ("001", 15_200, "2026-10-09")
    ]
    before = told(say, "verify")["heads"]
    assert isinstance(say("books erase 001 --yes").exception, NameNeeded)
    assert "没有抹去" in done(say, "erase 001")
    done(say, "pay --day 2026-09-14 --voucher 付1")
    done(say, "erase 001 --yes")
    assert told(say, "owed") == []
    names = {x["pupil"]: x["name"] for x in told(say, "pupils --day 2026-09-08")}
    assert names == {"001": None, "002": "=1+1", "003": "示例丙"}
    assert told(say, "verify")["heads"]["demo"]["number"] == before["demo"]["number"] + 1


def test_days_that_were_not_eaten_are_claimed_at_the_price_of_the_plan(say: Say) -> None:
    paper = "--day 2026-09-09 --voucher 假1"
    for _ in range(2):
        said = done(say, f"claim 001 --days 2026-09-07..2026-09-13 {paper}")
        assert "32.00" in said, "the 8th he was absent, the 9th to the 11th are still to come"
    assert [(x["pupil"], x["fen"]) for x in told(say, "owed")] == [("001", 3_200)]
    for words, error in (
        ("claim 001 --days 2026-09-07 --day 2026-09-09 --voucher 假2", NothingUneaten),
        ("claim 001 --days 2026-09-08 --day 2026-09-09 --voucher 假2", DayClaimed),
        ("claim 001 120.01 --day 2026-09-09 --voucher 假3", MoreThanOwed),
        ("claim 404 1.00 --day 2026-09-09 --voucher 假4", UnknownPupils),
        ("claim 001 --day 2026-09-09 --voucher 假5", BadOption),
        ("claim 001 1.00 --days 2026-09-08 --day 2026-09-09 --voucher 假6", BadOption),
        ("claim 001 1.001 --day 2026-09-09 --voucher 假7", BadOption),
        ("claim 001 --days 2026-09-08..2026-09-07 --day 2026-09-09 --voucher 假8", BadOption),
    ):
        assert isinstance(say(f"books {words}").exception, error), words
    done(say, "claim 001 120.00 --day 2026-09-09 --voucher 假9")
    assert told(say, "pupils --day 2026-09-09")[0]["prepaid_fen"] == 0


def test_what_is_owed_is_listed_for_signature_under_the_names_of_the_pupils(
    say: Say, tmp_path: Path
) -> None:
    done(say, "return --day 2026-09-30 --voucher 退1")
    done(say, "leave 001 --day 2026-09-30 --voucher 离1")
    assert "2 人" in done(say, "owed --out 名单/签收.csv")
    rows = (tmp_path / "名单" / "签收.csv").read_text("utf-8-sig").splitlines()
    assert rows == [
        "班级,学号,姓名,金额(元),最迟,原因,签字",
        "一(1)班,001,示例甲,152.00,2026-10-27,未就餐,",
        "一(1)班,002,'=1+1,64.00,2026-10-27,未就餐,",
        "一(1)班,小计 2 人,,216.00,,,",
        ",总计 2 人,,216.00,,,",
    ]
    done(say, "owed --out 签收.xlsx --lang en")
    cells = openpyxl.load_workbook(tmp_path / "签收.xlsx").worksheets[0].iter_rows()
    assert ("=1+1", "s") in {(cell.value, cell.data_type) for row in cells for cell in row}
    assert isinstance(say("books owed --out 签收.pdf").exception, BadOption)
    shown = done(say, "owed")
    assert "示例甲" in shown
    assert "216.00" in shown


def test_a_statement_says_by_how_much_a_surplus_is_beyond_the_limit(say: Say) -> None:
    def pupils() -> Any:  # noqa: ANN401 -- JSON has any shape
        return told(say, "statement 2026-09")["alarms"][0]

    assert pupils()["month"] == {
        "surplus_fen": 2_400,
        "income_fen": 2_400,
        "share": "100.00%",
        "raised": True,
        "excess_fen": 2_328,
    }
    assert "超过 3%，多 23.28 元" in done(say, "statement 2026-09")
    done(say, "set surplus_alarm 100 --since 2026-09-01 --basis 通知")
    assert (pupils()["limit_percent"], pupils()["year"]["raised"]) == (100, False)
    assert "在 100% 以内" in done(say, "close 2026-09")
    after = told(say, "statement 2026-10")["alarms"][0]["month"]
    assert (after["share"], after["raised"], after["excess_fen"]) == (None, False, None)


def test_attendance_is_corrected_on_purpose_and_classes_may_be_away(
    say: Say, tmp_path: Path
) -> None:
    table = (
        "日期,餐次,班级,学号,就餐\n2026-09-09,午餐,一(1)班,001,{}\n2026-09-09,午餐,一(1)班,002,是\n"
    )
    for mark in "是否":
        (tmp_path / f"{mark}.csv").write_text(table.format(mark), "utf-8")
    done(say, "import attendance 是.csv --yes")
    assert isinstance(say("books import attendance 否.csv --yes").exception, AttendanceTaken)
    for _ in range(2):
        done(say, "import corrections 否.csv --yes")
    assert told(say, "people 2026-09")["school"]["all_meals"]["meals"] == 4
    done(say, "heads 2026-09-09 午餐 --staff 3 --voucher 陪1")
    done(say, "heads 2026-09-09 午餐 --staff 2 --guests 1 --voucher 陪1 --correct")
    others = told(say, "people 2026-09")["others"]
    assert [(x["payer"], x["meals"]) for x in others] == [("staff", 2), ("guests", 1)]
    assert "一(1)班 午餐：没有就餐" in done(say, "away 2026-09-10 --voucher 春游1")
    assert "没有需要登记的班级" in done(say, "away 2026-09-10 --voucher 春游1")


def test_at_the_end_of_a_term_all_prepaid_money_is_owed(say: Say) -> None:
    for _ in range(2):
        assert "216.00" in done(say, "return --day 2026-09-30 --voucher 退1")
    assert {x["pupil"]: x["fen"] for x in told(say, "owed")} == {"001": 15_200, "002": 6_400}
    assert {x["prepaid_fen"] for x in told(say, "pupils")} == {0}
