"""Where a standard says what cannot be, though every key is of its kind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from nutrition.clause import Clause
from nutrition.meal_share import MealShare
from nutrition.rule_forms import Amount, Rule
from nutrition.rule_parts import Limit

Contradiction = tuple[str, str, dict[str, str]]
"""Code, key and facts."""


def contradictions(
    shares: Mapping[str, MealShare], clauses: Mapping[str, Clause]
) -> Iterator[Contradiction]:
    """Yield them all."""
    for meal, share in shares.items():
        key = f"meal_share.{meal}"
        if share.low < 0:
            yield "plan.too-small", f"{key}.low", {"value": f"{share.low:g}", "limit": "0"}
        if share.high > 1:
            yield "plan.too-big", f"{key}.high", {"value": f"{share.high:g}", "limit": "1"}
        yield from _order(key, meal, share.low, share.high)
    for code, clause in clauses.items():
        yield from _clause(f"clause.{code}", clause)


def _clause(key: str, clause: Clause) -> Iterator[Contradiction]:
    rule = clause.rule
    for name in ("measure", "part", "whole"):
        if getattr(rule, name, None) == ():
            yield "plan.empty", f"{key}.rule.{name}", {"key": f"{key}.rule.{name}"}
    if isinstance(rule, Amount):
        yield from _limits(key, clause, rule)
    yield from _order(f"{key}.rule", clause.title, *ends(rule))
    for number, row in enumerate(clause.value, start=1):
        yield from _order(f"{key}.value[{number}]", clause.title, row.low, row.high)


def _limits(key: str, clause: Clause, rule: Amount) -> Iterator[Contradiction]:
    for name in ("low", "high", "target"):
        limit: Limit | None = getattr(rule, name)
        if limit is None or limit.value is not None:
            continue
        if not limit.column:
            where = f"{key}.rule.{name}.value"
            yield "plan.missing-key", where, {"key": where}
        elif not clause.value:
            yield "plan.missing-key", f"{key}.value", {"key": f"{key}.value"}


def ends(rule: Rule) -> tuple[float | None, float | None]:
    """Return both ends of a rule as far as they are plain numbers."""
    ends = (getattr(rule, name, getattr(rule, f"{name}_kg", None)) for name in ("low", "high"))
    low, high = (each.value if isinstance(each, Limit) else each for each in ends)
    return low, high


def _order(key: str, name: str, low: float | None, high: float | None) -> Iterator[Contradiction]:
    if low is not None and high is not None and low > high:
        facts = {"value": f"{low:g}", "limit": f"{high:g}", "name": name}
        yield "plan.min-above-max", f"{key}.low", facts
