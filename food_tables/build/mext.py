"""Remake foods/mext.csv, the open variant: the same foods with Japanese figures and shares only.

python -m food_tables.build.mext SOURCE_FOLDER
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path

from food_tables.build.foods import finish
from food_tables.build.schema import (
    FOOD_COLUMNS,
    NUTRIENT_OF_SOURCE,
    NUTRIENTS,
    Row,
    plain,
    read_rows,
    write_rows,
)
from food_tables.build.sealing import seal

TABLES = Path(__file__).parent.parent
FREE_SOURCES = frozenset({"USDA_SR26", "calc"})
DARK_FROM_RAE = 500 / 12  # the RAE of 500 µg of carotene


def build_mext(source: Path) -> list[Row]:
    """Put the Japanese figures under our codes; names, tags, seasons and packs are our own."""
    codes = {row["ref"]: row["code"] for row in read_rows(TABLES / "build" / "names.csv")}
    canteen = {row["code"]: row for row in read_rows(TABLES / "foods" / "canteen.csv")}
    described = {row["food_id"]: row for row in read_rows(source / "canteen_foods.csv")}
    sidecar = tomllib.loads((TABLES / "foods" / "mext.toml").read_text("utf-8"))
    foods = []
    for row in read_rows(source / "canteen_foods_open_mext.csv"):
        food = _food(canteen[codes[row["food_id"]]], row, described[row["food_id"]])
        for nutrient in sidecar["blanked"].get(food["code"], {}):
            food[nutrient] = ""
        _trim(food, row, sidecar["bought_otherwise"])
        finish(food, described[row["food_id"]])
        foods.append(food)
    return foods + _free_figures(canteen.values(), {food["code"] for food in foods})


def _free_figures(canteen: Iterable[Row], present: set[str]) -> list[Row]:
    """Add what the Japanese table lacks and others gave away: no Chinese figure among them."""
    return [
        food
        for food in canteen
        if food["source_table"] in FREE_SOURCES and food["code"] not in present
    ]


def _food(canteen: Row, row: Row, described: Row) -> Row:
    food = dict(canteen)
    food.update(dict.fromkeys((*NUTRIENTS, "assumed", "trace", "quality_flags", "note"), ""))
    for theirs, ours in NUTRIENT_OF_SOURCE.items():
        food[ours] = row.get(theirs, "")
    if described["ref_code"] == f"MEXT:{row['mext_id']}":
        food["carotene_ug"] = described["carotene_ug"]
        food["water_g"] = described["water_g"]
    food["source_table"] = "MEXT2020"
    food["source_code"] = row["mext_id"]
    food["source_name"] = row["mext_name"]
    if food["dark_basis"]:
        food["dark_basis"] = _dark_basis(food["vitamin_a_ug_rae"])
    return food


def _trim(food: Row, row: Row, practice: Mapping[str, float]) -> None:
    """Give the Japanese edible share, or kitchen practice where the food is trimmed otherwise."""
    food["edible_share"] = plain(float(row["edible_pct"]) / 100)
    if food["code"] in practice:
        food["edible_share"] = plain(practice[food["code"]])
        food["note"] = "edible share: kitchen practice, the Japanese food is trimmed otherwise"


def _dark_basis(rae: str) -> str:
    if rae and float(rae) >= DARK_FROM_RAE:
        return "carotene>=500ug"
    return "colour convention (DGC list), printed carotene below 500 or missing"


def main(source: Path) -> None:
    foods = build_mext(source)
    write_rows(TABLES / "foods" / "mext.csv", FOOD_COLUMNS, foods)
    seal(TABLES / "foods" / "mext.toml")
    print(f"{len(foods)} foods")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
