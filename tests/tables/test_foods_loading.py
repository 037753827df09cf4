"""The shipped tables open quickly, whole and explained, or not at all."""

from __future__ import annotations

import csv
import hashlib
import time
from pathlib import Path

import pytest

from food_tables import loading
from food_tables.build.foods import energy_of, retinol_of
from food_tables.build.schema import FOOD_COLUMNS, NUTRIENTS
from food_tables.build.sealing import seal
from food_tables.errors import TableAltered, TableColumnsDiffer, UnknownTable

ROOM = Path(loading.__file__).parent
BRIEF_SECONDS = 0.5  # ten times what it takes on a small machine


def test_every_food_table_has_the_same_columns_in_the_same_order() -> None:
    for table in ("canteen", "mext"):
        assert tuple(loading.load_foods(table)[0]) == FOOD_COLUMNS


def test_the_nutrients_file_explains_each_nutrient_column_once_and_in_order() -> None:
    nutrients = loading.load_nutrients()
    assert tuple(nutrients) == NUTRIENTS
    for each in nutrients.values():
        assert each["zh"]
        assert each["en"]
        assert each["unit"] in {"kcal", "g", "mg", "μg", "μgRAE"}
        assert each["decimals"] in {0, 1, 2}
    tags = [each["infoods"] for each in nutrients.values()]
    assert len(set(tags)) == len(tags)


def test_every_table_is_sealed() -> None:
    for folder in ("foods", "prices", "retention", "finance"):
        sealed: dict[str, str] = {}
        for sidecar in sorted((ROOM / folder).glob("*.toml")):
            files = loading.load_document(folder, sidecar.stem)["files"]
            sealed |= {name: entry["sha256"] for name, entry in files.items()}
        for table in (ROOM / folder).glob("*.csv"):
            assert sealed.pop(table.name) == hashlib.sha256(table.read_bytes()).hexdigest()
        assert sealed == {}


def test_every_row_has_a_cell_for_every_column() -> None:
    tables = sorted(ROOM.rglob("*.csv"))
    assert tables
    for table in tables:
        head, *rows = csv.reader(table.read_text("utf-8").splitlines())
        assert {len(row) for row in rows} <= {len(head)}, table


def test_sidecars_say_where_a_table_comes_from_and_explain_every_column() -> None:
    for folder in ("foods", "prices", "retention"):
        for sidecar in (ROOM / folder).glob("*.toml"):
            document = loading.load_document(folder, sidecar.stem)
            assert document["title"]
            assert document["title_en"]
            assert document["edition"]
            for columns in document["columns"].values():
                assert all(columns.values())


@pytest.mark.parametrize("table", ["canteen", "mext"])
def test_figures_of_the_japanese_table_carry_its_citation(table: str) -> None:
    source = loading.load_document("foods", table)["source"]["MEXT2020"]
    assert source["citation"] == "日本食品標準成分表(八訂)から引用"


def test_all_tables_open_in_a_blink() -> None:
    start = time.perf_counter()
    for load in (loading.load_foods, loading.load_prices, loading.load_dishes):
        load()
    loading.load_recipes()
    loading.load_nutrients()
    assert time.perf_counter() - start < BRIEF_SECONDS


def test_an_unknown_table_is_answered_with_those_that_exist() -> None:
    with pytest.raises(UnknownTable) as caught:
        loading.load_foods("atlantis")
    assert caught.value.code == "embedded.unknown-table"
    assert "canteen" in caught.value.known
    assert "mext" in caught.value.known


def test_a_changed_byte_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    room = _room_with_one_table(tmp_path)
    (room / "one.csv").write_text("a,b\n1,3\n", encoding="utf-8")
    monkeypatch.setattr(loading, "files", lambda _: tmp_path)
    with pytest.raises(TableAltered) as caught:
        loading.load_foods("one")
    assert caught.value.expected != caught.value.found


def test_an_unexplained_column_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    room = _room_with_one_table(tmp_path)
    (room / "one.csv").write_text("a,c\n1,3\n", encoding="utf-8")
    seal(room / "one.toml")
    monkeypatch.setattr(loading, "files", lambda _: tmp_path)
    with pytest.raises(TableColumnsDiffer) as caught:
        loading.load_foods("one")
    assert (caught.value.missing, caught.value.unexplained) == ("b", "c")


def test_energy_follows_the_rule_and_stays_as_printed_where_a_part_is_unknown() -> None:
    food = dict.fromkeys(FOOD_COLUMNS, "")
    food |= {"protein_g": "10", "fat_g": "5", "carbohydrate_g": "20", "fibre_g": "4"}
    food["energy_kcal"] = "999"
    assert energy_of(food) == "157"
    food["fibre_g"] = ""
    assert energy_of(food) == "999"
    assert "energy_kcal=" in food["assumed"]


def test_retinol_is_what_carotene_does_not_explain() -> None:
    food = dict.fromkeys(FOOD_COLUMNS, "") | {"group": "蛋类", "vitamin_a_ug_rae": "200"}
    assert retinol_of(food) == "200"
    assert "retinol_ug=" in food["assumed"]
    food["carotene_ug"] = "120"
    assert retinol_of(food) == "190"
    assert retinol_of(food | {"group": "蔬菜类"}) == "0"


def _room_with_one_table(folder: Path) -> Path:
    room = folder / "foods"
    room.mkdir()
    (room / "one.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    (room / "one.toml").write_text(
        '[files."one.csv"]\nsha256 = ""\n\n[columns."one.csv"]\na = "first"\nb = "second"\n',
        encoding="utf-8",
    )
    seal(room / "one.toml")
    return room
