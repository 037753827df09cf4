"""The plain formulation: the day model with all its rules, as PuLP writes it for every peer."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pulp

from nutrition.checking.attainment import broken
from optimizer.assigning import finished
from optimizer.model import Model, build
from optimizer.planning import check
from optimizer.pool import lawful
from optimizer.portions import PortionTable
from optimizer.problem import Problem
from optimizer.rules import apply_all
from optimizer.spans import single_days


def plain(problem: Problem) -> Model:
    """Return the day model in whole printed sizes: no aggregate, no cuts, no dishes set aside."""
    days = single_days(len(problem.days))
    whole = range(len(days))
    model = build(problem, PortionTable(problem), days, lawful(problem), whole_sizes=whole)
    apply_all(problem.standard.clauses.values(), model)
    return model


def write(model: Model, path: Path) -> None:
    """Write the model in MPS."""
    model.lp.writeMPS(str(path))


def judged(model: Model, values: Mapping[str, float]) -> tuple[float, list[str]]:
    """Return what the menu of a peer costs, and the hard clauses that its checkers find broken.

    Only servings and sizes are taken from the peer, rounded to whole ones.
    """
    for variable in model.lp.variables():
        value = values.get(variable.name, 0.0)
        variable.varValue = round(value) if variable.cat == pulp.LpInteger else value
    menu = finished(model, len(model.periods))
    lines = check(model.problem, menu.menu)
    return menu.objective, sorted({line.clause for line in broken(lines)})
