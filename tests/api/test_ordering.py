"""canteen order: its table, its data, its files, its exit codes."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest
from rich.cells import cell_len

from api import cli
from api.commands import ordering
from api.outcome import Exit
from optimizer.isolating import Job
from tests.folder.museum_orders import HEAD, lunch

OFFERS = HEAD + "大米,县集采,集采,,5,1.5,,,1.5,,,,\n大米,=菜场,市场,6,,,,,,,,,\n"

STOCK = "food,amount,use_by,lot\n大米,0.2,2026-03-04,R1\n大米,9,2026-03-03,R0\n"


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


def test_a_plan_becomes_an_order_of_stock_contract_and_market(
    canteen: Canteen, tmp_path: Path
) -> None:
    # 2 kg of rice on Wednesday: 0.2 kg from the lot that is still good, 1.5 kg centrally, the
    # rest of 0.3 kg at 6 yuan.
    answer = canteen("order", lunch(tmp_path, OFFERS, STOCK), tmp_path, "--json")
    assert answer.code == Exit.DONE
    data = json.loads(answer.out)
    assert [(n["food"], n["date"], n["grams"]) for n in data["needs"]] == [
        ("G001", "2026-03-04", 2000)
    ]
    assert [(n["supplier"], n["packs"], n["grams"], n["fen"]) for n in data["lines"]] == [
        ("=菜场", None, 300, 180),
        ("县集采", 1, 1500, 500),
    ]
    assert [(n["lot"], n["grams"]) for n in data["from_stock"]] == [("R1", 200)]
    assert [(n["lot"], n["grams"]) for n in data["left"]] == [("R0", 9000)]
    assert (data["total_fen"], data["proof"]["bound_fen"], data["proof"]["gap"]) == (680, 680, 0)


def test_the_terminal_shows_deliveries_stock_and_proof_in_80_columns(
    canteen: Canteen, tmp_path: Path
) -> None:
    answer = canteen("order", lunch(tmp_path, OFFERS, STOCK))
    for words in ("县集采", "大米（集中采购）", "1 × 1.5 kg", "R1", "届时过期", "6.80 元", "差距"):
        assert words in answer.out
    assert "已经过期" not in answer.err or "大米" in answer.err
    assert max(cell_len(line) for line in answer.out.splitlines()) <= 80
    english = canteen("order", tmp_path, "--lang", "en")
    assert "central contract" in english.out
    assert "costs less than 6.80 yuan" in english.out


def test_without_offers_the_price_list_is_the_market_and_that_is_said(
    canteen: Canteen, tmp_path: Path
) -> None:
    answer = canteen("order", lunch(tmp_path), "--json")
    assert answer.code == Exit.DONE
    assert "没有 offers.csv" in answer.err
    data = json.loads(answer.out)
    assert [(n["date"], n["grams"], n["supplier"]) for n in data["lines"]] == [
        ("2026-03-04", 2000, "")
    ]
    assert data["total_fen"] == 2 * 543
    assert any("offers.csv" in note for note in data["notes"])


def test_out_holds_a_table_for_spreadsheets_and_the_data(canteen: Canteen, tmp_path: Path) -> None:
    out = tmp_path / "order"
    answer = canteen("order", lunch(tmp_path, OFFERS, STOCK), "--out", out)
    assert answer.code == Exit.DONE
    assert {p.name for p in out.iterdir()} == {"order.csv", "order.json"}
    content = (out / "order.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    assert [row["供应商"] for row in rows] == ["'=菜场", "县集采"]  # no formula for a spreadsheet
    assert rows[1] == {
        "送货日期": "2026-03-04",
        "供应商": "县集采",
        "采购方式": "集中采购",
        "食材编码": "G001",
        "食材": "大米",
        "包装(kg)": "1.5",
        "包数": "1",
        "重量(kg)": "1.5",
        "单价(元/kg)": "",
        "每包价格(元)": "5.00",
        "金额(元)": "5.00",
    }
    assert json.loads((out / "order.json").read_text("utf-8"))["total_fen"] == 680


def test_what_cannot_be_bought_is_said_in_words_and_as_data(
    canteen: Canteen, tmp_path: Path
) -> None:
    offers = HEAD + "大米,甲,合同,5,,,,,,周五,,,\n"
    answer = canteen("order", lunch(tmp_path, offers), "--json")
    assert answer.code == Exit.INFEASIBLE
    assert "大米 2026-03-04 2 kg" in answer.err
    data = json.loads(answer.out)
    assert data["error"] == "order.no-delivery-in-time"
    assert data["missing"] == [{"food": "G001", "date": "2026-03-04", "grams": 2000}]
    earlier = canteen("order", tmp_path, "--from", "2026-02-27", "--json")
    assert earlier.code == Exit.DONE
    assert [n["date"] for n in json.loads(earlier.out)["lines"]] == ["2026-02-27"]


def test_an_order_of_a_changed_folder_is_made_and_that_is_said(
    canteen: Canteen, tmp_path: Path
) -> None:
    assert "改动过" in canteen("order", lunch(tmp_path)).err


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--from", "soon"), Exit.USAGE),
        (("--time-limit", "0"), Exit.USAGE),
        (("--out", "plan.toml"), Exit.BAD_DATA),
    ],
)
def test_options_that_cannot_be_are_refused(
    canteen: Canteen,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, str],
    code: Exit,
) -> None:
    lunch(tmp_path)
    monkeypatch.chdir(tmp_path)
    assert canteen("order", ".", *arguments).code == code


def test_an_order_that_the_checker_rejects_is_never_shown(
    canteen: Canteen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ordering, "ORDER", Job("tests.purchasing.stand_ins:rejected"))
    answer = canteen("order", lunch(tmp_path))
    assert answer.code == Exit.INTERNAL
    assert answer.out == ""
    assert "cover: 5 g of G001 are missing (cbc)" in answer.err
