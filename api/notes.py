"""What a person should know about a folder that can be planned."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from api.folder_tables import Tables
from api.plan_file import PlanFile
from api.school_clauses import HALAL_TAGS
from nutrition.food import Food

MOST_NAMED = 12


@dataclass(frozen=True, slots=True)
class Note:
    """Something that a person should know about a folder that can be planned.

    Attributes:
        printed: whether the sheet says it too; files that lie about are no business of parents.
    """

    code: str
    facts: Mapping[str, str] = field(default_factory=dict)
    printed: bool = True


def safety_notes(plan: PlanFile, tables: Tables, foods: Mapping[str, Food]) -> Iterator[Note]:
    """Yield what nobody said about the foods that are served, where pupils may be hurt by it."""
    certified = [
        f.name for f in foods.values() if "halal_cert" in f.tags and not HALAL_TAGS & f.tags
    ]
    if plan.halal and certified:
        yield Note("note.halal-certificate", {"foods": _named(certified)})
    for code, column, asked in (
        ("note.halal-unsaid", "tags", plan.halal),
        ("note.allergens-unsaid", "allergens", bool(plan.exclude.allergens)),
    ):
        silent = [f.name for c, f in foods.items() if c in tables.unsaid.get(column, ())]
        if asked and silent:
            yield Note(code, {"foods": _named(silent)})


def _named(foods: list[str]) -> str:
    more = "……" if len(foods) > MOST_NAMED else ""
    return "、".join(foods[:MOST_NAMED]) + more
