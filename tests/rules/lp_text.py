"""The rows of one clause in LP format, and nothing else: small enough to check with a pencil."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from textwrap import wrap

import pulp

from nutrition.clauses import Clause, Mode
from optimizer.model import Model
from optimizer.rules import apply

SIGNS = {pulp.LpConstraintLE: "<=", pulp.LpConstraintEQ: "=", pulp.LpConstraintGE: ">="}

WIDTH = 96


def lp_text(clause: Clause, model: Model, mode: Mode) -> str:
    """Apply ``clause`` to ``model`` and write down what it added."""
    before = {str(v.name) for v in model.lp.variables()}
    apply(clause, model, mode)
    rows = [r for r in model.lp.constraints() if str(r.name).startswith(f"{clause.id}.")]
    added = [v for v in model.lp.variables() if str(v.name) not in before]
    return "\n".join(_lines(clause, model, rows, added)) + "\n"


def _lines(
    clause: Clause,
    model: Model,
    rows: Iterable[pulp.LpConstraint],
    added: Iterable[pulp.LpVariable],
) -> Iterator[str]:
    yield f"\\ {clause.title} / {clause.title_en} [{clause.unit}]"
    if model.penalty:
        yield "Minimize"
        yield from _wrapped("penalty", _terms(model.penalty.items()))
    yield "Subject To"
    for row in rows:
        right = f"{SIGNS[row.sense]}~{-row.constant or 0.0:.10g}"
        yield from _wrapped(str(row.name), f"{_terms(row.items())} {right}")
    free = [v for v in added if v not in model.slacks]
    if free:
        yield "Bounds"
        yield from (f" {v.lowBound:g} <= {v.name} <= {v.upBound:g}" for v in free)
    whole = [str(v.name) for v in free if v.cat == pulp.LpInteger]
    if whole:
        yield "Generals"
        yield from wrap(" ".join(whole), WIDTH, initial_indent=" ", subsequent_indent=" ")
    yield "End"


def _terms(terms: Iterable[tuple[pulp.LpVariable, float]]) -> str:
    """Write a sum; what a line break may not part is joined by ``~``."""
    parts = [
        f"{'-' if factor < 0 else '+'}~{'' if abs(factor) == 1 else f'{abs(factor):.10g}~'}{v.name}"
        for v, factor in terms
    ]
    return " ".join(parts).removeprefix("+~") or "0"


def _wrapped(name: str, text: str) -> list[str]:
    lines = wrap(
        f"{name}: {text}",
        WIDTH,
        initial_indent=" ",
        subsequent_indent="   ",
        break_long_words=False,
        break_on_hyphens=False,
    )
    return [line.replace("~", " ") for line in lines]
