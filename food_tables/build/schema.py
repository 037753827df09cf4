"""The columns of a food table, and how the source folder's columns become ours."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

Row = dict[str, str]

NUTRIENT_OF_SOURCE = {
    "energy_kcal": "energy_kcal",
    "protein_g": "protein_g",
    "fat_g": "fat_g",
    "carb_g": "carbohydrate_g",
    "fibre_g": "fibre_g",
    "vitA_ugRAE": "vitamin_a_ug_rae",
    "carotene_ug": "carotene_ug",
    "B1_mg": "thiamin_mg",
    "B2_mg": "riboflavin_mg",
    "niacin_mg": "niacin_mg",
    "vitC_mg": "vitamin_c_mg",
    "vitE_mg": "vitamin_e_mg",
    "Ca_mg": "calcium_mg",
    "P_mg": "phosphorus_mg",
    "K_mg": "potassium_mg",
    "Na_mg": "sodium_mg",
    "Mg_mg": "magnesium_mg",
    "Fe_mg": "iron_mg",
    "Zn_mg": "zinc_mg",
    "Se_ug": "selenium_ug",
    "cholesterol_mg": "cholesterol_mg",
    "water_g": "water_g",
}

NUTRIENTS = (
    *("energy_kcal", "protein_g", "fat_g", "carbohydrate_g", "fibre_g"),
    *("vitamin_a_ug_rae", "retinol_ug", "carotene_ug", "thiamin_mg", "riboflavin_mg"),
    *("niacin_mg", "vitamin_c_mg", "vitamin_e_mg", "calcium_mg", "phosphorus_mg"),
    *("potassium_mg", "sodium_mg", "magnesium_mg", "iron_mg", "zinc_mg"),
    *("selenium_ug", "cholesterol_mg", "water_g"),
)

FOOD_COLUMNS = (
    *("code", "name", "name_en", "aliases", "group", "subgroup", "edible_share"),
    *NUTRIENTS,
    *("tags", "allergens", "months", "pack", "source_table", "source_code", "source_name"),
    *("assumed", "note", "trace", "quality_flags", "dark_basis"),
)


def read_rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def write_rows(path: Path, columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def plain(value: float) -> str:
    """Write a figure without trailing zeros: 100.0 as 100, 0.30 as 0.3."""
    return f"{value:.6f}".rstrip("0").rstrip(".") or "0"
