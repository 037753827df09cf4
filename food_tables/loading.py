"""Open the tables that ship with the package, verify them, and hand out plain rows."""

from __future__ import annotations

import csv
import hashlib
import io
import tomllib
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from food_tables.errors import TableAltered, TableColumnsDiffer, UnknownTable

Row = dict[str, str]
Document = dict[str, Any]


def load_foods(table: str = "canteen") -> list[Row]:
    """Read a food composition table: ``canteen``, or ``mext`` with open figures only.

    Figures are per 100 g of edible portion; an empty cell is unknown, never zero.

    Raises:
        UnknownTable: there is no table of this name.
        TableAltered: the file is not the one that was sealed.
        TableColumnsDiffer: its header is not the one that its sidecar explains.
    """
    return _rows("foods", table, table)


def load_decisions() -> list[Row]:
    """Read what was decided about doubtful figures of the canteen table, and why."""
    return _rows("foods", "decisions", "decisions")


def load_prices(year: str = "2026") -> list[Row]:
    """Read reference prices, in whole 厘 per kilogram as bought."""
    return _rows("prices", year, year)


def load_price_decisions() -> list[Row]:
    """Read what was decided about doubtful prices, and why."""
    return _rows("prices", "decisions", "decisions")


def load_price_observations() -> list[Row]:
    """Read the published prices that the reference prices rest on."""
    return _rows("prices", "observations", "observations")


def load_dishes() -> list[Row]:
    """Read the dish library, one row per dish."""
    return _rows("dishes", "dishes", "dishes")


def load_recipes() -> list[Row]:
    """Read what goes into each dish, in raw grams for one reference pupil."""
    return _rows("dishes", "dishes", "recipes")


def load_retention() -> list[Row]:
    """Read the share of each nutrient that survives cooking, by food class and method."""
    return _rows("retention", "retention", "retention")


def load_retention_classes() -> list[Row]:
    """Read which retention class a food subgroup takes under each cooking method."""
    return _rows("retention", "retention", "classes")


def load_retention_pairs() -> list[Row]:
    """Read raw-and-cooked pairs of the Japanese table, a second opinion on retention."""
    return _rows("retention", "retention", "pairs")


def load_yields() -> list[Row]:
    """Read cooked weight over raw weight, by food and method."""
    return _rows("retention", "retention", "yields")


def load_keeping() -> list[Row]:
    """Read how many days foods keep between delivery and use, class by class."""
    return _rows("keeping", "keeping", "keeping")


def load_funds() -> list[Row]:
    """Read which kinds of cost each fund of a canteen may pay, and on what basis."""
    return _rows("finance", "tables", "funds")


def load_money_settings() -> list[Row]:
    """Read what differs from place to place in canteen money, with the default of each."""
    return _rows("finance", "tables", "settings")


def load_statement_forms() -> list[Row]:
    """Read the lines of the monthly statement, and which accounts each adds up."""
    return _rows("finance", "tables", "forms")


def load_forbidden_fees() -> list[Row]:
    """Read which items no school may charge a service fee for."""
    return _rows("finance", "tables", "fees_forbidden")


def load_bulk_goods() -> list[Row]:
    """Read which groups of foods are bulk goods, which two persons receive together."""
    return _rows("finance", "tables", "bulk")


def load_sheets() -> list[Row]:
    """Read which sheets a canteen shows: when each is due, who signs it, what it rests on."""
    return _rows("publicity", "tables", "sheets")


def load_sheet_bases() -> list[Row]:
    """Read what the sheets rest on, quoted where the words were read."""
    return _rows("publicity", "tables", "bases")


def load_sheet_figures() -> list[Row]:
    """Read the figures of publicity and of samples kept: whole numbers with their unit."""
    return _rows("publicity", "tables", "figures")


def load_posts() -> list[Row]:
    """Read the five posts of a canteen."""
    return _rows("publicity", "tables", "posts")


def load_standard(name: str = "wst554_2017") -> Document:
    """Read a standard: its document head and one entry per clause.

    Raises:
        UnknownTable: no standard of this name ships.
    """
    return load_document("standards", name)


def load_standard_table(name: str) -> list[Row]:
    """Read a table beside the clauses: ``allergens``, ``prohibited``, ``dris``, ``exchange_a``, ...

    Raises:
        UnknownTable: no such table ships.
    """
    return _rows("standards", "tables", name)


def load_allergens() -> list[Row]:
    """Read the allergen classes that foods are marked with."""
    return load_standard_table("allergens")


def load_nutrients() -> Document:
    """Read each nutrient id with its names, unit, decimals and INFOODS tag."""
    return tomllib.loads((files("food_tables") / "nutrients.toml").read_text("utf-8"))


def load_document(folder: str, name: str) -> Document:
    """Read one TOML document of a folder of this package.

    Raises:
        UnknownTable: no document of this name ships.
    """
    return tomllib.loads(_open(folder, f"{name}.toml").decode("utf-8"))


def _rows(folder: str, sidecar: str, name: str) -> list[Row]:
    document = load_document(folder, sidecar)
    content = _open(folder, f"{name}.csv")
    table = f"{folder}/{name}"
    expected = str(document.get("files", {}).get(f"{name}.csv", {}).get("sha256", ""))
    found = hashlib.sha256(content).hexdigest()
    if expected != found:
        raise TableAltered(table, expected, found)
    reader = csv.DictReader(io.StringIO(content.decode("utf-8"), newline=""))
    _require_columns(table, set(reader.fieldnames or ()), set(document["columns"][f"{name}.csv"]))
    return list(reader)


def _require_columns(table: str, present: set[str], explained: set[str]) -> None:
    if present != explained:
        raise TableColumnsDiffer(
            table, ", ".join(sorted(explained - present)), ", ".join(sorted(present - explained))
        )


def _open(folder: str, file: str) -> bytes:
    place = files("food_tables") / folder
    try:
        return (place / file).read_bytes()
    except FileNotFoundError:
        stem, _, kind = file.rpartition(".")
        raise UnknownTable(f"{folder}/{stem}", ", ".join(_names(place, kind))) from None


def _names(place: Traversable, kind: str) -> list[str]:
    if not place.is_dir():
        return []
    return sorted(
        each.name.rsplit(".", 1)[0] for each in place.iterdir() if each.name.endswith(kind)
    )
