"""Remake the tables of retention/ from the source folder and the map of classes.

python -m food_tables.build.retention SOURCE_FOLDER
"""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

from food_tables.build.schema import NUTRIENT_OF_SOURCE, NUTRIENTS, Row, read_rows, write_rows
from food_tables.build.sealing import seal

TABLES = Path(__file__).parent.parent
RETENTION = TABLES / "retention"
STATUS = {
    "published": "published",
    "published (100%)": "published",
    "assumption: not covered by USDA R6": "assumed",
}
CONVENTION = "convention"
PAIR_NUTRIENTS = {
    "ret_vitC": "vitamin_c_mg",
    "ret_B1": "thiamin_mg",
    "ret_B2": "riboflavin_mg",
    "ret_niacin": "niacin_mg",
    "ret_K": "potassium_mg",
    "ret_Ca": "calcium_mg",
    "ret_Fe": "iron_mg",
    "ret_Zn": "zinc_mg",
    "ret_vitA": "vitamin_a_ug_rae",
}
PAIR_COLUMNS = ("raw", "cooked", "food_ja", "method", "yield", *PAIR_NUTRIENTS.values())
YIELD_COLUMNS = ("raw", "cooked", "method", "low", "high", "factor", "basis")

_RANGE = re.compile(r"(?P<low>[\d.]+)(-(?P<high>[\d.]+))?")


def profiles(source: Path) -> list[Row]:
    """List the share of each nutrient that survives, once per row of the USDA table.

    Figures from newspapers are left out, and so are nutrients that no food table here has.
    """
    shares: dict[tuple[str, str], Row] = {}
    rows = read_rows(source / "retention.csv")
    profile_of = {_place(row): row["usda_row"] for row in rows if row["usda_row"]}
    for row in rows:
        nutrient, profile = NUTRIENT_OF_SOURCE.get(row["nutrient"]), profile_of.get(_place(row))
        if profile is None or nutrient is None:
            continue
        shares[profile, nutrient] = {
            "profile": profile,
            "nutrient": nutrient,
            "share": row["retention"],
            "status": STATUS.get(row["status"], CONVENTION),
        }
    return sorted(
        shares.values(), key=lambda row: (row["profile"], NUTRIENTS.index(row["nutrient"]))
    )


def _place(row: Row) -> tuple[str, str]:
    return row["food_class"], row["method_cn"]


def classes() -> list[Row]:
    """Spell out the map of classes: one row per subgroup or food, and method."""
    document = tomllib.loads((TABLES / "build" / "retention_classes.toml").read_text("utf-8"))
    codes = {row["name"]: row["code"] for row in read_rows(TABLES / "build" / "names.csv")}
    rows = []
    for each in document["class"]:
        whose = [("", group) for group in each.get("subgroups", ())]
        whose += [(codes[name], "") for name in each.get("foods", ())]
        for food, subgroup in whose:
            for methods, profile in each["profile"].items():
                rows += [
                    {"food": food, "subgroup": subgroup, "method": one, "profile": profile}
                    for one in methods.split()
                ]
    return rows


def pairs(source: Path) -> list[Row]:
    """Re-express raw-and-cooked pairs of the Japanese table; above 1 is scatter of analysis."""
    return [
        {
            "raw": row["raw_id"],
            "cooked": row["cooked_id"],
            "food_ja": row["food"],
            "method": row["method_jp"],
            "yield": row["yield_protein_based"],
            **{ours: row[theirs] for theirs, ours in PAIR_NUTRIENTS.items()},
        }
        for row in read_rows(source / "retention_mext_derived.csv")
    ]


def yields(source: Path) -> list[Row]:
    rows = []
    for row in read_rows(source / "cooking_yield.csv"):
        span = _RANGE.fullmatch(row["range"])
        low = span["low"] if span else row["default_factor_cooked_over_raw"]
        high = (span["high"] if span else None) or low
        rows.append(
            {
                "raw": row["raw"],
                "cooked": row["cooked"],
                "method": row["method"],
                "low": low,
                "high": high,
                "factor": row["default_factor_cooked_over_raw"],
                "basis": row["basis"],
            }
        )
    return rows


def main(source: Path) -> None:
    tables = {
        "retention": (("profile", "nutrient", "share", "status"), profiles(source)),
        "classes": (("food", "subgroup", "method", "profile"), classes()),
        "pairs": (PAIR_COLUMNS, pairs(source)),
        "yields": (YIELD_COLUMNS, yields(source)),
    }
    for name, (columns, rows) in tables.items():
        write_rows(RETENTION / f"{name}.csv", columns, rows)
        print(f"{name}: {len(rows)} rows")
    seal(RETENTION / "retention.toml")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
