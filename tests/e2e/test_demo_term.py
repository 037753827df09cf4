"""One term of an invented school: eat, charge, close, give back; every fen is somewhere."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from api.cli import app
from api.demo_data import demo_term
from api.demo_term import CODE
from canteen.calendar import Month
from canteen.ledger.funds import Fund
from canteen.record import Hand
from canteen.store.engine import open_books
from canteen.store.journal import Journal
from canteen.store.refunds import surplus
from canteen.store.stockroom import Stockroom
from canteen.store.sums import by_account, by_fund
from canteen.store.writing import looking

JUNE = Month(2026, 6)

Say = Callable[[str], Result]


@pytest.fixture
def say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Say:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("CANTEEN_BY", "会计")

    def run(words: str) -> Result:
        return CliRunner().invoke(app, words.split())

    done = run("books demo")
    assert done.exit_code == 0, done.output
    return run


def test_the_term_adds_up_on_every_side(say: Say, tmp_path: Path) -> None:
    engine = open_books(f"sqlite:///{tmp_path / 'canteen.db'}")
    with looking(engine, CODE, Hand(demo_term().written, "")) as books:
        accounts = by_account(books, JUNE.last)
        assert sum(money.fen for money in accounts.values()) == 0
        assert accounts.get("1311") is None or accounts["1311"].fen == 0
        shelves = Stockroom(books).shelves()
        assert accounts["1301"].fen == sum(shelf.fen for shelf in shelves.values())
        owed = -sum(accounts[code].fen for code in ("2211", "2201", "2213"))
        funds = by_fund(books, None, JUNE.last)
        held = -sum(money.fen for money in funds.values())
        assert accounts["1002"].fen + accounts["1301"].fen == owed + held
        subsidy = sum(
            m.fen for (code, f), m in funds.items() if f is Fund.SUBSIDY and code[0] == "5"
        )
        assert 0 < subsidy <= 500 * 18 * 80, "never more than its rate for those who ate"
        assert {code for code, fund in funds if fund is Fund.SUBSIDY} == {"4002", "5001", "5002"}
        assert Journal(books).balance("4003", Fund.STAFF).fen < 0
    engine.dispose()
    assert json.loads(say("books verify --json").stdout)["sound"]


def test_the_surplus_goes_back_to_the_fen_and_only_once(say: Say, tmp_path: Path) -> None:
    engine = open_books(f"sqlite:///{tmp_path / 'canteen.db'}")
    with looking(engine, CODE, Hand(demo_term().written, "")) as books:
        pool = surplus(books, JUNE)
    engine.dispose()
    command = "books refund 2026-06 --day 2026-07-06 --voucher 退1"
    assert say(command).exit_code == 0
    owed = json.loads(say("books owed --json").stdout)
    assert sum(each["fen"] for each in owed) == pool.fen
    assert len(owed) == len(demo_term().classes) * demo_term().pupils_in_class
    again = say(command)
    assert again.exit_code == 0
    assert json.loads(say("books owed --json").stdout) == owed
    one = owed[0]["pupil"]
    assert say(f"books pay --day 2026-07-07 --voucher 付1 --pupil {one} --cash").exit_code == 0
    assert one not in {each["pupil"] for each in json.loads(say("books owed --json").stdout)}
    for _ in range(2):
        assert say("books pay --day 2026-07-08 --voucher 付2").exit_code == 0
    assert json.loads(say("books owed --json").stdout) == []
    assert json.loads(say("books verify --json").stdout)["sound"]


def test_the_books_of_the_demo_are_not_filled_twice(say: Say) -> None:
    before = say("books verify --json").stdout
    assert say("books demo").exit_code == 1
    assert say("books verify --json").stdout == before


def test_milk_that_nobody_fetched_goes_back_and_the_supplier_is_paid(say: Say) -> None:
    (milk,) = json.loads(say("books fee list --day 2026-06-30 --json").stdout)
    left = milk["collected_fen"] - milk["delivered_units"] * milk["standard_fen"]
    assert left > 0
    done = say("books fee return milk --day 2026-07-06 --voucher 退奶1")
    assert done.exit_code == 0, done.output
    owed = json.loads(say("books owed --json").stdout)
    assert sum(each["fen"] for each in owed) == left
    (supplier,) = json.loads(say("books suppliers --json").stdout)
    assert supplier["owed_fen"] == 0
