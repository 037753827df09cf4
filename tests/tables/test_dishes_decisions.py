"""What became of every collected card, and that the library agrees."""

from __future__ import annotations

from collections import Counter, defaultdict

import pytest

from tests.tables.dish_cards import cards, rows_of

ACTIONS = {"kept", "renamed", "moved", "merged", "recut", "disabled"}


def decisions(*actions: str) -> list[dict[str, str]]:
    return [row for row in rows_of("decisions.csv") if not actions or row["action"] in actions]


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
