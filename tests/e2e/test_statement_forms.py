"""The two forms of the monthly statement, with figures that are added by hand."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.test_books_commands import Say, say

__all__ = ["say"]  # a fixture

OPENING = """\
凭证号,日期,科目,资金,借方,贷方
期1,2025-11-03,银行存款,,1000,
期1,2025-11-03,基金结余,学生伙食费,,1000
"""

MOVES = (  # day, account, fund, yuan: income above zero, cost below
    ("2025-11-10", "学生伙食费收入", "学生伙食费", 700),
    ("2025-11-20", "燃料动力", "学生伙食费", -30),
    ("2025-12-10", "财政补助收入", "营养改善补助", 500),
    ("2025-12-11", "教职工伙食费收入", "教职工伙食", 90),
    ("2025-12-12", "人工(非财政负担)", "学生伙食费", -200),
    ("2026-01-09", "学生伙食费收入", "学生伙食费", 800),
    ("2026-01-12", "运营费用", "学生伙食费", -45),
    ("2026-02-02", "其他收入", "学生伙食费", 12),
    ("2026-02-03", "燃料动力", "学生伙食费", -60),
)

TAXES = ("2026-02-04", "税金及附加", "学生伙食费", -25)


def voucher(n: int, move: tuple[str, str, str, int]) -> str:
    day, account, fund, yuan = move
    line = f"凭{n},{day},{account},{fund},"
    bank = f"凭{n},{day},银行存款,,"
    if yuan > 0:
        return f"{bank}{yuan},\n{line},{yuan}\n"
    return f"{line}{-yuan},\n{bank},{-yuan}\n"


@pytest.fixture
def kept(say: Say, tmp_path: Path) -> Say:
    """Return a terminal with books of four months over a turn of the year."""
    (tmp_path / "open.csv").write_text(OPENING, "utf-8")
    rows = "".join(voucher(n, move) for n, move in enumerate(MOVES))
    (tmp_path / "post.csv").write_text(OPENING.splitlines()[0] + "\n" + rows, "utf-8")
    for words in (
        "books start demo 示例学校",
        "books open open.csv --yes",
        "books post post.csv --yes",
    ):
        done = say(words)
        assert (done.exit_code, done.exception) == (0, None), (words, done.output)
    return say


def told(say: Say, month: str) -> dict[str, Any]:
    return dict(json.loads(say(f"books statement {month} --json").stdout))


def lines(say: Say, month: str) -> dict[str, tuple[int, int]]:
    """Return line -> yuan of the month and of the year, of lines that are not empty."""
    return {
        line["id"]: (line["month_fen"] // 100, line["year_fen"] // 100)
        for line in told(say, month)["lines"]
        if line["month_fen"] or line["year_fen"]
    }


def test_a_year_begins_in_january_and_goes_until_the_month(kept: Say) -> None:
    assert lines(kept, "2025-12") == {
        "income.pupils": (0, 700),
        "income.grants": (500, 500),
        "income.staff": (90, 90),
        "cost.energy": (0, 30),
        "cost.wages": (200, 200),
    }
    assert lines(kept, "2026-02") == {
        "income.pupils": (0, 800),
        "income.other": (12, 12),
        "cost.energy": (60, 60),
        "cost.running": (0, 45),
    }
    assert told(kept, "2026-02")["surplus_year_fen"] == (800 + 12 - 60 - 45) * 100
    funds = {x["fund"]: x for x in told(kept, "2026-01")["funds"]}
    assert funds["pupils"]["before_fen"] == (1000 + 700 - 30 - 200) * 100
    assert funds["pupils"]["after_fen"] == (1000 + 700 - 30 - 200 + 800 - 45) * 100
    assert funds["subsidy"]["after_fen"] == 500 * 100


def test_a_contracted_canteen_has_the_lines_of_its_own_form(kept: Say, tmp_path: Path) -> None:
    table = tmp_path / "taxes.csv"
    table.write_text(OPENING.splitlines()[0] + "\n" + voucher(90, TAXES), "utf-8")
    assert kept("books post taxes.csv --yes").exception is not None  # a school pays no taxes
    setting = "books set running contracted --since 2026-02-01 --basis 承包合同1号"
    assert kept(setting).exit_code == 0
    assert kept("books post taxes.csv --yes").exit_code == 0
    found = lines(kept, "2026-02")
    assert found["cost.taxes"] == (25, 25)
    assert found["income.pupils"] == (0, 800)
    shown = kept("books statement 2026-02").stdout
    assert "税金及附加" in shown
    assert "管理费用(含折旧)" in shown
    assert "税金及附加" not in kept("books statement 2026-01").stdout
