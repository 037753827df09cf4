"""Which function writes the rows of which form of clause, and how its mode is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import pulp

from nutrition.clauses import Clause, Mode
from optimizer.goals import aim_at
from optimizer.model import Model, Slack, Terms

LE, EQ, GE = pulp.LpConstraintLE, pulp.LpConstraintEQ, pulp.LpConstraintGE


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a rule: ``terms sense rhs``.

    Attributes:
        suffix: completes the row's name after the clause id.
        weight: share of the pupils concerned, for the price of a soft row.
        days: days summed, by which a miss is divided to speak of the mean day; 1 for counts.
        slackable: false for a row that only defines a counter of the rule.
    """

    suffix: str
    terms: Terms
    sense: int
    rhs: float
    weight: float = 1.0
    days: int = 1
    slackable: bool = True


RowWriter = Callable[[Clause, Model], Iterator[Row]]

_WRITERS: dict[str, RowWriter] = {}

RULES: Mapping[str, RowWriter] = MappingProxyType(_WRITERS)


def rule(form: str) -> Callable[[RowWriter], RowWriter]:
    """Register a function as *the* writer of one form of clause."""

    def register(write: RowWriter) -> RowWriter:
        if form in _WRITERS:
            raise ValueError(f"two rules claim the form {form}")
        _WRITERS[form] = write
        return write

    return register


def apply(clause: Clause, model: Model, mode: Mode) -> None:
    """Add the rows of ``clause``; every row's name starts with the clause's id.

    A soft clause gets one slack per row, priced in fen per pupil and day for each unit; at
    price zero it is only measured and shown.
    """
    if mode is Mode.OFF or (mode is Mode.SOFT and clause.soft_price == 0):
        return
    days = len(model.problem.days)
    if clause.rule.form not in RULES:
        return
    for row in RULES[clause.rule.form](clause, model):
        name = f"{clause.id}.{row.suffix}"
        terms = row.terms
        if mode is Mode.SOFT and row.slackable:
            slack = model.lp.add_variable(f"u_{name}", 0)
            terms = {**terms, slack: -1.0 if row.sense == LE else 1.0}
            model.penalty[slack] = clause.soft_price * row.weight / days
            model.slacks[slack] = Slack(clause.id, row.suffix, row.rhs, row.days)
        model.add(terms, row.sense, row.rhs, name)


def apply_all(clauses: Iterable[Clause], model: Model) -> None:
    """Add the rows of every clause in the mode that the school keeps it, then the aim."""
    for clause in clauses:
        apply(clause, model, model.problem.mode(clause))
    aim_at(model)
