"""What became of every collected card, and that the library agrees."""

from __future__ import annotations

from collections import Counter, defaultdict

import pytest

from tests.tables.dish_cards import cards, main_line, rows_of

ACTIONS = {"kept", "renamed", "moved", "merged", "recut", "disabled"}


def decisions(*actions: str) -> list[dict[str, str]]:
    return [row for row in rows_of("decisions.csv") if not actions or row["action"] in actions]


RICE_OF_CHANGZHOU = "G001=80"  # printed in tests/cases/changzhou_lunch_2025.csv, on no card


def held(dish: str) -> dict[str, str]:
    rows = (row for row in rows_of("recipes.csv") if row["dish"] == dish)
    return {r["food"]: r["grams"] + "*" * (r["basis"] == "gross") for r in rows}


def collected(row: dict[str, str]) -> dict[str, str]:
    lines = filter(None, f"{row['read']};{row['drafted']}".split(";"))
    return dict(line.split("=") for line in lines)


def test_each_collected_card_was_decided_once() -> None:
    assert [row["reference"] for row in decisions()] == [f"D{n:03d}" for n in range(1, 247)]
    assert {row["action"] for row in decisions()} == ACTIONS


def test_each_decision_names_a_dish_and_gives_a_reason() -> None:
    assert [r for r in decisions() if r["dish"] not in cards()] == []
    assert [r for r in decisions() if not r["why"] and r["action"] != "kept"] == []


def test_only_merged_cards_share_a_dish() -> None:
    shared = {code for code, n in Counter(r["dish"] for r in decisions()).items() if n > 1}
    assert {r["dish"] for r in decisions("merged")} == shared


def test_a_kept_card_kept_its_name() -> None:
    wrong = [r for r in decisions("kept") if cards()[r["dish"]].row["name"] != r["printed_name"]]
    assert wrong == []


def test_a_kept_card_that_is_not_what_was_collected_says_why() -> None:
    wrong = []
    for row in decisions("kept"):
        dish = cards()[row["dish"]].row
        printed = (row["printed_meals"], row["printed_method"], collected(row))
        if printed != (dish["meals"], dish["method"], held(row["dish"])) and not row["why"]:
            wrong.append(row["reference"])
    assert wrong == []


def test_a_method_that_was_changed_is_named_in_the_reason() -> None:
    for row in decisions():
        method = cards()[row["dish"]].row["method"]
        assert method == row["printed_method"] or method in row["why"], row["reference"]


def test_the_main_ingredient_of_a_sourced_dish_weighs_what_its_source_says() -> None:
    read: dict[str, set[str]] = defaultdict(set, {"S001": {RICE_OF_CHANGZHOU}})
    for row in decisions():
        read[row["dish"]] |= set(row["read"].split(";"))
    for code, card in cards().items():
        if card.row["origin"] == "sourced":
            main = main_line(card)
            food = main.food["code"]
            assert main.origin == "sourced", card.row["name"]
            assert f"{food}={held(code)[food]}" in read[code], card.row["name"]


def test_a_disabled_card_says_why_on_the_dish_too() -> None:
    disabled = {code for code, card in cards().items() if card.row["disabled"]}
    assert {r["dish"] for r in decisions("disabled")} == disabled


def test_a_recut_amount_is_composed_and_says_what_was_printed() -> None:
    notes: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in rows_of("recipes.csv"):
        if row["note"]:
            notes[row["dish"]].append(row)
    assert [r for rows in notes.values() for r in rows if r["origin"] != "composed"] == []
    assert set(notes) <= {r["dish"] for r in decisions("recut", "merged")}


@pytest.mark.parametrize(
    ("name", "printed"), [("米饭", 4), ("红烧狮子头", 3), ("番茄炒蛋", 6), ("番茄蛋花汤", 3)]
)
def test_near_duplicates_became_one_dish(name: str, printed: int) -> None:
    (code,) = (code for code, card in cards().items() if card.row["name"] == name)
    assert len([r for r in decisions("merged") if r["dish"] == code]) == printed
