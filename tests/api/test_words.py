"""The terminal says the same things in both languages, and calls each thing by its own name."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from api.attainment_lines import Labels
from api.folder import read_folder
from api.language import language, terminal_words
from api.problems import Problems
from api.shortfalls import why
from nutrition.checking.places import Place
from nutrition.clauses import Alike, Attribute, Per
from nutrition.dish import Dish
from nutrition.food import Food
from nutrition.menu import Day, Meal, Menu, Serving
from optimizer.errors import NoLawfulMenu, Shortfall, SolverGaveUp
from tests.folder.exhibits import PLAN


def _sentences(lang: str) -> dict[str, set[str]]:
    table = terminal_words("en" if lang == "en" else "zh").table
    return {
        f"{room}.{name}": set(re.findall(r"{(\w+)}", text)) - {"s"}
        for room, entries in table.items()
        for name, text in entries.items()
        if room not in ("unit", "unit_of_one")  # Chinese needs few of them
    }


def test_every_sentence_exists_in_both_languages_with_the_same_facts() -> None:
    assert _sentences("zh") == _sentences("en")


@pytest.mark.parametrize(
    ("said", "arguments", "spoken"),
    [
        ("", [], "zh"),
        ("en", [], "en"),
        ("en_GB.UTF-8", [], "en"),
        ("fr", [], "zh"),
        ("en", ["--lang", "zh"], "zh"),
        ("", ["plan", "x", "--lang=en"], "en"),
        ("", ["--lang"], "zh"),
    ],
)
def test_the_option_wins_over_the_environment_and_chinese_is_the_default(
    said: str, arguments: list[str], spoken: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CANTEEN_LANG", said)
    assert language(arguments) == spoken


@pytest.mark.parametrize(
    ("short", "said"),
    [
        (Shortfall("liver_weekly", "0302_0306.lunch.low", 0.4, "份"), "午餐：差 1 份"),
        (Shortfall("t1_iron", "0302.lunch.low.low", 1234.5, "mg"), "午餐 低年级：差 1234.5 mg"),
        (Shortfall("dish_repeat", "0302_0306.weekly.S016", 1.0, "次"), "6日 馒头：差 1 次"),
        (Shortfall("vegetable_week", "0302_0306.V001", 1.0, "道"), "菠菜：差 1 道"),
        (Shortfall("school_budget", "all.high", 1234.0, "fen"), "：差 12.34 元"),
    ],
)
def test_what_is_missing_is_said_in_whole_counts_and_in_names(
    short: Shortfall, said: str, tmp_path: Path
) -> None:
    plan = PLAN.replace('name = "低年级"', 'name = "低年级"\ncode = "low"')
    (tmp_path / "plan.toml").write_text(plan.replace("汤", "素菜"), "utf-8")
    folder = read_folder(tmp_path)
    error = NoLawfulMenu([short.clause], [short], minimal=False)
    *_, line = why(error, folder, Problems("zh", {}))
    assert line.endswith(said)


@pytest.mark.parametrize(("missed", "said"), [(1.0, "1 serving"), (2.0, "2 servings")])
def test_one_thing_is_named_as_one(missed: float, said: str, tmp_path: Path) -> None:
    (tmp_path / "plan.toml").write_text(PLAN, "utf-8")
    short = Shortfall("liver_weekly", "0302_0306.lunch.low", missed, "份")
    error = NoLawfulMenu([short.clause], [short], minimal=False)
    *_, line = why(error, read_folder(tmp_path), Problems("en", {}))
    assert re.search(rf"{said}\b", line)


@pytest.mark.parametrize(
    ("spent", "said"), [(8.03298, "8 秒"), (61.85, "61.9 秒"), (0.01, "0.01 秒")]
)
def test_seconds_are_told_to_a_tenth_and_are_never_none(spent: float, said: str) -> None:
    assert Problems("zh", {}).say(SolverGaveUp.code, {"seconds": spent}).startswith(said)


@pytest.mark.parametrize(
    ("attribute", "name"), [(Attribute.CODE, "米饭"), (Attribute.VEGETABLE, "食盐")]
)
def test_a_dish_and_a_food_of_one_code_keep_their_names(attribute: Attribute, name: str) -> None:
    served = Meal("lunch", (Serving(Dish("S001", "米饭", "主食", ()), {}),))
    labels = Labels.of("zh", (), Menu((Day("周一", (served,)),)), [Food("S001", "食盐", "", 1, {})])
    assert labels.where(Place(value="S001"), Alike("alike", Per.DAY, attribute, 1)) == name


def test_errors_of_the_books_call_foods_and_meals_by_name() -> None:
    open_ = {"month": "2026-03", "missing": ("stock", "attendance")}
    details = ("stock: G001, X9", "attendance: 2026-03-02 1班 lunch … +3")
    said = Problems("zh", {}).say("books.not-ready", {**open_, "details": details})
    assert "大米、X9" in said
    assert "2026-03-02 1班 午餐 … +3" in said
    spoilt = {"voucher": "损1", "food": "G001", "grams": -1}
    assert "“大米”" in Problems("zh", {}).say("books.bad-grams", spoilt)
