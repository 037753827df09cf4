"""What the errors of the books speak of, by the names that people use: foods and meals."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Literal

from api.language import Terminal, terminal_words
from nutrition.meal_names import MEAL_NAMES
from reports.words import words

FOODS = ("food", "foods")

MEALS = frozenset(MEAL_NAMES.values())


def named(facts: Mapping[str, object], lang: Literal["zh", "en"]) -> dict[str, object]:
    """Return the facts of an error with foods and meals by name; a code nobody knows stays."""
    found = dict(facts)
    for key in FOODS:
        match found.get(key):
            case str(code):
                found[key] = food_name(code)
            case tuple(codes) | list(codes):
                found[key] = tuple(food_name(str(code)) for code in codes)
    match found.get("details"):
        case tuple(details):  # such as “stock: G001, G002” and “attendance: 2026-03-02 1班 lunch”
            found["details"] = tuple(_detail(str(each), lang) for each in details)
    return found


def _detail(text: str, lang: Literal["zh", "en"]) -> str:
    check, _, rest = text.partition(": ")
    if check == "chain":  # records, or what does not agree
        own = terminal_words(lang)
        rest = ", ".join(_flaw(own, each) for each in rest.split(", "))
    between = "、" if lang == "zh" else ", "
    parts = [" ".join(_word(w, lang) for w in part.split(" ")) for part in rest.split(", ")]
    return f"{check}: {between.join(parts)}"


def _flaw(own: Terminal, each: str) -> str:
    known = own.table["books"]
    return known.get(f"flaw_{each}", each)


def _word(word: str, lang: Literal["zh", "en"]) -> str:
    return words(lang).name("meal", word) if word in MEALS else food_name(word)


def food_name(food: str) -> str:
    """Return what a food is called; its code where the table does not know it."""
    return _names().get(food, food)


@cache
def _names() -> Mapping[str, str]:
    from api.folder_tables import embedded_foods  # read only when something is wrong

    return {code: food.name for code, food in embedded_foods("canteen").items()}
