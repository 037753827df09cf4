"""The books from a terminal: begun, opened, filled from tables, stated, closed, verified."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from api.cli import app
from canteen.errors import BooksError
from food_tables.table_errors import BadRows

OPENING = """\
凭证号,日期,科目,资金,对象,借方,贷方,摘要
期1,2026-09-01,银行存款,,,10000.00,,期初
期1,2026-09-01,库存食材,,,2000,,
期1,2026-09-01,基金结余,学生伙食费,,,9000,
期1,2026-09-01,基金结余,营养改善补助,,,3000,
"""

STOCK = "食材,库存(kg),保质期至,单价(元/kg)\n大米,400,2027-03-01,5.00\n"

ENTRIES = """\
凭证号,日期,科目,资金,对象,借方,贷方,摘要
收1,2026-09-03,银行存款,,,4500.50,,其他收入
收1,2026-09-03,其他收入,学生伙食费,,,4500.5,
付1,2026-09-10,燃料动力,学生伙食费,,320.00,,电费
付1,2026-09-10,银行存款,,,,320.00,
"""

SUPPLIERS = """\
供应商编码,名称,证照,证照号,证照有效期至,合同号,合同起,合同止,采购方式
S1,示例农业公司,食品经营许可证,JY1,2027-01-01,HT1,2026-01-01,2026-12-31,集中采购
"""

RECEIPTS = """\
单号,日期,供应商,验收人,食材,数量(kg),单价(元/kg),生产日期,保质期天数
入1,2026-09-02,示例农业公司,张三、李四,瘦猪肉,50,28.00,2026-09-02,3
入1,,,,菠菜,30,4.50,,
"""

PUPILS = """\
学号,班级,姓名,同意书,就餐方案
001,一(1)班,示例甲,同意1,午餐
002,一(1)班,示例乙,,
"""

PAYMENTS = "学号,金额(元),日期,凭证号\n001,160.00,2026-09-03,缴1\n"

Say = Callable[..., Result]


@pytest.fixture
def say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Say:
    """Return a terminal in a folder that holds the tables above and no books yet."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CANTEEN_BY", "会计")
    for name in ("OPENING", "STOCK", "ENTRIES", "SUPPLIERS", "RECEIPTS", "PUPILS", "PAYMENTS"):
        (tmp_path / f"{name.lower()}.csv").write_text(globals()[name], "utf-8")

    def run(words: str) -> Result:
        return CliRunner().invoke(app, words.split(), catch_exceptions=True)

    return run


_BEGUN: list[bytes] = []
"""The file of the books that were begun first: others begin with a copy of it."""


def begun(say: Say) -> None:
    """Begin books with the tables above; where there are some, bring them once more."""
    path = Path("canteen.db")
    if _BEGUN and not path.exists():
        path.write_bytes(_BEGUN[0])
        return
    first = not path.exists()
    _begin(say)
    if first:
        with closing(sqlite3.connect(path)) as kept, closing(sqlite3.connect("copy.db")) as copy:
            kept.backup(copy)
        _BEGUN.append(Path("copy.db").read_bytes())


def _begin(say: Say) -> None:
    for words in (
        "books start demo 示例学校",
        "books open opening.csv --stock stock.csv --yes",
        "books post entries.csv --yes",
        "books import suppliers suppliers.csv --yes",
        "books import receipts receipts.csv --yes",
        "books meals 午餐 午餐=8.00 --since 2026-09-01 --voucher 价1",
        "books import pupils pupils.csv --since 2026-09-01 --yes",
        "books import payments payments.csv --yes",
    ):
        done = say(words)
        assert (done.exit_code, done.exception) == (0, None), (words, done.output)


def test_a_month_is_filled_from_tables_and_stated_to_the_fen(say: Say) -> None:
    begun(say)
    told = json.loads(say("books statement 2026-09 --json").stdout)
    lines = {line["id"]: line["month_fen"] for line in told["lines"]}
    assert (lines["income.other"], lines["cost.energy"]) == (450_050, 32_000)
    funds = {fund["fund"]: fund for fund in told["funds"]}
    assert funds["pupils"]["before_fen"] == 900_000
    assert funds["pupils"]["after_fen"] == 900_000 + 450_050 - 32_000
    assert funds["subsidy"]["after_fen"] == 300_000
    assert told["food_fen_of_meal_income_fen"] is None
    proof = json.loads(say("books verify --json").stdout)
    assert proof["sound"]
    assert proof["heads"]["demo"]["number"] == 8


def test_the_same_tables_again_change_nothing(say: Say) -> None:
    begun(say)
    before = say("books verify --json").stdout
    begun(say)
    assert say("books verify --json").stdout == before


def test_a_table_with_one_bad_row_leaves_no_trace(say: Say, tmp_path: Path) -> None:
    begun(say)
    before = say("books verify --json").stdout
    (tmp_path / "entries.csv").write_text(
        ENTRIES.replace("收1", "收2").replace("付1,2026-09-10,银", "付1,2027-09-10,银"), "utf-8"
    )
    done = say("books post entries.csv --yes")
    assert isinstance(done.exception, BadRows)
    assert [fault.code for fault in done.exception.faults] == ["row.voucher-days"]
    assert say("books verify --json").stdout == before


def test_without_a_yes_nothing_is_written(say: Say) -> None:
    assert say("books start demo 示例学校").exit_code == 0
    assert say("books open opening.csv --stock stock.csv").exit_code == 0
    assert json.loads(say("books verify --json").stdout)["records"] == 0


def test_a_changed_amount_is_told_by_verify(say: Say, tmp_path: Path) -> None:
    begun(say)
    with sqlite3.connect(tmp_path / "canteen.db") as connection:
        connection.execute("DROP TRIGGER posting_no_update")
        connection.execute("UPDATE posting SET fen = fen + 1 WHERE record = 2 AND line = 1")
    connection.close()
    done = say("books verify --json")
    assert done.exit_code == 1
    found = {(flaw["record"], flaw["what"]) for flaw in json.loads(done.stdout)["flaws"]}
    assert found == {(2, "content"), (2, "balance")}


def test_a_head_noted_outside_finds_books_that_were_cut_off(say: Say) -> None:
    begun(say)
    head = json.loads(say("books verify --json").stdout)["heads"]["demo"]["hash"]
    assert say(f"books verify --head {head}").exit_code == 0
    assert say(f"books verify --head {'0' * 64}").exit_code == 1


def test_a_receipt_is_undone_by_its_number_like_any_voucher(say: Say) -> None:
    begun(say)
    assert say("books reverse 5 --day 2026-09-05 --voucher 更1").exit_code == 0
    assert say("books reverse 2 --day 2026-09-05 --voucher 更2").exit_code == 0
    told = json.loads(say("books statement 2026-09 --json").stdout)
    assert {line["id"]: line["month_fen"] for line in told["lines"]}["income.other"] == 0
    proof = json.loads(say("books verify --json").stdout)
    assert proof["heads"]["demo"] == told["head"]
    assert told["head"]["number"] == 10


def test_books_are_begun_in_a_file_under_a_code_that_can_be_one(say: Say) -> None:
    for words in ("books start a/b 学校", "books demo --database sqlite:///", "books verify"):
        done = say(words)
        assert isinstance(done.exception, BooksError), words
