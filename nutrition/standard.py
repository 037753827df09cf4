"""A standard: the clauses of a document, and the share of the day that each meal carries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel, ValidationError

from food_tables.refusals import deepest, refused
from food_tables.table_errors import Fault
from nutrition.clause import Clause, When
from nutrition.errors import BadStandard
from nutrition.meal_share import MealShare
from nutrition.standard_faults import contradictions

FILE = "standard.toml"


@dataclass(frozen=True, slots=True)
class Standard:
    """A document's clauses and the shares of its meals.

    Attributes:
        meal_shares: in the order of the day; with all of them served the share is one.
        sources: id of a source -> its name as people read it.
    """

    id: str
    title: str
    title_en: str
    meal_shares: Mapping[str, MealShare]
    clauses: Mapping[str, Clause] = field(default_factory=dict)
    sources: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> Standard:
        """Read a standard from the mapping that its TOML file holds.

        Raises:
            BadStandard: a key is missing, unknown or of the wrong kind.
        """
        try:
            read = _Document.model_validate(_named(document))
        except ValidationError as error:
            refusals = deepest(error.errors())
            raise BadStandard([refused(FILE, each, _Document) for each in refusals]) from None
        faults = list(contradictions(read.meal_share, read.clause))
        if faults:
            raise BadStandard([Fault(code, FILE, None, key, facts) for code, key, facts in faults])
        named = {code: each.name or each.text or code for code, each in read.source.items()}
        title = read.document.title or read.document.id
        titles = (title, read.document.title_en or title)
        return cls(read.document.id, *titles, read.meal_share, read.clause, named)

    @property
    def ages(self) -> frozenset[str]:
        """The age bands that any table of the standard knows."""
        return frozenset(v.age for clause in self.clauses.values() for v in clause.value if v.age)

    def sources_of(self, clause: Clause) -> tuple[str, ...]:
        """Return the names of the sources of ``clause``; one that is not listed stays as it is."""
        return tuple(self.sources.get(s, s) for s in clause.source.split("; ") if s)

    def share(self, meals: Sequence[str], end: str) -> float:
        """Return the share of the day that ``meals`` carry together (``end``: low or high)."""
        if self.whole_day(meals):
            return 1.0
        return sum(
            self.meal_shares[m].low if end == "low" else self.meal_shares[m].high
            for m in dict.fromkeys(meals)
        )

    def whole_day(self, meals: Sequence[str]) -> bool:
        """Say whether ``meals`` are all the meals that the standard knows."""
        return set(self.meal_shares) <= set(meals)

    def holds(self, clause: Clause, meals: Sequence[str]) -> bool:
        """Say whether ``clause`` concerns a menu that serves ``meals``."""
        return clause.when is When.ALWAYS or (
            (clause.when is When.WHOLE_DAY) == self.whole_day(meals)
        )


def _named(document: Mapping[str, Any]) -> Mapping[str, Any]:
    """Give each clause its id and the document's, as far as the document has the right shape."""
    head, bodies = document.get("document"), document.get("clause")
    if not isinstance(bodies, dict):
        return document
    own = {"document": head.get("id", "") if isinstance(head, dict) else ""}
    clauses = {c: {"id": c, **own, **b} if isinstance(b, dict) else b for c, b in bodies.items()}
    return {**document, "clause": clauses}


class _Head(BaseModel):
    """[document]; what else it says is for readers."""

    id: str
    title: str = ""
    title_en: str = ""


class _Source(BaseModel):
    """[source.<id>]."""

    name: str = ""
    text: str = ""


class _Document(BaseModel):
    """The whole of a standard file."""

    document: _Head
    meal_share: dict[str, MealShare] = {}
    source: dict[str, _Source] = {}
    clause: dict[str, Clause] = {}
