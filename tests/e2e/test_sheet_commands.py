"""Sheets from a plan and from the books: drawn, shown, corrected, verified."""

from __future__ import annotations

import io
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from typer.testing import CliRunner, Result

import food_tables
from api.cli import app
from api.outcome import Exit
from canteen.publicity.duties import duties

SAMPLE = Path(food_tables.__file__).parent / "samples" / "primary_lunch"

Say = Callable[[str], Result]

SIGNED = "--sign author=甲 --sign approver=乙"

OF_PLANS = ("recipe", "usage", "kitchen", "accompanying", "samples", "acceptance")

OF_BOOKS = {
    "purchase-prices": "2026-03-02 2026-03-06",
    "dish-prices": "2026-03-02 2026-03-06 --plan plan",
    "statement": "2026-06",
    "surplus": "2026-06",
    "refund-list": "2026-06",
    "programme": "2026-06",
    "fees": "--day 2026-06-26",
    "letter": "--day 2026-06-26",
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a finished plan, its order, and the books of a term given back."""
    folder = tmp_path_factory.mktemp("made")
    shutil.copytree(SAMPLE, folder / "school")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        patch.setenv("CANTEEN_BY", "会计")
        for words in (
            "plan school --out plan --gap 0.02",
            "order plan --out plan",
            "books demo",
            "books start own 示例小学",
            "books close 2026-06 --school demo",
            "books refund 2026-06 --day 2026-07-01 --voucher 退1 --school demo",
        ):
            done = CliRunner().invoke(app, words.split())
            assert done.exit_code in (0, Exit.GAP_LEFT), done.output
    return folder


@pytest.fixture
def say(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Say:
    shutil.copytree(made, tmp_path / "here")
    monkeypatch.chdir(tmp_path / "here")
    monkeypatch.setenv("CANTEEN_BY", "会计")
    monkeypatch.setenv("CANTEEN_SCHOOL", "demo")

    def run(words: str) -> Result:
        return CliRunner().invoke(app, words.split())

    return run


def drawn(path: Path) -> dict[str, bytes]:
    return {each.name: each.read_bytes() for each in sorted(path.iterdir())}


@pytest.mark.parametrize("sheet", [*OF_PLANS, "order"])
def test_a_sheet_of_a_plan_is_three_files(say: Say, sheet: str) -> None:
    done = say(f"sheet {sheet} plan --out wall")
    assert (done.exit_code, done.exception) == (0, None), done.output
    files = drawn(Path("wall"))
    assert list(files) == [f"{sheet}.html", f"{sheet}.pdf", f"{sheet}.xlsx"]
    assert "示例小学" in files[f"{sheet}.html"].decode() or sheet == "order"
    assert say(f"sheet {sheet} plan --out again").exit_code == 0
    assert drawn(Path("again")) == files


@pytest.mark.parametrize("sheet", OF_BOOKS)
def test_a_sheet_of_the_books_is_drawn_in_either_language(say: Say, sheet: str) -> None:
    for lang in ("zh", "en"):
        done = say(f"sheet {sheet} {OF_BOOKS[sheet]} --lang {lang} --out {lang}.pdf")
        assert (done.exit_code, done.exception) == (0, None), done.output
        assert Path(f"{lang}.pdf").read_bytes().startswith(b"%PDF")


def test_every_sheet_that_is_listed_can_be_drawn(say: Say) -> None:
    listed = {each["sheet"] for each in json.loads(say("sheet list --json").stdout)}
    assert listed == set(duties())
    assert listed - {"coverage"} == {*OF_PLANS, "order", *OF_BOOKS}


def test_a_refund_on_the_wall_has_no_name_and_that_to_sign_has_all(say: Say) -> None:
    say("sheet surplus 2026-06 --out wall.xlsx")
    say("sheet refund-list 2026-06 --out sign.xlsx")
    texts = {}
    for name in ("wall", "sign"):
        book = openpyxl.load_workbook(io.BytesIO(Path(f"{name}.xlsx").read_bytes()))
        texts[name] = {
            str(cell.value) for tab in book.worksheets for row in tab.iter_rows() for cell in row
        }
    names = {text for text in texts["sign"] if text.startswith("演示0")}
    assert len(names) > 20
    assert not any(name in text for name in names for text in texts["wall"])


def test_a_plan_whose_folder_was_changed_is_not_drawn(say: Say) -> None:
    plan = Path("school/plan.toml")
    plan.write_text(plan.read_text("utf-8").replace("boys = 180", "boys = 181"), "utf-8")
    done = say("sheet recipe plan --out wall")
    assert done.exit_code == Exit.BAD_DATA or "sheet.plan-changed" in repr(done.exception)
    assert not Path("wall").exists()


@pytest.mark.parametrize(
    "words",
    [
        "sheet recipe plan --sign price-overseer=丙",
        "sheet recipe plan --sign author=",
        "sheet recipe plan --group 没有的组",
        "sheet kitchen plan --day 2026-03-07",
        "sheet purchase-prices 2026-03-06 2026-03-02",
        "sheet purchase-prices 2026-01-01 2026-12-31",
        "sheet statement 2030-01",
        "sheet order school",
        "sheet verify 没有的文件.pdf",
    ],
)
def test_what_cannot_be_drawn_writes_nothing(say: Say, words: str) -> None:
    done = say(f"{words} --out wall" if "verify" not in words else words)
    assert done.exception is not None
    assert getattr(done.exception, "code", "")
    assert not Path("wall").exists()


def test_what_is_due_is_listed_with_its_state(say: Say) -> None:
    rows = json.loads(say("publish due --json").stdout)
    assert {row["state"] for row in rows} <= {"missing", "open", "shown", "late"}
    assert {"recipe", "purchase-prices", "dish-prices"} <= {row["sheet"] for row in rows}
    assert say("publish due").exit_code == 0


def test_another_font_prints_by_setting_or_the_print_is_refused(
    say: Say, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("CANTEEN_FONT", str(tmp_path / "none.ttf"))
    done = say("sheet usage plan --out usage.pdf")
    assert getattr(done.exception, "code", "") == "reports.no-chinese-font"
    assert say("sheet usage plan --out usage.html").exit_code == 0


def test_a_menu_is_shown_corrected_and_told_by_its_fingerprint(say: Say) -> None:
    shown = f"publish recipe plan --school own {SIGNED} --sign nutrition-guide="
    assert say(f"{shown}丙").exit_code == 0
    assert say(f"{shown}丙").exit_code == 0  # the same: nothing new
    assert say(f"{shown}丁").exit_code == 0
    rows = json.loads(say("publish list --all --json --school own").stdout)
    assert [(r["version"], r["current"]) for r in rows] == [(2, True), (1, False)]
    assert rows[1]["signed"]["nutrition-guide"] == "丙"
    say(f"publish get {rows[1]['number']} --out old.pdf --school own")
    told = say("sheet verify old.pdf")
    assert told.exit_code == 0
    assert "第 1 版" in told.stdout
    assert "现行的是第 2 版" in told.stdout
    assert rows[1]["fingerprint"] in told.stdout
    assert say(f"sheet verify {rows[0]['fingerprint']}").exit_code == 0
    assert say("sheet verify 0000-0000-0000-0000").exit_code == Exit.RULE_BROKEN


def test_one_changed_byte_is_no_longer_what_was_shown(say: Say) -> None:
    say(f"publish statement 2026-06 {SIGNED} --sign price-overseer=丙")
    number = json.loads(say("publish list --json").stdout)[0]["number"]
    say(f"publish get {number} --out shown.html")
    content = Path("shown.html").read_bytes()
    Path("shown.html").write_bytes(content.replace("公示".encode(), "公告".encode(), 1))
    told = say("sheet verify shown.html")
    assert told.exit_code == Exit.RULE_BROKEN
    assert "改动" in told.stdout


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (f"publish recipe plan --school own {SIGNED}", "books.not-signed"),
        (f"publish recipe plan {SIGNED} --sign nutrition-guide=丙", "books.other-school"),
        ("publish statement 2026-06", "books.not-signed"),
        ("publish get 1 --out a.pdf", "books.not-shown"),
    ],
)
def test_what_may_not_be_shown_is_refused(say: Say, words: str, code: str) -> None:
    done = say(words)
    assert getattr(done.exception, "code", "") == code
    assert json.loads(say("publish list --json --all").stdout) == []
