"""Prices that a solved linear program leaves on its rows and variables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

import pulp

Key = TypeVar("Key")


def duals(lp: pulp.LpProblem) -> tuple[dict[str, float], dict[str, float]]:
    """Return the shadow price of each row and the reduced cost of each variable of a solved LP.

    A degenerate LP has several valid sets of prices; this is one of them.
    """
    rows = {row.name: float(row.pi or 0.0) for row in lp.constraints()}
    return rows, {v.name: float(v.dj or 0.0) for v in lp.variables()}


def reduced_costs(variables: Mapping[Key, pulp.LpVariable]) -> dict[Key, float]:
    """Return the reduced cost of each variable of the relaxation solved last."""
    return {key: float(variable.dj or 0.0) for key, variable in variables.items()}
