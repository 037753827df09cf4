"""When a dish, or several together, hold enough of something to be counted."""

from __future__ import annotations

from dataclasses import dataclass

import pulp

from nutrition.clauses import Measure
from optimizer.model import Model, Terms
from optimizer.rules.registry import GE, Row
from optimizer.spans import Span


@dataclass(frozen=True, slots=True)
class Carriers:
    """Dishes that hold some of a measure, sorted by what their printed sizes guarantee.

    Attributes:
        measure: what is held.
        at_least: the threshold; with zero, holding any is enough.
        surely: even the smallest size of every group reaches the threshold.
        perhaps: all others that hold any.
    """

    measure: Measure
    at_least: float
    surely: tuple[str, ...]
    perhaps: tuple[str, ...]


def carriers(m: Model, measure: Measure, at_least: float) -> Carriers:
    """Sort the dishes of the problem by whether one portion reaches ``at_least``."""
    surely, perhaps = [], []
    for dish, (low, _) in m.table.extremes(measure).items():
        if low > 0 and low >= at_least:
            surely.append(dish)
        else:
            perhaps.append(dish)
    return Carriers(measure, at_least, tuple(surely), tuple(perhaps))


def present(
    m: Model, found: Carriers, span: Span, names: tuple[str, str]
) -> tuple[Terms, list[Row]]:
    """Return a counter of the elementary spans in which a kind is present, and its rows.

        y <= sum_surely x + z,   at_least z <= sum_perhaps amount_g   for every group g

    0 <= y <= count, z integer.  A kind is present where every group's portions of all
    dishes together hold ``at_least`` of it.  ``names``: clause id and label of the kind.
    """
    clause, label = names
    sure = m.servings(found.surely, span.cells)
    unsure = m.servings(found.perhaps, span.cells)
    if not sure and not unsure:
        return {}, []
    y = m.lp.add_variable(f"y_{clause}.{label}", 0, span.count)
    seen: Terms = {**sure, y: -1.0}
    rows = []
    if unsure:
        z = m.lp.add_variable(f"z_{clause}.{label}", 0, span.count, pulp.LpInteger)
        seen[z] = 1.0
        for group in m.weight:
            held = m.amount(found.measure, group, span.cells, found.perhaps)
            terms = {**held, z: -found.at_least}
            rows.append(Row(f"{label}.{group}.reach", terms, GE, 0.0, slackable=False))
    rows.append(Row(f"{label}.seen", seen, GE, 0.0, slackable=False))
    return {y: 1.0}, rows
