"""Dish cards as the tests of the library read them, apart from the product's own loader."""

from __future__ import annotations

import csv
import functools
import tomllib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import food_tables
from food_tables.loading import load_dishes, load_foods, load_recipes

FOLDER = Path(food_tables.__file__).parent / "dishes"


ANIMAL_KINDS = {
    "M013 M014 M015 M016 M017": "猪",
    "M010 M011": "猪",
    "M024": "牛",
    "M027": "羊",
    "M034": "鸡",
    "M038 M039": "鸭",
}

SUBGROUP_KINDS = {"淡水鱼": "鱼", "海鱼": "鱼", "鱼糜": "鱼"} | {k: k for k in "猪牛羊鸡鸭虾蛋"}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a recipe: a food row and its net grams."""

    food: dict[str, str]
    net: float
    basis: str
    origin: str

    def has(self, tag: str) -> bool:
        return tag in self.food["tags"].split(";")

    def of(self, nutrient: str) -> float:
        return self.net * float(self.food[nutrient] or 0) / 100


@dataclass(frozen=True, slots=True)
class Card:
    """A dish row and its recipe."""

    row: dict[str, str]
    lines: tuple[Line, ...]

    def weigh(self, *tags: str) -> float:
        return sum(line.net for line in self.lines if any(line.has(t) for t in tags))

    @property
    def months(self) -> set[int]:
        """Its own months, or those of the heaviest vegetable or fruit."""
        if self.row["months"]:
            return months_of(self.row["months"])
        seasonal = [i for i in self.lines if i.has("vegetable_kind") or i.has("fruit")]
        if not seasonal or max(i.net for i in seasonal) < 10:
            return set(range(1, 13))
        return months_of(max(seasonal, key=lambda i: i.net).food["months"])


def months_of(text: str) -> set[int]:
    found: set[int] = set()
    for span in text.split(","):
        first, _, last = span.partition("-")
        found |= set(range(int(first), int(last or first) + 1))
    return found


@functools.cache
def cards() -> dict[str, Card]:
    foods = {food["code"]: food for food in load_foods()}
    lines: dict[str, list[Line]] = defaultdict(list)
    for row in load_recipes():
        food = foods[row["food"]]
        share = float(food["edible_share"]) if row["basis"] == "gross" else 1.0
        line = Line(food, float(row["grams"]) * share, row["basis"], row["origin"])
        lines[row["dish"]].append(line)
    return {row["code"]: Card(row, tuple(lines[row["code"]])) for row in load_dishes()}


@functools.cache
def enabled() -> tuple[Card, ...]:
    return tuple(card for card in cards().values() if not card.row["disabled"])


def names(found: Iterable[Card]) -> list[str]:
    return [card.row["name"] for card in found]


def rows_of(file: str) -> list[dict[str, str]]:
    with (FOLDER / file).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def sidecar() -> dict[str, Any]:
    return tomllib.loads((FOLDER / "dishes.toml").read_text("utf-8"))


def animal(line: Line) -> str | None:
    if line.food["group"] not in {"畜禽肉类", "鱼虾类", "蛋类"}:
        return None
    for codes, kind in ANIMAL_KINDS.items():
        if line.food["code"] in codes.split():
            return kind
    return SUBGROUP_KINDS[line.food["subgroup"]]


def main_line(card: Card) -> Line:
    """Return the heaviest line that makes the dish what its kind says."""
    kind = card.row["kind"]
    found = [
        line
        for line in card.lines
        if kind in {animal(line), line.food["name"].partition("(")[0]}
        or (kind == "豆" and line.has("soy_food"))
    ]
    return max(found, key=lambda line: line.net)


def salt(card: Card) -> float:
    return sum(i.of("sodium_mg") for i in card.lines if i.has("added_salt")) * 2.54 / 1000
