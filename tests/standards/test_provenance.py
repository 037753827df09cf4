"""No figure without its origin: how it was seen, where, how sure, and when somebody looked."""

from __future__ import annotations

import csv
import hashlib
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from food_tables.loading import load_standard
from nutrition.clauses import Clause, Mode, Seen, Value
from tests.checking.embedded import STANDARDS, foods, standard

TABLES: dict[str, Any] = tomllib.loads((STANDARDS / "tables.toml").read_text("utf-8"))

CLAUSES = list(standard().clauses.values())

WORST = "ARBC"
"""Grades from the surest to the least sure."""


@cache
def sources() -> set[str]:
    return set(load_standard()["source"]) | set(TABLES["source"])


def entries(clause: Clause) -> list[Clause | Value]:
    return [clause, *clause.value]


def named(text: str) -> list[str]:
    return text.split("; ")


@pytest.mark.parametrize("clause", CLAUSES, ids=lambda c: c.id)
def test_a_clause_and_each_of_its_figures_name_sources_that_are_told_in_full(
    clause: Clause,
) -> None:
    for entry in entries(clause):
        assert [s for s in named(entry.source) if s not in sources()] == []


def test_each_share_of_a_meal_says_how_it_was_seen_where_and_when() -> None:
    for share in standard().meal_shares.values():
        assert share.seen is not None
        assert share.checked_on is not None
        assert set(named(share.source)) <= sources()


@pytest.mark.parametrize("clause", CLAUSES, ids=lambda c: c.id)
def test_what_was_not_read_says_so(clause: Clause) -> None:
    for entry in entries(clause):
        only_recalled = named(entry.source) == ["memory"]
        assert not only_recalled or entry.seen is Seen.RECALLED
        assert entry.seen is not Seen.RECALLED or entry.grade == "C"


@pytest.mark.parametrize("clause", CLAUSES, ids=lambda c: c.id)
def test_a_clause_is_no_surer_than_its_least_sure_figure(clause: Clause) -> None:
    least = max((WORST.index(v.grade) for v in clause.value), default=0)
    assert WORST.index(clause.grade) >= least


@pytest.mark.parametrize("clause", CLAUSES, ids=lambda c: c.id)
def test_a_figure_that_was_moved_to_another_age_band_says_which(clause: Clause) -> None:
    moved = [v for v in clause.value if v.seen is Seen.BORROWED]
    assert [v for v in moved if not v.note] == []


@pytest.mark.parametrize("clause", CLAUSES, ids=lambda c: c.id)
def test_a_clause_of_our_own_is_no_clause_of_the_standard(clause: Clause) -> None:
    if clause.source == "project":
        assert clause.document == "本地配餐规则"
        assert clause.seen is Seen.COMPUTED


def test_every_clause_has_a_chinese_and_an_english_title_and_no_two_the_same() -> None:
    for titles in ([c.title for c in CLAUSES], [c.title_en for c in CLAUSES]):
        assert all(titles)
        assert len(set(titles)) == len(titles)


def test_ids_are_row_prefixes() -> None:
    assert [c.id for c in CLAUSES if not (c.id.isascii() and c.id.isidentifier())] == []


def test_a_clause_out_of_use_tells_why() -> None:
    assert [c.id for c in CLAUSES if c.mode is Mode.OFF and not c.note] == []


def test_total_sodium_is_never_called_salt() -> None:
    total = standard().clauses["sodium_total"]
    assert "食盐" not in total.title
    assert "salt" not in total.title_en.lower()


@pytest.mark.parametrize("name", TABLES["files"])
def test_a_table_is_the_one_that_was_sealed_and_its_columns_are_explained(name: str) -> None:
    content = (STANDARDS / name).read_bytes()
    assert hashlib.sha256(content).hexdigest() == TABLES["files"][name]["sha256"]
    assert list(rows(name)[0]) == list(TABLES["columns"][name])


def test_every_table_of_the_folder_has_a_sidecar() -> None:
    assert {p.name for p in STANDARDS.glob("*.csv")} == set(TABLES["files"])


@pytest.mark.parametrize("name", TABLES["files"])
def test_every_row_of_a_table_says_how_it_was_seen_and_where(name: str) -> None:
    for row in rows(name):
        assert row["seen"] in set(Seen)
        assert row["grade"] in WORST
        assert [s for s in named(row["source"]) if s not in sources()] == []
        assert row["seen"] != "recalled" or row["grade"] == "C"


@pytest.mark.parametrize("name", ["exchange_a.csv", "prohibited.csv"])
def test_food_codes_beside_a_rule_exist(name: str) -> None:
    codes = {code for row in rows(name) for code in row["foods"].split(";") if code}
    assert codes
    assert codes <= set(foods())


def test_the_foods_tagged_banned_are_those_of_the_list() -> None:
    listed = {code for row in rows("prohibited.csv") for code in row["foods"].split(";") if code}
    assert {code for code, food in foods().items() if "banned" in food.tags} == listed


def test_the_allergens_of_foods_are_those_of_the_list() -> None:
    listed = {row["id"] for row in rows("allergens.csv")}
    assert {a for food in foods().values() for a in food.allergens} <= listed
    assert len([r for r in rows("allergens.csv") if r["labelling"] == "mandatory"]) == 8


def rows(name: str) -> list[dict[str, str]]:
    with Path(STANDARDS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
