"""Journal, accounts, trial balance and stock as commands print them: one set of sums."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from food_tables.table_errors import BadRows
from tests.e2e.test_books_commands import Say, begun, say

__all__ = ["say"]  # a fixture

HEADS = "登记表号,日期,餐次,陪餐,客人\n陪1,2026-09-03,午餐,4,1\n"


def test_the_journal_the_accounts_and_the_balances_tell_the_same(say: Say) -> None:
    begun(say)
    journal = json.loads(say("books journal 2026-09 --json").stdout)
    moved = Counter[str]()
    for record in journal:
        for posting in record["postings"]:
            moved[posting["account"]] += posting["fen"]
    balances = json.loads(say("books balances 2026-09 --json").stdout)
    assert {x["account"]: x["after_fen"] for x in balances} == moved
    for account, fen in moved.items():
        told = json.loads(say(f"books account {account} 2026-09 --json").stdout)
        assert told["after_fen"] == fen
    bank = json.loads(say("books account 银行存款 2026-09 --json").stdout)
    assert bank["before_fen"] == 1_000_000  # of the opening entry
    assert [line["voucher"] for line in bank["lines"]] == ["收1", "缴1", "付1"]
    owed = json.loads(say("books account 2201 2026-09 --party S1 --json").stdout)
    assert owed["after_fen"] == -153_500


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_person_reads_them_on_eighty_columns(
    say: Say, lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun(say)
    monkeypatch.setenv("COLUMNS", "80")
    for words, told in (
        ("journal 2026-09 --all", "S1"),
        ("journal 2026-09", "1535.00"),
        ("account 1301 2026-09", "3535.00"),
        ("balances 2026-09", "3535.00"),
        ("stock", "400.000"),
        ("stock --lots", "1-1"),
    ):
        done = say(f"books {words} --lang {lang}")
        assert done.exit_code == 0
        assert told in done.stdout
        assert max(map(_cells, done.stdout.splitlines())) <= 80
        assert ("Record" in done.stdout or "Food" in done.stdout or "Account" in done.stdout) == (
            lang == "en"
        )


def _cells(line: str) -> int:
    return len(line) + len(re.findall(r"[\u2e80-\uffff]", line))


def test_a_month_without_records_says_so(say: Say) -> None:
    begun(say)
    assert "0" in say("books journal 2026-08").stdout
    assert json.loads(say("books balances 2026-08 --json").stdout) == []


def test_spoiled_goods_are_written_off_from_the_lot_there_is(say: Say, tmp_path: Path) -> None:
    begun(say)
    table = tmp_path / "损.csv"
    table.write_text("报损单号,日期,食材,数量(kg),原因\n损1,2026-09-04,菠菜,2.5,腐烂\n", "utf-8")
    for _ in range(2):
        done = say("books import write-offs 损.csv --yes")
        assert (done.exit_code, done.exception) == (0, None), done.output
    stock = {x["food"]: x for x in json.loads(say("books stock --json").stdout)}
    (spinach,) = (x for x in stock.values() if x["grams"] == 27_500)
    assert spinach["fen"] == 13_500 - 1125  # 2.5 kg at 4.50
    table.write_text("报损单号,日期,食材,数量(kg),原因\n损2,2026-09-04,面粉,1,受潮\n", "utf-8")
    done = say("books import write-offs 损.csv --yes")
    assert isinstance(done.exception, BadRows)
    assert [(f.code, f.column) for f in done.exception.faults] == [("row.which-lot", "食材")]


def test_staff_and_guests_are_counted_from_a_table(say: Say, tmp_path: Path) -> None:
    begun(say)
    table = tmp_path / "heads.csv"
    table.write_text(HEADS, "utf-8")
    for _ in range(2):
        assert say("books import heads heads.csv --yes").exit_code == 0
    told = json.loads(say("books journal 2026-09 --all --json").stdout)
    assert [x["kind"] for x in told].count("head_count") == 1
    for cells, fault in (
        ("陪2,2026-09-04,午餐,4,", "row.missing-value"),
        ("陪2,2026-09-04,午餐,4.5,0", "row.not-whole"),
        ("陪2,2026-09-04,午餐,-4,0", "row.negative"),
        ("陪2,2026-09-04,午餐,400000,0", "row.too-large"),
        ("陪2,2026-09-04,夜宵,4,0", "row.not-one-of"),
        ("陪2,2126-09-04,午餐,4,0", "row.future-day"),
    ):
        table.write_text(HEADS.splitlines()[0] + "\n" + cells, "utf-8")
        done = say("books import heads heads.csv --yes")
        assert isinstance(done.exception, BadRows), cells
        assert [f.code for f in done.exception.faults] == [fault]


def test_of_the_prices_of_a_day_the_one_to_buy_at_is_marked(say: Say, tmp_path: Path) -> None:
    begun(say)
    (tmp_path / "prices.csv").write_text(
        "供应商,食材,单价(元/kg),执行日期,依据\n"
        "S1,大米,5.123,2026-09-01,合同\nS1,菠菜,4.50,2026-09-01,市场\n"
        ",菠菜,3.90,2026-09-01,参考\nS1,菠菜,5.00,2026-09-10,市场\n",
        "utf-8",
    )
    assert say("books import prices prices.csv --yes").exit_code == 0

    def told(day: str) -> list[tuple[str | None, int, bool]]:
        found = json.loads(say(f"books prices --day {day} --json").stdout)
        return sorted((x["supplier"] or "", x["li_per_kg"], x["to_buy_at"]) for x in found)

    assert told("2026-08-31") == []
    assert told("2026-09-09") == [("", 3900, False), ("S1", 4500, True), ("S1", 5123, True)]
    assert told("2026-09-10") == [("", 3900, False), ("S1", 5000, True), ("S1", 5123, True)]
    assert "5.123" in say("books prices --day 2026-09-10").stdout


def test_suppliers_are_listed_with_what_they_are_owed(say: Say) -> None:
    begun(say)
    (told,) = json.loads(say("books suppliers --json").stdout)
    assert (told["code"], told["owed_fen"]) == ("S1", 153_500)
    assert [x["until"] for x in told["licences"]] == ["2027-01-01"]
    for shown in ("1535.00", "HT1", "JY1"):
        assert shown in say("books suppliers").stdout


def test_a_paper_that_was_undone_may_come_again_corrected_or_not(say: Say, tmp_path: Path) -> None:
    begun(say)
    slip = tmp_path / "领.csv"
    text = "领料单号,领用日期,食材,数量(kg)\n领1,2026-09-04,菠菜,{}\n"

    def left(kilos: str) -> int:
        slip.write_text(text.format(kilos), "utf-8")
        done = say("books import issues 领.csv --yes")
        assert (done.exit_code, done.exception) == (0, None), done.output
        stock = json.loads(say("books stock --json").stdout)
        return int(next(x["grams"] for x in stock if x["food"] != "G001" and x["grams"] < 40_000))

    assert left("10") == left("10") == 20_000  # the second time changes nothing
    slip.write_text(text.format("12"), "utf-8")
    assert say("books import issues 领.csv --yes").exception is not None
    issued = say("books journal 2026-09 --json").stdout
    number = next(x["number"] for x in json.loads(issued) if x["voucher"] == "领1")
    assert say(f"books reverse {number} --day 2026-09-04 --voucher 更1").exit_code == 0
    assert left("10") == 20_000
    assert say(f"books reverse {number + 2} --day 2026-09-04 --voucher 更2").exit_code == 0
    assert left("12") == left("12") == 18_000
    assert json.loads(say("books verify --json").stdout)["sound"]


def test_a_day_is_charged_anew_under_the_same_voucher(say: Say, tmp_path: Path) -> None:
    begun(say)
    (tmp_path / "heads.csv").write_text(HEADS, "utf-8")
    (tmp_path / "领.csv").write_text(
        "领料单号,领用日期,食材,数量(kg)\n领1,2026-09-03,大米,10\n", "utf-8"
    )
    assert say("books import heads heads.csv --yes").exit_code == 0
    assert say("books import issues 领.csv --yes").exit_code == 0

    def costs() -> int:
        told = json.loads(say("books account 5001 2026-09 --json").stdout)
        return int(told["after_fen"])

    for _ in range(2):
        assert say("books charge 2026-09-03 --voucher 摊1").exit_code == 0
        assert costs() == 5000
        assert say("books charge 2026-09-03 --voucher 摊1 --undo").exit_code == 0
        assert costs() == 0
