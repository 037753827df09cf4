"""A standard: the clauses of a document, and the share of the day that each meal carries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar, Literal

from pydantic import ConfigDict, FiniteFloat, TypeAdapter, ValidationError

from nutrition.clause import Clause, Seen, When
from nutrition.errors import BadStandard


@dataclass(frozen=True, slots=True)
class MealShare:
    """The share of the day's energy that one meal carries, and how it was seen."""

    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    low: FiniteFloat
    high: FiniteFloat
    source: str = ""
    seen: Seen | None = None
    grade: Literal["A", "B", "C", "R"] = "C"
    checked_on: date | None = None


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
        head = document.get("document", {})
        try:
            shares = _SHARES.validate_python(document.get("meal_share", {}))
            name = str(head["id"])
        except ValidationError as error:
            raise BadStandard("meal_share", _first(error)) from None
        except KeyError as error:
            raise BadStandard("document", f"missing key {error}") from None
        clauses = {}
        for code, body in document.get("clause", {}).items():
            try:
                clauses[code] = _CLAUSE.validate_python({"id": code, "document": name, **body})
            except ValidationError as error:
                raise BadStandard(code, _first(error)) from None
        named = {
            code: str(body.get("name") or body.get("text") or code)
            for code, body in document.get("source", {}).items()
        }
        titles = (str(head.get("title", name)), str(head.get("title_en", name)))
        return cls(name, *titles, shares, clauses, named)

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


_CLAUSE: TypeAdapter[Clause] = TypeAdapter(Clause)

_SHARES: TypeAdapter[dict[str, MealShare]] = TypeAdapter(dict[str, MealShare])


def _first(error: ValidationError) -> str:
    """Say the first thing wrong, with the path to it."""
    found = error.errors()[0]
    return f"{'.'.join(str(p) for p in found['loc'])}: {found['msg']}"
