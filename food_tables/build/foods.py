"""Remake foods/canteen.csv from the source folder, the decisions and the foods added to it.

python -m food_tables.build.foods SOURCE_FOLDER
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from food_tables.build.schema import (
    FOOD_COLUMNS,
    NUTRIENT_OF_SOURCE,
    Row,
    plain,
    read_rows,
    write_rows,
)
from food_tables.build.sealing import seal
from food_tables.build.tagging import allergens_of, tags_of
from food_tables.laws import ENERGY_SLACK_KCAL, RAE_PER_CAROTENE, energy_between

TABLES = Path(__file__).parent.parent
ANIMAL_GROUPS = frozenset({"畜禽肉类", "鱼虾类", "蛋类", "奶及奶制品", "其他"})
MIXED_SUBGROUPS = frozenset({"糕点", "面点半成品", "酱", "鲜味料"})
READ_FROM_PAGES = "CFCT6"
READINGS = {"one_reading": "one reading", "read by eye": "read by eye"}  # the others: twice
ENERGY_PARTS = ("protein_g", "fat_g", "carbohydrate_g", "fibre_g")
USUAL_SUM = (95.0, 101.0)  # protein, fat, carbohydrate and water; the rest is ash
ROUNDING_UG = 1.0  # RAE and carotene are printed rounded, so a plant may miss by this much

_IMPUTED = re.compile(r"(?P<nutrient>[A-Za-z0-9]+_[A-Za-z]+)=(?P<value>\S+) (?P<how>.+)")


def build_canteen(source: Path) -> list[Row]:
    """Re-express the source table under our codes, with every decision applied."""
    names = {row["ref"]: row for row in read_rows(TABLES / "build" / "names.csv")}
    foods = [_food(names[row["food_id"]], row) for row in read_rows(source / "canteen_foods.csv")]
    sources = {
        names[row["food_id"]]["code"]: row for row in read_rows(source / "canteen_foods.csv")
    }
    decisions = read_rows(TABLES / "foods" / "decisions.csv")
    for food in foods:
        _decide(food, [row for row in decisions if row["food"] == food["code"]])
        finish(food, sources[food["code"]])
    return foods


def finish(food: Row, source: Row) -> None:
    """Add what follows from the figures: energy, retinol, tags and allergens."""
    printed = food["energy_kcal"]
    food["energy_kcal"] = energy_of(food)
    food["retinol_ug"] = retinol_of(food)
    food["quality_flags"] = flags_of(food, printed)
    food["tags"] = tags_of(food, source)
    food["allergens"] = food["allergens"] or allergens_of(source)


def energy_of(food: Row) -> str:
    """Compute energy by the one rule of every table; where a part is unknown, keep the print."""
    parts = {part: float(food[part]) for part in ENERGY_PARTS if food[part]}
    between = energy_between(parts)
    if between is None or len(parts) < len(ENERGY_PARTS):
        _assume(food, "energy_kcal", "as printed, a part of the energy rule is unknown")
        return food["energy_kcal"]
    return plain(round(between[0], 1))


def retinol_of(food: Row) -> str:
    """Take from vitamin A what carotene explains; a plant holds no retinol."""
    if food["group"] not in ANIMAL_GROUPS and food["subgroup"] not in MIXED_SUBGROUPS:
        return "0"
    if not food["vitamin_a_ug_rae"]:
        return ""
    total = float(food["vitamin_a_ug_rae"])
    if not food["carotene_ug"]:
        if total > 0:
            _assume(food, "retinol_ug", "carotene unknown, all vitamin A taken as retinol")
        return plain(total)
    rest = total - float(food["carotene_ug"]) * RAE_PER_CAROTENE
    return plain(round(rest, 1)) if rest >= ROUNDING_UG else "0"


def flags_of(food: Row, printed_energy: str) -> str:
    """Flag a printed energy that misses the rule, and constituents that miss the whole."""
    parts = [food[part] for part in (*ENERGY_PARTS[:3], "water_g")]
    kept = [flag for flag in food["quality_flags"].split("; ") if flag]
    kept = [flag for flag in kept if not flag.startswith("proximate_sum=")]
    if food["source_table"] != READ_FROM_PAGES:
        kept = [flag for flag in kept if flag not in READINGS.values()]
    if abs(float(food["energy_kcal"]) - float(printed_energy)) > ENERGY_SLACK_KCAL:
        kept.append(f"energy_printed={printed_energy}")
    if all(parts):
        total = sum(map(float, parts))
        if not USUAL_SUM[0] <= total <= USUAL_SUM[1]:
            kept.append(f"proximate_sum={plain(round(total, 1))}")
    return "; ".join(kept)


def _food(name: Row, source: Row) -> Row:
    food = dict.fromkeys(FOOD_COLUMNS, "")
    for theirs, ours in NUTRIENT_OF_SOURCE.items():
        food[ours] = source[theirs]
    food.update(
        code=name["code"],
        name=name["name"],
        name_en=name["name_en"],
        aliases=name["aliases"],
        group=source["group"],
        subgroup=source["subgroup"],
        edible_share=plain(float(source["edible_pct"]) / 100),
        months=source["season_months"],
        pack=source["pack"],
        source_table=source["source"],
        source_code=source["ref_code"].partition(":")[2] or source["ref_code"],
        source_name=source["ref_name"],
        assumed=_imputed(source["imputed"]),
        note=name["note"],
        trace=";".join(NUTRIENT_OF_SOURCE[each] for each in source["trace_fields"].split()),
        quality_flags="; ".join(
            filter(None, (source["quality_flags"], READINGS.get(source["reading"])))
        ),
        dark_basis=source["dark_basis"],
    )
    return food


def _imputed(text: str) -> str:
    """List the imputed nutrients; the source's other remarks are among the decisions."""
    assumed = []
    for part in filter(None, text.split("; ")):
        match = _IMPUTED.fullmatch(part)
        if match and match["nutrient"] in NUTRIENT_OF_SOURCE:
            how = match["how"].removeprefix("from ")
            assumed.append(f"{NUTRIENT_OF_SOURCE[match['nutrient']]}={how}")
    return "; ".join(assumed)


def _decide(food: Row, decisions: list[Row]) -> None:
    """Apply what was decided about this food; its energy is computed afterwards."""
    for row in decisions:
        column = row["nutrient"]
        if row["verdict"] == "computed":
            continue
        food[column] = row["decided"]
        if row["verdict"] == "blanked":
            _forget(food, column)
        elif row["verdict"] == "replaced" and column in NUTRIENT_OF_SOURCE.values():
            _assume(food, column, row["reference"])
            food["trace"] = ";".join(each for each in food["trace"].split(";") if each != column)
        elif f"{column}=(Tr or not given" in food["assumed"]:
            _forget(food, column)
            food["trace"] = ";".join(filter(None, (food["trace"], column)))
    _forget_own_source(food)


def _forget_own_source(food: Row) -> None:
    """Drop figures from the table that the whole food was taken from: they are not borrowed."""
    own = f"=MEXT {food['source_code']}"
    kept = [part for part in food["assumed"].split("; ") if not part.endswith(own)]
    food["assumed"] = "; ".join(kept)


def _assume(food: Row, nutrient: str, how: str) -> None:
    _forget(food, nutrient)
    food["assumed"] = "; ".join(filter(None, (food["assumed"], f"{nutrient}={how}")))


def _forget(food: Row, nutrient: str) -> None:
    kept = [part for part in food["assumed"].split("; ") if not part.startswith(f"{nutrient}=")]
    food["assumed"] = "; ".join(kept)


def main(source: Path) -> None:
    foods = build_canteen(source)
    write_rows(TABLES / "foods" / "canteen.csv", FOOD_COLUMNS, foods)
    seal(TABLES / "foods" / "canteen.toml")
    print(f"{len(foods)} foods")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
