"""Service fees from a terminal: offered, agreed to, paid, delivered, given back, undone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from canteen.errors import BooksError
from canteen.fee_errors import BadFee, FeeForbidden, FeeNotPaid, NoFeeConsent, UnknownFee
from food_tables.table_errors import UnknownColumns
from tests.e2e.test_books_commands import Say, begun, say

__all__ = ["say"]  # a fixture

MILK = (
    "books fee offer milk 学生饮用奶 3.00 --unit 盒 --scope 自愿 --basis 征订办法 --voucher 公示1"
)

TABLES = {
    "consents": "学号,项目,同意书\n001,milk,回执1\n002,milk,回执2\n",
    "paid": "学号,项目,金额(元),日期,票据号\n001,milk,30.00,2026-09-04,奶1\n"
    "002,milk,30.00,2026-09-04,奶1\n",
    "given": "学号,项目,盒数,日期,单号\n001,milk,4,2026-09-07,发1\n002,milk,3,2026-09-07,发1\n",
}


@pytest.fixture
def offered(say: Say, tmp_path: Path) -> Say:
    """Return a terminal with milk offered, agreed to and paid for by two pupils."""
    begun(say)
    for name, text in TABLES.items():
        (tmp_path / f"{name}.csv").write_text(text, "utf-8")
    for words in (
        f"{MILK} --since 2026-09-01",
        "books import fee-consents consents.csv --since 2026-09-01 --yes",
        "books import fee-payments paid.csv --yes",
    ):
        done(say, words)
    return say


def done(say: Say, words: str) -> str:
    found = say(words)
    assert (found.exit_code, found.exception) == (0, None), (words, found.output)
    return found.stdout


def refused(say: Say, words: str, error: type[BooksError]) -> None:
    before = say("books verify --json").stdout
    assert isinstance(say(words).exception, error)
    assert say("books verify --json").stdout == before


def line(say: Say) -> dict[str, int]:
    (found,) = json.loads(done(say, "books fee list --day 2026-09-30 --json"))
    return {k: found[k] for k in ("consented", "delivered_units", "collected_fen")} | {
        "back": found["given_back_fen"]
    }


def test_milk_is_paid_delivered_and_the_rest_given_back(offered: Say) -> None:
    for _ in range(2):  # the second time changes nothing
        done(offered, "books import fee-payments paid.csv --yes")
        done(offered, "books import fee-deliveries given.csv --yes")
    assert line(offered) == {
        "consented": 2,
        "delivered_units": 7,
        "collected_fen": 6000,
        "back": 0,
    }
    done(offered, "books fee consent 001 milk --withdraw --since 2026-09-10 --voucher 撤1")
    done(offered, "books fee return milk --day 2026-09-10 --voucher 退1 --pupil 001")
    owed = json.loads(done(offered, "books owed --json"))
    assert [(x["pupil"], x["fen"]) for x in owed] == [("001", 3000 - 4 * 300)]
    assert line(offered)["consented"] == 1
    done(offered, "books fee return milk --day 2026-09-30 --voucher 退2")
    assert line(offered)["back"] == 6000 - 7 * 300
    balances = json.loads(done(offered, "books balances 2026-09 --json"))
    held = {x["account"]: x["after_fen"] for x in balances}
    assert (held["2213"], held["2202"]) == (0, -2100)


def test_a_delivery_is_undone_and_comes_again(offered: Say) -> None:
    done(offered, "books import fee-deliveries given.csv --yes")
    journal = json.loads(done(offered, "books journal 2026-09 --json"))
    number = {x["voucher"]: x["number"] for x in journal}
    refused(offered, f"books reverse {number['奶1']} --day 2026-09-08 --voucher 更1", FeeNotPaid)
    done(offered, f"books reverse {number['发1']} --day 2026-09-08 --voucher 更1")
    assert line(offered)["delivered_units"] == 0
    done(offered, "books import fee-deliveries given.csv --yes")
    assert line(offered)["delivered_units"] == 7
    assert json.loads(done(offered, "books verify --json"))["sound"]


def test_nothing_is_forced_and_nothing_forbidden(offered: Say, tmp_path: Path) -> None:
    (tmp_path / "paid.csv").write_text(
        TABLES["paid"].replace("002", "003").replace("奶1", "奶2"), "utf-8"
    )
    done(offered, "books import pupils pupils.csv --since 2026-09-01 --yes")
    (tmp_path / "pupils.csv").write_text("学号,班级\n003,一(1)班\n", "utf-8")
    done(offered, "books import pupils pupils.csv --since 2026-09-01 --yes")
    refused(offered, "books import fee-payments paid.csv --yes", NoFeeConsent)
    say_water = MILK.replace("学生饮用奶", "桶装水").replace("milk", "water")
    refused(offered, f"{say_water} --since 2026-09-01", FeeForbidden)
    refused(offered, f"{MILK.replace('3.00', '0.00')} --since 2026-09-02", BadFee)
    refused(offered, "books fee consent 001 sport --since 2026-09-01 --voucher 回执3", UnknownFee)
    refused(offered, "books fee consent 001 milk --since 2026-08-01 --voucher 回执3", UnknownFee)


def test_a_fee_is_not_collected_together_with_tuition(offered: Say, tmp_path: Path) -> None:
    head, *rows = TABLES["paid"].replace("奶1", "奶2").splitlines()
    mixed = [f"{head},学费(元)", *(f"{row},500" for row in rows)]
    (tmp_path / "paid.csv").write_text("\n".join(mixed), "utf-8")
    found = offered("books import fee-payments paid.csv --yes").exception
    assert isinstance(found, UnknownColumns)
    assert "学费(元)" in str(found)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_list_says_basis_scope_and_standard(offered: Say, lang: str) -> None:
    told = done(offered, f"books fee list --day 2026-09-30 --lang {lang}")
    for shown in ("征订办法", "自愿", "3.00", "60.00"):
        assert shown in told
